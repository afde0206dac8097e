/**
 * A writer of DER (ITU-T X.690, clause 10). Every function returns one complete value: tag, length, content.
 * Misuse (a negative length of bits, a malformed OID) is a bug of the caller and throws a RangeError.
 */

/** Universal tags used here, with the constructed bit where DER demands it. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** Joins byte strings. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** One value with a given identifier octet (tag numbers below 31 are all we ever write). */
export function tlv(identifier: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return concat(Uint8Array.of(identifier), lengthOctets(length), ...content);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

export function sequence(...content: readonly Uint8Array[]): Uint8Array {
  return tlv(tag.sequence, ...content);
}

/** SET OF: DER sorts the encoded elements as unsigned byte strings (X.690, 11.6). */
export function setOf(elements: readonly Uint8Array[], identifier: number = tag.set): Uint8Array {
  return tlv(identifier, ...[...elements].sort(Buffer.compare));
}

/** INTEGER of any size. */
export function integer(value: number | bigint): Uint8Array {
  let rest = BigInt(value);
  const octets: number[] = [];
  do {
    octets.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (!((rest === 0n && octets[0]! < 0x80) || (rest === -1n && octets[0]! >= 0x80)));
  return tlv(tag.integer, Uint8Array.from(octets));
}

/** INTEGER from big-endian unsigned bytes, as in a signature's r and s. */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const body = magnitude.subarray(start);
  if (body.length === 0) throw new RangeError('an integer has at least one byte');
  return body[0]! >= 0x80 ? tlv(tag.integer, Uint8Array.of(0), body) : tlv(tag.integer, body);
}

export function enumerated(value: number): Uint8Array {
  return retag(integer(value), tag.enumerated);
}

export function boolean(value: boolean): Uint8Array {
  return tlv(tag.boolean, Uint8Array.of(value ? 0xff : 0x00));
}

export function nullValue(): Uint8Array {
  return tlv(tag.null);
}

/** OBJECT IDENTIFIER from dotted decimal. */
export function oid(dotted: string): Uint8Array {
  const arcs = dotted.split('.').map((arc) => BigInt(arc));
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second > 39n)) {
    throw new RangeError(`not an object identifier: ${dotted}`);
  }
  const octets = [first * 40n + second, ...rest].flatMap(base128);
  return tlv(tag.oid, Uint8Array.from(octets));
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return tlv(tag.octetString, bytes);
}

/** BIT STRING of whole bytes. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  if (unusedBits < 0 || unusedBits > 7) throw new RangeError('0 to 7 unused bits');
  return tlv(tag.bitString, Uint8Array.of(unusedBits), bytes);
}

/** BIT STRING of named bits: the positions that are one. Trailing zero bits are left out (X.690, 11.2.2). */
export function namedBits(positions: readonly number[]): Uint8Array {
  if (positions.length === 0) return bitString(new Uint8Array(0));
  const last = Math.max(...positions);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const position of positions) bytes[position >> 3]! |= 0x80 >> (position & 7);
  return bitString(bytes, 7 - (last & 7));
}

export function utf8String(text: string): Uint8Array {
  return tlv(tag.utf8String, Buffer.from(text, 'utf8'));
}

export function printableString(text: string): Uint8Array {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError(`not printable: ${text}`);
  return tlv(tag.printableString, Buffer.from(text, 'latin1'));
}

export function ia5String(text: string): Uint8Array {
  return tlv(tag.ia5String, Buffer.from(text, 'latin1'));
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). Whole seconds, UTC. */
export function time(date: Date): Uint8Array {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tlv(tag.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : tlv(tag.generalizedTime, Buffer.from(digits, 'latin1'));
}

/** GeneralizedTime in whole seconds, UTC. */
export function generalizedTime(date: Date): Uint8Array {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return tlv(tag.generalizedTime, Buffer.from(digits, 'latin1'));
}

/** `[number] EXPLICIT`: wraps complete values. */
export function explicit(number: number, ...values: readonly Uint8Array[]): Uint8Array {
  return tlv(0xa0 | number, ...values);
}

/** `[number] IMPLICIT` over a complete value: replaces its tag, keeps its constructed bit. */
export function implicit(number: number, value: Uint8Array): Uint8Array {
  return retag(value, 0x80 | (value[0]! & 0x20) | number);
}

/** The same content under another identifier octet. */
export function retag(value: Uint8Array, identifier: number): Uint8Array {
  const copy = Uint8Array.from(value);
  copy[0] = identifier;
  return copy;
}
