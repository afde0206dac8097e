import type { PdfDict } from '../syntax/objects.ts';

/** Where one object is, as one cross-reference section says. Offsets count from the file's beginning. */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'plain'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number };

/** Consecutive object numbers. */
export interface XrefRange {
  readonly first: number;
  readonly count: number;
}

/**
 * One cross-reference section, table or stream. Entries are not kept one by one: a table is read where it stands, a
 * stream stays as the packed rows it unpacks to.
 */
export interface XrefSection {
  readonly form: 'table' | 'stream';
  /** First byte: `xref`, or the stream's object header. */
  readonly offset: number;
  /** After the trailer dictionary, or after the stream's `endobj`. */
  readonly end: number;
  /** The trailer dictionary, or the stream's own. */
  readonly trailer: PdfDict;
  /** Object numbers this section speaks of, in its order. */
  ranges(): readonly XrefRange[];
  /** What the section says of an object; undefined when it does not speak of it. @throws PdfError `damaged`. */
  lookup(num: number): XrefEntry | undefined;
}

/** Position of an object within ranges, counting the entries before it; -1 when no range has it. */
export function positionIn(ranges: readonly XrefRange[], num: number): number {
  let before = 0;
  for (const range of ranges) {
    if (num >= range.first && num < range.first + range.count) return before + num - range.first;
    before += range.count;
  }
  return -1;
}

/** Every object a section speaks of, with its entry, in the section's order. */
export function* entriesOf(section: XrefSection): Generator<[num: number, entry: XrefEntry]> {
  for (const range of section.ranges()) {
    for (let num = range.first; num < range.first + range.count; num++) {
      const entry = section.lookup(num);
      if (entry) yield [num, entry];
    }
  }
}
