/** How often one address, and all together, may ask. Counts are forgotten: nobody's address is kept longer than a minute. */
export interface Rate {
  /** Whether one more question may be answered now. */
  mayAsk(address: string): boolean;
}

export interface RateLimits {
  /** Questions a minute from one address, and from all of them. */
  readonly each: number;
  readonly all: number;
}

/** A person checks some dozens of acts at a sitting; at the second limit 95 random bits take 10²² years to be found by chance. */
export const usualLimits: RateLimits = { each: 30, all: 1200 };

const minute = 60_000;
/** More addresses than this in one minute are counted as one. */
const mostAddresses = 20_000;

/** @param now monotonic milliseconds */
export function createRate(limits: RateLimits, now: () => number = () => performance.now()): Rate {
  let begun = now();
  let all = 0;
  let counts = new Map<string, number>();
  return {
    mayAsk(address) {
      if (now() - begun >= minute) {
        begun = now();
        all = 0;
        counts = new Map();
      }
      const key = counts.has(address) || counts.size < mostAddresses ? address : '';
      const mine = (counts.get(key) ?? 0) + 1;
      counts.set(key, mine);
      if (mine > limits.each || all >= limits.all) return false;
      all += 1;
      return true;
    },
  };
}
