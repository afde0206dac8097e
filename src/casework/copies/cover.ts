import { createHash } from 'node:crypto';
import type { ActRow } from '../../contract/acts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { formatVerificationCode, verificationCode, verificationUrl } from '../../contract/verification-code.ts';
import { type ActSheet, buenosAires } from '../../paper/index.ts';

export interface CopyFacts {
  readonly config: Pick<OfficeConfig, 'office' | 'person' | 'mode' | 'repository'>;
  readonly act: ActRow;
  /** Of the file that is copied. */
  readonly sha256: string;
  readonly pages: number;
  readonly now: Date;
}

const warning = 'DATOS FICTICIOS';
const day = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long' });
const moment = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });
const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** The code under which anybody may ask for the act, as it is printed. */
export const codeOf = ({ actId }: ActRow): string => formatVerificationCode(verificationCode(actId, sha256));

/** Who signed it, by what is known here. */
export function signersOf({ joint, signer, signers, registration }: ActRow): readonly string[] {
  const named = joint?.signers.filter(({ signedAt }) => signedAt !== null || registration !== null) ?? [];
  if (named.length > 0) return named.map(({ name }) => name);
  return signer === null ? (signers ?? []) : [signer];
}

/** By whom it was signed, and how: never the one for the other, on paper either (Ley 25.506, arts. 2 and 5). */
function signedBy({ joint, signer, signers: elsewhere, electronic, registration }: ActRow): string {
  // Who registers an act is the last of its signers: the feed says no other hour of that.
  const named = joint?.signers.filter(({ signedAt }) => signedAt !== null || registration !== null) ?? [];
  const names = signer === null ? (elsewhere ?? []) : [signer];
  // Of what was signed at other desks the repository says who and in what order, and of all together whether one was electronic.
  if (named.length === 0 && names.length > 1 && electronic)
    return `, firmado por ${names.join(', ')}, uno de ellos al menos con firma electrónica, no digital (Ley 25.506, art. 5)`;
  const own = names.map((name) => ({ name, ...(electronic ? { electronic } : {}) }));
  const signers: readonly { readonly name: string; readonly electronic?: true | undefined }[] =
    named.length > 0 ? named : own;
  const kinds: readonly (readonly [string, boolean])[] = [
    ['firmado digitalmente por', false],
    ['con firma electrónica, no digital (Ley 25.506, art. 5), de', true],
  ];
  return kinds
    .map(([how, isElectronic]) => {
      const names = signers.filter((one) => (one.electronic ?? false) === isElectronic).map(({ name }) => name);
      return names.length > 0 ? `, ${how} ${names.join(', ')}` : '';
    })
    .join('');
}

/** Its number and its sheets in the case, and since when. */
function registeredAs({ number, folioFrom, folioTo, registeredAt }: NonNullable<ActRow['registration']>): string {
  const sheets = folioFrom === folioTo ? `foja ${folioFrom}` : `fojas ${folioFrom} a ${folioTo}`;
  return `Registrado con el N.º ${number}, ${sheets}, el ${moment.format(new Date(registeredAt))}.`;
}

/** The sheet before a certified copy. On paper the language of the jurisdiction is spoken, whatever the screen says. */
export function coverOf({ config: { office, person, mode, repository }, act, ...facts }: CopyFacts): ActSheet {
  const isPractice = mode === 'practice';
  const code = codeOf(act);
  const page = repository?.publicPage;
  const sheets =
    facts.pages === 1 ? 'la foja que sigue es copia fiel' : `las ${facts.pages} fojas que siguen son copia fiel`;
  const { registration } = act;
  return {
    form: buenosAires,
    language: 'es-AR',
    letterhead: office.letterhead ?? [office.name],
    caseLine: act.caseNumber,
    title: 'Certificación de copia',
    author: person.name,
    writtenOn: { year: facts.now.getFullYear(), month: facts.now.getMonth() + 1, day: facts.now.getDate() },
    placeAndDate: `${office.locality === undefined ? '' : `${office.locality}, `}${day.format(facts.now)}`,
    body: [
      `Certifico que ${sheets} del acto «${act.title}» de la causa ${act.caseNumber}` +
        signedBy(act) +
        `${act.signedAt === null ? '' : ` el ${moment.format(new Date(act.signedAt))}`}.`,
      registration === null
        ? 'A la fecha de esta copia el acto está firmado y todavía no fue registrado.'
        : registeredAs(registration),
      `Huella SHA-256 del archivo original: ${(facts.sha256.match(/.{8}/g) ?? []).join(' ')}.`,
      'El archivo original no se modifica. La firma se verifica en el archivo; este papel permite encontrarlo.' +
        (act.electronic ? ' Si se niega la firma electrónica, debe probarla quien la invoca.' : ''),
    ],
    signers: [{ name: person.name, capacity: person.capacity }],
    note: 'Quien certifica firma esta hoja de su puño y letra.',
    reference: {
      lines: [`Código de verificación: ${code}`, ...(page === undefined ? [] : [`Se verifica en ${page}`])],
      short: `Copia certificada · Verificación ${code}`,
      qr: {
        content: page === undefined ? code : verificationUrl(page, verificationCode(act.actId, sha256)),
        says: `Código QR para verificar el acto: ${code}`,
      },
    },
    footer: isPractice ? `${warning}: personas, hechos y organismos inventados. Sin valor legal.` : '',
    watermark: isPractice ? warning : null,
  };
}
