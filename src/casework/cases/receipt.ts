import type { OfficeConfig } from '../../contract/config.ts';
import type { CaseSheet } from '../../contract/cases.ts';
import { VerificationCode, formatVerificationCode } from '../../contract/verification-code.ts';
import type { CaseOrigin } from '../../contract/wire-entries.ts';
import { type ActSheet, buenosAires } from '../../paper/index.ts';

/** On paper the language of the jurisdiction is spoken, whatever the screen says. */
const origins: Readonly<Record<CaseOrigin, string>> = {
  complaint: 'denuncia recibida en esta dependencia',
  police: 'actuaciones policiales',
  ownMotion: 'de oficio',
  remission: 'remisión de otra dependencia',
  flagrancy: 'flagrancia',
  other: 'otro origen',
};
const warning = 'DATOS FICTICIOS';
const moment = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });
const day = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long' });

/**
 * What the citizen takes home: that something was received, by whom and when, what it is called now, and the code to ask for it. No caption
 * and no name of another party stands on it. Null for a case that was not opened at a desk.
 */
export function receiptSheet(
  { row, opening, entries }: CaseSheet,
  { office, person, mode }: Pick<OfficeConfig, 'office' | 'person' | 'mode'>,
): ActSheet | null {
  if (!opening) return null;
  const opened = new Date(opening.openedAt);
  const code = formatVerificationCode(VerificationCode.parse(opening.code));
  const pieces = entries.flatMap(({ entry }) => (entry.kind === 'piece' ? [entry] : []));
  const isPractice = mode === 'practice';
  const number = row.caseNumber ?? row.provisionalNumber ?? '';
  const place = office.locality === undefined ? '' : `${office.locality}, `;
  return {
    form: buenosAires,
    language: 'es-AR',
    letterhead: office.letterhead ?? [office.name],
    caseLine: number,
    title: 'Constancia de recepción',
    author: person.name,
    writtenOn: { year: opened.getFullYear(), month: opened.getMonth() + 1, day: opened.getDate() },
    placeAndDate: `${place}${day.format(opened)}`,
    body: [
      `Se deja constancia de que el ${moment.format(opened)} se recibió en esta dependencia una presentación (${origins[opening.origin]}), ` +
        `atendida por ${opening.by}.`,
      row.caseNumber === null
        ? `Número provisorio: ${number}. El número definitivo lo asigna el registro; la causa se encuentra por cualquiera de los dos.`
        : `Número de causa: ${number}. Número provisorio con que se recibió: ${row.provisionalNumber ?? number}.`,
      ...(pieces.length === 0
        ? []
        : [
            'Se recibió además:',
            { list: pieces.map(({ title, sha256 }) => `${title} (SHA-256 ${sha256.slice(0, 16)}…)`) },
          ]),
      `Con el código que figura abajo, esta dependencia encuentra la presentación sin que usted tenga que volver a contarla.`,
    ],
    signers: [],
    note: '',
    reference: {
      lines: [`Código de la presentación: ${code}`],
      short: `Código ${code}`,
      qr: { content: code, says: `Código QR de la presentación: ${code}` },
    },
    footer: isPractice ? `${warning}: personas, hechos y organismos inventados. Sin valor legal.` : '',
    watermark: isPractice ? warning : null,
  };
}
