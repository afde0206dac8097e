import { PdfArray, PdfDict, PdfName, PdfRef, PdfString } from '../syntax/objects.ts';
import { latin1 } from '../syntax/chars.ts';

/** Text that goes into the file as it is, one character a byte. */
export class RawText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
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
  | readonly Writable[]
  | ReadonlyMap<string, Writable>;

/** The value's text, one character a byte, without line breaks of its own. */
export function serialise(value: Writable): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return serialiseNumber(value);
  if (value instanceof PdfName) return serialiseName(value.value);
  if (value instanceof PdfString) return serialiseString(value.bytes);
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof RawText) return value.text;
  if (value instanceof PdfArray || value instanceof PdfDict) return latin1(value.raw);
  if (value instanceof Map) return serialiseDict(value);
  return `[${(value as readonly Writable[]).map(serialise).join(' ')}]`;
}

function serialiseDict(map: ReadonlyMap<string, Writable>): string {
  const entries = [...map].map(([key, value]) => `${serialiseName(key)} ${serialise(value)}`);
  return `<< ${entries.join(' ')} >>`;
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

function serialiseString(bytes: Uint8Array): string {
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

/** A stream object's text; its dictionary must say the body's length. */
export function streamText(dictionary: ReadonlyMap<string, Writable>, body: string): RawText {
  return new RawText(`${serialise(dictionary)}\nstream\n${body}\nendstream`);
}
