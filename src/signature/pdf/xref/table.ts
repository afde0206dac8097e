import { PdfError } from '../errors.ts';
import { readGrowing, startsWith } from '../object-reader.ts';
import type { ReaderContext } from '../object-reader.ts';
import { isDigit, latin1 } from '../syntax/chars.ts';
import { readValue } from '../syntax/objects.ts';
import type { PdfDict } from '../syntax/objects.ts';
import { needMore, skipRegular, skipSpace } from '../syntax/scan.ts';
import type { XrefEntry, XrefRange, XrefSection } from './section.ts';
import { readLooseEntries } from './loose-table.ts';

/** ISO 32000-1, 7.5.4: `nnnnnnnnnn ggggg n` and a two-character end of line, always. */
const entrySize = 20;

/** A subsection whose entries lie evenly, and so can be found by arithmetic; or one already read entry by entry. */
interface Subsection extends XrefRange {
  readonly lookup: (index: number) => XrefEntry;
  readonly end: number;
}

/**
 * Reads the table whose `xref` stands at `offset`. Entries stay where they are; only the headers of subsections and the
 * trailer are read, so a table of 100,000 entries costs as much as one of ten.
 * @param shift what the file's offsets lack, when something stands before the header.
 * @throws PdfError
 */
export function readTable(context: ReaderContext, offset: number, shift: number): XrefSection {
  const subsections: Subsection[] = [];
  let at = offset + 4;
  for (;;) {
    context.deadline.check();
    const header = readHeader(context, at);
    if (header === 'trailer') break;
    if (subsections.length > context.limits.sections) throw new PdfError('tooMany', 'too many subsections', offset);
    const subsection = readSubsection(context, header, shift);
    subsections.push(subsection);
    at = subsection.end;
  }
  const { dict, end } = readTrailer(context, at);
  return new XrefTable(offset, end, dict, subsections);
}

class XrefTable implements XrefSection {
  readonly form = 'table';
  readonly offset: number;
  readonly end: number;
  readonly trailer: PdfDict;
  readonly #subsections: readonly Subsection[];

  constructor(offset: number, end: number, trailer: PdfDict, subsections: readonly Subsection[]) {
    this.offset = offset;
    this.end = end;
    this.trailer = trailer;
    this.#subsections = subsections;
  }

  ranges(): readonly XrefRange[] {
    return this.#subsections;
  }

  lookup(num: number): XrefEntry | undefined {
    const subsection = this.#subsections.find(({ first, count }) => num >= first && num < first + count);
    return subsection?.lookup(num - subsection.first);
  }
}

/** At `at`: `trailer`, or a subsection's `first count`, with where its entries begin. */
function readHeader(context: ReaderContext, at: number): 'trailer' | (XrefRange & { start: number }) {
  const bytes = context.window.read(at, 256);
  const start = skipSpace(bytes, 0);
  if (startsWith(bytes, start, 'trailer')) return 'trailer';
  const match = /^(\d{1,10})\s+(\d{1,10})\s+(?=[\dt])/.exec(latin1(bytes, start, start + 64));
  if (!match)
    throw new PdfError('damaged', 'neither a subsection nor a trailer in a cross-reference table', at + start);
  const [first, count] = [Number(match[1]), Number(match[2])];
  if (first + count > context.limits.objects)
    throw new PdfError('tooMany', 'object numbers beyond the limit', at + start);
  return { first, count, start: at + start + match[0].length };
}

function readSubsection(context: ReaderContext, header: XrefRange & { start: number }, shift: number): Subsection {
  const { first, count, start } = header;
  const end = start + count * entrySize;
  if (!liesEvenly(context, start, count)) {
    const loose = readLooseEntries(context, start, count, shift);
    return { first, count, ...loose };
  }
  const lookup = (index: number): XrefEntry => {
    const at = start + index * entrySize;
    const entry = parseEntry(latin1(context.window.read(at, entrySize)), shift);
    if (!entry) throw new PdfError('damaged', 'a broken cross-reference entry', at);
    return entry;
  };
  return { first, count, lookup, end };
}

/** Whether the first and the last entry are where arithmetic puts them, with something sensible after the last. */
function liesEvenly({ window }: ReaderContext, start: number, count: number): boolean {
  if (count === 0) return true;
  const end = start + count * entrySize;
  if (end > window.size) return false;
  const edges = [start, end - entrySize].map((at) => parseEntry(latin1(window.read(at, entrySize)), 0));
  const after = window.read(end, 64);
  const next = after[skipSpace(after, 0)];
  return edges.every((entry) => entry !== undefined) && (next === 0x74 || isDigit(next));
}

function parseEntry(text: string, shift: number): XrefEntry | undefined {
  const match = /^(\d{10}) (\d{5}) ([nf])[ \r\n][\r\n]$/.exec(text);
  if (!match) return undefined;
  if (match[3] === 'f') return { kind: 'free' };
  return { kind: 'plain', offset: Number(match[1]) + shift, gen: Number(match[2]) };
}

function readTrailer(context: ReaderContext, at: number): { dict: PdfDict; end: number } {
  return readGrowing(context, at, (extent) => {
    const word = skipSpace(extent.bytes, 0);
    const start = skipSpace(extent.bytes, skipRegular(extent.bytes, word));
    if (start + 2 > extent.bytes.length && !extent.final) return needMore;
    if (latin1(extent.bytes, start, start + 2) !== '<<')
      throw new PdfError('damaged', 'a trailer without a dictionary', at);
    const read = readValue(extent, start, context.limits.nesting);
    if (read === needMore) return needMore;
    return { dict: read.value as PdfDict, end: at + read.end };
  });
}
