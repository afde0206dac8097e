import { PdfError } from '../errors.ts';
import { readObjectAt } from '../object-reader.ts';
import type { ReaderContext } from '../object-reader.ts';
import type { PdfDict, PdfStream } from '../syntax/objects.ts';
import { locateSection } from './locate.ts';
import type { Located } from './locate.ts';
import { readXrefStream } from './stream.ts';
import { readTable } from './table.ts';
import type { XrefEntry, XrefSection } from './section.ts';

/** All cross-reference sections of a file. */
export interface XrefChain {
  /** From the newest to the oldest, in the order in which they are asked. Never empty. */
  readonly sections: readonly XrefSection[];
  /** What the file's offsets lack when something stands before its header; mostly 0. */
  readonly shift: number;
  /** Whether a table points to a stream beside it (/XRefStm), which readers that know streams ask too. */
  readonly hybrid: boolean;
  /** Whether an offset was not quite right and the section was found beside it. */
  readonly repaired: boolean;
}

/**
 * Follows the chain from `startxref` through every /Prev.
 * @param headerOffset where `%PDF-` stands: offsets count from there in some files, from byte 0 in others.
 * @throws PdfError `damaged` (nothing there, loops) or `tooMany`.
 */
export function readChain(
  context: ReaderContext,
  startxref: number,
  headerOffset: number,
  unpack: (stream: PdfStream) => Uint8Array,
): XrefChain {
  const { shift, located } = locateFirst(context, startxref, headerOffset);
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let repaired = located.offset !== startxref + shift;
  let hybrid = false;

  const load = (place: Located): XrefSection => {
    context.deadline.check();
    if (seen.has(place.offset)) throw new PdfError('damaged', 'cross-references that run in a circle', place.offset);
    if (seen.size >= context.limits.sections) throw new PdfError('tooMany', 'too many cross-reference sections');
    seen.add(place.offset);
    const section =
      place.form === 'table'
        ? readTable(context, place.offset, shift)
        : readXrefStream(context, readObjectAt(context, place.offset), shift, unpack);
    sections.push(section);
    return section;
  };
  const follow = (offset: number): Located => {
    const place = locateSection(context, offset + shift);
    if (!place) throw new PdfError('damaged', 'a cross-reference that leads nowhere', offset + shift);
    repaired ||= place.offset !== offset + shift;
    return place;
  };

  let next: Located | undefined = located;
  while (next) {
    const section = load(next);
    const beside = section.form === 'table' ? sectionOffset(section.trailer, 'XRefStm') : undefined;
    if (beside !== undefined) {
      hybrid = true;
      load(follow(beside));
    }
    const previous = sectionOffset(section.trailer, 'Prev');
    next = previous === undefined ? undefined : follow(previous);
  }
  return { sections, shift, hybrid, repaired };
}

/** What the newest section that speaks of an object says of it. */
export function lookup(chain: XrefChain, num: number): XrefEntry | undefined {
  for (const section of chain.sections) {
    const entry = section.lookup(num);
    if (entry) return entry;
  }
  return undefined;
}

/** One more than the highest object number that any section names or allows for. */
export function objectNumbersEnd(chain: XrefChain): number {
  let end = 1;
  for (const section of chain.sections) {
    const size = section.trailer.get('Size');
    if (typeof size === 'number' && Number.isSafeInteger(size)) end = Math.max(end, size);
    for (const range of section.ranges()) end = Math.max(end, range.first + range.count);
  }
  return end;
}

function locateFirst(
  context: ReaderContext,
  startxref: number,
  headerOffset: number,
): { shift: number; located: Located } {
  const shifts = headerOffset === 0 ? [0] : [headerOffset, 0];
  // An exact place under one reading is worth more than a near one under the other.
  for (const reach of [0, undefined]) {
    for (const shift of shifts) {
      const located = locateSection(context, startxref + shift, reach);
      if (located) return { shift, located };
    }
  }
  throw new PdfError('damaged', 'startxref leads to no cross-references', startxref);
}

/** An offset in a trailer. Zero counts as absent: some writers say so, and nothing can stand there. */
function sectionOffset(trailer: PdfDict, key: 'Prev' | 'XRefStm'): number | undefined {
  const value = trailer.get(key);
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new PdfError('damaged', `a /${key} that is no offset`);
}
