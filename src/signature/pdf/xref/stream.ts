import { PdfError } from '../errors.ts';
import type { IndirectObject, ReaderContext } from '../object-reader.ts';
import { latin1 } from '../syntax/chars.ts';
import { PdfArray, PdfStream } from '../syntax/objects.ts';
import type { PdfDict, PdfValue } from '../syntax/objects.ts';
import type { ByteWindow } from '../window.ts';
import { positionIn } from './section.ts';
import type { XrefEntry, XrefRange, XrefSection } from './section.ts';

/**
 * The section that a cross-reference stream holds (ISO 32000-1, 7.5.8). It is unpacked when first asked.
 * @param unpack gives a stream's unpacked bytes.
 * @throws PdfError `damaged` or `tooMany` for impossible dictionaries.
 */
export function readXrefStream(
  { window, limits }: ReaderContext,
  object: IndirectObject,
  shift: number,
  unpack: (stream: PdfStream) => Uint8Array,
): XrefSection {
  const stream = object.value;
  if (!(stream instanceof PdfStream) || stream.dict.name('Type') !== 'XRef') {
    throw new PdfError('damaged', 'neither a cross-reference table nor a cross-reference stream', object.offset);
  }
  const widths = naturals(stream.dict.get('W'), object.offset).slice(0, 3);
  if (widths.length < 3 || widths.some((width) => width > 8)) {
    throw new PdfError('damaged', 'impossible field widths in a cross-reference stream', object.offset);
  }
  const ranges = readRanges(stream.dict, object.offset);
  if (ranges.some(({ first, count }) => first + count > limits.objects)) {
    throw new PdfError('tooMany', 'object numbers beyond the limit', object.offset);
  }
  const end = objectEnd(window, stream) ?? object.end;
  return new XrefStream({ offset: object.offset, end }, stream, widths, ranges, shift, () => unpack(stream));
}

/** The byte after `endobj`; undefined when it is not where the stream's length puts it. */
function objectEnd(window: ByteWindow, stream: PdfStream): number | undefined {
  const length = stream.dict.get('Length');
  if (typeof length !== 'number') return undefined;
  const after = stream.dataOffset + length;
  const match = /^\s*endstream\s+endobj/.exec(latin1(window.read(after, 64)));
  return match ? after + match[0].length : undefined;
}

class XrefStream implements XrefSection {
  readonly form = 'stream';
  readonly offset: number;
  readonly end: number;
  readonly trailer: PdfDict;
  readonly #widths: readonly number[];
  readonly #ranges: readonly XrefRange[];
  readonly #shift: number;
  readonly #unpack: () => Uint8Array;
  #rows: Uint8Array | undefined;

  constructor(
    place: { readonly offset: number; readonly end: number },
    stream: PdfStream,
    widths: readonly number[],
    ranges: readonly XrefRange[],
    shift: number,
    unpack: () => Uint8Array,
  ) {
    this.offset = place.offset;
    this.end = place.end;
    this.trailer = stream.dict;
    this.#widths = widths;
    this.#ranges = ranges;
    this.#shift = shift;
    this.#unpack = unpack;
  }

  ranges(): readonly XrefRange[] {
    return this.#ranges;
  }

  lookup(num: number): XrefEntry | undefined {
    const position = positionIn(this.#ranges, num);
    if (position < 0) return undefined;
    this.#rows ??= this.#unpack();
    const [w0, w1, w2] = this.#widths as [number, number, number];
    const at = position * (w0 + w1 + w2);
    if (at + w0 + w1 + w2 > this.#rows.length) {
      throw new PdfError('damaged', 'a cross-reference stream shorter than it says', this.offset);
    }
    const kind = w0 === 0 ? 1 : bigEndian(this.#rows, at, w0);
    const second = bigEndian(this.#rows, at + w0, w1);
    const third = bigEndian(this.#rows, at + w0 + w1, w2);
    if (kind === 1) return { kind: 'plain', offset: second + this.#shift, gen: third };
    // Kinds other than 0, 1 and 2 are to be read as references to nothing (ISO 32000-1, table 18).
    return kind === 2 ? { kind: 'packed', stream: second, index: third } : { kind: 'free' };
  }
}

function readRanges(dict: PdfDict, offset: number): XrefRange[] {
  const index = dict.get('Index');
  const numbers = index === undefined ? [0, ...naturals([dict.get('Size')], offset)] : naturals(index, offset);
  if (numbers.length % 2 !== 0) throw new PdfError('damaged', 'an odd /Index in a cross-reference stream', offset);
  const ranges: XrefRange[] = [];
  for (let i = 0; i < numbers.length; i += 2) ranges.push({ first: numbers[i]!, count: numbers[i + 1]! });
  return ranges;
}

function naturals(value: PdfValue | undefined | (PdfValue | undefined)[], offset: number): number[] {
  const items = value instanceof PdfArray ? value.toArray(20_000) : Array.isArray(value) ? value : [undefined];
  return items.map((item) => {
    if (typeof item === 'number' && Number.isSafeInteger(item) && item >= 0) return item;
    throw new PdfError('damaged', 'a cross-reference stream whose numbers are none', offset);
  });
}

function bigEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i++) value = value * 256 + bytes[i]!;
  return value;
}
