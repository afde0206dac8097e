import type { ByteSource } from '../../bytes.ts';
import { openContext, PdfDocument } from '../document.ts';
import type { PdfOptions } from '../document.ts';
import { PdfError } from '../errors.ts';
import { dictOf, readGrowing } from '../object-reader.ts';
import type { IndirectObject, ReaderContext } from '../object-reader.ts';
import { pageCount } from '../pages.ts';
import { PdfDict, PdfRef, PdfStream, readValue } from '../syntax/objects.ts';
import type { PdfValue } from '../syntax/objects.ts';
import { needMore, skipSpace } from '../syntax/scan.ts';
import { readFileHeader } from '../xref/locate.ts';
import type { XrefEntry } from '../xref/section.ts';
import { RecoveredSection } from './section.ts';
import { scanObjects } from './scan.ts';
import type { Scan } from './scan.ts';

/**
 * Opens a document whose cross-references are damaged, by searching it for objects: the last one of each number counts. Only for
 * extending it (an update then lists every object anew, see IncrementalUpdate); a verdict about others' signatures must never rest
 * on this, and a document that holds a signature is refused.
 * @throws PdfError `damaged` when it is hopeless: no trailer, nothing that a page needs, something cut off, or a signature.
 */
export function recoverPdf(source: ByteSource, options: PdfOptions = {}): PdfDocument {
  const context = openContext(source, options);
  const { offset: shift } = readFileHeader(context);
  const scan = scanObjects(context);
  refuseSigned(scan);
  const section = new RecoveredSection(source.size, findTrailer(context, scan));
  for (const object of scan.objects.values()) {
    if (!isCrossReference(object)) section.set(object.num, { kind: 'plain', offset: object.offset, gen: object.gen });
  }
  const chain = { sections: [section], shift, hybrid: false, repaired: true };
  const document = new PdfDocument(source, context, options.password, chain);
  addPacked(document, section, scan);
  requireComplete(document);
  return document;
}

/** What was signed may be changed by what is found here: nobody can tell. */
function refuseSigned({ objects }: Scan): void {
  for (const { value } of objects.values()) {
    if (value instanceof PdfDict && value.has('ByteRange')) {
      throw new PdfError('damaged', 'the document is signed and damaged: it is not repaired');
    }
  }
}

function isCrossReference({ value }: IndirectObject): boolean {
  return value instanceof PdfStream && value.dict.name('Type') === 'XRef';
}

/** The last trailer, or dictionary of a cross-reference stream, that names a catalog. */
function findTrailer(context: ReaderContext, { objects, trailers }: Scan): PdfDict {
  const found: { at: number; dict: PdfDict }[] = [];
  for (const at of trailers) {
    const dict = trailerAt(context, at);
    if (dict) found.push({ at, dict });
  }
  for (const object of objects.values()) {
    if (isCrossReference(object)) found.push({ at: object.offset, dict: dictOf(object.value)! });
  }
  const last = found
    .filter(({ dict }) => dict.get('Root') instanceof PdfRef)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  if (!last) throw new PdfError('damaged', 'no trailer that leads to a catalog');
  return last.dict;
}

function trailerAt(context: ReaderContext, at: number): PdfDict | undefined {
  try {
    const value = readGrowing<PdfValue>(context, at + 'trailer'.length, (extent) => {
      const read = readValue(extent, skipSpace(extent.bytes, 0), context.limits.nesting);
      return read === needMore ? needMore : read.value;
    });
    return value instanceof PdfDict ? value : undefined;
  } catch (error) {
    if (error instanceof PdfError && error.kind === 'damaged') return undefined;
    throw error;
  }
}

/** Objects packed in object streams. One that stands in the file as itself behind the stream is newer. */
function addPacked(document: PdfDocument, section: RecoveredSection, { objects }: Scan): void {
  for (const { num, value, offset } of objects.values()) {
    if (!(value instanceof PdfStream) || value.dict.name('Type') !== 'ObjStm') continue;
    document.packedNumbers(num).forEach((packed, index) => {
      const plain = objects.get(packed);
      const entry: XrefEntry = { kind: 'packed', stream: num, index };
      if (!plain || plain.offset < offset) section.set(packed, entry);
    });
  }
}

const mostReferences = 200_000;

/** Whatever the pages refer to must be there: what is signed must be what was written once. */
function requireComplete(document: PdfDocument): void {
  if (pageCount(document) === 0) throw new PdfError('damaged', 'the document has no page');
  const seen = new Set<number>();
  const open: PdfValue[] = [document.catalog().ref];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    document.context.deadline.check();
    if (value instanceof PdfRef) {
      if (seen.has(value.num)) continue;
      if (seen.add(value.num).size > mostReferences) throw new PdfError('tooMany', 'too many objects to be checked');
      const object = document.object(value);
      if (!object) throw new PdfError('damaged', `object ${value.num} is missing from a damaged file`);
      const dict = dictOf(object.value);
      if (dict) open.push(dict);
      else if (!(object.value instanceof PdfStream)) open.push(object.value);
    } else open.push(...partsOf(value));
  }
}

function partsOf(value: PdfValue): PdfValue[] {
  if (value instanceof PdfDict) return value.entries.map(({ key }) => value.get(key) ?? null);
  return value !== null && typeof value === 'object' && 'toArray' in value ? value.toArray() : [];
}
