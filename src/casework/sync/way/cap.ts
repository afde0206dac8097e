import type { LinePolicy } from '../../../contract/config.ts';

/** The cap that holds at a moment. */
export interface CapNow {
  /** Kilobits (1000 bits) a second, each way; null where all there is may be used. */
  readonly kbps: number | null;
  /** A time of day with a cap of its own holds, until this time (HH:MM); null where the usual cap holds. */
  readonly until: string | null;
}

type Caps = Pick<LinePolicy, 'capKbps' | 'quiet'>;

/** Which cap holds. The time of day is this computer's: a wrong clock changes how fast, never whether (law 6). */
export function capAt(policy: Caps | undefined, at: Date): CapNow {
  const minute = at.getHours() * 60 + at.getMinutes();
  const quiet = policy?.quiet.find(({ from, to }) => isWithin(minute, minutes(from), minutes(to)));
  if (quiet) return { kbps: quiet.capKbps, until: quiet.to };
  return { kbps: policy?.capKbps ?? null, until: null };
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isWithin(minute: number, from: number, to: number): boolean {
  // The same time twice is the whole day.
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

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
