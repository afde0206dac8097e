/**
 * Finding where values end without building them. A catalog may hold an array of 100,000 references that nobody needs:
 * the reader learns where it ends and goes on. Scanners work on bytes that may stop in the middle of an object; they
 * answer `needMore` then and are asked again with more.
 */
import { PdfError } from '../errors.ts';
import { ch, isDigit, isRegular, isWhite, skipHexDigits } from './chars.ts';

/** Answer of a scanner that ran out of bytes. */
export const needMore = -1;

/** How the strings and streams of one indirect object are encrypted (ISO 32000-2, 7.6). */
export interface ObjectCipher {
  readonly num: number;
  readonly gen: number;
  /** @throws PdfError `damaged` */
  decryptString(bytes: Uint8Array): Uint8Array;
  /** @param asked the crypt filter that the stream names, or what it is when that decides. @throws PdfError */
  decryptStream(bytes: Uint8Array, asked?: 'embeddedFile' | { readonly filter: string }): Uint8Array;
  /** @throws PdfError `encryptionWeak` */
  encryptString(bytes: Uint8Array): Uint8Array;
  encryptStream(bytes: Uint8Array): Uint8Array;
}

/** Bytes under a scanner. */
export interface Extent {
  readonly bytes: Uint8Array;
  /** Whether nothing follows `bytes`: a token may then end where they end. */
  readonly final: boolean;
  /** Where `bytes` begins in the file, or -1 when they were unpacked from an object stream. */
  readonly base: number;
  /** Set where strings stand encrypted. */
  readonly cipher?: ObjectCipher | undefined;
}

/** First position at or after `at` that is neither white space nor comment; the length of the bytes if there is none. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (;;) {
    while (i < bytes.length && isWhite(bytes[i])) i++;
    if (bytes[i] !== ch.percent) return i;
    while (i < bytes.length && bytes[i] !== ch.lf && bytes[i] !== ch.cr) i++;
  }
}

/** End of the run of regular characters that begins at `at`. */
export function skipRegular(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && isRegular(bytes[i])) i++;
  return i;
}

/**
 * End of the value that begins at `at` (after white space): one object of any kind, with a reference `N G R` as one value.
 * @throws PdfError `damaged` or `tooDeep`.
 */
export function skipValue(extent: Extent, at: number, nesting: number): number {
  const { bytes, final } = extent;
  const closers: number[] = [];
  let i = at;
  for (;;) {
    i = skipSpace(bytes, i);
    if (i >= bytes.length) return outOfBytes(extent, i);
    const c = bytes[i]!;
    if (c === ch.leftBracket) {
      open(closers, ch.rightBracket, nesting, extent, i);
      i++;
      continue;
    }
    if (c === ch.less && i + 1 >= bytes.length) return outOfBytes(extent, i);
    if (c === ch.less && bytes[i + 1] === ch.less) {
      open(closers, ch.greater, nesting, extent, i);
      i += 2;
      continue;
    }
    if (c === ch.rightBracket || c === ch.greater) {
      if (c === ch.greater && i + 1 >= bytes.length) return outOfBytes(extent, i);
      if (closers.pop() !== c || (c === ch.greater && bytes[i + 1] !== ch.greater))
        throw broken(extent, i, 'unbalanced');
      i += c === ch.greater ? 2 : 1;
    } else {
      i = closers.length === 0 ? skipOuterAtom(extent, i) : skipAtom(extent, i);
      if (i === needMore) return needMore;
    }
    if (closers.length === 0)
      return i < bytes.length || final || c === ch.rightBracket || c === ch.greater ? i : needMore;
  }
}

function open(closers: number[], closer: number, nesting: number, extent: Extent, at: number): void {
  if (closers.length >= nesting) throw new PdfError('tooDeep', `nested deeper than ${nesting}`, place(extent, at));
  closers.push(closer);
}

/** End of a value that is neither array nor dictionary, where `12 0 R` counts as one. */
function skipOuterAtom(extent: Extent, at: number): number {
  const end = skipAtom(extent, at);
  if (end === needMore || !isUnsigned(extent.bytes, at, end)) return end;
  const reference = skipReferenceTail(extent, end);
  return reference === 0 ? end : reference;
}

/** After an integer: end of ` G R`, 0 when that does not follow. */
export function skipReferenceTail(extent: Extent, at: number): number {
  const { bytes, final } = extent;
  const generation = skipSpace(bytes, at);
  if (generation >= bytes.length) return final ? 0 : needMore;
  if (!isDigit(bytes[generation])) return 0;
  const generationEnd = skipRegular(bytes, generation);
  if (!isUnsigned(bytes, generation, generationEnd)) return 0;
  const letter = skipSpace(bytes, generationEnd);
  if (letter + 1 >= bytes.length && !final) return needMore;
  return bytes[letter] === ch.upperR && !isRegular(bytes[letter + 1]) ? letter + 1 : 0;
}

function isUnsigned(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isDigit(bytes[i])) return false;
  return end > start;
}

function skipAtom(extent: Extent, at: number): number {
  const { bytes, final } = extent;
  switch (bytes[at]) {
    case ch.open:
      return skipLiteral(extent, at);
    case ch.less:
      return skipHex(extent, at);
    case ch.slash: {
      const end = skipRegular(bytes, at + 1);
      return end < bytes.length || final ? end : needMore;
    }
    default: {
      const end = skipRegular(bytes, at);
      if (end === at) throw broken(extent, at, 'unexpected character');
      return end < bytes.length || final ? end : needMore;
    }
  }
}

function skipLiteral(extent: Extent, at: number): number {
  const { bytes } = extent;
  let depth = 0;
  for (let i = at; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === ch.backslash) i++;
    else if (c === ch.open) depth++;
    else if (c === ch.close && --depth === 0) return i + 1;
  }
  return outOfBytes(extent, at);
}

function skipHex(extent: Extent, at: number): number {
  const { bytes } = extent;
  const end = skipHexDigits(bytes, at + 1);
  if (end === bytes.length) return outOfBytes(extent, at);
  if (bytes[end] !== ch.greater) throw broken(extent, end, 'not a hexadecimal digit');
  return end + 1;
}

function outOfBytes(extent: Extent, at: number): number {
  if (extent.final) throw broken(extent, at, 'the bytes end inside an object');
  return needMore;
}

/** The file position of `at`, if the bytes lie in the file as they are. */
export function place(extent: Extent, at: number): number | undefined {
  return extent.base < 0 ? undefined : extent.base + at;
}

export function broken(extent: Extent, at: number, what: string): PdfError {
  return new PdfError('damaged', `broken object: ${what}`, place(extent, at));
}
