/** What a line carries, measured on what it carried. */
export interface Meter {
  /** So many bytes took so long. */
  measured(bytes: number, ms: number): void;
  /** Bytes a second; null before anything was measured. */
  readonly goodput: number | null;
}

/** Less than this says more of latency than of the line. */
const leastBytes = 4096;
/** A new measurement counts this much: a line that changes is followed in a few slices. */
const weight = 0.4;

export function createMeter(): Meter {
  let goodput: number | null = null;
  return {
    measured(bytes, ms) {
      if (bytes < leastBytes || ms <= 0) return;
      const now = (bytes / ms) * 1000;
      goodput = goodput === null ? now : goodput * (1 - weight) + now * weight;
    },
    get goodput() {
      return goodput;
    },
  };
}
