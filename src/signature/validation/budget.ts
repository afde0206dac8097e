/** How long one verification may think. Reading and hashing the bytes of a large honest file does not count. */
import { PdfError } from '../pdf/errors.ts';
import { WorkClock } from '../processor-time.ts';

const baseMilliseconds = 1_500;
const millisecondsPerMegabyte = 300;

/** Thinking time that a file of this size is worth, in milliseconds. A small file cannot take long, whatever is in it. */
export function thinkingTime(size: number): number {
  return baseMilliseconds + (size / (1 << 20)) * millisecondsPerMegabyte;
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
