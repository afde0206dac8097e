import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualPace } from '../../../../src/casework/sync/backoff.ts';
import {
  type Job,
  type PlannerState,
  type Work,
  afterContact,
  afterFailure,
  afterLineFailure,
  afterNetworkChange,
  afterTurn,
  asideMostMs,
  fairEvery,
  forgiven,
  freshMemory,
  isAside,
  keepOnly,
  plan,
  predecessorOf,
  sliceBytes,
} from '../../../../src/casework/sync/planner/index.ts';
import { brokenLaws } from './laws.ts';
import { run, worlds } from './world.ts';

const at = { now: 1000, random: 0.5, pace: usualPace };
const act = (more: Partial<{ detained: boolean; fatal: boolean; dueAt: number | null }> = {}): Work => ({
  kind: 'act',
  detained: false,
  fatal: false,
  dueAt: null,
  ...more,
});
const job = (key: string, work: Work, more: Partial<Job> = {}): Job => ({
  ...{ key, work, caseId: null, order: 0, bytes: 1000, since: 0 },
  ...more,
});
const state = (jobs: readonly Job[], more: Partial<PlannerState> = {}): PlannerState => ({
  ...{ now: 1000, wallNow: 0, jobs, memory: freshMemory, inHand: new Map(), idleMs: 15_000 },
  goodput: { up: null, down: null },
  ...more,
});

const calm = { noTime: new Set<number>(), full: new Set<number>() };

