import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeCodec } from '../../../tools/electron-on-chromium/codec.ts';

const round = (value: unknown): unknown => nodeCodec.decode(nodeCodec.encode(value));

test('what JSON loses survives', () => {
  const value = {
    nothing: undefined,
    numbers: [NaN, Infinity, -Infinity, -0],
    big: 12345678901234567890n,
    when: new Date(1234),
    map: new Map<unknown, unknown>([[{ a: 1 }, new Set([undefined, 'x'])]]),
    bytes: new Uint8Array([0, 255]),
    view: new Float64Array([0.5]),
    buffer: new Uint8Array([7]).buffer,
    own: { '#': 'bytes', v: 'not a tag' },
    odd: JSON.parse('{"__proto__": {"x": 1}}') as unknown,
  };
  expect(round(value)).toStrictEqual(value);
});

test('a part of a larger buffer arrives as that part alone', () => {
  const part = Buffer.from('abcdef').subarray(2, 4);
  const back = round(part) as Uint8Array;
  expect(back).toBeInstanceOf(Uint8Array);
  expect(Buffer.from(back).toString()).toBe('cd');
  expect(back.buffer.byteLength).toBe(2);
});

test('errors keep their name and message', () => {
  const back = round(new RangeError('too far')) as Error;
  expect(back).toBeInstanceOf(Error);
  expect([back.name, back.message]).toEqual(['RangeError', 'too far']);
});

test('what cannot be cloned is refused as Electron refuses it', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  for (const value of [() => 1, Symbol('s'), Promise.resolve(), cycle]) {
    expect(() => nodeCodec.encode(value)).toThrow(/could not be cloned/);
  }
  const shared = { x: 1 };
  expect(round([shared, shared])).toEqual([{ x: 1 }, { x: 1 }]);
});

test('any plain value comes back equal', () => {
  fc.assert(
    fc.property(
      fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withBigInt: true }),
      (value) => {
        expect(round(value)).toStrictEqual(value);
      },
    ),
  );
});
