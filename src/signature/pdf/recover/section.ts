import type { PdfDict } from '../syntax/objects.ts';
import type { XrefEntry, XrefRange, XrefSection } from '../xref/section.ts';

/** Cross-references that stand nowhere: what a search found, in the shape of a section. */
export class RecoveredSection implements XrefSection {
  /** Behind the last byte, where nothing stands. */
  readonly offset: number;
  readonly end: number;
  readonly trailer: PdfDict;
  readonly #entries = new Map<number, XrefEntry>();

  constructor(size: number, trailer: PdfDict) {
    this.offset = size;
    this.end = size;
    this.trailer = trailer;
  }

  set(num: number, entry: XrefEntry): void {
    this.#entries.set(num, entry);
  }

  /** Packed objects can be listed by a stream only. */
  get form(): 'table' | 'stream' {
    return [...this.#entries.values()].some(({ kind }) => kind === 'packed') ? 'stream' : 'table';
  }

  ranges(): readonly XrefRange[] {
    return [...this.#entries.keys()].sort((a, b) => a - b).map((first) => ({ first, count: 1 }));
  }

  lookup(num: number): XrefEntry | undefined {
    return this.#entries.get(num);
  }
}
