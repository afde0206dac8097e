import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Store, openStore } from '../../../src/casework/store/index.ts';
import { between, pick, randomFrom } from '../../nemesis/random.ts';
import { simulatedDisk } from './simulation/disk.ts';
import { type SimulatedAct, openSimulatedDesk } from './simulation/desk.ts';
import { type Weather, fair, simulatedRepository } from './simulation/repository.ts';

/** `FOJAS_SIMULATION_SEEDS=5000` for a long run, `FOJAS_SIMULATION_FIRST=77` for one seed again. */
const seeds = Number(process.env['FOJAS_SIMULATION_SEEDS'] ?? 100);
const first = Number(process.env['FOJAS_SIMULATION_FIRST'] ?? 1);
/** Beyond the line's own time. */
const graceMs = 60_000;

let store: Store;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-simulation-'));
  const opened = openStore({ folder, storeKey: '11'.repeat(32), now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  store = opened.value;
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  vi.useFakeTimers({
    toFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'Date',
      'performance',
    ],
  });
});
afterEach(() => void vi.useRealTimers());

const storm = (random: () => number): Weather => ({
  ...{ lost: random() * 0.3, unanswered: random() * 0.3, garbage: random() * 0.1, busy: random() * 0.15 },
  dead: random() < 0.25,
  crowded: random() < 0.15,
  full: random() < 0.3 ? random() : 0,
});

/** Lets time go on until it is over. */
async function inTime(work: Promise<void>): Promise<void> {
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  while (!isOver) await vi.advanceTimersByTimeAsync(10);
  await over;
}

/** One life: acts are signed in all weathers, then the line heals; answers what is wrong. */
async function live(seed: number): Promise<string[]> {
  const random = randomFrom(seed);
  const [rttMs, bytesPerSecond] = [pick(random, [300, 700]), 16_000];
  const repository = simulatedRepository(random, bytesPerSecond, rttMs);
  // Clocks that are years wrong, on both sides, and jump.
  const wrongBy = () => pick(random, [0, 0, 40 * 60_000, -86_400_000, 3 * 365 * 86_400_000, -3 * 365 * 86_400_000]);
  repository.clockMs = wrongBy();
  let deskMs = wrongBy();
  // Of its own, so that a seed goes the same way without such a disk.
  const powerless = randomFrom(seed ^ 0xd15c);
  const disk = simulatedDisk(`life-${seed}`, powerless);
  const desk = openSimulatedDesk(disk?.open() ?? store, repository, random, () => new Date(Date.now() + deskMs));
  const cases = Array.from({ length: between(random, 1, 3) }, () => randomUUID());
  const acts: SimulatedAct[] = [];
  const spoilt = new Set<string>();
  const found: string[] = [];
  let bytes = 0;
  let sickBytes = 0;
  for (let turn = between(random, 4, 12); turn > 0; turn -= 1) {
    repository.weather = random() < 0.2 ? fair : storm(random);
    const size = random() < 0.1 ? between(random, 300_000, 500_000) : between(random, 500, 60_000);
    const act = desk.keep(pick(random, cases), size);
    acts.push(act);
    bytes += size;
    const fate = random();
    if (fate < 0.16) sickBytes += size;
    if (fate < 0.06) repository.poison.set(act.actId, 'refused');
    else if (fate < 0.12) repository.poison.set(act.actId, 'internal');
    else if (fate < 0.16) {
      desk.spoil(act);
      spoilt.add(act.actId);
    }
    await vi.advanceTimersByTimeAsync(between(random, 0, 20_000));
    if (random() < 0.25) await inTime(desk.restart());
    if (disk && powerless() < 0.3) {
      const at = disk.now();
      await inTime(desk.powerCut(() => disk.after(at)));
      for (const one of acts)
        if (desk.stateOf(one) === 'none') found.push(`${one.actId} was kept, and the power cut took it`);
    }
    if (random() < 0.2) deskMs = wrongBy();
  }
  repository.weather = fair;
  const healedAt = performance.now();
  const askedBefore = repository.asked;
  const isSick = ({ actId }: SimulatedAct): boolean => repository.poison.get(actId) === 'internal' || spoilt.has(actId);
  const isOver = (act: SimulatedAct): boolean => ['registered', 'refused'].includes(desk.stateOf(act)) || isSick(act);
  // What is sick takes its share of the line three times before it is set aside.
  const most = graceMs + ((bytes + 3 * sickBytes) * 1000) / bytesPerSecond + acts.length * rttMs;
  while (!acts.every(isOver) && performance.now() - healedAt < most) await vi.advanceTimersByTimeAsync(500);
  const tookMs = performance.now() - healedAt;
  const exchanges = repository.asked - askedBefore;
  for (const act of acts) {
    const state = desk.stateOf(act);
    const times = repository.registered.filter(({ actId }) => actId === act.actId).length;
    const wanted = repository.poison.get(act.actId) === 'refused' ? 'refused' : 'registered';
    if (times > 1) found.push(`${act.actId} registered ${times} times`);
    if (!isSick(act) && state !== wanted)
      found.push(`${act.actId} is ${state} after ${Math.round(tookMs)} ms of fair weather`);
    if (state === 'registered' && times === 0) found.push(`${act.actId} is called registered, and is not`);
    if (isSick(act) && state === 'refused') found.push(`${act.actId} was given up, which nobody had refused`);
  }
  // Twenty exchanges for each act and ten a minute are plenty; a loop that spins makes thousands.
  const plenty = acts.length * 20 + (tookMs / 60_000) * 60 + 40;
  if (exchanges > plenty) found.push(`${exchanges} exchanges in ${Math.round(tookMs)} ms of fair weather`);
  for (const bug of desk.bugs) found.push(`a bug: ${bug instanceof Error ? bug.stack : String(bug)}`);
  // What was never sick goes in the order of its signing.
  const healthy = acts.filter((act) => !isSick(act) && repository.poison.get(act.actId) === undefined);
  for (const caseId of cases) {
    const signed = healthy.filter((act) => act.caseId === caseId).map(({ actId }) => actId);
    const order = repository.registered.filter(({ actId }) => signed.includes(actId)).map(({ actId }) => actId);
    if (order.join() !== signed.filter((actId) => order.includes(actId)).join())
      found.push(`out of order in ${caseId}`);
  }
  // What is sick gets well, and is not forgotten.
  repository.poison.clear();
  const curable = acts.filter(({ actId }) => !spoilt.has(actId) && desk.open().includes(actId));
  const curedAt = performance.now();
  while (curable.some((act) => desk.stateOf(act) !== 'registered') && performance.now() - curedAt < 2 * graceMs)
    await vi.advanceTimersByTimeAsync(500);
  for (const act of curable)
    if (desk.stateOf(act) !== 'registered')
      found.push(`${act.actId} got well and is ${desk.stateOf(act)} two minutes later`);
  await inTime(desk.stop());
  if (disk) {
    desk.store.close();
    disk.remove();
  } else desk.leave();
  return found;
}

it(
  `drains after every storm, once and in order (${seeds} seeds from ${first})`,
  async () => {
    for (let seed = first; seed < first + seeds; seed += 1) {
      const found = await live(seed);
      expect(found, `seed ${seed}`).toEqual([]);
    }
  },
  seeds * 3000,
);
