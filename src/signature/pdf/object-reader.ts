import { PdfError } from './errors.ts';
import type { Deadline, PdfLimits } from './limits.ts';
import { ch, isDigit, isRegular, isWhite, latin1 } from './syntax/chars.ts';
import { PdfDict, PdfStream, readValue } from './syntax/objects.ts';
import type { PdfValue } from './syntax/objects.ts';
import type { Extent, ObjectCipher } from './syntax/scan.ts';
import { needMore, skipRegular, skipSpace } from './syntax/scan.ts';
import type { ByteWindow } from './window.ts';

/** An indirect object as it stands in the file, or unpacked from an object stream. */
export interface IndirectObject {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfValue | PdfStream;
  /** First byte of `N G obj`; for a packed object, of the object stream that holds it. */
  readonly offset: number;
  /** The byte after `endobj` (for a stream: after its dictionary); for a packed object as for its stream. */
  readonly end: number;
  readonly packed: boolean;
}

/** What reading objects needs to know. */
export interface ReaderContext {
  readonly window: ByteWindow;
  readonly limits: PdfLimits;
  readonly deadline: Deadline;
}

const firstRead = 1024;

/** Most objects are small and a few are enormous: reading grows fast at first and then doubles. */
const growth = (length: number): number => length * (length < 1 << 16 ? 8 : 2);

/**
 * Runs `read` on the bytes from `offset` on, with more and more of them until it is content. No byte is read twice.
 * @throws PdfError `tooBig` when the limit of one object does not suffice.
 */
export function readGrowing<T>(
  { window, limits, deadline }: ReaderContext,
  offset: number,
  read: (extent: Extent) => T | typeof needMore,
): T {
  let bytes = window.read(offset, Math.min(firstRead, limits.objectBytes));
  for (;;) {
    deadline.check();
    const result = read({ bytes, final: offset + bytes.length >= window.size, base: offset });
    if (result !== needMore) return result;
    if (bytes.length >= limits.objectBytes) throw new PdfError('tooBig', 'an object larger than the limit', offset);
    const more = Math.min(growth(bytes.length), limits.objectBytes) - bytes.length;
    bytes = Buffer.concat([bytes, window.read(offset + bytes.length, more)]);
  }
}

/**
 * Reads the indirect object whose header stands at `offset` (white space before it is tolerated).
 * @param cipherOf gives the cipher of the object found, where strings and streams are to be decrypted.
 * @throws PdfError `damaged` when no object header stands there.
 */
export function readObjectAt(
  context: ReaderContext,
  offset: number,
  cipherOf?: (num: number, gen: number) => ObjectCipher | undefined,
): IndirectObject {
  if (!(offset >= 0 && offset < context.window.size))
    throw new PdfError('damaged', 'an object outside the file', offset);
  return readGrowing(context, offset, (extent) => {
    const header = readHeader(extent);
    if (header === needMore) return needMore;
    if (header === undefined) throw new PdfError('damaged', 'no object header where one must be', offset);
    const inner = cipherOf ? { ...extent, cipher: cipherOf(header.num, header.gen) } : extent;
    const read = readValue(inner, skipSpace(extent.bytes, header.end), context.limits.nesting);
    if (read === needMore) return needMore;
    const tail = skipSpace(extent.bytes, read.end);
    // `stream` and its line break, or `endobj`, must be in sight before the object counts as read.
    if (tail + 8 > extent.bytes.length && !extent.final) return needMore;
    return finish(extent, header, read.value, read.end, tail);
  });
}

interface ObjectHeader {
  readonly num: number;
  readonly gen: number;
  /** Where `N` stands and where `obj` ends, relative to the extent. */
  readonly start: number;
  readonly end: number;
}

/** The header `N G obj` at the extent's beginning; undefined when something else stands there. */
export function readHeader(extent: Extent): ObjectHeader | typeof needMore | undefined {
  const { bytes, final } = extent;
  const start = skipSpace(bytes, 0);
  const numEnd = skipRegular(bytes, start);
  const gen = skipSpace(bytes, numEnd);
  const genEnd = skipRegular(bytes, gen);
  const word = skipSpace(bytes, genEnd);
  const end = word + 3;
  if (end >= bytes.length && !final) return needMore;
  if (!isDigit(bytes[start]) || !isDigit(bytes[gen]) || latin1(bytes, word, end) !== 'obj') return undefined;
  const numText = latin1(bytes, start, numEnd);
  const genText = latin1(bytes, gen, genEnd);
  if (!/^\d{1,10}$/.test(numText) || !/^\d{1,5}$/.test(genText)) return undefined;
  return { num: Number(numText), gen: Number(genText), start, end };
}

function finish(
  { bytes, base }: Extent,
  header: ObjectHeader,
  value: PdfValue,
  end: number,
  tail: number,
): IndirectObject {
  const common = { num: header.num, gen: header.gen, offset: base + header.start, packed: false };
  if (value instanceof PdfDict && startsWith(bytes, tail, 'stream')) {
    return { ...common, value: new PdfStream(value, base + streamStart(bytes, tail + 6)), end: base + end };
  }
  // A missing `endobj` is tolerated: the value is complete, and every reader goes on from the next cross-reference.
  const closed = startsWith(bytes, tail, 'endobj');
  return { ...common, value, end: base + (closed ? tail + 6 : end) };
}

/** After `stream`: a line feed or both characters; a lone carriage return is tolerated (ISO 32000-1, 7.3.8.1). */
function streamStart(bytes: Uint8Array, at: number): number {
  if (bytes[at] === ch.cr) return bytes[at + 1] === ch.lf ? at + 2 : at + 1;
  return bytes[at] === ch.lf ? at + 1 : at;
}

/** Whether a word stands at `at`, ended by something that is not part of it. */
export function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  if (isRegular(bytes[at + word.length])) return false;
  return latin1(bytes, at, at + word.length) === word;
}

/**
 * A stream's stored bytes, whose length must be known.
 * @throws PdfError `tooBig`, or `damaged` when `endstream` does not follow.
 */
export function readStored({ window, limits }: ReaderContext, stream: PdfStream, length: unknown): Uint8Array {
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw new PdfError('damaged', 'a stream without a length', stream.dataOffset);
  }
  if (length > limits.streamBytes) throw new PdfError('tooBig', 'a stream larger than the limit', stream.dataOffset);
  const bytes = window.read(stream.dataOffset, length + 16);
  let after = length;
  while (after < bytes.length && isWhite(bytes[after])) after++;
  if (latin1(bytes, after, after + 9) !== 'endstream') {
    throw new PdfError('damaged', 'a stream that does not end where its length says', stream.dataOffset);
  }
  return bytes.subarray(0, length);
}

/** The dictionary of a value: its own, or a stream's. */
export function dictOf(value: PdfValue | PdfStream | undefined): PdfDict | undefined {
  if (value instanceof PdfDict) return value;
  return value instanceof PdfStream ? value.dict : undefined;
}
