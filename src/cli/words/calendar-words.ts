import type { CalendarDay } from '../../contract/calendar.ts';
import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './command-words.ts';

export type CalendarCommandName = 'repository calendar publish' | 'repository calendar show';

/** Court calendars: what is in force, and what a day is by it. */
export interface CalendarWords {
  readonly published: (version: number) => string;
  readonly overtaken: (version: number) => string;
  /** Whose calendar it is; null: of all offices. */
  readonly inForce: (office: string | null, version: number, at: string, by: string) => string;
  readonly own: string;
  readonly days: (closed: number, open: number, recess: number) => string;
  readonly none: string;
  readonly ofFile: (file: string) => string;
  readonly ofProgram: string;
  readonly oneFile: string;
  readonly whose: string;
  readonly ownOnly: string;
  readonly badFile: (file: string, where: string) => string;
  /** What is worth saying of a day that was typed; null of a business day. */
  readonly day: (day: CalendarDay) => string | null;
}

const where = {
  'es-AR': {
    dir: 'Carpeta del repositorio (donde no está funcionando).',
    register: 'Dirección de PostgreSQL, si el registro está ahí.',
    config: 'Configuración de un equipo de la secretaría o de sistemas (JSON): la orden va por la línea.',
    'store-key-file': 'Archivo con la clave de ese equipo.',
  },
  en: {
    dir: "The repository's folder (where it is not running).",
    register: 'Address of PostgreSQL, if the register is there.',
    config: 'Configuration of a desk of the secretary or of IT (JSON): the order goes over the line.',
    'store-key-file': 'File with the key of that desk.',
  },
  'pt-BR': {
    dir: 'Pasta do repositório (onde não está em funcionamento).',
    register: 'Endereço do PostgreSQL, se o registro está lá.',
    config: 'Configuração de um equipamento da secretaria ou da informática (JSON): a ordem vai pela linha.',
    'store-key-file': 'Arquivo com a chave desse equipamento.',
  },
};
const publishExample = [
  'fojas repository calendar publish calendario.json --all --dir /srv/fojas',
  'fojas repository calendar publish feria.json --config oficina.json --store-key-file store.key --seat secretaria',
];
const showExample = ['fojas repository calendar show --office ufi3 --dir /srv/fojas'];

export const calendarCommands: Readonly<Record<Locale, Readonly<Record<CalendarCommandName, CommandWords>>>> = {
  'es-AR': {
    'repository calendar publish': {
      summary: 'publica el calendario judicial de una oficina, o el de todas',
      usage:
        'CALENDARIO.json [--office ID | --all] [--after VERSIÓN] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
      about: [
        'Días inhábiles, días que cuentan y ferias, con su norma (docs/calendar.md). Reemplaza entero al publicado antes; los equipos lo toman en su próximo contacto y lo conservan sin línea.',
        'Desde un equipo va el de su oficina. El de todas lo publica quien cuida todas las oficinas.',
      ],
      options: {
        ...where['es-AR'],
        office: 'Identificador de la oficina, en la carpeta del repositorio.',
        all: 'Para todas las oficinas.',
        after: 'Versión que reemplaza; si ya no es la vigente, no se cambia nada. Si falta, la que esté vigente.',
      },
      examples: publishExample,
    },
    'repository calendar show': {
      summary: 'muestra qué calendario judicial rige, desde cuándo y quién lo publicó',
      usage: '[--office ID] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
      about: ['Desde un equipo, lo que rige en él, también sin línea.'],
      options: { ...where['es-AR'], office: 'Identificador de la oficina, en la carpeta del repositorio.' },
      examples: showExample,
    },
  },
  en: {
    'repository calendar publish': {
      summary: "publishes an office's court calendar, or the one for all offices",
      usage:
        'CALENDAR.json [--office ID | --all] [--after VERSION] (--dir FOLDER | --config FILE --store-key-file FILE)',
      about: [
        'Days that count for nothing, days that count, and recesses, each with its norm (docs/calendar.md). It takes the place of the one before as a whole; desks take it with their next contact and keep it without a line.',
        'From a desk it is that of its office. The one for all is published by who looks after all offices.',
      ],
      options: {
        ...where.en,
        office: "The office's id, in the repository's folder.",
        all: 'For all offices.',
        after:
          'The version that it takes the place of; where another is in force, nothing is changed. Without it, whichever is.',
      },
      examples: publishExample,
    },
    'repository calendar show': {
      summary: 'shows which court calendar is in force, since when, and who published it',
      usage: '[--office ID] (--dir FOLDER | --config FILE --store-key-file FILE)',
      about: ['From a desk, what is in force there, without a line too.'],
      options: { ...where.en, office: "The office's id, in the repository's folder." },
      examples: showExample,
    },
  },
  'pt-BR': {
    'repository calendar publish': {
      summary: 'publica o calendário judicial de uma unidade, ou o de todas',
      usage:
        'CALENDÁRIO.json [--office ID | --all] [--after VERSÃO] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
      about: [
        'Dias não úteis, dias que contam e recessos, com a sua norma (docs/calendar.md). Substitui inteiro o publicado antes; os equipamentos o recebem no próximo contato e o conservam sem linha.',
        'De um equipamento vai o da sua unidade. O de todas é publicado por quem cuida de todas as unidades.',
      ],
      options: {
        ...where['pt-BR'],
        office: 'Identificador da unidade, na pasta do repositório.',
        all: 'Para todas as unidades.',
        after: 'Versão que substitui; se já não for a vigente, nada muda. Se faltar, a que estiver vigente.',
      },
      examples: publishExample,
    },
    'repository calendar show': {
      summary: 'mostra que calendário judicial vigora, desde quando e quem o publicou',
      usage: '[--office ID] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
      about: ['De um equipamento, o que nele vigora, também sem linha.'],
      options: { ...where['pt-BR'], office: 'Identificador da unidade, na pasta do repositório.' },
      examples: showExample,
    },
  },
};

