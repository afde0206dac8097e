/** How long one verification may think. Reading and hashing the bytes of a large honest file does not count. */
import { PdfError } from '../pdf/errors.ts';
import { WorkClock } from '../processor-time.ts';

/**
 * A second, so that with the program's start, the last step begun and the report an answer is there within two. Honest files of usual
 * size take a small part of it. Those of many megabytes get more: a document of 100,000 objects (about 14 MB) takes three quarters of a
 * second on a machine that nobody else uses.
 */
const baseMilliseconds = 1_000;
const usualSize = 2 << 20;
const largeSize = 16 << 20;
/** For each megabyte from the usual size on, and from the large one on: nobody sends those by the dozen. */
const usualPerMegabyte = 35;
const largePerMegabyte = 100;
/** What describing the revisions may take on top, of the time that the verdict may; together no more than this in a file that is not large. */
const reportShare = 0.55;
const mostTogether = 1_850;

/** Thinking time for the verdict on a file of this size, in milliseconds. */
export function thinkingTime(size: number): number {
  const megabytes = (from: number, to: number): number => Math.max(0, Math.min(size, to) - from) / (1 << 20);
  const usual = megabytes(usualSize, largeSize) * usualPerMegabyte;
  return baseMilliseconds + usual + megabytes(largeSize, Infinity) * largePerMegabyte;
}

/** Thinking time for what a report says beyond the verdict, in milliseconds. */
export function reportTime(size: number): number {
  const thinking = thinkingTime(size);
  const share = thinking * reportShare;
  return size > largeSize ? share : Math.min(share, mostTogether - thinking);
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
