import { failed, type Outcome } from '../contract/failures.ts';
import { lockCalls, type LockCalls } from '../contract/lock.ts';
import type { WindowCallName } from '../contract/window-calls.ts';
import type { Ask } from './doorway.ts';
import type { LockKeeper } from './lock-keeper.ts';

/** What is asked of a desk that is open. */
export type AskOpen = (name: Exclude<WindowCallName, keyof LockCalls>, input: unknown) => Promise<Outcome<unknown>>;

const isAboutLock = (name: string): name is keyof LockCalls => Object.hasOwn(lockCalls, name);

/**
 * Who asks through here is refused everything but the lock while the desk is locked, whatever the page shows.
 * @param begun waits until it is known whether the desk is locked
 */
export function behindLock(
  locks: Pick<LockKeeper, 'locked' | 'answer'>,
  begun: () => Promise<unknown>,
  ask: AskOpen,
): Ask {
  return async (name, input) => {
    await begun();
    if (isAboutLock(name)) return locks.answer(name, input);
    return locks.locked ? failed({ kind: 'deskLocked' }) : ask(name, input);
  };
}
