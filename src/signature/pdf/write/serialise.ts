import { PdfArray, PdfDict, PdfName, PdfRef, PdfString } from '../syntax/objects.ts';
import { latin1 } from '../syntax/chars.ts';
import type { Extent, ObjectCipher } from '../syntax/scan.ts';
import { copyText } from './copy.ts';

/** Text that goes into the file as it is, one character a byte, in encrypted documents too. */
export class RawText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text of the document, repeated byte for byte wherever its strings' encryption stays the same. */
export interface CopiedText {
  readonly extent: Extent;
  readonly start: number;
  readonly end: number;
}

/** Text made of pieces one after the other, set down when it is known how the object is encrypted. */
export class PiecedText {
  readonly pieces: readonly Piece[];
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }
}

export type Piece = string | CopiedText | { readonly value: Writable };

/** A new stream. /Length is set when it is written. */
export class NewStream {
  readonly dictionary: ReadonlyMap<string, Writable>;
  readonly body: Uint8Array;
  constructor(dictionary: ReadonlyMap<string, Writable>, body: Uint8Array) {
    this.dictionary = dictionary;
    this.body = body;
  }
}

/**
 * A value to be written: numbers, names (`PdfName`), strings, references, arrays, dictionaries (`Map`), values read from a
 * document (repeated byte for byte) and raw text.
 */
export type Writable =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfArray
  | PdfDict
  | RawText
  | PiecedText
  | NewStream
  | readonly Writable[]
  | ReadonlyMap<string, Writable>;

/**
 * The value's text, one character a byte, without line breaks of its own.
 * @param cipher how the object that it stands in is encrypted.
 */
export function serialise(value: Writable, cipher?: ObjectCipher): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return serialiseNumber(value);
  if (value instanceof PdfName) return serialiseName(value.value);
  if (value instanceof PdfString) return serialiseString(value.bytes, cipher);
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof RawText) return value.text;
  if (value instanceof PdfArray || value instanceof PdfDict) return copyText(value, cipher);
  if (value instanceof PiecedText) return value.pieces.map((piece) => pieceText(piece, cipher)).join('');
  if (value instanceof NewStream) return serialiseStream(value, cipher);
  if (value instanceof Map) return serialiseDict(value, cipher);
  return `[${(value as readonly Writable[]).map((item) => serialise(item, cipher)).join(' ')}]`;
}

function pieceText(piece: Piece, cipher: ObjectCipher | undefined): string {
  if (typeof piece === 'string') return piece;
  return 'value' in piece ? serialise(piece.value, cipher) : copyText(piece, cipher);
}

function serialiseDict(map: ReadonlyMap<string, Writable>, cipher: ObjectCipher | undefined): string {
  const entries = [...map].map(([key, value]) => `${serialiseName(key)} ${serialise(value, cipher)}`);
  return `<< ${entries.join(' ')} >>`;
}

function serialiseStream({ dictionary, body }: NewStream, cipher: ObjectCipher | undefined): string {
  const stored = cipher ? cipher.encryptStream(body) : body;
  const whole = new Map<string, Writable>([...dictionary, ['Length', stored.length]]);
  return `${serialiseDict(whole, cipher)}\nstream\n${latin1(stored)}\nendstream`;
}

function serialiseNumber(value: number): string {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw new RangeError('PDF has no such number');
  // PDF knows no exponents; six decimals are more than any unit of a page needs.
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(6).replace(/0+$/, '');
}

/** A name with its slash; bytes that are not regular characters become `#xx` (ISO 32000-1, 7.3.5). */
export function serialiseName(name: string): string {
  return `/${name.replace(/[^!"$&'*-.0-;=?-Z\\^-z|~]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

function serialiseString(clear: Uint8Array, cipher: ObjectCipher | undefined): string {
  const bytes = cipher ? cipher.encryptString(clear) : clear;
  const text = latin1(bytes);
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  return `<${Buffer.from(bytes).toString('hex').toUpperCase()}>`;
}

/** Shorthand for dictionaries to be written. */
export function dict(entries: Readonly<Record<string, Writable | undefined>>): ReadonlyMap<string, Writable> {
  return new Map(Object.entries(entries).filter((entry): entry is [string, Writable] => entry[1] !== undefined));
}

/** Shorthand for names. */
export function name(value: string): PdfName {
  return new PdfName(value);
}

/** Shorthand for streams; a body given as text has one character a byte. */
export function stream(dictionary: ReadonlyMap<string, Writable>, body: string | Uint8Array): NewStream {
  return new NewStream(dictionary, typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
}
