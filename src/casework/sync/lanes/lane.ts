/**
 * A loop that does one thing after another and rests between. It is never asleep for good: whatever a step does, or throws, the next
 * one is arranged. That a queue stops silently is what field reports of synchronisers name most.
 */
export interface LaneLoop {
  /** Something changed: look again now. */
  kick(): void;
  /** Resolves when, from now on, everything due was tried and nothing is under way. */
  settled(): Promise<void>;
  /** Ends it for good, when the step in hand is over. */
  stop(): Promise<void>;
}

/** What a step came to: on to the next at once, or a rest of so many milliseconds with `busy` things still under way. */
export type Step = { readonly kind: 'on' } | { readonly kind: 'rest'; readonly ms: number; readonly busy: boolean };

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function startLane(options: {
  readonly step: () => Promise<Step>;
  /** A bug in a step: told, and the loop goes on after this many milliseconds. */
  readonly onBug: (error: unknown) => void;
  readonly bugRestMs: number;
}): LaneLoop {
  let stopped = false;
  let kicked = false;
  let wake: (() => void) | null = null;
  let waiters: { readonly resolve: () => void; seenWork: boolean }[] = [];

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        wake = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      wake = end;
      if (kicked || stopped) end();
    });
  const settle = (): void => {
    const ready = waiters.filter(({ seenWork }) => seenWork);
    waiters = waiters.filter(({ seenWork }) => !seenWork);
    for (const { resolve } of ready) resolve();
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      kicked = false;
      // Who waits is served by a look that began after the asking.
      for (const waiter of waiters) waiter.seenWork = true;
      let step: Step = { kind: 'rest', ms: options.bugRestMs, busy: false };
      try {
        step = await options.step();
      } catch (error) {
        options.onBug(error);
      }
      // Whatever a step does, and however often it is kicked, everybody else gets a turn.
      await nextTurn();
      if (step.kind === 'on') continue;
      if (!step.busy) settle();
      await rest(step.ms);
    }
    for (const { resolve } of waiters.splice(0)) resolve();
  };
  const running = run();
  const kick = (): void => {
    kicked = true;
    wake?.();
  };
  return {
    kick,
    settled() {
      if (stopped) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push({ resolve, seenWork: false });
      kick();
      return promise;
    },
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
