/** What scanners write, made by libtiff through poppler and by hand, drawn again by poppler from the document made of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TiffError, most, picturesIn } from '../../src/renderer/apart/tiff.ts';
import { pdfOfTiff } from '../../src/renderer/apart/tiff-pages.ts';
import { makePapers } from './papers.ts';

let folder: string;
let source: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-tiff-'));
  source = join(folder, 'source.pdf');
  const [paper] = await makePapers();
  writeFileSync(source, paper!.bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}
/** The first page, as greys; PGM (P5): width, height, largest value, then one byte a dot. */
function drawn(pdf: string, dots: number): Drawn {
  const out = execFileSync('pdftoppm', ['-gray', '-r', String(dots), '-f', '1', '-l', '1', pdf], { maxBuffer: 1e9 });
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(out.toString('latin1', 0, 40))!;
  return { width: Number(width), height: Number(height), dots: out.subarray(head.length) };
}
function again(tiff: Uint8Array, dots: number): Drawn {
  const file = join(folder, 'again.pdf');
  writeFileSync(file, pdfOfTiff(tiff));
  return drawn(file, dots);
}
const difference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, dot, at) => sum + Math.abs(dot - b[at]!), 0) / a.length;
/** The dots of a PPM or PGM, row by row. */
const dotsIn = (file: Buffer): Buffer =>
  file.subarray(/^P[56]\s+\d+\s+\d+\s+255\s/.exec(file.toString('latin1', 0, 40))![0].length);

/** What poppler decodes of the pictures that the document holds, one under the other; each is laid twice, and the second lies on top. */
function held(tiff: Uint8Array, name: string): { readonly dots: Buffer; readonly count: number } {
  const file = `${name}.pdf`;
  writeFileSync(file, pdfOfTiff(tiff));
  execFileSync('pdfimages', [file, `${name}-held`]);
  const parts = readdirSync(folder)
    .filter((one) => join(folder, one).startsWith(`${name}-held`))
    .sort();
  const onTop = parts.slice(parts.length / 2).map((one) => dotsIn(readFileSync(join(folder, one))));
  return { dots: Buffer.concat(onTop), count: parts.length };
}

type Field = readonly [tag: number, type: 3 | 4, values: readonly number[]];
/** A TIFF of one picture, little end first: header, bytes, one directory. */
function tiff(data: readonly number[], fields: readonly Field[], next = 0): Uint8Array {
  const at = 8 + data.length + (data.length % 2);
  const bytes = new Uint8Array(at + 2 + fields.length * 12 + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 0x2a, 0]);
  view.setUint32(4, at, true);
  bytes.set(data, 8);
  view.setUint16(at, fields.length, true);
  fields.forEach(([tag, type, values], n) => {
    const place = at + 2 + n * 12;
    view.setUint16(place, tag, true);
    view.setUint16(place + 2, type, true);
    view.setUint32(place + 4, values.length, true);
    if (type === 3) view.setUint16(place + 8, values[0]!, true);
    else view.setUint32(place + 8, values[0]!, true);
  });
  view.setUint32(bytes.length - 4, next === -1 ? at : next, true);
  return bytes;
}
const about = (width: number, height: number, length: number, part: readonly Field[] = []): Field[] => {
  const usual: Field[] = [
    ...([
      [256, 4, [width]],
      [257, 4, [height]],
      [258, 3, [8]],
      [259, 3, [1]],
      [262, 3, [1]],
      [273, 4, [8]],
      [278, 4, [height]],
      [279, 4, [length]],
    ] as const),
  ];
  return [...usual.filter(([tag]) => !part.some(([own]) => own === tag)), ...part];
};

