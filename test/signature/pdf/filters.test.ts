import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterStep, unpack } from '../../../src/signature/pdf/filters/unpack.ts';
import { defaultLimits } from '../../../src/signature/pdf/limits.ts';

const kindOf = (kind: string) => expect.objectContaining({ name: 'PdfError', kind }) as Error;
const through = (bytes: Uint8Array, name: string, parameters = {}, limits = {}) =>
  unpack(bytes, [filterStep(name, parameters)], { ...defaultLimits, ...limits });

/** Rows with a PNG filter of one's choice, as a writer would make them. */
function pngRows(rows: readonly (readonly number[])[], kinds: readonly number[], step: number): Buffer {
  return Buffer.from(
    rows.flatMap((row, r) => [
      kinds[r]!,
      ...row.map((value, i) => {
        const left = row[i - step] ?? 0;
        const up = rows[r - 1]?.[i] ?? 0;
        const corner = rows[r - 1]?.[i - step] ?? 0;
        const p = left + up - corner;
        const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
        const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
        return (value - [0, left, up, (left + up) >> 1, paeth][kinds[r]!]! + 256) & 255;
      }),
    ]),
  );
}

/** LZW as in ISO 32000-1, 7.4.4, early change 1, written from the description. */
function lzwEncode(bytes: Uint8Array): Buffer {
  let bits = '';
  let table = new Map<string, number>();
  let width = 9;
  const reset = () => {
    bits += (256).toString(2).padStart(width, '0');
    table = new Map(Array.from({ length: 256 }, (_, i) => [String.fromCharCode(i), i]));
    width = 9;
  };
  reset();
  let next = 258;
  let current = '';
  for (const byte of bytes) {
    const longer = current + String.fromCharCode(byte);
    if (table.has(longer)) {
      current = longer;
      continue;
    }
    bits += table.get(current)!.toString(2).padStart(width, '0');
    table.set(longer, next++);
    if (next + 1 > 1 << width && width < 12) width++;
    if (next >= 4094) {
      reset();
      next = 258;
    }
    current = String.fromCharCode(byte);
  }
  if (current !== '') bits += table.get(current)!.toString(2).padStart(width, '0');
  if (next + 2 > 1 << width && current !== '' && width < 12) width++;
  bits += (257).toString(2).padStart(width, '0');
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((eight) => parseInt(eight.padEnd(8, '0'), 2)));
}

describe('filters', () => {
  it('inflate, with a missing checksum too', () => {
    const packed = deflateSync('hola '.repeat(100));
    expect(Buffer.from(through(packed, 'FlateDecode')).toString()).toBe('hola '.repeat(100));
    expect(Buffer.from(through(packed.subarray(0, -4), 'Fl')).toString()).toBe('hola '.repeat(100));
    expect(() => through(Buffer.from('not deflated'), 'FlateDecode')).toThrow(kindOf('damaged'));
  });

  it('undo every PNG row filter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.array(fc.nat(255), { minLength: 6, maxLength: 6 })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.constantFrom(1, 2, 3),
        (rows, colors) => {
          const data = rows.map(([, row]) => row);
          const packed = deflateSync(
            pngRows(
              data,
              rows.map(([kind]) => kind),
              colors,
            ),
          );
          const out = through(packed, 'FlateDecode', { predictor: 15, colors, columns: 6 / colors });
          expect([...out]).toEqual(data.flat());
        },
      ),
    );
  });

  it('undo the TIFF predictor', () => {
    const out = through(deflateSync(Buffer.from([1, 1, 1, 5, 1, 1])), 'FlateDecode', { predictor: 2, columns: 3 });
    expect([...out]).toEqual([1, 2, 3, 5, 6, 7]);
  });

  it('refuse rows that do not come out even, unknown row filters and unknown predictors', () => {
    const rows = (bytes: number[], predictor: number) => () =>
      through(deflateSync(Buffer.from(bytes)), 'FlateDecode', { predictor, columns: 3 });
    expect(rows([0, 1, 2], 12)).toThrow(kindOf('damaged'));
    expect(rows([9, 1, 2, 3], 12)).toThrow(kindOf('damaged'));
    expect(rows([0, 1, 2, 3], 7)).toThrow(kindOf('unsupported'));
    expect(() => through(deflateSync(Buffer.from([0])), 'FlateDecode', { predictor: 12, columns: -1 })).toThrow(
      kindOf('damaged'),
    );
  });

  it('decode hexadecimal and base 85', () => {
    expect([...through(Buffer.from('48 6F 6c61 7>'), 'ASCIIHexDecode')]).toEqual([0x48, 0x6f, 0x6c, 0x61, 0x70]);
    expect(Buffer.from(through(Buffer.from('87cURD]i,"Eb\no7~>'), 'ASCII85Decode')).toString()).toBe('Hello World');
    expect([...through(Buffer.from('z!!~>'), 'A85')]).toEqual([0, 0, 0, 0, 0]);
    for (const bad of ['uuuuu~>', 'a~>', '\x7f~>'])
      expect(() => through(Buffer.from(bad), 'A85')).toThrow(kindOf('damaged'));
  });

  it('decode LZW: the example of the standard, and whatever is encoded', () => {
    const example = Buffer.from('800B6050220C0C8501', 'hex');
    expect([...through(example, 'LZWDecode')]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 255), { maxLength: 6000 }), (values) => {
        const bytes = Uint8Array.from(values);
        expect(Buffer.from(through(lzwEncode(bytes), 'LZW')).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 30 },
    );
    const long = Uint8Array.from({ length: 60_000 }, (_, i) => (i * i) >> 3);
    expect(Buffer.from(through(lzwEncode(long), 'LZW')).equals(Buffer.from(long))).toBe(true);
    expect(() => through(Buffer.from('807FF0', 'hex'), 'LZW')).toThrow(kindOf('damaged'));
  });

  it('stop at the limits of size and ratio', () => {
    const bomb = deflateSync(Buffer.alloc(20 << 20));
    expect(() => through(bomb, 'FlateDecode')).toThrow(kindOf('tooBig'));
    expect(() => through(bomb, 'FlateDecode', {}, { unpackRatio: 2000, unpackedBytes: 1 << 20 })).toThrow(
      kindOf('tooBig'),
    );
    expect(through(bomb, 'FlateDecode', {}, { unpackRatio: 2000 })).toHaveLength(20 << 20);
    const zeros = lzwEncode(new Uint8Array(100_000));
    expect(() => through(zeros, 'LZW', {}, { unpackedBytes: 50_000 })).toThrow(kindOf('tooBig'));
  });

  it('name what they do not know', () => {
    expect(() => through(Buffer.from('x'), 'DCTDecode')).toThrow(kindOf('unsupported'));
    const nine = Array.from({ length: 9 }, () => filterStep('AHx'));
    expect(() => unpack(Buffer.from('>'), nine, defaultLimits)).toThrow(kindOf('tooMany'));
  });
});
