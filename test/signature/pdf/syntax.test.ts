import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PdfError } from '../../../src/signature/pdf/errors.ts';
import {
  parseValue,
  PdfArray,
  PdfDict,
  PdfName,
  PdfRef,
  PdfString,
} from '../../../src/signature/pdf/syntax/objects.ts';
import type { PdfValue } from '../../../src/signature/pdf/syntax/objects.ts';
import { needMore, skipValue } from '../../../src/signature/pdf/syntax/scan.ts';
import { decodeText, encodeText } from '../../../src/signature/pdf/syntax/text.ts';
import { appendToArray, editDict } from '../../../src/signature/pdf/write/edit.ts';
import { RawText, serialise, serialiseName } from '../../../src/signature/pdf/write/serialise.ts';
import type { Writable } from '../../../src/signature/pdf/write/serialise.ts';

const extentOf = (text: string) => ({ bytes: Buffer.from(text, 'latin1'), final: true, base: 0 });

function parse(text: string): PdfValue {
  const extent = extentOf(text);
  const end = skipValue(extent, 0, 100);
  expect(end).toBe(text.length);
  return parseValue(extent, 0, end);
}

/** A value as plain data, to be compared. */
function plain(value: PdfValue): unknown {
  if (value instanceof PdfName) return { name: value.value };
  if (value instanceof PdfString) return { bytes: [...value.bytes] };
  if (value instanceof PdfRef) return { ref: [value.num, value.gen] };
  if (value instanceof PdfArray) return value.toArray().map(plain);
  if (value instanceof PdfDict) return { dict: value.entries.map(({ key }) => [key, plain(value.get(key)!)]) };
  return value;
}

const byteText = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Any value, as it is written and as it must be read. */
const anyValue: fc.Arbitrary<{ written: Writable; read: unknown }> = fc.letrec<{
  value: { written: Writable; read: unknown };
}>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false).map((written) => ({ written, read: written })),
    fc.integer().map((written) => ({ written, read: written })),
    fc.integer({ min: -1e9, max: 1e9 }).map((n) => ({ written: n / 1000, read: n / 1000 })),
    byteText.map((text) => ({ written: new PdfName(text), read: { name: text } })),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ written: new PdfString(bytes), read: { bytes: [...bytes] } })),
    fc
      .tuple(fc.nat(1e9), fc.nat(65535))
      .map(([num, gen]) => ({ written: new PdfRef(num, gen), read: { ref: [num, gen] } })),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => ({
      written: items.map(({ written }) => written),
      read: items.map(({ read }) => read),
    })),
    fc.uniqueArray(fc.tuple(byteText, tie('value')), { selector: ([key]) => key, maxLength: 4 }).map((entries) => ({
      written: new Map(entries.map(([key, { written }]) => [key, written])),
      read: { dict: entries.map(([key, { read }]) => [key, read]) },
    })),
  ),
})).value;

