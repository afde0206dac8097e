/** How long to wait, in milliseconds: durations only, a wrong clock changes nothing. */
export interface OfficePace {
  /** Between two looks at a central repository that answers. */
  readonly idleMs: number;
  readonly firstMs: number;
  readonly mostMs: number;
}
export const usualPace: OfficePace = { idleMs: 10_000, firstMs: 500, mostMs: 15_000 };

/** How long to wait after so many failures in a row, with jitter: a whole town does not come back at once. */
export function backoffMs(pace: OfficePace, failures: number, random: () => number): number {
  const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return full * (0.5 + random() / 2);
}

export interface Rounds {
  /** Something new is there: the next round begins at once. */
  kick(): void;
  /** Ends them; resolves when the one in hand is over. */
  stop(): Promise<void>;
}

/** Runs `round` again and again, never twice at once. It answers whether it went well; the timer is armed again whatever became of it. */
export function startRounds(options: {
  readonly round: () => Promise<boolean>;
  readonly pace: OfficePace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
}): Rounds {
  const { round, pace, random, onBug } = options;
  let timer: NodeJS.Timeout | undefined;
  let inHand: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let failures = 0;

  const once = async (): Promise<void> => {
    do {
      again = false;
      try {
        failures = (await round()) ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        onBug(error);
      }
    } while (again && failures === 0 && !stopped);
    inHand = undefined;
    arm(failures === 0 ? pace.idleMs : backoffMs(pace, failures, random));
  };
  const arm = (ms: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      inHand ??= once();
    }, ms);
  };
  arm(0);
  return {
    kick() {
      if (inHand) again = true;
      // A line that is down is tried in its own time: news here do not mend it.
      else if (failures === 0) arm(0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await inHand;
    },
  };
}