export const calendarWords: Readonly<Record<Locale, CalendarWords>> = {
  'es-AR': {
    published: (version) => `Publicado: versión ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'todavía no hay ninguno publicado: no se cambió nada'
        : `rige la versión ${version}: no se cambió nada; mírela y vuelva a publicar`,
    inForce: (office, version, at, by) =>
      `${office ?? 'Todas las oficinas'}: versión ${version}, desde el ${at}, publicado por ${by}`,
    own: 'Esta oficina',
    days: (closed, open, recess) => `${closed} inhábiles, ${open} que cuentan, ${recess} ferias`,
    none: 'No hay ningún calendario publicado.',
    ofFile: (file) => `Rige el archivo de este equipo: ${file}`,
    ofProgram: 'Rige el calendario del programa.',
    oneFile: 'diga qué archivo, uno solo',
    whose: 'diga de quién es: --office ID o --all',
    ownOnly: 'desde un equipo se publica el de su oficina o, con --all, el de todas: --office va con --dir',
    badFile: (file, at) => `${file} no es un calendario (${at})`,
    day: ({ kind, date, name, source }) => {
      switch (kind) {
        case 'business':
          return null;
        case 'weekend':
          return `Atención: ${date} es fin de semana.`;
        case 'unknown':
          return `Atención: el calendario no conoce el año de ${date}.`;
        case 'recessUnknown':
          return `Atención: ${date} puede caer en la ${name}; el calendario no sabe cuándo es.`;
        default:
          return `Atención: ${date} es inhábil: ${name} (${source}).`;
      }
    },
  },
  en: {
    published: (version) => `Published: version ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'none was published yet: nothing was changed'
        : `version ${version} is in force: nothing was changed; look at it and publish again`,
    inForce: (office, version, at, by) =>
      `${office ?? 'All offices'}: version ${version}, since ${at}, published by ${by}`,
    own: 'This office',
    days: (closed, open, recess) => `${closed} closed, ${open} that count, ${recess} recesses`,
    none: 'No calendar was published.',
    ofFile: (file) => `The file of this computer is in force: ${file}`,
    ofProgram: "The program's calendar is in force.",
    oneFile: 'say which file, one alone',
    whose: 'say whose it is: --office ID or --all',
    ownOnly: "from a desk its own office's is published or, with --all, the one for all: --office goes with --dir",
    badFile: (file, at) => `${file} is no calendar (${at})`,
    day: ({ kind, date, name, source }) => {
      switch (kind) {
        case 'business':
          return null;
        case 'weekend':
          return `Note: ${date} is at the weekend.`;
        case 'unknown':
          return `Note: the calendar does not know the year of ${date}.`;
        case 'recessUnknown':
          return `Note: ${date} may fall in ${name}; the calendar does not know when that is.`;
        default:
          return `Note: ${date} is no business day: ${name} (${source}).`;
      }
    },
  },
  'pt-BR': {
    published: (version) => `Publicado: versão ${version}.`,
    overtaken: (version) =>
      version === 0
        ? 'ainda não há nenhum publicado: nada mudou'
        : `vigora a versão ${version}: nada mudou; veja-a e publique de novo`,
    inForce: (office, version, at, by) =>
      `${office ?? 'Todas as unidades'}: versão ${version}, desde ${at}, publicado por ${by}`,
    own: 'Esta unidade',
    days: (closed, open, recess) => `${closed} não úteis, ${open} que contam, ${recess} recessos`,
    none: 'Não há nenhum calendário publicado.',
    ofFile: (file) => `Vigora o arquivo deste equipamento: ${file}`,
    ofProgram: 'Vigora o calendário do programa.',
    oneFile: 'diga que arquivo, um só',
    whose: 'diga de quem é: --office ID ou --all',
    ownOnly: 'de um equipamento publica-se o da sua unidade ou, com --all, o de todas: --office vai com --dir',
    badFile: (file, at) => `${file} não é um calendário (${at})`,
    day: ({ kind, date, name, source }) => {
      switch (kind) {
        case 'business':
          return null;
        case 'weekend':
          return `Atenção: ${date} é fim de semana.`;
        case 'unknown':
          return `Atenção: o calendário não conhece o ano de ${date}.`;
        case 'recessUnknown':
          return `Atenção: ${date} pode cair em ${name}; o calendário não sabe quando é.`;
        default:
          return `Atenção: ${date} não é dia útil: ${name} (${source}).`;
      }
    },
  },
};
