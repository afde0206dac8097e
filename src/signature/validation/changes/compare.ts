/** Whether two PDF values say the same, wherever and however they are written. */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfArray, PdfDict, PdfName, PdfRef, PdfStream, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';

export type AnyValue = PdfValue | PdfStream | undefined;

/** Equality of values; references are equal when they name the same object. Streams are never equal here. */
export function sameValue(a: AnyValue, b: AnyValue): boolean {
  const [x, y] = [a ?? null, b ?? null];
  if (x === y) return true;
  if (x instanceof PdfRef) return y instanceof PdfRef && x.num === y.num && x.gen === y.gen;
  if (x instanceof PdfName) return y instanceof PdfName && x.value === y.value;
  if (x instanceof PdfString) return y instanceof PdfString && Buffer.compare(x.bytes, y.bytes) === 0;
  if (x instanceof PdfArray) return y instanceof PdfArray && sameArray(x, y);
  return x instanceof PdfDict && y instanceof PdfDict && sameDict(x, y);
}

function sameArray(a: PdfArray, b: PdfArray): boolean {
  if (Buffer.compare(a.raw, b.raw) === 0) return true;
  const others = b.items();
  for (const item of a.items()) {
    const other = others.next();
    if (other.done || !sameValue(item, other.value)) return false;
  }
  return others.next().done === true;
}

/** Repeated keys are never the same as anything: what they mean depends on the reader. */
function sameDict(a: PdfDict, b: PdfDict): boolean {
  if (a.repeated.size > 0 || b.repeated.size > 0) return false;
  if (Buffer.compare(a.raw, b.raw) === 0) return true;
  return changedKeys(a, b).length === 0;
}

/** Keys whose values differ, in either direction; null and absent are the same (ISO 32000-1, 7.3.9). */
export function changedKeys(a: PdfDict | undefined, b: PdfDict | undefined): string[] {
  const keys = new Set([...(a?.entries ?? []), ...(b?.entries ?? [])].map((entry) => entry.key));
  return [...keys].filter((key) => !sameValue(a?.get(key), b?.get(key)));
}

/** Whether an object is the same in two revisions of a document, streams by their stored bytes. @throws PdfError */
export function sameObject(
  [oldDocument, a]: readonly [PdfDocument, PdfValue | PdfStream],
  [newDocument, b]: readonly [PdfDocument, PdfValue | PdfStream],
): boolean {
  if (!(a instanceof PdfStream) || !(b instanceof PdfStream)) return sameValue(a as AnyValue, b as AnyValue);
  const [length, newLength] = [storedLength(oldDocument, a), storedLength(newDocument, b)];
  if (length !== newLength || !sameDict(a.dict, b.dict)) return false;
  for (let at = 0; at < length; at += pieceSize) {
    const size = Math.min(pieceSize, length - at);
    const piece = oldDocument.source.readSync(a.dataOffset + at, size);
    if (Buffer.compare(piece, newDocument.source.readSync(b.dataOffset + at, size)) !== 0) return false;
  }
  return true;
}

/** Streams are compared piece by piece: one of a gigabyte must not be held in memory twice. */
const pieceSize = 1 << 20;

function storedLength(document: PdfDocument, stream: PdfStream): number {
  const length = document.resolve(stream.dict.get('Length'));
  if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) return length;
  throw new PdfError('damaged', 'a stream without a length', stream.dataOffset);
}
