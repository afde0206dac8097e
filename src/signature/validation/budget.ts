/** How long one verification may think. Reading and hashing the bytes of a large honest file does not count. */
import { PdfError } from '../pdf/errors.ts';
import { WorkClock } from '../processor-time.ts';

/**
 * A second, so that with the program's start, the last step begun and the report an answer is there within two. Honest files of usual
 * size take a small part of it, a document of 100,000 objects (about 14 MB) three quarters. Larger ones get more: nobody sends them by
 * the dozen, and their honest kind needs it.
 */
const baseMilliseconds = 1_000;
const usualSize = 16 << 20;
const millisecondsPerMegabyte = 100;
/** What describing the revisions may take on top, of the time that the verdict may. */
const reportShare = 0.55;

/** Thinking time for the verdict on a file of this size, in milliseconds. */
export function thinkingTime(size: number): number {
  return baseMilliseconds + (Math.max(0, size - usualSize) / (1 << 20)) * millisecondsPerMegabyte;
}

/** Thinking time for what a report says beyond the verdict, in milliseconds. */
export function reportTime(size: number): number {
  return thinkingTime(size) * reportShare;
}

export class Budget {
  readonly #allowed: number;
  readonly #clock = new WorkClock();

  constructor(milliseconds: number) {
    this.#allowed = milliseconds;
  }

  /** Milliseconds left; never less than 1, so that it can be handed on as a limit. */
  get remaining(): number {
    return Math.max(1, this.#allowed - this.#clock.elapsed);
  }

  /** @throws PdfError `tooSlow` when the time is over. */
  check(): void {
    if (this.#clock.isPast(this.#allowed)) {
      throw new PdfError('tooSlow', 'looking into the document took longer than it may');
    }
  }

  /** Waits for work whose time does not count. */
  async without<T>(work: Promise<T>): Promise<T> {
    const pause = new WorkClock();
    try {
      return await work;
    } finally {
      this.#clock.forget(pause);
    }
  }
}
