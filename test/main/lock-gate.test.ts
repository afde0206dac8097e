/** What a page may ask of a desk that is locked: the lock, and nothing else, whatever the page shows. */
import { beforeEach, expect, test, vi } from 'vitest';
import { done } from '../../src/contract/failures.ts';
import { windowCalls, type WindowCallName } from '../../src/contract/window-calls.ts';
import { behindLock } from '../../src/main/lock-gate.ts';

const names = Object.keys(windowCalls) as WindowCallName[];
const locks = { locked: true, answer: vi.fn(() => Promise.resolve(done('of the lock'))) };
const ask = vi.fn(() => Promise.resolve(done('of the office')));
const gate = behindLock(locks, () => Promise.resolve(), ask);
beforeEach(() => {
  locks.locked = true;
  vi.clearAllMocks();
});

test.each(names)('%s', async (name) => {
  const isOfLock = name.startsWith('lock.');
  const refused = { ok: false, failure: { kind: 'deskLocked' } };
  expect(await gate(name, {})).toEqual(isOfLock ? done('of the lock') : refused);
  expect(ask).not.toHaveBeenCalled();
  locks.locked = false;
  expect(await gate(name, {})).toEqual(done(isOfLock ? 'of the lock' : 'of the office'));
});

test('nothing is answered before it is known whether the desk is locked', async () => {
  locks.locked = false;
  const begun = Promise.withResolvers<void>();
  const early = behindLock(locks, () => begun.promise, ask)('acts.read', {});
  locks.locked = true;
  begun.resolve();
  expect(await early).toMatchObject({ failure: { kind: 'deskLocked' } });
});
