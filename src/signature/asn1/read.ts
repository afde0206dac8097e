/**
 * A reader of BER and DER (ITU-T X.690) that trusts nothing: every length is checked against the bytes there are, nesting and
 * the number of values are bounded, and children are only looked at when asked for. Indefinite lengths (BER) are read, because
 * old CMS writers produce them; places that need DER ask for it with `der: true`.
 */
import { Asn1Error } from './errors.ts';

/** Bounds on one reading. The defaults suit a CMS with a whole chain and large revocation lists inside. */
export interface Asn1Limits {
  /** Levels of nesting. */
  readonly depth: number;
  /** Values looked at in all. */
  readonly values: number;
}

export const defaultAsn1Limits: Asn1Limits = { depth: 48, values: 200_000 };

interface Reading {
  readonly bytes: Uint8Array;
  readonly der: boolean;
  readonly limits: Asn1Limits;
  seen: number;
}

/** Classes of tags, by the two high bits of the identifier octet. */
export type TagClass = 'universal' | 'application' | 'context' | 'private';
const classes: readonly TagClass[] = ['universal', 'application', 'context', 'private'];

/** One value: its tag, where it lies, and (when constructed) the values within. */
export class Asn1Value {
  readonly tagClass: TagClass;
  readonly tagNumber: number;
  readonly constructed: boolean;
  readonly depth: number;
  /** Offsets into the bytes that were read: identifier, first content octet, behind the content, behind the whole value. */
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly #reading: Reading;
  #children: readonly Asn1Value[] | undefined;

  constructor(reading: Reading, head: Head, depth: number, extent: { start: number; contentEnd: number; end: number }) {
    this.#reading = reading;
    this.tagClass = head.tagClass;
    this.tagNumber = head.tagNumber;
    this.constructed = head.constructed;
    this.contentStart = head.contentStart;
    this.depth = depth;
    this.start = extent.start;
    this.contentEnd = extent.contentEnd;
    this.end = extent.end;
  }

  /** The whole value as it was encoded: tag, length, content. A view, not a copy. */
  get encoded(): Uint8Array {
    return this.#reading.bytes.subarray(this.start, this.end);
  }

  /** The content octets. A view, not a copy. */
  get content(): Uint8Array {
    return this.#reading.bytes.subarray(this.contentStart, this.contentEnd);
  }

  /**
   * The values within, in order.
   * @throws Asn1Error when this value is primitive or its content is not a run of values.
   */
  get children(): readonly Asn1Value[] {
    this.#children ??= this.#readChildren();
    return this.#children;
  }

  /** Whether this is the universal type `number` (for SEQUENCE and SET also constructed). */
  isUniversal(number: number): boolean {
    return this.tagClass === 'universal' && this.tagNumber === number;
  }

  /** Whether this is `[number]`. */
  isContext(number: number): boolean {
    return this.tagClass === 'context' && this.tagNumber === number;
  }

  #readChildren(): Asn1Value[] {
    if (!this.constructed) throw new Asn1Error('unexpected', 'a primitive value holds no others');
    const list: Asn1Value[] = [];
    for (let at = this.contentStart; at < this.contentEnd;) {
      const child = readValue(this.#reading, at, this.contentEnd, this.depth + 1);
      list.push(child);
      at = child.end;
    }
    return list;
  }
}

/**
 * Reads the one value that the bytes consist of.
 * @param options.der refuse what only BER allows.
 * @param options.trailing what may follow the value: nothing (default), zero bytes (padding of a PDF's /Contents), or anything.
 * @throws Asn1Error
 */
export function readAsn1(
  bytes: Uint8Array,
  options: { der?: boolean; trailing?: 'none' | 'zeros' | 'any'; limits?: Asn1Limits } = {},
): Asn1Value {
  const reading: Reading = { bytes, der: options.der ?? false, limits: options.limits ?? defaultAsn1Limits, seen: 0 };
  const value = readValue(reading, 0, bytes.length, 0);
  const trailing = options.trailing ?? 'none';
  if (trailing === 'none' && value.end !== bytes.length) {
    throw new Asn1Error('trailing', `${bytes.length - value.end} bytes follow the value`);
  }
  if (trailing === 'zeros' && bytes.subarray(value.end).some((byte) => byte !== 0)) {
    throw new Asn1Error('trailing', 'something other than zero padding follows the value');
  }
  return value;
}

