/** How long one verification may think. Reading and hashing the bytes of a large honest file does not count. */
import { PdfError } from '../pdf/errors.ts';

const baseMilliseconds = 1_500;
const millisecondsPerMegabyte = 300;

/** Thinking time that a file of this size is worth, in milliseconds. A small file cannot take long, whatever is in it. */
export function thinkingTime(size: number): number {
  return baseMilliseconds + (size / (1 << 20)) * millisecondsPerMegabyte;
}

export class Budget {
  #left: number;
  #since: number;

  constructor(milliseconds: number) {
    this.#left = milliseconds;
    this.#since = performance.now();
  }

  /** Milliseconds left; never less than 1, so that it can be handed on as a limit. */
  get remaining(): number {
    return Math.max(1, this.#left - (performance.now() - this.#since));
  }

  /** @throws PdfError `tooSlow` when the time is over. */
  check(): void {
    if (performance.now() - this.#since > this.#left) {
      throw new PdfError('tooSlow', 'looking into the document took longer than it may');
    }
  }

  /** Waits for work whose time does not count. */
  async without<T>(work: Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work;
    } finally {
      this.#since += performance.now() - start;
    }
  }
}
