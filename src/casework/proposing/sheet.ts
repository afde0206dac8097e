import type { OfficeConfig } from '../../contract/config.ts';
import type { DraftText } from '../../contract/wire-drafts.ts';
import { type ActSheet, buenosAires } from '../../paper/index.ts';

export interface SheetFacts {
  readonly office: OfficeConfig['office'];
  readonly mode: OfficeConfig['mode'];
  readonly caseNumber: string;
  readonly author: string;
  /** Who is named below the text, or nobody. */
  readonly signer: { readonly name: string; readonly capacity: string } | null;
  readonly now: Date;
}

const warning = 'DATOS FICTICIOS';
const longDate = new Intl.DateTimeFormat('es-AR', { day: 'numeric', month: 'long', year: 'numeric' });

/** A draft as it goes on paper, dated by the calendar day of this computer. An empty paragraph is left out. */
export function sheetOf(text: DraftText, facts: SheetFacts): ActSheet {
  const { office, now } = facts;
  const isPractice = facts.mode === 'practice';
  const body = text.paragraphs.map(({ text: paragraph }) => paragraph.trim()).filter((paragraph) => paragraph !== '');
  const place = office.locality === undefined ? '' : `${office.locality}, `;
  return {
    form: buenosAires,
    language: 'es-AR',
    letterhead: office.letterhead ?? [office.name],
    caseLine: facts.caseNumber,
    title: text.title.trim(),
    author: facts.author,
    writtenOn: { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() },
    placeAndDate: `${place}${longDate.format(now)}`,
    body,
    signer: facts.signer,
    note: 'La firma digital se verifica en el archivo: no se imprime sobre el texto.',
    footer: isPractice ? `${warning}: personas, hechos y organismos inventados. Sin valor legal.` : '',
    watermark: isPractice ? warning : null,
  };
}