interface Head {
  readonly tagClass: TagClass;
  readonly tagNumber: number;
  readonly constructed: boolean;
  readonly contentStart: number;
  /** null: indefinite. */
  readonly length: number | null;
}

function readValue(reading: Reading, start: number, limit: number, depth: number): Asn1Value {
  if (depth > reading.limits.depth) throw new Asn1Error('tooDeep', `more than ${reading.limits.depth} levels`);
  if (++reading.seen > reading.limits.values)
    throw new Asn1Error('tooMany', `more than ${reading.limits.values} values`);
  const head = readHead(reading, start, limit);
  if (head.length !== null) {
    const end = head.contentStart + head.length;
    if (end > limit) throw new Asn1Error('truncated', 'a value is longer than what holds it');
    return new Asn1Value(reading, head, depth, { start, contentEnd: end, end });
  }
  const contentEnd = findEndOfContents(reading, head.contentStart, limit, depth + 1);
  return new Asn1Value(reading, head, depth, { start, contentEnd, end: contentEnd + 2 });
}

/** Walks over the values of an indefinite-length value up to its end-of-contents octets; returns where those begin. */
function findEndOfContents(reading: Reading, from: number, limit: number, depth: number): number {
  for (let at = from; ;) {
    if (at + 2 > limit) throw new Asn1Error('truncated', 'an indefinite length has no end');
    if (reading.bytes[at] === 0 && reading.bytes[at + 1] === 0) return at;
    at = readValue(reading, at, limit, depth).end;
  }
}

function readHead(reading: Reading, start: number, limit: number): Head {
  const { bytes } = reading;
  if (start + 2 > limit) throw new Asn1Error('truncated', 'no room for a tag and a length');
  const identifier = bytes[start]!;
  const constructed = (identifier & 0x20) !== 0;
  let tagNumber = identifier & 0x1f;
  let at = start + 1;
  if (tagNumber === 0x1f) ({ tagNumber, at } = readHighTag(bytes, at, limit));
  const tagClass = classes[identifier >> 6]!;
  if (tagClass === 'universal' && tagNumber === 0)
    throw new Asn1Error('malformed', 'end-of-contents where a value belongs');
  const { length, contentStart } = readLength(reading, at, limit);
  if (length === null && !constructed) throw new Asn1Error('malformed', 'a primitive value of indefinite length');
  return { tagClass, tagNumber, constructed, contentStart, length };
}

function readHighTag(bytes: Uint8Array, from: number, limit: number): { tagNumber: number; at: number } {
  let tagNumber = 0;
  for (let at = from; at < Math.min(limit, from + 4); at++) {
    const octet = bytes[at]!;
    if (at === from && octet === 0x80) throw new Asn1Error('malformed', 'a tag number with leading zeros');
    tagNumber = tagNumber * 128 + (octet & 0x7f);
    if ((octet & 0x80) === 0) {
      if (tagNumber < 0x1f) throw new Asn1Error('malformed', 'a small tag number in the long form');
      return { tagNumber, at: at + 1 };
    }
  }
  throw new Asn1Error('malformed', 'a tag number without end');
}

function readLength(reading: Reading, from: number, limit: number): { length: number | null; contentStart: number } {
  const { bytes, der } = reading;
  if (from >= limit) throw new Asn1Error('truncated', 'no room for a length');
  const first = bytes[from]!;
  if (first < 0x80) return { length: first, contentStart: from + 1 };
  if (first === 0x80) {
    if (der) throw new Asn1Error('notDer', 'an indefinite length');
    return { length: null, contentStart: from + 1 };
  }
  const count = first & 0x7f;
  if (first === 0xff || from + 1 + count > limit) throw new Asn1Error('truncated', 'a length without its octets');
  let length = 0;
  for (let i = 1; i <= count; i++) {
    length = length * 256 + bytes[from + i]!;
    if (length > 0xffff_ffff) throw new Asn1Error('truncated', 'a length of more than four gigabytes');
  }
  if (der && (length < 0x80 || bytes[from + 1] === 0)) throw new Asn1Error('notDer', 'a length longer than needed');
  return { length, contentStart: from + 1 + count };
}
