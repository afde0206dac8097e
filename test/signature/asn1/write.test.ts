import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAsn1 } from '../../../src/signature/asn1/read.ts';
import { asBoolean, asInteger, asNamedBits, asOid, asTime } from '../../../src/signature/asn1/values.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { run } from '../../helpers/run.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it.each<[string, Uint8Array, string]>([
    ['zero', der.integer(0), '020100'],
    ['127', der.integer(127), '02017f'],
    ['128, which needs a leading zero', der.integer(128), '02020080'],
    ['-1', der.integer(-1), '0201ff'],
    ['-128', der.integer(-128), '020180'],
    ['-129', der.integer(-129), '0202ff7f'],
    ['2^64', der.integer(1n << 64n), '0209010000000000000000'],
    ['unsigned bytes with leading zeros', der.unsignedInteger(Uint8Array.of(0, 0, 0x80)), '02020080'],
    ['an enumerated', der.enumerated(3), '0a0103'],
    ['true', der.boolean(true), '0101ff'],
    ['false', der.boolean(false), '010100'],
    ['null', der.nullValue(), '0500'],
    ['sha256', der.oid('2.16.840.1.101.3.4.2.1'), '0609608648016503040201'],
    ['an arc of zero', der.oid('0.4.0.1733.2.4'), '060604008d450204'],
    ['a large first arc', der.oid('2.999.3'), '0603883703'],
    ['key usage nonRepudiation', der.namedBits([1]), '03020640'],
    ['no bits', der.namedBits([]), '030100'],
    ['nine bits', der.namedBits([0, 8]), '0303078080'],
    ['an explicit tag', der.explicit(0, der.nullValue()), 'a0020500'],
    ['an implicit tag', der.implicit(1, der.octetString(Uint8Array.of(7))), '810107'],
    ['an implicit tag over a sequence', der.implicit(1, der.sequence()), 'a100'],
    ['1 January 2049', der.time(new Date('2049-01-01T00:00:00Z')), `170d${hex(Buffer.from('490101000000Z'))}`],
    ['1 January 2050', der.time(new Date('2050-01-01T00:00:00Z')), `180f${hex(Buffer.from('20500101000000Z'))}`],
  ])('%s', (_what, bytes, expected) => {
    expect(hex(bytes)).toBe(expected);
  });

  it('uses the shortest length there is', () => {
    expect(hex(der.octetString(new Uint8Array(127)).subarray(0, 2))).toBe('047f');
    expect(hex(der.octetString(new Uint8Array(128)).subarray(0, 3))).toBe('048180');
    expect(hex(der.octetString(new Uint8Array(256)).subarray(0, 4))).toBe('04820100');
    expect(hex(der.octetString(new Uint8Array(65_536)).subarray(0, 5))).toBe('0483010000');
  });

  it('sorts a SET OF by its encodings', () => {
    const elements = [der.integer(300), der.integer(2), der.octetString(Uint8Array.of(1)), der.integer(1)];
    expect(hex(der.setOf(elements))).toBe('310d0201010201020202012c040101');
  });

  it.each(['1', '3.1', '0.40.1', '1.2.x', ''])('refuses %s as an object identifier', (text) => {
    expect(() => der.oid(text)).toThrow();
  });

  it('refuses what does not fit its type', () => {
    expect(() => der.printableString('ñandú')).toThrow(RangeError);
    expect(() => der.bitString(new Uint8Array(1), 8)).toThrow(RangeError);
    expect(() => der.unsignedInteger(new Uint8Array(0))).toThrow(RangeError);
  });

  it('is read back as it was meant, by our reader', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 600n), max: 1n << 600n }), (value) => {
        expect(asInteger(readAsn1(der.integer(value), { der: true }))).toBe(value);
      }),
    );
    const oid = fc
      .tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(), { maxLength: 8 }))
      .map(([first, second, rest]) => [first, second, ...rest].join('.'));
    fc.assert(
      fc.property(oid, (dotted) => {
        expect(asOid(readAsn1(der.oid(dotted)))).toBe(dotted);
      }),
    );
    for (const flag of [true, false]) expect(asBoolean(readAsn1(der.boolean(flag)))).toBe(flag);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40)), (bits) => {
        expect([...asNamedBits(readAsn1(der.namedBits(bits)))]).toEqual([...bits].sort((a, b) => a - b));
      }),
    );
    const second = fc.integer({ min: -600_000_000, max: 30_000_000_000 }).map((each) => new Date(each * 1000));
    fc.assert(
      fc.property(second, (date) => {
        if (date.getUTCFullYear() >= 1950) expect(asTime(readAsn1(der.time(date)))).toEqual(date);
        expect(asTime(readAsn1(der.generalizedTime(date)))).toEqual(date);
      }),
    );
  });

  it('is read by openssl', () => {
    const value = der.sequence(
      der.integer(-129),
      der.oid('1.2.840.113549.1.9.16.2.47'),
      der.utf8String('ñ'),
      der.boolean(true),
    );
    const { status, output } = run('openssl', ['asn1parse', '-inform', 'DER'], value);
    expect(status).toBe(0);
    expect(output).toMatch(/INTEGER\s+:-81/);
    expect(output).toContain('id-smime-aa-signingCertificateV2');
  });
});
