import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asn1Error } from '../../../src/signature/asn1/errors.ts';
import type { Asn1ErrorKind } from '../../../src/signature/asn1/errors.ts';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import * as values from '../../../src/signature/asn1/values.ts';
import * as der from '../../../src/signature/asn1/write.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

function kindOf(run: () => unknown): Asn1ErrorKind | 'none' {
  try {
    run();
    return 'none';
  } catch (error) {
    if (error instanceof Asn1Error) return error.kind;
    throw error;
  }
}

describe('reading', () => {
  it.each<[string, string, Asn1ErrorKind]>([
    ['nothing', '', 'truncated'],
    ['a tag alone', '30', 'truncated'],
    ['a length without its octets', '3082 01', 'truncated'],
    ['a length beyond the end', '3003 0201', 'truncated'],
    ['a length of gigabytes', '3089 ffffffffffffffffff', 'truncated'],
    ['the reserved length octet', '30ff', 'truncated'],
    ['something behind', '0500 00', 'trailing'],
    ['a primitive of indefinite length', '0480 0000', 'malformed'],
    ['end-of-contents as a value', '0000', 'malformed'],
    ['an indefinite length without end', '3080 0500', 'truncated'],
    ['a small tag number in the long form', '1f1e00', 'malformed'],
    ['a tag number with leading zeros', '1f8001 00', 'malformed'],
    ['a tag number without end', '1fffffffffff', 'malformed'],
  ])('%s is refused', (_what, hex, kind) => {
    expect(kindOf(() => readAsn1(bytes(hex)))).toBe(kind);
  });

  it.each<[string, string]>([
    ['an indefinite length', '3080 0500 0000'],
    ['a length longer than needed', '308102 0500'],
    ['a length with leading zeros', '30820002 0500'],
  ])('%s is BER, not DER', (_what, hex) => {
    expect(kindOf(() => readAsn1(bytes(hex)))).toBe('none');
    expect(kindOf(() => readAsn1(bytes(hex), { der: true }))).toBe('notDer');
  });

  it('tells padding from rubbish', () => {
    expect(kindOf(() => readAsn1(bytes('0500 0000'), { trailing: 'zeros' }))).toBe('none');
    expect(kindOf(() => readAsn1(bytes('0500 0001'), { trailing: 'zeros' }))).toBe('trailing');
    expect(kindOf(() => readAsn1(bytes('0500 0001'), { trailing: 'any' }))).toBe('none');
  });

  it('finds the same values in definite and indefinite lengths', () => {
    const value = readAsn1(bytes('3080 3080 020105 0000 a080 0500 0000 0000'));
    const [first, second] = value.children;
    expect(values.asInteger(first?.children[0])).toBe(5n);
    expect(second?.isContext(0)).toBe(true);
    expect(value.end).toBe(17);
  });

  it('stops at nesting and numbers that no honest value has', () => {
    let nest: Uint8Array = der.nullValue();
    for (let i = 0; i < 100; i++) nest = der.sequence(nest);
    const walk = () => {
      for (let value = readAsn1(nest); value.constructed; value = value.children[0]!);
    };
    expect(kindOf(walk)).toBe('tooDeep');
    const indefinite = Buffer.concat([Buffer.alloc(2_000_000, '3080', 'hex'), Buffer.alloc(10)]);
    expect(kindOf(() => readAsn1(indefinite))).toBe('tooDeep');
    const wide = der.sequence(Buffer.alloc(20_000, '0500', 'hex'));
    expect(kindOf(() => readAsn1(wide, { limits: { depth: 9, values: 1_000 } }).children)).toBe('tooMany');
  });

  it('never throws anything but its own error, and never runs long', () => {
    const touch = (value: ReturnType<typeof readAsn1>) => {
      if (value.constructed) value.children.forEach(touch);
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        kindOf(() => touch(readAsn1(noise, { trailing: 'any' })));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('values', () => {
  const read = (hex: string) => readAsn1(bytes(hex));
  it.each<[string, () => unknown, Asn1ErrorKind]>([
    ['an integer of no octets', () => values.asInteger(read('0200')), 'malformed'],
    ['an integer longer than needed', () => values.asInteger(read('0202 0001')), 'malformed'],
    ['a negative integer longer than needed', () => values.asInteger(read('0202 ff80')), 'malformed'],
    ['an enormous integer', () => values.asInteger(readAsn1(der.tlv(2, new Uint8Array(600).fill(1)))), 'malformed'],
    ['a large number where a small one belongs', () => values.asSmallInteger(read('0205 0100000000')), 'malformed'],
    ['a negative number where none belongs', () => values.asSmallInteger(read('0201 ff')), 'malformed'],
    ['a boolean of two octets', () => values.asBoolean(read('0102 ffff')), 'malformed'],
    ['an empty object identifier', () => values.asOid(read('0600')), 'malformed'],
    ['an object identifier without end', () => values.asOid(read('0601 80')), 'malformed'],
    ['an object identifier with leading zeros', () => values.asOid(read('0603 2a8001')), 'malformed'],
    [
      'an enormous object identifier',
      () => values.asOid(readAsn1(der.tlv(6, new Uint8Array(100).fill(1)))),
      'malformed',
    ],
    ['bits that are no bytes', () => values.asBytesOfBits(read('0302 0180')), 'malformed'],
    ['bits of no octet', () => values.asNamedBits(read('0300')), 'malformed'],
    ['eight unused bits', () => values.asNamedBits(read('0302 0880')), 'malformed'],
    ['a sequence that is a set', () => values.asSequence(read('3100')), 'unexpected'],
    ['a primitive sequence', () => values.asSequence(read('1000')), 'unexpected'],
    ['nothing where a sequence belongs', () => values.asSequence(undefined), 'unexpected'],
    ['an octet string that is none', () => values.asOctetString(read('0500')), 'unexpected'],
    ['an octet string beyond the limit', () => values.asOctetString(read('0403 010203'), 2), 'tooMany'],
    ['a text that is no text', () => values.asText(read('0500')), 'unexpected'],
    ['UTF-8 that is none', () => values.asText(read('0c01 ff')), 'malformed'],
    ['half a character', () => values.asText(read('1e01 00')), 'malformed'],
    ['a character outside Unicode', () => values.asText(read('1c04 00110000')), 'malformed'],
    ['a time that is no time', () => values.asTime(read('0500')), 'unexpected'],
    ['children of a primitive', () => read('0500').children, 'unexpected'],
  ])('%s', (_what, run, kind) => {
    expect(kindOf(run)).toBe(kind);
  });

  it.each(['991301000000Z', '990230000000Z', '990101240000Z', '9901010000', '990101000000+0100', 'x'])(
    'refuses the time %s',
    (text) => {
      expect(kindOf(() => values.asTime(readAsn1(der.tlv(0x17, Buffer.from(text)))))).toBe('malformed');
    },
  );

  it('reads times with and without seconds, fractions and the turn of the century', () => {
    const time = (tag: number, text: string) => values.asTime(readAsn1(der.tlv(tag, Buffer.from(text)))).toISOString();
    expect(time(0x17, '4912312359Z')).toBe('2049-12-31T23:59:00.000Z');
    expect(time(0x17, '500101000000Z')).toBe('1950-01-01T00:00:00.000Z');
    expect(time(0x18, '20261120101530.25Z')).toBe('2026-11-20T10:15:30.250Z');
    expect(time(0x18, '00500101000000Z')).toBe('0050-01-01T00:00:00.000Z');
  });

  it('reads text in every encoding names come in', () => {
    const text = (hex: string) => values.asText(read(hex));
    expect(text('0c02 c3b1')).toBe('ñ');
    expect(text('1e02 00f1')).toBe('ñ');
    expect(text('1401 f1')).toBe('ñ');
    expect(text('1c04 000000f1')).toBe('ñ');
    expect(text('1303 414243')).toBe('ABC');
  });

  it('puts a cut octet string together', () => {
    expect(values.asOctetString(read('2480 0402 0102 2403 0401 03 0000'))).toEqual(Buffer.of(1, 2, 3));
  });
});