describe('values', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyValue, ({ written, read }) => {
        expect(plain(parse(serialise(written)))).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });

  it('end where they end, however little of them is seen first', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), ({ written }, cut) => {
        const text = `${serialise(written)} endobj`;
        const whole = skipValue(extentOf(text), 0, 100);
        const seen = { bytes: Buffer.from(text, 'latin1').subarray(0, cut % text.length), final: false, base: 0 };
        expect([needMore, whole]).toContain(skipValue(seen, 0, 100));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['(a\\(b\\)c)', { bytes: [...Buffer.from('a(b)c')] }],
    ['(a (nested) b)', { bytes: [...Buffer.from('a (nested) b')] }],
    ['(\\101\\7\\18)', { bytes: [0x41, 7, 1, 0x38] }],
    ['(a\\\r\nb\rc\\n)', { bytes: [...Buffer.from('ab\nc\n')] }],
    ['<4 1\n4>', { bytes: [0x41, 0x40] }],
    ['<4aBC00>', { bytes: [0x4a, 0xbc, 0] }],
    ['<4aB>', { bytes: [0x4a, 0xb0] }],
    ['<4142 >', { bytes: [0x41, 0x42] }],
    ['<>', { bytes: [] }],
    ['/A#42#zz', { name: 'AB#zz' }],
    ['/', { name: '' }],
    ['-.5', -0.5],
    ['+17.', 17],
    ['12 0 R', { ref: [12, 0] }],
    ['[1 0 R 2 3]', [{ ref: [1, 0] }, 2, 3]],
    ['[1%]\n2]', [1, 2]],
    [
      '<</A/B/C[<</D()>>]>>',
      {
        dict: [
          ['A', { name: 'B' }],
          ['C', [{ dict: [['D', { bytes: [] }]] }]],
        ],
      },
    ],
  ])('reads %j', (text, expected) => {
    expect(plain(parse(text))).toEqual(expected);
  });

  it.each(['[1 2', '<< /A >>x', '<</A 1', '(open', '<4x>', '>>', ']', '[<<]>>', 'nonsense', '<< 1 2 >>', '1e5', '{}'])(
    'refuses %j',
    (text) => {
      const read = () => {
        const value = parse(text);
        if (value instanceof PdfDict) for (const { key } of value.entries) value.get(key);
      };
      expect(read).toThrow();
    },
  );

  it('refuses nesting beyond the limit with a reason of its own, without recursion', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(() => skipValue(extentOf(deep), 0, 200)).toThrow(expect.objectContaining({ kind: 'tooDeep' }) as PdfError);
  });

  it('takes arbitrary bytes for a value or refuses them, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const extent = { bytes, final: true, base: 0 };
          plain(parseValue(extent, 0, skipValue(extent, 0, 50)));
        } catch (error) {
          if (!(error instanceof PdfError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('cannot be written when PDF has no such number', () => {
    expect(() => serialise(NaN)).toThrow(RangeError);
    expect(serialise(0.1 + 0.2)).toBe('0.3');
    expect(() => serialise(2 ** 60)).toThrow(RangeError);
  });

  it('writes names so that every reader sees one token', () => {
    expect(serialiseName('A B#/(')).toBe('/A#20B#23#2f#28');
  });
});

describe('edited copies', () => {
  const original = parse('<< /Keep (as it is) /Odd#20Key 0.10000 /Change 1 /Drop [1 2] >>') as PdfDict;

  it('repeat untouched entries byte for byte', () => {
    const text = serialise(editDict(original, { Change: 2, Drop: undefined, New: new RawText('/Value') }));
    expect(text).toBe('<< /Keep (as it is)\n/Odd#20Key 0.10000\n/Change 2\n/New /Value >>');
  });

  it('keep keys that happen to be called like parts of JavaScript objects', () => {
    const dict = parse('<< /constructor 1 /__proto__ 2 /toString 3 >>') as PdfDict;
    expect(dict.get('toString')).toBe(3);
    expect(dict.get('valueOf')).toBeUndefined();
    expect(serialise(editDict(dict, { A: 1 }))).toBe('<< /constructor 1\n/__proto__ 2\n/toString 3\n/A 1 >>');
  });

  it('notice keys that stand twice', () => {
    const dict = parse('<< /A 1 /B 2 /#41 3 >>') as PdfDict;
    expect([...dict.repeated]).toEqual(['A']);
    expect(dict.get('A')).toBe(3);
  });

  it('append to arrays even behind a comment', () => {
    const array = parse('[1 2 %c]\n]') as PdfArray;
    const text = serialise(appendToArray(array, new PdfRef(7, 0)));
    expect(plain(parse(text))).toEqual([1, 2, { ref: [7, 0] }]);
  });
});

describe('text strings', () => {
  it('come back from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });

  it('read PDFDocEncoding and UTF-8', () => {
    expect(decodeText(Uint8Array.from([0x80, 0x93, 0xa0, 0xf1, 0x1a]))).toBe('•ﬁ€ñˆ');
    expect(decodeText(Buffer.from('\u{feff}ñandú', 'utf8'))).toBe('ñandú');
  });
});
