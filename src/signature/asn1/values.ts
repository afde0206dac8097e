/**
 * Taking typed values out of what `readAsn1` gives. Each function checks tag and form and throws an Asn1Error
 * (`unexpected` for another type, `malformed` or `notDer` for content that the type does not allow).
 */
import { Asn1Error } from './errors.ts';
import type { Asn1Value } from './read.ts';

const names: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  16: 'SEQUENCE',
  17: 'SET',
};

function expect(value: Asn1Value | undefined, number: number, constructed: boolean): Asn1Value {
  const name = names[number] ?? `type ${number}`;
  if (value === undefined) throw new Asn1Error('unexpected', `${name} missing`);
  if (!value.isUniversal(number) || value.constructed !== constructed)
    throw new Asn1Error('unexpected', `${name} expected`);
  return value;
}

/** The elements of a SEQUENCE. */
export function asSequence(value: Asn1Value | undefined): readonly Asn1Value[] {
  return expect(value, 16, true).children;
}

/** The elements of a SET. */
export function asSet(value: Asn1Value | undefined): readonly Asn1Value[] {
  return expect(value, 17, true).children;
}

/** Dotted decimal of an OBJECT IDENTIFIER. */
export function asOid(value: Asn1Value | undefined): string {
  const { content } = expect(value, 6, false);
  if (content.length === 0 || content.length > 64)
    throw new Asn1Error('malformed', 'an object identifier of odd length');
  const arcs: bigint[] = [];
  let arc = 0n;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new Asn1Error('malformed', 'an object identifier with leading zeros');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    fresh = (octet & 0x80) === 0;
    if (fresh) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  if (!fresh) throw new Asn1Error('malformed', 'an object identifier without end');
  const [head = 0n, ...rest] = arcs;
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** Value of an INTEGER of up to 512 bytes. */
export function asInteger(value: Asn1Value | undefined): bigint {
  const { content } = expect(value, 2, false);
  if (content.length === 0 || content.length > 512) throw new Asn1Error('malformed', 'an integer of odd length');
  const second = content[1];
  if (second !== undefined && ((content[0] === 0 && second < 0x80) || (content[0] === 0xff && second >= 0x80))) {
    throw new Asn1Error('malformed', 'an integer longer than needed');
  }
  return BigInt.asIntN(content.length * 8, BigInt(`0x${Buffer.from(content).toString('hex')}`));
}

/** Value of an INTEGER that must be small and not negative. */
export function asSmallInteger(value: Asn1Value | undefined): number {
  const big = asInteger(value);
  if (big < 0n || big > 0x7fff_ffffn) throw new Asn1Error('malformed', 'a small number expected');
  return Number(big);
}

/** Value of a BOOLEAN (DER: FF is true, 00 is false; anything but 00 is true in BER). */
export function asBoolean(value: Asn1Value | undefined): boolean {
  const { content } = expect(value, 1, false);
  if (content.length !== 1) throw new Asn1Error('malformed', 'a boolean has one octet');
  return content[0] !== 0;
}

/**
 * Content of an OCTET STRING. BER may cut it into pieces (a constructed encoding); they are put together.
 * @param maximum most bytes to put together, so that pieces within pieces cannot multiply.
 */
export function asOctetString(value: Asn1Value | undefined, maximum = 256 << 20): Uint8Array {
  if (value === undefined || !value.isUniversal(4)) throw new Asn1Error('unexpected', 'OCTET STRING expected');
  return joinOctets(value, maximum);
}

/** Joins the pieces of a (possibly constructed) octet string whose own tag was replaced by an implicit one. */
export function joinOctets(value: Asn1Value, maximum = 256 << 20): Uint8Array {
  if (!value.constructed) {
    if (value.content.length > maximum) throw new Asn1Error('tooMany', 'an octet string that is too long');
    return value.content;
  }
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (const child of value.children) {
    const piece = asOctetString(child, maximum - total);
    total += piece.length;
    pieces.push(piece);
  }
  return Buffer.concat(pieces, total);
}

/** Bytes of a BIT STRING that holds whole bytes. */
export function asBytesOfBits(value: Asn1Value | undefined): Uint8Array {
  const { content } = expect(value, 3, false);
  if (content.length === 0 || content[0] !== 0)
    throw new Asn1Error('malformed', 'a bit string of whole bytes expected');
  return content.subarray(1);
}

/** Positions of the one bits of a BIT STRING of named bits (first bit is 0). */
export function asNamedBits(value: Asn1Value | undefined): ReadonlySet<number> {
  const { content } = expect(value, 3, false);
  const unused = content[0];
  if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0) || content.length > 9) {
    throw new Asn1Error('malformed', 'a short bit string expected');
  }
  const bits = new Set<number>();
  const count = (content.length - 1) * 8 - unused;
  for (let bit = 0; bit < count; bit++) {
    if (content[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) bits.add(bit);
  }
  return bits;
}

/** Text of any of the character string types found in names; UTF-8 is checked, the rest read as what they are. */
export function asText(value: Asn1Value): string {
  if (value.tagClass !== 'universal' || value.constructed) throw new Asn1Error('unexpected', 'a text expected');
  switch (value.tagNumber) {
    case 12: // UTF8String
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(value.content);
      } catch {
        throw new Asn1Error('malformed', 'text that is not UTF-8');
      }
    case 18: // NumericString
    case 19: // PrintableString
    case 22: // IA5String
    case 26: // VisibleString
    case 20: // TeletexString: in practice Latin-1
      return Buffer.from(value.content).toString('latin1');
    case 30: // BMPString
      if (value.content.length % 2 !== 0) throw new Asn1Error('malformed', 'a BMPString of odd length');
      return Buffer.from(value.content).swap16().toString('utf16le');
    case 28: // UniversalString
      return universalText(value.content);
    default:
      throw new Asn1Error('unexpected', 'a text expected');
  }
}

function universalText(content: Uint8Array): string {
  if (content.length % 4 !== 0) throw new Asn1Error('malformed', 'a UniversalString of odd length');
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at < content.length; at += 4) {
    const code = view.getUint32(at);
    if (code > 0x10ffff) throw new Asn1Error('malformed', 'a character outside Unicode');
    text += String.fromCodePoint(code);
  }
  return text;
}

/** UTCTime or GeneralizedTime, in UTC ("Z"); fractions of a second are read (RFC 3161 allows them). */
export function asTime(value: Asn1Value | undefined): Date {
  if (value === undefined || !(value.isUniversal(23) || value.isUniversal(24)) || value.constructed) {
    throw new Asn1Error('unexpected', 'a time expected');
  }
  const text = Buffer.from(value.content).toString('latin1');
  const pattern =
    value.tagNumber === 23
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/
      : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,9}))?Z$/;
  const match = pattern.exec(text);
  if (match === null) throw new Asn1Error('malformed', `not a time in UTC: ${text.slice(0, 40)}`);
  const [, y = '', month = '', day = '', hour = '', minute = '', second = '00', fraction = ''] = match;
  const year = value.tagNumber === 24 ? Number(y) : Number(y) + (Number(y) < 50 ? 2000 : 1900);
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const date = new Date(
    Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), milliseconds),
  );
  date.setUTCFullYear(year); // Date.UTC reads years 0 to 99 as 1900 to 1999
  const [m, d] = [date.getUTCMonth() + 1, date.getUTCDate()];
  if (m !== Number(month) || d !== Number(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw new Asn1Error('malformed', `no such time: ${text}`);
  }
  return date;
}
