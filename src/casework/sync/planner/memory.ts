import type { Pace } from '../backoff.ts';
import { backoffMs } from '../backoff.ts';
import type { Lane } from './jobs.ts';

/**
 * What was said while an item was moved: the line broke; the repository failed, over this item or by itself; it has no room for it;
 * or, before it looked at anything, that it has no time, which says nothing of the item.
 */
export type Stumble = 'broke' | 'failed' | 'full' | 'noTime';
type Charge = Exclude<Stumble, 'noTime'>;

/** What failed how often, and until when it waits. All times are monotonic milliseconds: a wrong clock delays nothing. */
export interface Trouble {
  readonly failures: number;
  readonly until: number;
}

/**
 * All that the planner remembers, changed by the functions below alone, each of which answers a new one. It is lost with the process,
 * which is a fresh try.
 */
export interface Memory {
  readonly troubles: ReadonlyMap<string, Trouble>;
  /** The line itself: nothing is tried before `until`. */
  readonly line: Trouble;
  /**
   * What was being moved when the line broke, since the last contact. It may be this that breaks it (a middlebox that dislikes its
   * bytes, a size that never fits between two cuts): others are tried before it, and where the line works for them, it is charged with
   * a failure of its own.
   */
  readonly suspects: ReadonlyMap<string, Charge>;
  /** How many of an item's failures are suspicions only: the line broke while it was moved, and worked for others afterwards. */
  readonly suspicions: ReadonlyMap<string, number>;
  /** How many of an item's failures make it wait, and never give up the order of its case: there was no room for it. */
  readonly excused: ReadonlyMap<string, number>;
  /** Actions so far, by lane: now and then one goes to what waits longest. */
  readonly turns: Readonly<Record<Lane, number>>;
}

export const freshMemory: Memory = {
  troubles: new Map(),
  line: { failures: 0, until: 0 },
  suspects: new Map(),
  suspicions: new Map(),
  excused: new Map(),
  turns: { up: 0, down: 0 },
};

/** When something happened, and the chance that spreads the next try. `random` is in [0, 1). */
export interface Moment {
  readonly now: number;
  readonly random: number;
  readonly pace: Pace;
}

/** So many failures of its own, with a line that works, and an item is set aside: it holds up its case no longer. */
export const asideAfter = 3;
/** What is set aside is tried again with growing patience, up to this. */
export const asideMostMs = 45_000;
/** So many failures of the line in a row are an outage, after which all that waited is tried anew. */
const outageFailures = 3;

/**
 * On a line that breaks again and again, an act is under way at a break by chance. The order of its case is given up for it only when
 * it was so often that it is hardly chance.
 */
export const asideAfterSuspicions = 8;

export function isAside({ troubles, suspicions, excused }: Memory, key: string): boolean {
  const failures = (troubles.get(key)?.failures ?? 0) - (excused.get(key) ?? 0);
  return failures - (suspicions.get(key) ?? 0) >= asideAfter || failures >= asideAfterSuspicions;
}

/** The item came to its end, or got on. */
export function afterSuccess(memory: Memory, key: string, at: Moment): Memory {
  const suspects = without(memory.suspects, key);
  const cleared = memory.suspects.has(key) ? { ...memory, suspects } : memory;
  return forgiven(afterContact(cleared, at), key);
}

/**
 * A part of it went over. That the line is to blame for what failed is shown by this; that the repository had trouble with the whole, or
 * this desk with the file, is not taken back.
 */
export function afterProgress(memory: Memory, key: string, at: Moment): Memory {
  const failures = memory.troubles.get(key)?.failures ?? 0;
  const isOwn = failures > (memory.suspicions.get(key) ?? 0) || memory.suspects.get(key) === 'failed';
  return isOwn ? afterContact(memory, at) : afterSuccess(memory, key, at);
}

/**
 * The item failed by itself; the line works. What else is under suspicion is charged with its failure by that: else two sick items that
 * take turns would keep a healthy one behind them for ever.
 */
