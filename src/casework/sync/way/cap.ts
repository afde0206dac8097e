export { type CapNow, capAt } from '../../../contract/cap.ts';

export const bytesPerSecond = (kbps: number): number => (kbps * 1000) / 8;

/** Lets bytes through no faster than the cap that holds when they come. */
export interface Bucket {
  /** Resolves when so many bytes may go. In the order of asking. */
  take(bytes: number): Promise<void>;
  /** Lets everything through at once, for good. */
  open(): void;
}

/** So much may go at once after a rest: a cap is an average, and a receipt should not wait for it. */
const burstMs = 250;

/**
 * A token bucket. Each taker waits until what was taken before it has been paid for at the rate, so that over a minute the cap is
 * kept within a few percent whatever the sizes are.
 * @param elapsed monotonic milliseconds.
 */
export function tokenBucket(options: {
  readonly kbps: () => number | null;
  readonly elapsed?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}): Bucket {
  const { kbps, elapsed = () => performance.now(), sleep = sleepUntilAborted } = options;
  const opened = new AbortController();
  let paidUntil = -Infinity;
  return {
    async take(bytes) {
      const cap = kbps();
      if (cap === null || opened.signal.aborted) return;
      const now = elapsed();
      const from = Math.max(paidUntil, now - burstMs);
      paidUntil = from + (bytes / bytesPerSecond(cap)) * 1000;
      const wait = paidUntil - now;
      if (wait > 0) await sleep(wait, opened.signal);
    },
    open: () => opened.abort(),
  };
}

function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
