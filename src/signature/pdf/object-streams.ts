import { PdfError } from './errors.ts';
import type { PdfLimits } from './limits.ts';
import type { IndirectObject } from './object-reader.ts';
import { latin1 } from './syntax/chars.ts';
import { PdfStream, parseValue } from './syntax/objects.ts';
import type { PdfValue } from './syntax/objects.ts';
import type { Extent } from './syntax/scan.ts';
import { needMore, skipSpace, skipValue } from './syntax/scan.ts';

/** An unpacked object stream (ISO 32000-1, 7.5.7): values one after the other, found by their index. */
export interface ObjectStream {
  readonly holder: IndirectObject;
  readonly bytes: Uint8Array;
  /** Number and position (within `bytes`) of each object, in order. */
  readonly numbers: Float64Array;
  readonly positions: Float64Array;
}

/** @throws PdfError `damaged` when the stream is no object stream or its header is broken. */
export function readObjectStream(holder: IndirectObject, unpack: (stream: PdfStream) => Uint8Array): ObjectStream {
  const stream = holder.value;
  if (!(stream instanceof PdfStream) || stream.dict.name('Type') !== 'ObjStm') {
    throw new PdfError('damaged', 'a packed object outside an object stream', holder.offset);
  }
  const [count, first] = [stream.dict.get('N'), stream.dict.get('First')];
  const bytes = unpack(stream);
  const possible = typeof count === 'number' && typeof first === 'number' && count >= 0 && first >= 0;
  if (!possible || first > bytes.length || count * 2 > first + 1) {
    throw new PdfError('damaged', 'an object stream whose header is broken', holder.offset);
  }
  const words = latin1(bytes, 0, first)
    .trim()
    .split(/[\0\s]+/);
  const numbers = new Float64Array(count);
  const positions = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = Number(words[2 * i] ?? NaN);
    positions[i] = first + Number(words[2 * i + 1] ?? NaN);
    if (!Number.isSafeInteger(numbers[i]) || !Number.isSafeInteger(positions[i]) || positions[i]! > bytes.length) {
      throw new PdfError('damaged', 'an object stream whose header is broken', holder.offset);
    }
  }
  return { holder, bytes, numbers, positions };
}

/**
 * The object `num`, which the cross-references place at `index`.
 * @throws PdfError `damaged` when another object stands there.
 */
export function readPacked(stream: ObjectStream, num: number, index: number, limits: PdfLimits): IndirectObject {
  if (stream.numbers[index] !== num) throw new PdfError('damaged', `object ${num} is not where it should be packed`);
  const extent: Extent = { bytes: stream.bytes, final: true, base: -1 };
  const start = skipSpace(stream.bytes, stream.positions[index]!);
  const end = skipValue(extent, start, limits.nesting);
  if (end === needMore) throw new PdfError('damaged', `object ${num} is packed without its end`);
  const value: PdfValue = parseValue(extent, start, end);
  return { num, gen: 0, value, offset: stream.holder.offset, end: stream.holder.end, packed: true };
}
