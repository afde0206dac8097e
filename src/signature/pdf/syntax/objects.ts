/**
 * PDF values as the reader hands them out. Arrays and dictionaries are views over the bytes they stand in: their parts
 * are parsed when asked for, and an edited copy can repeat untouched parts byte for byte.
 */
import { PdfError } from '../errors.ts';
import type { Extent, ObjectCipher } from './scan.ts';
import { broken, needMore, place, skipRegular, skipSpace, skipValue } from './scan.ts';
import { decodeHex, decodeLiteral, parseNumber } from './atoms.ts';
import { ch, latin1 } from './chars.ts';
import { decodeName, scanDict } from './dict.ts';
import type { DictEntry } from './dict.ts';
import { decodeText } from './text.ts';

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfRef | PdfArray | PdfDict;

/** A name, decoded (`/A#42` is `AB`), one character a byte. */
export class PdfName {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

/** A string. One that stands encrypted is decrypted when it is first asked for. */
export class PdfString {
  readonly #stored: Uint8Array;
  readonly #cipher: ObjectCipher | undefined;
  #clear: Uint8Array | undefined;

  constructor(stored: Uint8Array, cipher?: ObjectCipher) {
    this.#stored = stored;
    this.#cipher = cipher;
  }

  /** @throws PdfError `damaged` when it cannot be decrypted. */
  get bytes(): Uint8Array {
    return (this.#clear ??= this.#cipher ? this.#cipher.decryptString(this.#stored) : this.#stored);
  }

  /** The string read as a text string (ISO 32000-1, 7.9.2.2). */
  get text(): string {
    return decodeText(this.bytes);
  }
}

/** A reference to an indirect object. */
export class PdfRef {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen: number) {
    this.num = num;
    this.gen = gen;
  }
}

/** Where a value stands in the file: first byte and the byte after the last. */
export interface FileSpan {
  readonly start: number;
  readonly end: number;
}

export class PdfArray {
  readonly extent: Extent;
  readonly start: number;
  readonly end: number;

  constructor(extent: Extent, start: number, end: number) {
    this.extent = extent;
    this.start = start;
    this.end = end;
  }

  /** The elements in order, each parsed when its turn comes. */
  *items(): Generator<PdfValue> {
    const inner = { ...this.extent, bytes: this.extent.bytes.subarray(0, this.end), final: true };
    let at = skipSpace(inner.bytes, this.start + 1);
    while (inner.bytes[at] !== ch.rightBracket) {
      const end = skipValue(inner, at, Infinity);
      yield parseValue(inner, at, end);
      at = skipSpace(inner.bytes, end);
    }
  }

  /**
   * All elements at once.
   * @throws PdfError `tooMany` when there are more than `limit`.
   */
  toArray(limit = 1_000_000): PdfValue[] {
    const all: PdfValue[] = [];
    for (const item of this.items()) {
      if (all.length >= limit) throw new PdfError('tooMany', `an array of more than ${limit} elements`);
      all.push(item);
    }
    return all;
  }

  /** The array's text as it stands in the document. */
  get raw(): Uint8Array {
    return this.extent.bytes.subarray(this.start, this.end);
  }
}

export class PdfDict {
  readonly extent: Extent;
  readonly start: number;
  readonly end: number;
  /** Every entry in the order of the document, repeated keys included. */
  readonly entries: readonly DictEntry[];
  readonly #index = new Map<string, DictEntry>();
  readonly #repeated = new Set<string>();

