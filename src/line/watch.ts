/** Calls an errand off when nothing moves, or when whoever wanted it no longer does. */
export interface Watch {
  readonly signal: AbortSignal;
  /** It was called off because nothing moved. */
  readonly stalled: boolean;
  /** Something moved. */
  moved(): void;
  /** Whether something has to move: while nobody waits for anything, silence is no trouble. */
  expect(something: boolean): void;
  /** While we hold back ourselves (a cap on the bandwidth, our own disk), silence says nothing of the line. */
  quietly<T>(work: Promise<T> | undefined): Promise<T | undefined>;
  /** Calls it off now. */
  abort(): void;
  stop(): void;
}

export const usualStallMs = 15_000;

/** Durations only, from a timer: a wrong clock changes nothing (law 6). It expects something from the start. */
export function watchLine(stallMs: number = usualStallMs, outer?: AbortSignal): Watch {
  const controller = new AbortController();
  let isStalled = false;
  const stalled = (): void => {
    isStalled = true;
    controller.abort(new Error(`nothing moved for ${Math.round(stallMs / 1000)} s`));
  };
  /** A machine that slept, or had no time for us, finds its timer over and what came meanwhile unread: that is read first. */
  const lookOnce = (): void => void (look = setImmediate(stalled));
  const calledOff = (): void => controller.abort(new Error('called off'));
  let expecting = true;
  let quiet = 0;
  let timer: NodeJS.Timeout | undefined;
  let look: NodeJS.Immediate | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    clearImmediate(look);
    if (expecting && quiet === 0) timer = setTimeout(lookOnce, stallMs);
  };
  if (outer?.aborted === true) calledOff();
  else outer?.addEventListener('abort', calledOff, { once: true });
  arm();
  return {
    signal: controller.signal,
    get stalled() {
      return isStalled;
    },
    moved: arm,
    expect(something) {
      if (something === expecting) return;
      expecting = something;
      arm();
    },
    async quietly(work) {
      if (work === undefined) return undefined;
      quiet += 1;
      arm();
      try {
        return await work;
      } finally {
        quiet -= 1;
        arm();
      }
    },
    abort: calledOff,
    stop() {
      expecting = false;
      arm();
      outer?.removeEventListener('abort', calledOff);
    },
  };
}
