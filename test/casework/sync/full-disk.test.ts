import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Store, openStore } from '../../../src/casework/store/index.ts';
import { randomFrom } from '../../nemesis/random.ts';
import { openSimulatedDesk } from './simulation/desk.ts';
import { fair, simulatedRepository } from './simulation/repository.ts';

let folder: string;
let store: Store;
let isFull = false;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-full-'));
  const opened = openStore({ folder, storeKey: '22'.repeat(32), now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  store = opened.value;
  isFull = false;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The store, on a disk that takes nothing more while it is full. */
function fillable(): Store {
  const guarded = <T extends { write: unknown }>(database: T): T =>
    new Proxy(database, {
      get(target, name, receiver) {
        if (name === 'write' && isFull)
          return () => {
            throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
          };
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
  return { ...store, journal: guarded(store.journal), cache: guarded(store.cache) };
}

/** One act meets a full disk while it is on its way; then there is room again. */
async function meetsFullDisk(how: { readonly spoilt: boolean }): Promise<string> {
  const repository = simulatedRepository(randomFrom(5), 16_000, 700);
  const desk = openSimulatedDesk(fillable(), repository, randomFrom(6), () => new Date());
  await vi.advanceTimersByTimeAsync(5000);
  const act = desk.keep(randomUUID(), 10_000);
  if (how.spoilt) desk.spoil(act);
  isFull = true;
  // The mark that it was sent, the answer, and the line's own notes: none of them can be written.
  await vi.advanceTimersByTimeAsync(20_000);
  expect(desk.stateOf(act)).toBe('waiting');
  isFull = false;
  desk.restore(act);
  await vi.advanceTimersByTimeAsync(60_000);
  const state = desk.stateOf(act);
  const stopped = desk.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
  expect(repository.registered).toHaveLength(1);
  return state;
}

it.each([
  ['has time for nothing but news', { crowded: true }],
  ['has no room', { full: 1 }],
])('acts of a case keep their order while the repository %s for five minutes', async (_what, trouble) => {
  const repository = simulatedRepository(randomFrom(7), 16_000, 700);
  const desk = openSimulatedDesk(store, repository, randomFrom(8), () => new Date());
  const caseId = randomUUID();
  repository.weather = { ...fair, ...trouble };
  const acts = Array.from({ length: 4 }, () => desk.keep(caseId, 10_000));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(repository.registered).toEqual([]);
  repository.weather = fair;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(repository.registered.map(({ actId }) => actId)).toEqual(acts.map(({ actId }) => actId));
  const stopped = desk.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
});

it('a full disk ends neither the office nor the way of an act', async () => {
  expect(await meetsFullDisk({ spoilt: false })).toBe('registered');
});

it('an act whose trouble could not be written down is not called under way for ever', async () => {
  expect(await meetsFullDisk({ spoilt: true })).toBe('registered');
});
