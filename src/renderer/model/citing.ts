import type { ActRow } from '../../contract/acts.ts';
import type { EntryRow } from '../../contract/cases.ts';
import type { Piece } from './cases.ts';

/** A sheet or a stretch of sheets, as a person types them: `12`, `12-14`, `fs. 12/14`. */
function sheetsIn(search: string): { from: number; to: number } | null {
  const found = /^\s*(?:fs?\.?\s*)?(\d{1,6})(?:\s*[-/–]\s*(\d{1,6}))?\s*$/i.exec(search);
  if (!found) return null;
  const from = Number(found[1]);
  return { from, to: Math.max(from, Number(found[2] ?? from)) };
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();

/** The acts of a case that fit: by words of their title, kind and author, or by the sheets they lie on. What is withdrawn is no act. */
export function citable(acts: readonly ActRow[], search: string): ActRow[] {
  const sheets = sheetsIn(search);
  const words = plain(search).split(/\s+/).filter(Boolean);
  return acts.filter((act) => {
    const { registration, title, type, author } = act;
    if (act.state === 'withdrawn') return false;
    if (sheets && registration && registration.folioFrom <= sheets.from && sheets.to <= registration.folioTo)
      return true;
    const text = plain(`${registration?.number ?? ''} ${title} ${type} ${author}`);
    return words.every((word) => text.includes(word));
  });
}

/** How an act is mentioned: by the sheets that were asked for, by those it lies on, or by its title while it lies on none. */
export function citationLabel({ registration, title }: Pick<ActRow, 'registration' | 'title'>, search: string): string {
  if (!registration) return `«${title}»`;
  const asked = sheetsIn(search);
  const { folioFrom, folioTo } = registration;
  const isWithin = asked !== null && folioFrom <= asked.from && asked.to <= folioTo;
  const { from, to } = isWithin ? asked : { from: folioFrom, to: folioTo };
  return from === to ? `fs. ${from}` : `fs. ${from}/${to}`;
}

/** The page of an act that a mention of its sheets begins with; null where it names none of them. */
export function pageMentioned({ registration }: Pick<ActRow, 'registration'>, mention: string): number | null {
  const sheets = sheetsIn(mention);
  if (!registration || !sheets) return null;
  const { folioFrom, folioTo } = registration;
  return folioFrom <= sheets.from && sheets.from <= folioTo ? sheets.from - folioFrom + 1 : null;
}

/** A piece of evidence that may be mentioned; `pages` null where nobody has counted them here. */
export interface CitablePiece {
  readonly piece: Piece;
  readonly pages: number | null;
}

/** Page or pages of a piece, as a person types them behind its words: `pericia pág. 3`, `pericia p. 3-5`, `p. 3`. */
const pagesTyped = /(?:^|\s)p(?:[áa]gs?)?\.?\s*(\d{1,6})(?:\s*[-/–]\s*(\d{1,6}))?\s*$/i;

function piecePages(search: string): { from: number; to: number; words: string } | null {
  const found = pagesTyped.exec(search);
  if (!found) return null;
  const from = Number(found[1]);
  return { from, to: Math.max(from, Number(found[2] ?? from)), words: search.slice(0, found.index) };
}

/** The pieces of a case that fit: by words of their title, file and bringer, and by the page that is asked for, where it is known to be there. */
export function citablePieces(entries: readonly EntryRow[], search: string): CitablePiece[] {
  const asked = piecePages(search);
  const words = plain(asked?.words ?? search)
    .split(/\s+/)
    .filter(Boolean);
  return entries.flatMap(({ entry, place, pages = null }) => {
    if (entry.kind !== 'piece' || place === 'refused') return [];
    const text = plain(`${entry.title} ${entry.fileName} ${entry.broughtBy}`);
    const isThere = asked === null || (asked.from > 0 && (pages === null || asked.to <= pages));
    return isThere && words.every((word) => text.includes(word)) ? [{ piece: entry, pages }] : [];
  });
}

/** How a piece is mentioned: by its title, and by the pages that were asked for. Acts are written in Spanish. */
export function pieceLabel({ title }: Pick<Piece, 'title'>, search: string): string {
  const asked = piecePages(search);
  if (!asked) return `pieza «${title}»`;
  const { from, to } = asked;
  return `pieza «${title}», ${from === to ? `pág. ${from}` : `págs. ${from}/${to}`}`;
}

/** The page of a piece that a mention of it begins with; 1 where it names none. */
export const pieceMentioned = (mention: string): number => Math.max(1, piecePages(mention)?.from ?? 1);
