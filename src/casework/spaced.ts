/** Work that is asked for more often than it is worth doing. */
export interface Spaced {
  /** The work is done within the time, once for all that asked meanwhile. */
  soon(): void;
  /** The work is done now, for all that asked. */
  now(): void;
  /** Nothing more is done. */
  stop(): void;
}

/** Does `work` at most every `everyMs`, and never later than that after it was asked for. */
export function spaced(work: () => void, everyMs: number): Spaced {
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return {
    soon: () => void (timer ??= setTimeout(now, everyMs)),
    now,
    stop: () => clearTimeout(timer),
  };
}
