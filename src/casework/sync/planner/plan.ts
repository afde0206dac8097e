import { type Job, type Lane, bundledBytes, isOrdered, laneOf, rankOf, sizeClass } from './jobs.ts';
import { type Memory, isAside } from './memory.ts';

/** All that a decision is made from. Nothing else: the same state gives the same action. */
export interface PlannerState {
  /** Monotonic milliseconds; every time in `jobs` and `memory` is by the same clock. */
  readonly now: number;
  /** What time it is said to be, in milliseconds since 1970: ranks deadlines, holds back nothing. */
  readonly wallNow: number;
  readonly jobs: readonly Job[];
  readonly memory: Memory;
  /** What is being moved now: whole in a bundle that is under way, or by itself. */
  readonly inHand: ReadonlyMap<string, 'bundled' | 'alone'>;
  /** Measured bytes a second, caps included; null before anything was measured. */
  readonly goodput: Readonly<Record<Lane, number | null>> & {
    /** Of acts in a bundle, before they are packed. */
    readonly bundle?: number | null;
  };
  /** How long an idle line is left alone. */
  readonly idleMs: number;
}

export type Action =
  /** Put the whole act into the open bundle (open one where there is none). */
  | { readonly kind: 'bundle'; readonly key: string }
  /** Move the next `bytes` of it, and ask again. */
  | { readonly kind: 'slice'; readonly key: string; readonly bytes: number }
  /** A small errand, in one piece. */
  | { readonly kind: 'errand'; readonly key: string }
  /** Nothing to do before `ms` have gone: always more than 0 and never for ever. */
  | { readonly kind: 'rest'; readonly ms: number };

/** One turn in so many goes to what has been due longest, however little it matters: nothing starves. */
export const fairEvery = 8;
const sliceMs = 4000;
const leastSlice = 32 * 1024;
const mostSlice = 128 * 1024;

/** About four seconds of what the line carries: what is more urgent waits no longer than that. */
export function sliceBytes(goodput: number | null): number {
  const wished = goodput === null ? leastSlice : (goodput * sliceMs) / 1000;
  return Math.round(Math.min(mostSlice, Math.max(leastSlice, wished)));
}

/** The next thing to do on this lane. */
export function plan(state: PlannerState, lane: Lane): Action {
  const { memory, now } = state;
  if (memory.line.until > now) return rest(memory.line.until - now, state);
  const chosen = choose(state, lane);
  if (!chosen) return rest(nextDue(state, lane), state);
  switch (chosen.work.kind) {
    case 'act':
    case 'rendition':
      return chosen.bytes <= bundleLimit(chosen, state)
        ? { kind: 'bundle', key: chosen.key }
        : slice(chosen, state, lane);
    case 'file':
    case 'attachment':
    case 'background':
      return slice(chosen, state, lane);
    case 'return':
    case 'receipts':
    case 'feed':
    case 'draft':
      return { kind: 'errand', key: chosen.key };
  }
}

/**
 * Up to how many bytes go whole. What broke off once only where it needs few seconds: a cut every twenty would otherwise cut it for
 * ever. The others no more than some seconds' worth either, for nothing gets between the pieces of a frame.
 */
function bundleLimit({ key }: Job, { memory, goodput }: PlannerState): number {
  if (memory.troubles.has(key)) return Math.min(bundledBytes, sliceBytes(goodput.up));
  const { bundle = null } = goodput;
  return bundle === null ? bundledBytes : Math.min(bundledBytes, Math.max(leastWhole, bundle * wholeSeconds));
}
const leastWhole = 64 * 1024;
const wholeSeconds = 6;

function slice({ key, bytes }: Job, { goodput }: PlannerState, lane: Lane): Action {
  return { kind: 'slice', key, bytes: Math.min(Math.max(bytes, 1), sliceBytes(goodput[lane])) };
}

