import { latin1 } from '../syntax/chars.ts';
import type { PdfArray, PdfDict } from '../syntax/objects.ts';
import { RawText, serialise, serialiseName } from './serialise.ts';
import type { Writable } from './serialise.ts';

/**
 * A copy of a dictionary with some keys set or removed (`undefined`). Everything else, keys this program does not know
 * included, is repeated byte for byte. New keys come last.
 */
export function editDict(original: PdfDict, changes: Readonly<Record<string, Writable | undefined>>): RawText {
  const { bytes } = original.extent;
  const left = new Map(Object.entries(changes));
  const parts: string[] = [];
  for (const { key, keyStart, end } of original.entries) {
    if (!Object.hasOwn(changes, key)) parts.push(latin1(bytes, keyStart, end));
    else if (left.get(key) !== undefined) parts.push(entry(key, left.get(key)!));
    left.delete(key);
  }
  for (const [key, value] of left) if (value !== undefined) parts.push(entry(key, value));
  return new RawText(`<< ${parts.join('\n')} >>`);
}

/** A copy of an array with more elements at its end; the others are repeated byte for byte. */
export function appendToArray(original: PdfArray, ...items: Writable[]): RawText {
  const inside = latin1(original.extent.bytes, original.start, original.end - 1);
  return new RawText(`${inside} ${items.map(serialise).join(' ')}]`);
}

function entry(key: string, value: Writable): string {
  return `${serialiseName(key)} ${serialise(value)}`;
}
