import fc from 'fast-check';
import { usualPace } from '../../../../src/casework/sync/backoff.ts';
import {
  type Action,
  type Job,
  type Lane,
  type Memory,
  type PlannerState,
  type Work,
  afterContact,
  afterFailure,
  afterLineFailure,
  afterSuccess,
  afterTurn,
  asideAfter,
  asideAfterSuspicions,
  fairEvery,
  freshMemory,
  isAside,
  isOrdered,
  keepOnly,
  laneOf,
  plan,
  rankOf,
} from '../../../../src/casework/sync/planner/index.ts';

/** One thing that will have to cross a made-up line, and how it will behave there. */
export interface Seed {
  readonly work: Work;
  readonly caseNumber: number;
  readonly bytes: number;
  /** Virtual milliseconds until it appears. */
  readonly appears: number;
  /** So many tries of its own fail first; `Infinity` is a poisoned one. */
  readonly bad: number;
}

export interface World {
  readonly seeds: readonly Seed[];
  /** Tries of the line that fail, by their number. */
  readonly cuts: ReadonlySet<number>;
  /** Tries that the repository has no time for, or no room, while it answers other lanes. */
  readonly noTime: ReadonlySet<number>;
  readonly full: ReadonlySet<number>;
  /** Bytes a second. */
  readonly speed: number;
  readonly random: readonly number[];
}

const work: fc.Arbitrary<Work> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('act' as const, 'return' as const),
      detained: fc.boolean(),
      fatal: fc.boolean(),
      dueAt: fc.option(fc.integer({ min: 0, max: 10 * 86_400_000 })),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Work>({ kind: 'draft' }, { kind: 'rendition' }, { kind: 'attachment' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('file' as const),
      want: fc.constantFrom('asked' as const, 'tray' as const, 'cited' as const, 'hearing' as const, 'rest' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Work>({ kind: 'feed' }, { kind: 'receipts' }, { kind: 'background' }) },
);

const tries = (mostTries: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: mostTries }).map((list) => new Set(list));

export const worlds: fc.Arbitrary<World> = fc.record({
  seeds: fc.array(
    fc.record({
      work,
      caseNumber: fc.integer({ min: 0, max: 3 }),
      bytes: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 2_000_000 })),
      appears: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
      bad: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 }), fc.constant(Infinity)),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  cuts: tries(12),
  noTime: fc.oneof(fc.constant(new Set<number>()), tries(50)),
  full: fc.oneof(fc.constant(new Set<number>()), tries(50)),
  speed: fc.integer({ min: 4_000, max: 200_000 }),
  random: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 }),
});

export interface Told {
  /** Keys in the order in which they came to their end. */
  readonly ended: readonly string[];
  /** Keys that were ever planned. */
  readonly planned: ReadonlySet<string>;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly everAside: ReadonlySet<string>;
  /** Sentences about what must never be, empty where all held. */
  readonly wrongs: readonly string[];
  readonly steps: number;
}

const mostSteps = 4_000;

