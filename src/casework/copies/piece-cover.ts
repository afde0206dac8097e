import type { CaseRow } from '../../contract/cases.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { EntryOf, PieceOrigin } from '../../contract/wire-entries.ts';
import { type ActSheet, buenosAires } from '../../paper/index.ts';

export interface PieceCopyFacts {
  readonly config: Pick<OfficeConfig, 'office' | 'person' | 'mode'>;
  readonly row: Pick<CaseRow, 'caseNumber' | 'provisionalNumber'>;
  readonly piece: EntryOf<'piece'>;
  /** Pages that were counted by whoever drew them. */
  readonly pages: number;
  readonly now: Date;
}

const warning = 'DATOS FICTICIOS';
const day = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long' });
const moment = new Intl.DateTimeFormat('es-AR', { dateStyle: 'long', timeStyle: 'short', hour12: false });
/** On paper the language of the jurisdiction is spoken, whatever the screen says. */
export const origins: Readonly<Record<PieceOrigin, string>> = {
  paper: 'digitalizada de papel',
  digital: 'recibida en formato digital',
  photograph: 'fotografía',
  device: 'extraída de un dispositivo',
};

/** A hash as it is printed to be compared by eye: eight figures at a time. */
export const hashInGroups = (sha256: string): string => (sha256.match(/.{8}/g) ?? []).join(' ');

/** What stands at the foot of each page of a piece's copy: the beginning of its hash, for a piece has no code at the register. */
export const pieceCode = ({ sha256 }: Pick<EntryOf<'piece'>, 'sha256'>): string =>
  (sha256.slice(0, 16).match(/.{4}/g) ?? []).join('-').toUpperCase();

/**
 * The sheet before a certified copy of a piece of evidence: that it is like the file that was taken in, who brought it, and the whole hash, also
 * as a QR code. Nothing is said of what the piece shows, nor of whoever may have signed it.
 */
export function pieceCoverOf({ config: { office, person, mode }, row, piece, pages, now }: PieceCopyFacts): ActSheet {
  const isPractice = mode === 'practice';
  const number = row.caseNumber ?? row.provisionalNumber ?? '';
  const sheets = pages === 1 ? 'la página que sigue es copia fiel' : `las ${pages} páginas que siguen son copia fiel`;
  return {
    form: buenosAires,
    language: 'es-AR',
    letterhead: office.letterhead ?? [office.name],
    caseLine: number,
    title: 'Certificación de copia',
    author: person.name,
    writtenOn: { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() },
    placeAndDate: `${office.locality === undefined ? '' : `${office.locality}, `}${day.format(now)}`,
    body: [
      `Certifico que ${sheets} de la pieza «${piece.title}» (${origins[piece.origin]}) de la causa ${number}, ` +
        `aportada por ${piece.broughtBy} en ${piece.place} e incorporada por ${piece.by.name} el ${moment.format(new Date(piece.at))}.`,
      `Huella SHA-256 del archivo incorporado: ${hashInGroups(piece.sha256)}.`,
      'El archivo original no se modifica. Se certifica que la copia coincide con el archivo incorporado, cuya huella permite comprobarlo; ' +
        'no se certifica el contenido de la pieza.',
    ],
    signers: [{ name: person.name, capacity: person.capacity }],
    note: 'Quien certifica firma esta hoja de su puño y letra.',
    reference: {
      lines: [`Archivo: ${piece.fileName}`, 'El código QR contiene la huella completa.'],
      short: `Copia certificada · SHA-256 ${pieceCode(piece)}`,
      qr: { content: `SHA-256 ${piece.sha256}`, says: `Código QR con la huella SHA-256 de la pieza: ${piece.sha256}` },
    },
    footer: isPractice ? `${warning}: personas, hechos y organismos inventados. Sin valor legal.` : '',
    watermark: isPractice ? warning : null,
  };
}
