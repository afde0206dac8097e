import type { PdfArray, PdfDict } from '../syntax/objects.ts';
import { PiecedText, serialiseName } from './serialise.ts';
import type { Piece, Writable } from './serialise.ts';

/**
 * A copy of a dictionary with some keys set or removed (`undefined`). Everything else, keys this program does not know
 * included, is repeated byte for byte. New keys come last.
 */
export function editDict(original: PdfDict, changes: Readonly<Record<string, Writable | undefined>>): PiecedText {
  const { extent } = original;
  const left = new Map(Object.entries(changes));
  const pieces: Piece[] = ['<< '];
  const add = (...entry: Piece[]) => pieces.push(...(pieces.length > 1 ? ['\n'] : []), ...entry);
  for (const { key, keyStart, end } of original.entries) {
    if (!Object.hasOwn(changes, key)) add({ extent, start: keyStart, end });
    else if (left.get(key) !== undefined) add(`${serialiseName(key)} `, { value: left.get(key)! });
    left.delete(key);
  }
  for (const [key, value] of left) if (value !== undefined) add(`${serialiseName(key)} `, { value });
  return new PiecedText([...pieces, ' >>']);
}

/** A copy of an array with more elements at its end; the others are repeated byte for byte. */
export function appendToArray(original: PdfArray, ...items: Writable[]): PiecedText {
  const { extent, start, end } = original;
  return new PiecedText([{ extent, start, end: end - 1 }, ...items.flatMap((value): Piece[] => [' ', { value }]), ']']);
}
