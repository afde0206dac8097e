/** What the log of connections says, from which the minutes of a contingency are drafted. */
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type Store, openStore } from '../../../src/casework/store/index.ts';
import { lineState } from '../../../src/casework/sync/line.ts';
import { readOutages } from '../../../src/casework/sync/outages.ts';
import { storeKey } from '../../helpers/office.ts';
import { scratchFolder } from '../scratch.ts';

const minute = 60_000;
const morning = Date.parse('2026-03-02T11:00:00.000Z');
const at = (minutes: number): string => new Date(morning + minutes * minute).toISOString();

let store: Store;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: morning });
  const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  store = opened.value;
  onTestFinished(() => store.close());
});
afterEach(() => void vi.useRealTimers());

const open = () => lineState({ store, configured: true, clock: () => new Date(), onChange: () => undefined });
const logged = () =>
  readOutages(store, 50).map(({ from, until, ended, reason }) => ({ from, until, ended, reason: reason.kind }));
const unreachable = { kind: 'repositoryUnreachable', detail: 'ECONNREFUSED' } as const;

it('holds that the registry was out of reach although the repository of the office answered', () => {
  const line = open();
  line.centre({ reached: true, lastContactAt: at(0) });
  line.contact(0);
  vi.advanceTimersByTime(5 * minute);
  line.centre({ reached: false, lastContactAt: at(5) });
  for (let passed = 0; passed < 240; passed += 1) {
    vi.advanceTimersByTime(minute);
    line.contact(null);
  }
  expect(logged()).toEqual([{ from: at(5), until: null, ended: null, reason: 'centreUnreachable' }]);
  // The office's own repository goes and comes: the registry was away all the time.
  line.trouble(unreachable);
  vi.advanceTimersByTime(minute);
  line.contact(null);
  expect(logged()).toHaveLength(1);
  line.centre({ reached: true, lastContactAt: at(246) });
  expect(logged()).toEqual([{ from: at(5), until: at(246), ended: 'back', reason: 'centreUnreachable' }]);
});

it('holds nothing of a moment in which the registry was away, nor of one that lies back', () => {
  const line = open();
  line.contact(0);
  // As a feed tells it that is read again.
  line.centre({ reached: false, lastContactAt: null });
  line.contact(null);
  line.centre({ reached: true, lastContactAt: at(0) });
  line.contact(null);
  vi.advanceTimersByTime(minute);
  line.contact(null);
  expect(logged()).toEqual([]);
});

it('counts a line that fails while the registry was away as the same outage', () => {
  const line = open();
  line.contact(0);
  line.trouble(unreachable);
  vi.advanceTimersByTime(minute);
  line.trouble(unreachable);
  // The office's repository is back, and still has no line.
  line.centre({ reached: false, lastContactAt: at(0) });
  line.contact(null);
  vi.advanceTimersByTime(minute);
  line.contact(null);
  line.centre({ reached: true, lastContactAt: at(2) });
  expect(logged()).toEqual([{ from: at(0), until: at(2), ended: 'back', reason: 'repositoryUnreachable' }]);
});
