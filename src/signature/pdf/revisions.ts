import type { PdfDocument } from './document.ts';
import { latin1 } from './syntax/chars.ts';
import type { XrefSection } from './xref/section.ts';

/** The state of a document after one of its incremental updates. */
export interface PdfRevision {
  /** The sections this revision added, newest first: one, or two for a linearised or hybrid beginning. */
  readonly sections: readonly XrefSection[];
  /** The byte after the revision's `%%EOF` and its line end; undefined when no such mark follows its cross-references. */
  readonly end: number | undefined;
}

/**
 * The document's revisions, oldest first. The bytes `[0, end)` of a revision are the file as it was then.
 * A section that lies before the one it continues (/Prev points forward) belongs to the same revision: that is how
 * linearised files begin.
 */
export function revisionsOf(document: PdfDocument): PdfRevision[] {
  const groups: XrefSection[][] = [];
  for (const section of document.chain.sections) {
    const group = groups.at(-1);
    if (group && Math.min(...group.map(({ offset }) => offset)) < section.offset) group.push(section);
    else groups.push([section]);
  }
  return groups.reverse().map((sections) => ({ sections, end: revisionEnd(document, sections) }));
}

function revisionEnd(document: PdfDocument, sections: readonly XrefSection[]): number | undefined {
  const last = sections.reduce((a, b) => (a.offset > b.offset ? a : b));
  const text = latin1(document.context.window.read(last.end, 1024));
  // Some writers put a trailer of the old form after their cross-reference stream, for nobody to read.
  const match = /^\s*(?:trailer\s*<<[^>]*(?:>[^>]+)*>>\s*)?startxref\s+\d+\s+%%EOF(\r\n|\r|\n|)/.exec(text);
  return match ? last.end + match[0].length : undefined;
}
