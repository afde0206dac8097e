import { createHash } from 'node:crypto';
import type { OfficeConfig } from '../../contract/config.ts';
import type { DraftText } from '../../contract/wire-drafts.ts';
import { formatVerificationCode, verificationCode, verificationUrl } from '../../contract/verification-code.ts';
import { type ActSheet, type Reference, buenosAires } from '../../paper/index.ts';
import { readAct } from '../casefile/act-rows.ts';
import { readPiece } from '../casefile/pieces.ts';
import type { ReadableDB } from '../store/index.ts';
import { type ActPaper, provisionalNumber } from './papers.ts';
import { type CitedAs, piecesOf } from './pieces.ts';

export interface SheetFacts {
  readonly config: Pick<OfficeConfig, 'office' | 'mode' | 'deviceId' | 'repository'>;
  readonly caseNumber: string;
  readonly author: string;
  /** Who is named below the text, in the order in which they sign. */
  readonly signers: readonly { readonly name: string; readonly capacity: string }[];
  readonly paper: ActPaper;
  readonly citedAs: CitedAs;
  readonly now: Date;
}

const warning = 'DATOS FICTICIOS';
const longDate = new Intl.DateTimeFormat('es-AR', { day: 'numeric', month: 'long', year: 'numeric' });

/** A draft as it goes on paper, dated by the calendar day of this computer. An empty paragraph is left out. */
export function sheetOf(text: DraftText, facts: SheetFacts): ActSheet {
  const { now, config } = facts;
  const { office } = config;
  const isPractice = config.mode === 'practice';
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
    body: piecesOf(text.paragraphs, facts.citedAs),
    signers: facts.signers.map(({ name, capacity }) => ({ name, capacity })),
    note: 'La firma, digital o electrónica, se verifica en el archivo: no se imprime sobre el texto.',
    reference: referenceOf(facts),
    footer: isPractice ? `${warning}: personas, hechos y organismos inventados. Sin valor legal.` : '',
    watermark: isPractice ? warning : null,
  };
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** What can be made without a line, before the act is signed: a number that is said to be provisional, and the code. */
function referenceOf({ config, paper }: SheetFacts): Reference {
  const number = provisionalNumber(config.deviceId, paper.number);
  const code = verificationCode(paper.actId, sha256);
  const shown = formatVerificationCode(code);
  const page = config.repository?.publicPage;
  return {
    lines: [
      `Número provisorio: ${number}. El definitivo lo asigna el registro.`,
      `Código de verificación: ${shown}`,
      ...(page === undefined ? [] : [`Se verifica en ${page}`]),
    ],
    short: `Provisorio ${number} · Verificación ${shown}`,
    qr: {
      content: page === undefined ? shown : verificationUrl(page, code),
      says: `Código QR para verificar el acto: ${shown}`,
    },
  };
}

/** Calls acts by their number, where they have one, and their title; a piece of evidence by its title and the beginning of its hash. `db` is the store's reader. */
export function citedIn(db: ReadableDB): CitedAs {
  return (actId) => {
    const act = readAct(db, actId);
    const piece = act ? null : readPiece(db, actId);
    if (piece) return `Pieza: ${piece.title} (SHA-256 ${piece.sha256.slice(0, 16)}…)`;
    const number = act?.registration?.number;
    return [number === undefined ? 'Acto' : `Acto ${number}`, act?.title].filter(Boolean).join(': ');
  };
}
