/** How long to wait before the next try, in milliseconds. Durations only: a wrong clock changes nothing (law 6). */
export interface Pace {
  /** Between two looks at a repository that answers. */
  readonly idleMs: number;
  readonly firstMs: number;
  readonly mostMs: number;
}
export const usualPace: Pace = { idleMs: 10_000, firstMs: 500, mostMs: 15_000 };

/** After `failures` failures in a row: exponential, at most `mostMs`, with jitter so that a whole town does not come back at once. */
export function backoffMs(pace: Pace, failures: number, random: () => number): number {
  const ceiling = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(failures - 1, 16));
  return Math.round(ceiling * (0.5 + random() / 2));
}