describe('what goes next', () => {
  it.each(['noTime', 'full'] as const)(
    'keeps the order of a case whose acts are turned away again and again for nothing of theirs (%s)',
    (why) => {
      const seed = { work: act(), caseNumber: 0, bytes: 1000, appears: 0, bad: 0 };
      const away = new Set(Array.from({ length: 60 }, (_, nth) => nth));
      const world = { seeds: [seed, seed, seed, seed], cuts: new Set<number>(), ...calm, [why]: away };
      expect(brokenLaws({ ...world, speed: 4000, random: [0.5] })).toEqual([]);
      const told = run({ ...world, speed: 4000, random: [0.5] });
      expect(told.ended).toEqual(['act-0', 'act-1', 'act-2', 'act-3']);
      expect([...told.everAside]).toEqual([]);
    },
  );

  it('brings a suspect through between two sick items that take turns', () => {
    const sick = { caseNumber: 0, bytes: 89_997, appears: 0, bad: Infinity };
    const seeds = [
      { ...sick, work: { kind: 'draft' as const } },
      { ...sick, work: { kind: 'act' as const, detained: false, fatal: false, dueAt: null }, bytes: 294_913, bad: 0 },
      { ...sick, work: { kind: 'feed' as const }, bytes: 1, bad: 0 },
      { ...sick, work: { kind: 'return' as const, detained: false, fatal: false, dueAt: 0 }, caseNumber: 1 },
    ];
    expect(brokenLaws({ seeds, cuts: new Set([7]), ...calm, speed: 4000, random: [0] })).toEqual([]);
  });

  it('keeps every law in made-up worlds of cuts, poison and late arrivals', () => {
    const runs = Number(process.env['FOJAS_PROPERTY_TIMES'] ?? 1) * 400;
    fc.assert(
      fc.property(worlds, (world) => {
        expect(brokenLaws(world)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('puts what is urgent first, then acts, receipts, metadata and the files of the trays', () => {
    const jobs = [
      job('far', act({ dueAt: 9e9 })),
      job('fatal', act({ dueAt: 3600_000 })),
      job('detained', act({ detained: true }), { order: 1 }),
      job('flagged', act({ fatal: true }), { order: 2 }),
      job('draft', { kind: 'draft' }),
      job('scan', { kind: 'attachment' }),
    ];
    const order: string[] = [];
    for (let left = jobs; left.length > 0;) {
      const action = plan(state(left), 'up');
      if (action.kind === 'rest') break;
      order.push(action.key);
      left = left.filter(({ key }) => key !== action.key);
    }
    expect(order).toEqual(['fatal', 'detained', 'flagged', 'far', 'draft', 'scan']);
    const down = [
      ...(['rest', 'pinned', 'hearing', 'cited', 'tray', 'asked'] as const).map((want) =>
        job(want, { kind: 'file', want }),
      ),
      job('feed', { kind: 'feed' }),
      job('receipts', { kind: 'receipts' }),
    ];
    const came: string[] = [];
    for (let left = down; left.length > 0;) {
      const action = plan(state(left), 'down');
      if (action.kind === 'rest') break;
      came.push(action.key);
      left = left.filter(({ key }) => key !== action.key);
    }
    expect(came).toEqual(['receipts', 'feed', 'asked', 'tray', 'cited', 'hearing', 'pinned', 'rest']);
  });

  it('lets an act with nothing to lose be sent before a deadline only where the deadline is far', () => {
    const jobs = [job('a', act(), { order: 1 }), job('b', act({ dueAt: 40 * 3600_000 }), { order: 2 })];
    expect(plan(state(jobs), 'up')).toEqual({ kind: 'bundle', key: 'b' });
    expect(plan(state(jobs, { wallNow: -90 * 3600_000 }), 'up')).toEqual({ kind: 'bundle', key: 'a' });
  });

  it('breaks off a large upload after one slice when something urgent comes', () => {
    const scan = job('scan', { kind: 'attachment' }, { bytes: 10_000_000 });
    const goodput = { up: 16_000, down: null };
    expect(plan(state([scan], { goodput }), 'up')).toEqual({ kind: 'slice', key: 'scan', bytes: 64_000 });
    const urgent = job('urgent', act({ detained: true }), { order: 9 });
    expect(plan(state([scan, urgent], { goodput }), 'up')).toEqual({ kind: 'bundle', key: 'urgent' });
  });

  it('cuts slices to about four seconds of what the line carries', () => {
    expect([null, 1, 8_000, 16_000, 1e9].map(sliceBytes)).toEqual([32_768, 32_768, 32_768, 64_000, 131_072]);
  });

  it('keeps the order within a case, and lends the urgency of the later act to the earlier', () => {
    const first = job('first', act(), { caseId: 'c', order: 1, bytes: 900_000 });
    const second = job('second', act({ detained: true }), { caseId: 'c', order: 2 });
    const other = job('other', act(), { caseId: 'd', order: 0 });
    expect(plan(state([other, first, second]), 'up')).toMatchObject({ kind: 'slice', key: 'first' });
    const inHand = new Map([['first', 'alone' as const]]);
    expect(plan(state([other, first, second], { inHand }), 'up')).toMatchObject({ key: 'other' });
    const bundled = new Map([['first', 'bundled' as const]]);
    expect(plan(state([other, first, second], { inHand: bundled }), 'up')).toMatchObject({ key: 'second' });
  });

  it('holds a case up for an act that failed, and no longer when it is set aside', () => {
    const jobs = [job('bad', act(), { caseId: 'c', order: 1 }), job('good', act(), { caseId: 'c', order: 2 })];
    let memory = freshMemory;
    for (const times of [1, 2]) {
      memory = afterFailure(memory, 'bad', at);
      expect(memory.troubles.get('bad')?.failures).toBe(times);
      expect(plan(state(jobs, { memory }), 'up').kind).toBe('rest');
    }
    memory = afterFailure(memory, 'bad', at);
    expect(isAside(memory, 'bad')).toBe(true);
    expect(plan(state(jobs, { memory }), 'up')).toMatchObject({ key: 'good' });
    expect(plan(state(jobs.slice(0, 1), { memory, now: 1000 + asideMostMs }), 'up')).toMatchObject({ key: 'bad' });
    expect(isAside(forgiven(memory, 'bad'), 'bad')).toBe(false);
  });

  it('names the act that another must not overtake: the nearest before it that is undecided and not set aside', () => {
    const jobs = [1, 2, 3].map((order) => job(`a${order}`, act(), { caseId: 'c', order }));
    const [first, , third] = jobs as [Job, Job, Job];
    const back = job(
      'back',
      { kind: 'return', detained: false, fatal: false, dueAt: null },
      { caseId: 'c', order: 2.5 },
    );
    const all = [...jobs, back, job('other', act(), { caseId: 'd', order: 2.7 })];
    const inHand = new Map(['a1', 'a2', 'back', 'other'].map((key) => [key, 'bundled' as const]));
    const before = (of: Job, more: Partial<PlannerState> = {}) =>
      predecessorOf(of, state(all, { inHand, ...more }))?.key ?? null;
    expect(before(third)).toBe('a2');
    expect(before(first)).toBeNull();
    let memory = freshMemory;
    for (let time = 0; time < 3; time += 1) memory = afterFailure(memory, 'a2', at);
    expect(before(third, { memory })).toBe('a1');
    expect(before(third, { inHand: new Map() })).toBeNull();
    expect(before(job('loose', act(), { order: 9 }))).toBeNull();
  });

  it('gives every eighth turn to what has been due longest', () => {
    const jobs = [
      job('old', { kind: 'background' }, { since: 0 }),
      job('new', act({ detained: true }), { since: 500, order: 1 }),
    ];
    let memory = freshMemory;
    const chosen: string[] = [];
    for (let turn = 0; turn < fairEvery * 2; turn += 1) {
      const action = plan(state(jobs, { memory }), 'up');
      chosen.push(action.kind === 'rest' ? 'rest' : action.key);
      memory = afterTurn(memory, 'up');
    }
    expect(chosen.filter((key) => key === 'old')).toHaveLength(2);
  });

  it('never rests for ever, nor longer than the line is left alone', () => {
    expect(plan(state([]), 'up')).toEqual({ kind: 'rest', ms: 15_000 });
    const memory = afterFailure(freshMemory, 'a', at);
    expect(plan(state([job('a', act())], { memory }), 'up')).toEqual({ kind: 'rest', ms: 375 });
    const down = afterLineFailure(freshMemory, at, { atLeastMs: 3_600_000 });
    expect(plan(state([job('a', act())], { memory: down }), 'up')).toEqual({ kind: 'rest', ms: 15_000 });
  });
});

describe('what is remembered', () => {
  it('tries everything at once after an outage and after a change of the network', () => {
    let memory = afterFailure(freshMemory, 'a', at);
    for (let time = 0; time < 3; time += 1) memory = afterLineFailure(memory, at);
    expect(memory.line.until).toBeGreaterThan(at.now);
    for (const after of [afterContact(memory, at), afterNetworkChange(memory)]) {
      expect(after.line).toEqual({ failures: 0, until: 0 });
      expect(after.troubles.get('a')).toEqual({ failures: 1, until: 0 });
    }
  });

  it('charges what was under way when the line broke only where the line works for others', () => {
    const broken = afterLineFailure(freshMemory, at, { suspect: 'a' });
    expect(broken.troubles.size).toBe(0);
    expect(afterContact(broken, at).troubles.get('a')).toEqual({ failures: 1, until: 1375 });
    expect(afterNetworkChange(broken).troubles.size).toBe(0);
  });

  it('tries others before what was under way when the line broke, however urgent that is', () => {
    const jobs = [job('poison', act({ detained: true })), job('other', act(), { order: 1 })];
    let memory = afterLineFailure(freshMemory, at, { suspect: 'poison' });
    expect(plan(state(jobs, { memory, now: 20_000 }), 'up')).toMatchObject({ key: 'other' });
    memory = afterLineFailure(memory, at, { suspect: 'other' });
    expect(plan(state(jobs, { memory, now: 20_000 }), 'up')).toMatchObject({ key: 'poison' });
  });

  it('sends whole what never failed, and in slices what a cut broke off', () => {
    const a = job('a', act(), { bytes: 200_000 });
    expect(plan(state([a]), 'up')).toEqual({ kind: 'bundle', key: 'a' });
    const memory = afterContact(afterLineFailure(freshMemory, at, { suspect: 'a' }), at);
    expect(plan(state([a], { memory, now: 2000 }), 'up')).toEqual({ kind: 'slice', key: 'a', bytes: 32_768 });
  });

  it('forgets what no longer exists', () => {
    const memory = afterFailure(afterFailure(freshMemory, 'a', at), 'b', at);
    expect([...keepOnly(memory, new Set(['b'])).troubles.keys()]).toEqual(['b']);
    expect(keepOnly(memory, new Set(['a', 'b']))).toBe(memory);
  });
});
