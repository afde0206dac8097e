import type { DraftMark, DraftParagraph } from '../../contract/wire-drafts.ts';
import type { Listing, Piece, Run } from '../../paper/index.ts';

/** How a cited act is called by a screen reader, e.g. `Acto 12: Acta de allanamiento`. */
export type CitedAs = (actId: string) => string;

/** A draft's paragraphs as what is set on paper, in their order. One without words is left out. Pure. */
export function piecesOf(paragraphs: readonly DraftParagraph[], citedAs: CitedAs): Piece[] {
  const written = paragraphs.filter(({ text }) => text.trim() !== '');
  const pieces: Piece[] = [];
  for (let at = 0; at < written.length;) {
    const one = written[at]!;
    const end = endOfGroup(written, at);
    const group = written.slice(at, end);
    switch (one.style) {
      case 'heading':
        pieces.push({ heading: one.text.trim() });
        break;
      case 'table':
        pieces.push({ table: cellsOf(one.text) });
        break;
      case 'quote':
        pieces.push({ quote: group.map((each) => runsOfParagraph(each, citedAs)) });
        break;
      case 'item':
      case 'number':
        pieces.push(...listingsOf(group, 0, citedAs).map((listing) => ({ listing })));
        break;
      case undefined:
        pieces.push({ runs: runsOfParagraph(one, citedAs) });
    }
    at = end;
  }
  return pieces;
}

const isItem = ({ style }: DraftParagraph): boolean => style === 'item' || style === 'number';

/** Items that follow one another are of one list, quoted paragraphs of one quotation. */
function endOfGroup(all: readonly DraftParagraph[], at: number): number {
  const one = all[at]!;
  const belongs = isItem(one)
    ? isItem
    : one.style === 'quote'
      ? (each: DraftParagraph) => each.style === 'quote'
      : null;
  let end = at + 1;
  while (belongs && end < all.length && belongs(all[end]!)) end += 1;
  return end;
}

/** Rows of as many cells each as the first has: what is missing is empty, what is over is joined to the last. */
function cellsOf(text: string): string[][] {
  const rows = text.split('\n').map((row) => row.split('\t'));
  const columns = rows[0]!.length;
  return rows.map((row) => [
    ...Array.from({ length: columns - 1 }, (_, n) => row[n] ?? ''),
    row.slice(columns - 1).join(' '),
  ]);
}

function listingsOf(items: readonly DraftParagraph[], depth: number, citedAs: CitedAs): Listing[] {
  const listings: { numbered: boolean; items: { runs: Run[]; within: Listing[] }[] }[] = [];
  for (let at = 0; at < items.length;) {
    const one = items[at]!;
    let end = at + 1;
    while (end < items.length && (items[end]!.depth ?? 0) > depth) end += 1;
    const numbered = one.style === 'number';
    if (listings.at(-1)?.numbered !== numbered) listings.push({ numbered, items: [] });
    const within = listingsOf(items.slice(at + 1, end), depth + 1, citedAs);
    listings.at(-1)!.items.push({ runs: runsOfParagraph(one, citedAs), within });
    at = end;
  }
  return listings;
}

/** Cuts a paragraph where one of its marks begins or ends. Space around it is left out. */
function runsOfParagraph({ text, marks = [] }: DraftParagraph, citedAs: CitedAs): Run[] {
  const begin = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const inside = (place: number): boolean => place > begin && place < end;
  const cuts = [begin, ...marks.flatMap(({ from, to }) => [from, to]).filter(inside), end];
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1]!;
    const over = marks.filter((mark) => mark.from <= from && mark.to >= to);
    return { text: text.slice(from, to), ...lookOf(over, citedAs) };
  });
}

function lookOf(marks: readonly DraftMark[], citedAs: CitedAs): Omit<Run, 'text'> {
  const has = (kind: DraftMark['kind']): boolean => marks.some((mark) => mark.kind === kind);
  const cite = marks.find((mark) => mark.kind === 'cite');
  return {
    ...(has('bold') ? { bold: true } : {}),
    ...(has('italic') ? { italic: true } : {}),
    ...(has('underline') ? { underline: true } : {}),
    ...(cite ? { link: { uri: `urn:uuid:${cite.actId}`, says: citedAs(cite.actId) } } : {}),
  };
}
