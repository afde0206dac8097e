import { type Pace, backoffMs } from './backoff.ts';

/**
 * How an errand went: done, with something of its own to look at again in `againMs`; or stopped by the line, whose other end asked
 * for `atLeastMs` of peace.
 */
export type Ran =
  | { readonly ok: true; readonly againMs?: number | undefined }
  | { readonly ok: false; readonly atLeastMs?: number | undefined };

/** An errand that is run again and again, never twice at once. */
export interface Loop {
  /** Something new is there: run soon, unless the line is known to be down. */
  kick(): void;
  /** Runs now whatever the line did before; resolves when that run is over. */
  runNow(): Promise<void>;
  readonly running: boolean;
  /** Ends it for good; resolves when a run in hand is over. */
  stop(): Promise<void>;
}

/**
 * Starts a loop. The timer is armed again after every run, whatever became of it: a queue that silently stops is the fault that
 * field reports of synchronisers name most.
 */
export function startLoop(options: {
  readonly run: () => Promise<Ran>;
  readonly pace: Pace;
  readonly random: () => number;
  /** A bug in the errand: told, and the loop goes on. */
  readonly onBug: (error: unknown) => void;
}): Loop {
  const { pace, random } = options;
  let timer: NodeJS.Timeout | undefined;
  let inHand: Promise<void> | undefined;
  let again = false;
  let failures = 0;
  let stopped = false;

  const arm = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void start(), ms);
  };
  const once = async (): Promise<void> => {
    let wait = backoffMs(pace, failures + 1, random);
    try {
      do {
        again = false;
        const ran = await options.run();
        failures = ran.ok ? 0 : failures + 1;
        wait = ran.ok
          ? Math.min(pace.idleMs, ran.againMs ?? pace.idleMs)
          : Math.max(backoffMs(pace, failures, random), Math.min(pace.mostMs, ran.atLeastMs ?? 0));
      } while (again && failures === 0 && !stopped);
    } catch (error) {
      failures += 1;
      options.onBug(error);
    } finally {
      inHand = undefined;
      arm(wait);
    }
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    inHand ??= once();
    return inHand;
  };

  arm(0);
  return {
    get running() {
      return inHand !== undefined;
    },
    kick() {
      if (stopped) return;
      if (inHand) again = true;
      else if (failures === 0) arm(0);
    },
    async runNow() {
      if (stopped) return;
      // A run in hand may have looked at the queue before what the caller means was there.
      if (inHand) await inHand;
      await start();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inHand;
    },
  };
}