export function afterFailure(before: Memory, key: string, at: Moment): Memory {
  const { now, random, pace } = at;
  const memory = afterContact({ ...before, suspects: without(before.suspects, key) }, at);
  const failures = (memory.troubles.get(key)?.failures ?? 0) + 1;
  const patient = failures < asideAfter ? pace : { ...pace, mostMs: Math.max(pace.mostMs, asideMostMs) };
  const until = now + backoffMs(patient, failures, () => random);
  return { ...memory, troubles: new Map(memory.troubles).set(key, { failures, until }) };
}

/** After a break the line is asked so often without longer pauses: for two to three seconds. */
const quickTries = 6;

/** The line is down, or its other end asked for peace: nothing is tried for a while, at most `pace.mostMs`. */
export function afterLineFailure(
  memory: Memory,
  { now, random, pace }: Moment,
  more: {
    /** What was being moved. */
    readonly suspect?: string | null;
    /** What became of it; that the line broke, where nothing is said. */
    readonly why?: Stumble;
    readonly atLeastMs?: number | undefined;
  } = {},
): Memory {
  const failures = memory.line.failures + 1;
  // A router that lost its connections is back within seconds: looked for at an even pace first, or the pause outlasts the break.
  const { suspect = null, why = 'broke' } = more;
  const isBrief = failures <= quickTries && (why === 'broke' || why === 'full');
  const wait = Math.max(
    backoffMs(pace, isBrief ? 1 : failures, () => random),
    more.atLeastMs ?? 0,
  );
  const line = { failures, until: now + Math.min(wait, pace.mostMs) };
  const isCharged = suspect !== null && why !== 'noTime';
  const suspects = isCharged ? new Map(memory.suspects).set(suspect, why) : memory.suspects;
  return { ...memory, line, suspects };
}

/** Something came back from the repository. After an outage what waited may be tried at once, whatever it waited for. */
export function afterContact(memory: Memory, at: Moment): Memory {
  const { line, suspects } = memory;
  if (line.failures === 0) return memory;
  const troubles = line.failures >= outageFailures ? dueAtOnce(memory.troubles) : memory.troubles;
  const back: Memory = { ...memory, line: freshMemory.line, suspects: new Map(), troubles };
  return [...suspects].reduce((known, [key, why]) => {
    const charged = afterFailure(known, key, at);
    const { suspicions, excused } = charged;
    if (why === 'broke') return { ...charged, suspicions: oneMore(suspicions, key) };
    return why === 'full' ? { ...charged, excused: oneMore(excused, key) } : charged;
  }, back);
}

const oneMore = (counts: ReadonlyMap<string, number>, key: string): ReadonlyMap<string, number> =>
  new Map(counts).set(key, (counts.get(key) ?? 0) + 1);

/** The network changed, or a person asked: everything may be tried at once. What is set aside stays marked until it gets on. */
export function afterNetworkChange(memory: Memory): Memory {
  return { ...memory, line: freshMemory.line, suspects: new Map(), troubles: dueAtOnce(memory.troubles) };
}

/** A person wants this one tried as if it had never failed. */
export const forgiven = (memory: Memory, key: string): Memory =>
  memory.troubles.has(key)
    ? {
        ...{ ...memory, troubles: without(memory.troubles, key) },
        ...{ suspicions: without(memory.suspicions, key), excused: without(memory.excused, key) },
      }
    : memory;

export const afterTurn = (memory: Memory, lane: Lane): Memory => ({
  ...memory,
  turns: { ...memory.turns, [lane]: memory.turns[lane] + 1 },
});

/** Forgets what no longer exists, so that the memory of a year does not grow for a year. */
export function keepOnly(memory: Memory, keys: ReadonlySet<string>): Memory {
  const kept = [...memory.troubles].filter(([key]) => keys.has(key));
  const suspects = new Map([...memory.suspects].filter(([key]) => keys.has(key)));
  const isSame = kept.length === memory.troubles.size && suspects.size === memory.suspects.size;
  if (isSame) return memory;
  const suspicions = new Map([...memory.suspicions].filter(([key]) => keys.has(key)));
  const excused = new Map([...memory.excused].filter(([key]) => keys.has(key)));
  return { ...memory, suspects, suspicions, excused, troubles: new Map(kept) };
}

const dueAtOnce = (troubles: Memory['troubles']): Memory['troubles'] =>
  new Map([...troubles].map(([key, { failures }]) => [key, { failures, until: 0 }]));

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const left = new Map(map);
  left.delete(key);
  return left;
}
