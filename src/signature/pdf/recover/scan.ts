import { PdfError } from '../errors.ts';
import { readObjectAt } from '../object-reader.ts';
import type { IndirectObject, ReaderContext } from '../object-reader.ts';
import { latin1 } from '../syntax/chars.ts';
import { PdfRef, PdfStream } from '../syntax/objects.ts';
import type { PdfDict } from '../syntax/objects.ts';

/** Files beyond this are not searched: whoever made such a one can make it again. */
const largestFile = 256 << 20;
const mostObjects = 500_000;
const pieceSize = 1 << 20;
/** The first object stands behind the header, or behind whatever a gateway put before it. */
const noiseBytes = 4 << 20;
/** The longest thing looked for: an object's header, or a keyword, with generous blanks. */
const overlap = 64;

export interface Scan {
  /** The last object of each number, in the order of the file. */
  readonly objects: ReadonlyMap<number, IndirectObject>;
  /** Where `trailer` stands. */
  readonly trailers: readonly number[];
}

/**
 * Finds objects by looking for their headers, from the beginning of the file on. What stands within a stream is no object, as far
 * as streams can be told: by their lengths, else by the next `endstream`.
 * @throws PdfError `damaged` for an object that begins and does not end, `tooBig`, `tooMany` or `tooSlow`.
 */
export function scanObjects(context: ReaderContext): Scan {
  if (context.window.size > largestFile) throw new PdfError('tooBig', 'a damaged file too large to be searched');
  refuseNoise(context);
  const headers = findWords(
    context,
    /(?<![^\0\t\n\f\r ])(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj(?![^\0\t\n\f\r %()<>[\]{}/])/g,
  );
  if (headers.length > mostObjects) throw new PdfError('tooMany', 'too many objects in a damaged file');
  const starts = new Map<number, number[]>();
  for (const { at, word } of headers) {
    const num = Number.parseInt(word, 10);
    starts.set(num, [...(starts.get(num) ?? []), at]);
  }
  const objects = new Map<number, IndirectObject>();
  let end = 0;
  for (const { at } of headers) {
    context.deadline.check();
    if (at < end) continue;
    const object = readObjectAt(context, at);
    end = object.value instanceof PdfStream ? streamEnd(context, object.value, starts) : object.end;
    // Deleted first: the map keeps the order in which objects stand in the file.
    objects.delete(object.num);
    objects.set(object.num, object);
  }
  const trailers = findWords(context, /(?<![^\0\t\n\f\r ])trailer(?![^\0\t\n\f\r <])/g).map(({ at }) => at);
  return { objects, trailers };
}

/** Documents show an object before long; what does not is no document, and is not worth reading to its end. */
function refuseNoise({ window }: ReaderContext): void {
  for (let at = 0; at < noiseBytes; at += pieceSize) {
    if (/\d\s+\d{1,5}\s+obj\b/.test(latin1(window.read(at, pieceSize + overlap)))) return;
  }
  throw new PdfError('damaged', 'nothing that looks like an object');
}

interface Found {
  readonly at: number;
  readonly word: string;
}

/** Every place in the file where a pattern matches, read piece by piece. */
function findWords({ window, deadline }: ReaderContext, pattern: RegExp): Found[] {
  const found: Found[] = [];
  for (let start = 0; start < window.size; start += pieceSize) {
    deadline.check();
    const from = Math.max(0, start - 1);
    const text = latin1(window.read(from, pieceSize + overlap + start - from));
    for (const match of text.matchAll(pattern)) {
      const at = from + match.index;
      if (at >= start && at < start + pieceSize) found.push({ at, word: match[0] });
    }
  }
  return found;
}

function streamEnd(context: ReaderContext, stream: PdfStream, starts: ReadonlyMap<number, readonly number[]>): number {
  for (const length of lengthsOf(context, stream.dict, starts)) {
    const end = stream.dataOffset + length;
    if (/^\s{0,4}endstream/.test(latin1(context.window.read(end, 16)))) return end;
  }
  for (let at = stream.dataOffset; at < context.window.size; at += pieceSize) {
    context.deadline.check();
    const found = latin1(context.window.read(at, pieceSize + overlap)).indexOf('endstream');
    if (found >= 0) return at + found;
  }
  throw new PdfError('damaged', 'a stream without an end', stream.dataOffset);
}

/** What a stream's length may be: as it says, or as any object of the number that it refers to says. */
function lengthsOf(context: ReaderContext, dict: PdfDict, starts: ReadonlyMap<number, readonly number[]>): number[] {
  const length = dict.get('Length');
  if (typeof length === 'number') return [length];
  if (!(length instanceof PdfRef)) return [];
  const texts = (starts.get(length.num) ?? []).map((at) => latin1(context.window.read(at, overlap)));
  return texts.flatMap((text) => /^\d+\s+\d+\s+obj\s+(\d{1,15})\s/.exec(text)?.slice(1).map(Number) ?? []);
}
