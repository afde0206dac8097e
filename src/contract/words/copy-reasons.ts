import type { Locale } from '../locale.ts';

type Reason =
  | 'none'
  | 'otherDesk'
  | 'otherJournal'
  | 'journal'
  | 'notForUs'
  | 'forged'
  | 'damaged'
  | 'nothingSealed'
  | 'unreadable';

/** How casework/home writes it, from the first that fits. */
const marks: readonly (readonly [RegExp, Reason])[] = [
  [/^(?:no generation|no copy of .*|no such slot)$/, 'none'],
  [/^of another desk$/, 'otherDesk'],
  [/^another journal$/, 'otherJournal'],
  [/^journal: /, 'journal'],
  [/^notForUs$/, 'notForUs'],
  [/^(?:forged|unsigned)$/, 'forged'],
  [/^damaged(?:: .*)?$/, 'damaged'],
  [/^nothing sealed$/, 'nothingSealed'],
  [/^(?:fileUnreadable|unreadable)$/, 'unreadable'],
];

const sayings: Readonly<Record<Locale, Readonly<Record<Reason, string>>>> = {
  'es-AR': {
    none: 'ninguna copia',
    otherDesk: 'es de otro puesto',
    otherJournal: 'los datos no son los de su lista',
    journal: 'los datos no cierran',
    notForUs: 'la clave no la abre',
    forged: 'no la firmó esta dependencia',
    damaged: 'dañada',
    nothingSealed: 'no hay nada sellado',
    unreadable: 'no se puede leer',
  },
  en: {
    none: 'no copy',
    otherDesk: 'of another desk',
    otherJournal: 'the data are not those of its list',
    journal: 'the data do not hold',
    notForUs: 'the key does not open it',
    forged: 'not signed by this office',
    damaged: 'damaged',
    nothingSealed: 'nothing sealed is there',
    unreadable: 'it cannot be read',
  },
  'pt-BR': {
    none: 'nenhuma cópia',
    otherDesk: 'é de outro posto',
    otherJournal: 'os dados não são os da sua lista',
    journal: 'os dados não fecham',
    notForUs: 'a chave não a abre',
    forged: 'não foi assinada por esta unidade',
    damaged: 'danificada',
    nothingSealed: 'não há nada selado',
    unreadable: 'não pode ser lida',
  },
};

/** Why one copy is not used; what is not known is shown as it is. */
export function sayCopyReason(reason: string, locale: Locale): string {
  const found = marks.find(([mark]) => mark.test(reason));
  if (!found) return reason;
  const files = found[1] === 'damaged' ? /: .*$/.exec(reason)?.[0] : undefined;
  return `${sayings[locale][found[1]]}${files ?? ''}`;
}

/** The same of several, as `g-000012: damaged: FILE; g-000011: notForUs` has them. */
export const sayCopyReasons = (detail: string, locale: Locale): string =>
  detail
    .split('; ')
    .map((part) => {
      const [, name = '', reason = part] = /^(g-\d+: )(.*)$/.exec(part) ?? [];
      return `${name}${sayCopyReason(reason, locale)}`;
    })
    .join('; ');
