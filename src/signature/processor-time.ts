/** How long this thread has really worked. On a busy machine the clock runs on while others work, and that is no fault of a document. */
import process from 'node:process';

/** Milliseconds of processor time of this thread so far (of the process, where the system does not tell threads apart). */
export function processorTime(): number {
  const { user, system } = threadUsage() ?? process.cpuUsage();
  return (user + system) / 1000;
}

function threadUsage(): NodeJS.CpuUsage | null {
  try {
    return process.threadCpuUsage();
  } catch {
    return null;
  }
}

/** Milliseconds between two questions about the processor's time. */
const leastMs = 4;

/** A stretch of time of which only what counts less is counted: by the clock, or by the processor. */
export class WorkClock {
  #wall = performance.now();
  #processor = processorTime();
  #asked = -Infinity;

  /** Whether more than so many milliseconds have been worked. The processor's time is asked for only when the clock says so. */
  isPast(milliseconds: number): boolean {
    const now = performance.now();
    // Asking is dear where it is done between any two objects, and within a few milliseconds the answer is the same.
    if (now - this.#wall <= milliseconds || now - this.#asked < leastMs) return false;
    this.#asked = now;
    return processorTime() - this.#processor > milliseconds;
  }

  /** Milliseconds worked. */
  get elapsed(): number {
    return Math.min(performance.now() - this.#wall, processorTime() - this.#processor);
  }

  /** Leaves out a stretch that another clock has measured. */
  forget(other: WorkClock): void {
    this.#wall += performance.now() - other.#wall;
    this.#processor += processorTime() - other.#processor;
  }
}
