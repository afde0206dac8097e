import { PdfError } from '../errors.ts';
import type { ReaderContext } from '../object-reader.ts';
import { latin1 } from '../syntax/chars.ts';
import type { XrefEntry } from './section.ts';

const pieceSize = 32 << 10;

/** `0 0 f` and one space. */
const leastEntry = 6;

/**
 * Reads entries that do not have the 20 bytes the standard wants (writers that end lines with one character, or that pad
 * otherwise): three words an entry, wherever they stand. Keeps eight bytes an entry.
 * @throws PdfError `damaged` when the words are not those of entries.
 */
export function readLooseEntries(
  { window, deadline }: ReaderContext,
  start: number,
  count: number,
  shift: number,
): { lookup: (index: number) => XrefEntry; end: number } {
  if (count * leastEntry > window.size - start) {
    throw new PdfError('damaged', 'a cross-reference table longer than the file', start);
  }
  const offsets = new Float64Array(count).fill(-1);
  const gens = new Map<number, number>();
  let at = start;
  let index = 0;
  while (index < count) {
    deadline.check();
    const text = latin1(window.read(at, pieceSize));
    const entry = /\s*(\d{1,10})\s+(\d{1,5})\s+([nf])(?=\s)/y;
    let used = 0;
    for (let match = entry.exec(text); match && index < count; index++) {
      if (match[3] === 'n') offsets[index] = Number(match[1]) + shift;
      if (match[2] !== '00000') gens.set(index, Number(match[2]));
      used = entry.lastIndex;
      match = entry.exec(text);
    }
    if (used === 0) throw new PdfError('damaged', 'a broken cross-reference entry', at);
    at += used;
  }
  const lookup = (wanted: number): XrefEntry => {
    const offset = offsets[wanted]!;
    return offset < 0 ? { kind: 'free' } : { kind: 'plain', offset, gen: gens.get(wanted) ?? 0 };
  };
  return { lookup, end: at };
}