/** Runs a world to its end on a virtual clock, one lane after the other, and writes down every law that was broken. */
export function run(world: World): Told {
  const jobs = new Map<string, Job>();
  world.seeds.forEach(({ work: one, caseNumber, bytes, appears }, order) => {
    const ordered = one.kind === 'act' || one.kind === 'return';
    const key = `${one.kind}-${order}`;
    jobs.set(key, { key, work: one, caseId: ordered ? `case-${caseNumber}` : null, order, bytes, since: appears });
  });
  const bad = new Map([...jobs.keys()].map((key, at) => [key, world.seeds[at]?.bad ?? 0]));
  const poisoned = new Set([...bad].filter(([, times]) => times === Infinity).map(([key]) => key));
  const open = new Map(jobs);
  const ended: string[] = [];
  const planned = new Set<string>();
  const everAside = new Set<string>();
  const wrongs: string[] = [];
  const [failed, broken] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let memory: Memory = freshMemory;
  let now = 0;
  let tries = 0;
  let steps = 0;
  const random = (): number => world.random[tries % world.random.length] ?? 0;
  const healthy = (): boolean => [...open.keys()].every((key) => poisoned.has(key));

  while (!healthy() && steps < mostSteps) {
    let nap = Infinity;
    for (const lane of ['up', 'down'] as const) {
      steps += 1;
      const state: PlannerState = {
        ...{ now, wallNow: 0, memory, inHand: new Map(), idleMs: 15_000 },
        jobs: [...open.values()].filter(({ since }) => since <= now),
        goodput: { up: world.speed, down: world.speed },
      };
      const action = plan(state, lane);
      wrongs.push(...brokenBy(state, lane, action));
      if (action.kind === 'rest') {
        nap = Math.min(nap, action.ms);
        continue;
      }
      nap = 0;
      planned.add(action.key);
      memory = afterTurn(memory, lane);
      const job = open.get(action.key);
      if (!job) break;
      const bytes = action.kind === 'slice' ? action.bytes : job.bytes;
      now += Math.ceil((bytes / world.speed) * 1000);
      const at = { now, random: random(), pace: usualPace };
      tries += 1;
      if (world.cuts.has(tries)) {
        count(broken, job.key);
        memory = afterLineFailure(memory, at, { suspect: job.key });
      } else if (world.noTime.has(tries))
        memory = afterContact(afterLineFailure(memory, at, { suspect: job.key, why: 'noTime' }), at);
      else if (world.full.has(tries))
        memory = afterContact(afterLineFailure(memory, at, { suspect: job.key, why: 'full' }), at);
      else if ((bad.get(job.key) ?? 0) > 0) {
        bad.set(job.key, (bad.get(job.key) ?? 0) - 1);
        count(failed, job.key);
        memory = afterFailure(memory, job.key, at);
      } else {
        memory = afterSuccess(memory, job.key, at);
        if (job.bytes - bytes > 0) open.set(job.key, { ...job, bytes: job.bytes - bytes });
        else {
          open.delete(job.key);
          ended.push(job.key);
          memory = keepOnly(memory, new Set(open.keys()));
        }
      }
    }
    for (const key of open.keys()) {
      if (!isAside(memory, key) || everAside.has(key)) continue;
      everAside.add(key);
      const [own, line] = [failed.get(key) ?? 0, broken.get(key) ?? 0];
      if (own < asideAfter && own + line < asideAfterSuspicions)
        wrongs.push(`${key} set aside after ${own} failures of its own and ${line} breaks of the line`);
    }
    // The world is looked at again when something appears, as the office's kick does.
    const appears = Math.min(...[...open.values()].map(({ since }) => (since > now ? since - now : Infinity)));
    now += Math.min(nap, appears);
  }
  if (steps >= mostSteps) wrongs.push(`not over after ${steps} steps: ${[...open.keys()].join(' ')}`);
  return { ended, planned, jobs, everAside, wrongs, steps };
}

/** The laws of one decision. */
function brokenBy(state: PlannerState, lane: Lane, action: Action): string[] {
  const wrongs: string[] = [];
  const again = plan(state, lane);
  if (JSON.stringify(again) !== JSON.stringify(action)) wrongs.push('the same state gave another action');
  const due = state.jobs.filter(
    ({ work: one, key }) => laneOf(one) === lane && (state.memory.troubles.get(key)?.until ?? 0) <= state.now,
  );
  const lineOpen = state.memory.line.until <= state.now;
  if (action.kind === 'rest') {
    if (!(action.ms > 0 && action.ms <= 15_000)) wrongs.push(`a rest of ${action.ms} ms`);
    const free = due.filter((job) => !waitsForItsCase(job, state));
    if (lineOpen && free.length > 0) wrongs.push(`rests though ${free[0]?.key ?? ''} is due`);
    return wrongs;
  }
  const job = state.jobs.find(({ key }) => key === action.key);
  if (!job) return [...wrongs, `planned what is not there: ${action.key}`];
  if (!lineOpen) wrongs.push('used a line that is known to be down');
  if (!due.includes(job)) wrongs.push(`planned what still waits: ${action.key}`);
  if (waitsForItsCase(job, state)) wrongs.push(`${action.key} before what was signed earlier in its case`);
  if (action.kind === 'slice' && action.bytes > 128 * 1024) wrongs.push(`a slice of ${action.bytes} bytes`);
  const isFair = state.memory.turns[lane] % fairEvery === fairEvery - 1;
  const urgent = due.filter(
    (one) =>
      rankOf(one.work, state.wallNow) === 0 && !waitsForItsCase(one, state) && !state.memory.suspects.has(one.key),
  );
  if (!isFair && urgent.length > 0 && !isUrgentOrLeadsTo(job, state))
    wrongs.push(`${action.key} before the urgent ${urgent[0]?.key ?? ''}`);
  return wrongs;
}

const waitsForItsCase = (job: Job, { jobs, memory }: PlannerState): boolean =>
  isOrdered(job) &&
  !isAside(memory, job.key) &&
  jobs.some(
    (other) =>
      isOrdered(other) && other.caseId === job.caseId && other.order < job.order && !isAside(memory, other.key),
  );

const isUrgentOrLeadsTo = (job: Job, { jobs, wallNow }: PlannerState): boolean =>
  rankOf(job.work, wallNow) === 0 ||
  jobs.some((one) => one.caseId !== null && one.caseId === job.caseId && rankOf(one.work, wallNow) === 0);
