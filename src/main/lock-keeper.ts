import { DeskPolicy, type OfficeConfig } from '../contract/config.ts';
import { done, type Outcome } from '../contract/failures.ts';
import type { LockCalls, LockState } from '../contract/lock.ts';
import { type DeskLock, deskLock, type DeskLockOptions, watchIdle } from './desk-lock.ts';
import { holdsData, keyFile } from './keychain.ts';
import { passphraseFile } from './passphrase.ts';

export interface LockKeeper {
  /** The lock of this desk's folder: made once, and it outlives an office that is brought up anew. What is decided of it counts anew each time. */
  at(config: Pick<OfficeConfig, 'dataDir' | 'desk'>): DeskLock;
  readonly locked: boolean;
  /** Answers the calls of `LockCalls`; a desk whose folder is not known has nothing to lock. */
  answer(name: keyof LockCalls, input: unknown): Promise<Outcome<unknown>>;
}

const unlockable: LockState = { passphrase: false, wants: 'nothing' };

/** Joins the lock with this machine: where its file lies, and how long nobody touched the desk. */
export function lockKeeper(
  options: Omit<DeskLockOptions, 'holdsData'> & {
    /** Folder of this program's own files for this user. */
    readonly userData: string;
    /** Electron's `powerMonitor`. */
    readonly monitor: Parameters<typeof watchIdle>[0];
  },
): LockKeeper {
  let lock: DeskLock | null = null;
  let idleLockMinutes = 0;
  return {
    get locked() {
      return lock?.locked === true;
    },
    at({ dataDir, desk }) {
      ({ idleLockMinutes } = desk ?? DeskPolicy.parse({}));
      if (lock) return lock;
      const file = passphraseFile(keyFile({ userData: options.userData, dataDir }, 'phrase'));
      const made = deskLock(file, { ...options, holdsData: () => holdsData(dataDir) });
      watchIdle(
        options.monitor,
        () => idleLockMinutes,
        () => void made.leftAlone(),
      );
      lock = made;
      return made;
    },
    answer: async (name, input) => (lock ? lock.handlers[name](input as never) : done(unlockable)),
  };
}
