/** Counts crashes within a span of time, to stop restarting what cannot live. */
export interface CrashCount {
  /** Notes one; answers how many there were within the span, this one included. */
  note(): number;
}

/** @param spanMs milliseconds; `now` answers milliseconds of any steady clock. */
export function countCrashes(spanMs: number, now: () => number): CrashCount {
  let times: number[] = [];
  return {
    note() {
      const at = now();
      times = [...times.filter((time) => at - time < spanMs), at];
      return times.length;
    },
  };
}
