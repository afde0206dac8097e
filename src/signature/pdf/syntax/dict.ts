import { ch, hexValue, latin1 } from './chars.ts';
import type { Extent } from './scan.ts';
import { broken, needMore, skipRegular, skipSpace, skipValue } from './scan.ts';

/** One entry of a dictionary: its key, decoded, and where key and value stand (relative to the extent). */
export interface DictEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the entries of the dictionary that begins at `at` (its first `<`) without looking into their values.
 * @throws PdfError `damaged` or `tooDeep`.
 */
export function scanDict(
  extent: Extent,
  at: number,
  nesting: number,
): { entries: DictEntry[]; end: number } | typeof needMore {
  const { bytes } = extent;
  const entries: DictEntry[] = [];
  let i = at + 2;
  for (;;) {
    const keyStart = skipSpace(bytes, i);
    if (keyStart + 1 >= bytes.length) return outOfBytes(extent, keyStart);
    if (bytes[keyStart] === ch.greater && bytes[keyStart + 1] === ch.greater) return { entries, end: keyStart + 2 };
    if (bytes[keyStart] !== ch.slash) throw broken(extent, keyStart, 'a dictionary key must be a name');
    const keyEnd = skipRegular(bytes, keyStart + 1);
    const start = skipSpace(bytes, keyEnd);
    if (start >= bytes.length) return outOfBytes(extent, keyStart);
    const end = skipValue(extent, start, nesting);
    if (end === needMore) return needMore;
    entries.push({ key: decodeName(bytes, keyStart + 1, keyEnd), keyStart, start, end });
    i = end;
  }
}

/** The name written in `[start, end)`, after its slash, with `#xx` decoded. */
export function decodeName(bytes: Uint8Array, start: number, end: number): string {
  const text = latin1(bytes, start, end);
  if (!text.includes('#')) return text;
  let name = '';
  for (let i = start; i < end; i++) {
    const high = bytes[i] === ch.hash ? hexValue(bytes[i + 1]) : -1;
    const low = high < 0 || i + 2 >= end ? -1 : hexValue(bytes[i + 2]);
    if (low < 0) name += String.fromCharCode(bytes[i]!);
    else {
      name += String.fromCharCode(high * 16 + low);
      i += 2;
    }
  }
  return name;
}

function outOfBytes(extent: Extent, at: number): typeof needMore {
  if (extent.final) throw broken(extent, at, 'the bytes end inside a dictionary');
  return needMore;
}