  constructor(extent: Extent, start: number, entries: readonly DictEntry[], end: number) {
    this.extent = extent;
    this.start = start;
    this.end = end;
    this.entries = entries;
    for (const entry of entries) {
      if (this.#index.has(entry.key)) this.#repeated.add(entry.key);
      this.#index.set(entry.key, entry);
    }
  }

  /** The value of a key as it stands (a reference stays a reference); undefined when absent. Repeated keys: the last. */
  get(key: string): PdfValue | undefined {
    const entry = this.#index.get(key);
    return entry && parseValue(this.#extentOf(key), entry.start, entry.end);
  }

  has(key: string): boolean {
    return this.#index.has(key);
  }

  /** The value of a signature is the one string that an encrypted document holds in clear (ISO 32000-2, 7.6.2). */
  #extentOf(key: string): Extent {
    const inClear = key === 'Contents' && this.extent.cipher !== undefined && this.#index.has('ByteRange');
    return inClear ? { ...this.extent, cipher: undefined } : this.extent;
  }

  /** Keys that stand more than once. ISO 32000 leaves their meaning open, and readers do differ. */
  get repeated(): ReadonlySet<string> {
    return this.#repeated;
  }

  /** Where the value of a key stands in the file; undefined when absent or when it was unpacked from an object stream. */
  span(key: string): FileSpan | undefined {
    const entry = this.#index.get(key);
    if (!entry || this.extent.base < 0) return undefined;
    return { start: this.extent.base + entry.start, end: this.extent.base + entry.end };
  }

  /** The name under a key, or undefined when the value is absent or no name. */
  name(key: string): string | undefined {
    const value = this.get(key);
    return value instanceof PdfName ? value.value : undefined;
  }

  /** The dictionary's text as it stands in the document. */
  get raw(): Uint8Array {
    return this.extent.bytes.subarray(this.start, this.end);
  }
}

/** A stream: its dictionary and where its stored bytes lie in the file. */
export class PdfStream {
  readonly dict: PdfDict;
  /** First stored byte, from the beginning of the file. */
  readonly dataOffset: number;
  constructor(dict: PdfDict, dataOffset: number) {
    this.dict = dict;
    this.dataOffset = dataOffset;
  }
}

/**
 * Reads the value that begins at `at`, without looking into arrays and dictionaries further than to find their end.
 * @throws PdfError `damaged` or `tooDeep`.
 */
export function readValue(
  extent: Extent,
  at: number,
  nesting: number,
): { value: PdfValue; end: number } | typeof needMore {
  const { bytes } = extent;
  if (bytes[at] === ch.less && at + 1 < bytes.length && bytes[at + 1] === ch.less) {
    // One scan for both: where a dictionary ends, and where its entries are.
    const scanned = scanDict(extent, at, nesting - 1);
    return scanned === needMore
      ? needMore
      : { value: new PdfDict(extent, at, scanned.entries, scanned.end), end: scanned.end };
  }
  const end = skipValue(extent, at, nesting);
  return end === needMore ? needMore : { value: parseValue(extent, at, end), end };
}

/** Parses the dictionary that begins at `at`, all of whose bytes must be there. */
export function parseDict(extent: Extent, at: number): PdfDict {
  const scanned = scanDict(extent, at, Infinity);
  if (scanned === needMore) throw new PdfError('damaged', 'a dictionary without an end', place(extent, at));
  return new PdfDict(extent, at, scanned.entries, scanned.end);
}

/**
 * Builds the value whose text is `[start, end)`, as found by `skipValue`. Arrays and dictionaries become views.
 * @throws PdfError `damaged` for tokens that are no value.
 */
export function parseValue(extent: Extent, start: number, end: number): PdfValue {
  const { bytes } = extent;
  switch (bytes[start]) {
    case ch.leftBracket:
      return new PdfArray(extent, start, end);
    case ch.less:
      return bytes[start + 1] === ch.less
        ? parseDict(extent, start)
        : new PdfString(decodeHex(bytes, start + 1, end - 1), extent.cipher);
    case ch.open:
      return new PdfString(decodeLiteral(bytes, start + 1, end - 1), extent.cipher);
    case ch.slash:
      return new PdfName(decodeName(bytes, start + 1, end));
    default:
      return parseAtom(extent, start, end);
  }
}

function parseAtom(extent: Extent, start: number, end: number): PdfValue {
  const { bytes } = extent;
  const firstEnd = skipRegular(bytes, start);
  const text = latin1(bytes, start, Math.min(firstEnd, end));
  if (firstEnd < end) {
    const gen = skipSpace(bytes, firstEnd);
    return new PdfRef(Number(text), Number(latin1(bytes, gen, skipRegular(bytes, gen))));
  }
  switch (text) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default: {
      const number = parseNumber(text);
      if (number === undefined) throw broken(extent, start, `unknown word "${text.slice(0, 20)}"`);
      return number;
    }
  }
}