describe('a scan is drawn as it is', () => {
  it.each(['none', 'packbits', 'lzw', 'deflate', 'jpeg'])('from libtiff with %s, in colour and in grey', (how) => {
    for (const colours of [[], ['-gray']]) {
      const name = join(folder, `${how}${colours.length}`);
      const page = ['-r', '60', '-f', '1', '-l', '1', ...colours];
      execFileSync('pdftoppm', ['-tiff', '-tiffcompression', how, ...page, source, name]);
      const made = readdirSync(folder).find((one) => join(folder, one).startsWith(`${name}-`))!;
      const bytes = readFileSync(join(folder, made));
      const { dots: colour, count } = held(bytes, name);
      // Of a grey, poppler writes each of the three colours.
      const dots = colours.length === 0 ? colour : colour.filter((_, at) => at % 3 === 0);
      const whole = dotsIn(execFileSync('pdftoppm', [...page, source], { maxBuffer: 1e9 }));
      expect(count).toBe(picturesIn(bytes)[0]!.parts.length * 2);
      expect(dots.length).toBe(whole.length);
      if (how === 'jpeg') expect(difference(dots, whole)).toBeLessThan(4);
      else expect(Buffer.compare(dots, whole)).toBe(0);
    }
  });

  it('from a fax machine: group 4, either colour first, and bits in the other order', () => {
    // Eight dots a line: a black line by its run (T.6: 001, white 0, black 8), one like it (V0 V0), then six white (V0 before each end).
    const bits = '001' + '00110101' + '000101' + '11' + '001' + '10011' + '00110101'.slice(0, 0);
    const black = bits.slice(0, 17).padEnd(24, '1');
    const data = [0, 8, 16].map((from) => Number.parseInt(black.slice(from, from + 8), 2));
    const fax = (part: readonly Field[], bytes = data): Drawn =>
      again(tiff(bytes, about(8, 1, 3, [[258, 3, [1]], [259, 3, [4]], [282, 3, [72]], ...part])), 72);
    const dark = fax([[262, 3, [0]]]);
    expect([...dark.dots.subarray(0, 8)].every((dot) => dot < 40)).toBe(true);
    const light = fax([[262, 3, [1]]]);
    expect([...light.dots.subarray(0, 8)].every((dot) => dot > 215)).toBe(true);
    const turned = data.map((byte) =>
      Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
    );
    expect([
      ...fax(
        [
          [262, 3, [0]],
          [266, 3, [2]],
        ],
        turned,
      ).dots,
    ]).toEqual([...dark.dots]);
  });

  it('turned and mirrored as its file says', () => {
    // Left half black, right half white.
    const row = [0, 0, 0, 0, 255, 255, 255, 255];
    const half = (orientation: number): number[] => {
      const page = again(
        tiff(
          [...row, ...row],
          about(8, 2, 16, [
            [274, 3, [orientation]],
            [282, 3, [72]],
            [283, 3, [72]],
          ]),
        ),
        72,
      );
      return [page.width, page.height, page.dots[0]! < 128 ? 0 : 1];
    };
    expect([1, 2, 3, 6, 8].map(half)).toEqual([
      ...[
        [8, 2, 0],
        [8, 2, 1],
        [8, 2, 1],
        [2, 8, 0],
        [2, 8, 1],
      ],
    ]);
  });
});

describe('a file that is made to hold up whoever reads it', () => {
  const grey = [0, 255, 0, 255];
  it.each<[string, Uint8Array, RegExp]>([
    ['whose pages lead back to themselves', tiff(grey, about(2, 2, 4), -1), /without end/],
    ['whose directory lies beyond its end', tiff(grey, about(2, 2, 4), 1_000_000), /beyond the end/],
    ['whose strip lies beyond its end', tiff(grey, about(2, 2, 4, [[279, 4, [5_000_000]]])), /beyond the end/],
    ['of more dots than any page', tiff(grey, about(50_000, 50_000, 4)), /too large/],
    ['of lines without an end to them', tiff(grey, about(2, 2, 4, [[278, 4, [0]]])), /no strips/],
    ['of more strips than it names', tiff(grey, about(2, 1000, 4, [[278, 4, [1]]])), /missing/],
    ['of a compression nobody uses', tiff(grey, about(2, 2, 4, [[259, 3, [34_712]]])), /compression/],
    ['of a field longer than any', tiff(grey, about(2, 2, 4, [[262, 4, [1]]])).fill(0xff, 12, 14), /fields/],
    ['that is cut off', tiff(grey, about(2, 2, 4)).subarray(0, 40), /beyond the end/],
  ])('%s is refused', (_, bytes, why) => {
    expect(() => pdfOfTiff(bytes)).toThrow(TiffError);
    expect(() => pdfOfTiff(bytes)).toThrow(why);
  });

  it('names the same bytes for page after page, and is refused before they are laid out', () => {
    const one = tiff(
      Array.from({ length: 4000 }, () => 7),
      about(40, 100, 4000),
    );
    const directory = one.subarray(8 + 4000);
    const copies = 60;
    const bytes = new Uint8Array(one.length + copies * directory.length);
    bytes.set(one);
    const view = new DataView(bytes.buffer);
    for (let n = 0; n <= copies; n += 1) {
      const at = 8 + 4000 + n * directory.length;
      if (n > 0) bytes.set(directory, at);
      view.setUint32(at + directory.length - 4, n === copies ? 0 : at + directory.length, true);
    }
    expect(() => picturesIn(bytes)).toThrow(/again and again/);
    expect(most.pages).toBeGreaterThan(copies);
  });

  it('throws nothing but that it is refused, whatever its bytes', () => {
    const good = tiff(grey, about(2, 2, 4, [[282, 3, [72]]]));
    let state = 7;
    for (let n = 0; n < 3000; n += 1) {
      const bytes = good.slice();
      for (let change = 0; change < 3; change += 1) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        bytes[4 + (state % (bytes.length - 4))] = state >>> 24;
      }
      try {
        pdfOfTiff(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(TiffError);
      }
    }
  });
});
