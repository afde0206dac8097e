/** How long a desk that has nothing to do waits for news, and what becomes of that where a proxy on the way is less patient. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Store, openStore } from '../../../src/casework/store/index.ts';
import { randomFrom } from '../../nemesis/random.ts';
import { storeKey } from '../../helpers/office.ts';
import { scratchFolder } from '../scratch.ts';
import { openSimulatedDesk } from './simulation/desk.ts';
import { simulatedRepository } from './simulation/repository.ts';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: [
      ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
      ...(['Date', 'performance'] as const),
    ],
  });
});
afterEach(() => void vi.useRealTimers());

function idleDesk(patienceMs: number, readsFeed = true) {
  const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store: Store = opened.value;
  const repository = simulatedRepository(randomFrom(1), 16_000, 300);
  repository.patienceMs = patienceMs;
  const desk = openSimulatedDesk(store, repository, randomFrom(2), () => new Date(), readsFeed);
  onTestFinished(async () => {
    vi.useRealTimers();
    await desk.stop();
    store.close();
  });
  const seen = new Set<string>();
  return {
    repository,
    seen,
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= 500) {
        await vi.advanceTimersByTimeAsync(500);
        seen.add(desk.lineNow().state);
      }
    },
  };
}

describe('a desk that has nothing to do', () => {
  it('waits as long as the repository says', async () => {
    const { repository, pass } = idleDesk(Infinity);
    await pass(20 * minute);
    const long = repository.waits.filter((seconds) => seconds > 0);
    expect(new Set(long)).toEqual(new Set([165]));
    expect(repository.waits.length).toBeLessThan(10);
  });

  it('waits less where longer waits are cut off, never calls that a line that is down, and tries again in half an hour', async () => {
    const { repository, pass, seen } = idleDesk(minute);
    await pass(5_000);
    seen.clear();
    await pass(25 * minute);
    const long = repository.waits.filter((seconds) => seconds > 0);
    expect(long.slice(0, 4)).toEqual([165, 55, 55, 55]);
    expect(long.filter((seconds) => seconds > 55)).toHaveLength(1);
    expect(seen).toEqual(new Set(['online']));
    await pass(15 * minute);
    expect(repository.waits.filter((seconds) => seconds > 55)).toHaveLength(2);
  });

  it('still says that a line is down which goes while it waits', async () => {
    const { repository, pass, seen } = idleDesk(100_000);
    await pass(5_000);
    repository.weather = { ...repository.weather, dead: true };
    await pass(5 * minute);
    expect(seen).toContain('offline');
  });

  it('asks for news no more where its role sees no case and they were refused, and still knows whether there is a line', async () => {
    const { repository, pass, seen } = idleDesk(Infinity, false);
    let asked = 0;
    Object.assign(repository.transport, {
      feed: async () => {
        asked += 1;
        return { ok: false, failure: { kind: 'registrationRefused', problem: 'forbidden', detail: '' } };
      },
    });
    await pass(10 * minute);
    expect(asked).toBe(1);
    expect(seen).toContain('online');
    seen.clear();
    repository.weather = { ...repository.weather, dead: true };
    await pass(3 * minute);
    expect(seen).toContain('offline');
    seen.clear();
    repository.weather = { ...repository.weather, dead: false };
    await pass(3 * minute);
    expect(seen).toContain('online');
    expect(asked).toBe(1);
  });
});