function choose(state: PlannerState, lane: Lane): Job | null {
  const { jobs, memory, now, inHand } = state;
  const ranks = effectiveRanks(state);
  const gates = caseGates(state);
  const isFairTurn = memory.turns[lane] % fairEvery === fairEvery - 1;
  let best: Job | null = null;
  for (const job of jobs) {
    if (laneOf(job.work) !== lane || inHand.has(job.key)) continue;
    if ((memory.troubles.get(job.key)?.until ?? 0) > now) continue;
    if (isOrdered(job) && (gates.get(job.caseId ?? '') ?? Infinity) < job.order && !isAside(memory, job.key)) continue;
    const better = (than: Job): number =>
      suspicion(job, memory) - suspicion(than, memory) ||
      (isFairTurn ? compareAge(job, than, memory) : compare(job, than, ranks, memory));
    if (best === null || better(best) < 0) best = job;
  }
  return best;
}

/**
 * Of each case the first act that is not through yet: what was signed after it waits. What is in the open bundle is ahead of what
 * follows in it, and what is set aside holds up nobody.
 */
function caseGates({ jobs, memory, inHand }: PlannerState): ReadonlyMap<string, number> {
  const gates = new Map<string, number>();
  for (const job of jobs) {
    if (!isOrdered(job) || job.caseId === null) continue;
    if (isAside(memory, job.key) || inHand.get(job.key) === 'bundled') continue;
    if (job.order < (gates.get(job.caseId) ?? Infinity)) gates.set(job.caseId, job.order);
  }
  return gates;
}

/**
 * The act of the same case that is ahead of this one in the open bundle and not decided yet: should that be put off, this one has to
 * wait for it. Null where it may go whatever becomes of the others; what is set aside may be overtaken.
 */
export function predecessorOf(
  { caseId, order }: Job,
  { jobs, memory, inHand }: Pick<PlannerState, 'jobs' | 'memory' | 'inHand'>,
): Job | null {
  let nearest: Job | null = null;
  for (const job of jobs) {
    if (job.work.kind !== 'act' || job.caseId !== caseId || caseId === null || job.order >= order) continue;
    if (inHand.get(job.key) !== 'bundled' || isAside(memory, job.key)) continue;
    if (nearest === null || job.order > nearest.order) nearest = job;
  }
  return nearest;
}

/** An act that others of its case wait for is as urgent as the most urgent of them: order within a case is kept. */
function effectiveRanks({ jobs, wallNow, memory }: PlannerState): (job: Job) => number {
  const ofCase = new Map<string, number>();
  const own = (job: Job): number => rankOf(job.work, wallNow);
  for (const job of jobs) {
    if (!isOrdered(job) || job.caseId === null || isAside(memory, job.key)) continue;
    ofCase.set(job.caseId, Math.min(ofCase.get(job.caseId) ?? Infinity, own(job)));
  }
  return (job) => (isOrdered(job) && !isAside(memory, job.key) ? (ofCase.get(job.caseId ?? '') ?? own(job)) : own(job));
}

/** While the line is in doubt, what was under way when it broke stands behind what may show that the line works. */
const suspicion = ({ key }: Job, { suspects }: Memory): number => (suspects.has(key) ? 1 : 0);

/** Urgent before the rest, what never failed before what did, small before large, then the order in which they came. */
function compare(a: Job, b: Job, ranks: (job: Job) => number, { troubles }: Memory): number {
  const failures = ({ key }: Job): number => troubles.get(key)?.failures ?? 0;
  return (
    ranks(a) - ranks(b) ||
    failures(a) - failures(b) ||
    sizeClass(a.bytes) - sizeClass(b.bytes) ||
    a.order - b.order ||
    byKey(a, b)
  );
}

/** What has been due longest. What failed is due since its patience ended, so that it does not take every fair turn. */
function compareAge(a: Job, b: Job, { troubles }: Memory): number {
  const due = ({ key, since }: Job): number => Math.max(since, troubles.get(key)?.until ?? 0);
  return due(a) - due(b) || a.order - b.order || byKey(a, b);
}

const byKey = (a: Job, b: Job): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function nextDue({ jobs, memory, now, inHand }: PlannerState, lane: Lane): number {
  let least = Infinity;
  for (const job of jobs) {
    if (laneOf(job.work) !== lane || inHand.has(job.key)) continue;
    const until = memory.troubles.get(job.key)?.until ?? 0;
    if (until > now) least = Math.min(least, until - now);
  }
  return least;
}

const rest = (ms: number, { idleMs }: PlannerState): Action => ({
  kind: 'rest',
  ms: Math.max(1, Math.min(Math.ceil(ms), idleMs)),
});
