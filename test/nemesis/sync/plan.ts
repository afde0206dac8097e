/** What happens in one run, drawn from its seed: the line, the desks, their work, and what is done to them. */
import type { LineShape } from '../../helpers/link/index.ts';
import { between, pick, randomFrom } from '../random.ts';

/** What is done, once, at its time. Each is put right again after `forMs`. */
export type Blow =
  | { readonly kind: 'reset' | 'silence' | 'repository killed' | 'repository full' }
  /**
   * `storm`: reset again and again. `repository stopped`: it stands still, and its connections with it. `between killed`: the repository
   * inside the office.
   */
  | { readonly kind: 'storm' | 'repository stopped' | 'between killed' }
  /** `cache lost`: it is killed, and what can be fetched again is gone when it comes back. */
  | { readonly kind: 'office killed' | 'office full' | 'cache lost'; readonly desk: number }
  /** The desk's clock is wrong from then on; nobody puts it right. */
  | { readonly kind: 'clock'; readonly desk: number; readonly byMs: number };

export interface Strike {
  /** Since the first wish to sign, in milliseconds. */
  readonly atMs: number;
  readonly forMs: number;
  readonly blow: Blow;
}

export interface Plan {
  readonly seed: number;
  readonly shape: LineShape;
  readonly desks: number;
  readonly cases: number;
  /** Of each act: who signs it. Two desks: both do, and one is refused; unless it names both as its signers, in this order. */
  readonly acts: readonly {
    readonly case: number;
    readonly desks: readonly number[];
    readonly weight: number;
    readonly joint: boolean;
  }[];
  /** One desk is a device of its person, without the key of the office, and is revoked as if it had been lost. */
  readonly lost: Loss | null;
  /** Signatures are raised with a time-stamp, and travel as renditions. */
  readonly raised: boolean;
  /** Desks send by a repository inside the office. */
  readonly behindOffice: boolean;
  readonly strikes: readonly Strike[];
  /** When the last strike is over, in milliseconds. */
  readonly healedMs: number;
}

export interface Loss {
  readonly desk: number;
  /** Since the first wish to sign, in milliseconds. */
  readonly atMs: number;
  /** Killed so long after it had learned of it, before it could end as it should; null: it may. */
  readonly killedAfterMs: number | null;
}

const minute = 60_000;
/** How wrong a desk's clock may be, in milliseconds. */
export const clocks = [
  -3 * 24 * 60 * minute,
  -40 * minute,
  3 * minute,
  24 * 60 * minute,
  3 * 365 * 24 * 60 * minute,
] as const;

/**
 * @param rights whether this machine lets us lay a real line and mount small disks.
 * @param behindOffice a seed has the same blows without it, and fewer.
 */
export function drawPlan(seed: number, minutes: number, rights: boolean, behindOffice = false): Plan {
  const random = randomFrom(seed);
  // Of its own, so that a seed keeps the blows it had.
  const others = randomFrom(seed ^ 0x5eed);
  const desks = pick(random, [1, 1, 2, 2, 3, 5]);
  const cases = between(random, 1, 3);
  const acts = Array.from({ length: between(random, 4, 6) + 2 * desks }, (_, index) => {
    const first = index % desks;
    const contested = desks > 1 && random() < 0.15;
    const joint = desks > 1 && !contested && others() < 0.25;
    return {
      case: Math.floor(random() * cases),
      desks: contested || joint ? [first, (first + 1) % desks] : [first],
      weight: random() < 0.2 ? between(random, 20_000, 60_000) : between(random, 0, 2000),
      joint,
    };
  });
  const lengthMs = minutes * minute;
  const strikes: Strike[] = [];
  // A line that is cut every 20 s for 2 s, as they come over bad routers.
  for (let atMs = between(random, 2000, 20_000); atMs < lengthMs; atMs += 20_000) {
    strikes.push({ atMs, forMs: 2000, blow: { kind: 'reset' } });
  }
  const blows = Math.max(3, Math.round((lengthMs / minute) * 8));
  for (let n = 0; n < blows; n += 1) strikes.push(drawStrike(random, lengthMs, desks, rights));
  for (let n = 0; behindOffice && n < Math.ceil(blows / 2); n += 1) {
    const atMs = between(others, 0, lengthMs);
    strikes.push({ atMs, forMs: between(others, 200, 5000), blow: { kind: 'between killed' } });
  }
  strikes.sort((a, b) => a.atMs - b.atMs);
  return {
    ...{ seed, desks, cases, acts, strikes, behindOffice },
    shape: {
      bitsPerSecond: 128_000,
      rttMs: pick(random, [300, 700]),
      lossPerMillion: random() < 0.3 ? 10_000 : 0,
      seed,
    },
    raised: random() < 0.7,
    lost:
      others() < 0.4
        ? {
            desk: Math.floor(others() * desks),
            atMs: between(others, Math.round(lengthMs / 4), lengthMs),
            killedAfterMs: others() < 0.4 ? between(others, 0, 1500) : null,
          }
        : null,
    healedMs: Math.max(lengthMs, ...strikes.map(({ atMs, forMs }) => atMs + forMs)),
  };
}

function drawStrike(random: () => number, lengthMs: number, desks: number, rights: boolean): Strike {
  const atMs = between(random, 0, lengthMs);
  const desk = Math.floor(random() * desks);
  const kinds = [
    'silence',
    'repository killed',
    'repository killed',
    'office killed',
    'office killed',
    'cache lost',
    'clock',
  ] as const;
  const kind = pick(random, rights ? [...kinds, 'repository full' as const, 'office full' as const] : kinds);
  switch (kind) {
    case 'clock':
      return { atMs, forMs: 0, blow: { kind, desk, byMs: pick(random, clocks) } };
    case 'office killed':
    case 'office full':
    case 'cache lost':
      return { atMs, forMs: between(random, 200, 5000), blow: { kind, desk } };
    default:
      return { atMs, forMs: between(random, 500, 12_000), blow: { kind } };
  }
}
