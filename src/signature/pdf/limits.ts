import { WorkClock } from '../processor-time.ts';
import { PdfError } from './errors.ts';

/** How much a document may ask of the reader before it is refused. Real files stay far below all of these. */
export interface PdfLimits {
  /** Arrays and dictionaries inside one another. */
  readonly nesting: number;
  /** Bytes of one object's text, streams' contents apart. */
  readonly objectBytes: number;
  /** Bytes of one stream as stored, when the reader has to look inside. */
  readonly streamBytes: number;
  /** Bytes of one stream once unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked bytes for one stored byte, above the first megabyte. Deflate itself cannot exceed 1,032. */
  readonly unpackRatio: number;
  /** Highest object number. */
  readonly objects: number;
  /** Cross-reference sections, that is, roughly, revisions. */
  readonly sections: number;
  /** Nodes of the form's tree of fields. */
  readonly fields: number;
  /** References followed from one to the next, levels of page and field trees. */
  readonly hops: number;
  /** Bytes at the end of the file in which `startxref` is looked for. */
  readonly tailBytes: number;
  /** Milliseconds that reading the structure may take; time spent elsewhere in between hardly counts. */
  readonly milliseconds: number;
}

export const defaultLimits: PdfLimits = {
  nesting: 200,
  objectBytes: 16 << 20,
  streamBytes: 64 << 20,
  unpackedBytes: 64 << 20,
  unpackRatio: 250,
  objects: 10_000_000,
  sections: 5_000,
  fields: 100_000,
  hops: 64,
  tailBytes: 4096,
  milliseconds: 30_000,
};

/** Longest time between two looks at the clock that counts: what is beyond was spent elsewhere, on a digest or a slow disk. */
const longestStep = 250;

/** The time a reader has left. One per open document. */
export class Deadline {
  #allowed: number;
  #clock = new WorkClock();
  #left: number;
  #lastLook = performance.now();

  constructor(milliseconds: number) {
    this.#allowed = milliseconds;
    this.#left = milliseconds;
  }

  /** So many milliseconds from now on. */
  renew(milliseconds: number): void {
    this.#allowed = milliseconds;
    this.#clock = new WorkClock();
    this.#left = milliseconds;
    this.#lastLook = performance.now();
  }

  /** @throws PdfError `tooSlow` once the time is over. */
  check(): void {
    const now = performance.now();
    this.#left -= Math.min(now - this.#lastLook, longestStep);
    this.#lastLook = now;
    if (this.#left >= 0) return;
    // By the clock the time is over; on a busy machine it may have gone to others.
    this.#left = this.#allowed - this.#clock.elapsed;
    if (this.#left < 0) throw new PdfError('tooSlow', `reading the structure took more than ${this.#allowed} ms`);
  }
}
