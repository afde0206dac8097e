import { existsSync } from 'node:fs';
import { DeskPolicy, type OfficeConfig } from '../contract/config.ts';
import { done, failed, type Outcome } from '../contract/failures.ts';
import type { LockCalls, LockState } from '../contract/lock.ts';
import { type DeskLock, deskLock, type DeskLockOptions, watchIdle } from './desk-lock.ts';
import { deskKeyFile } from '../diagnostics/desk-keys.ts';
import { holdsData } from './keychain.ts';
import { lockNotes } from './lock-note.ts';
import { passphraseFile } from './passphrase.ts';

type LockedConfig = Pick<OfficeConfig, 'dataDir' | 'desk'> & { readonly mode?: OfficeConfig['mode'] };

export interface LockKeeper {
  /** The lock of this desk's folder, whose person sits here: made once, and it outlives an office that is brought up anew. */
  at(config: LockedConfig): DeskLock;
  /** What is decided of locks, whoever sits here. */
  obey(config: Pick<LockedConfig, 'desk' | 'mode'>): void;
  /** The person of this folder sits down, where another one sat. */
  sitDown(config: LockedConfig): Promise<void>;
  /** The office of whoever sits here says whether a token opens this desk. */
  tokenTold(known: boolean): void;
  /** The data of whoever sits here do not open. */
  nothingOpen(): void;
  readonly locked: boolean;
  /** Answers the calls of `LockCalls`; a desk whose folder is not known has nothing to lock. */
  answer(name: keyof LockCalls, input: unknown): Promise<Outcome<unknown>>;
}

const unlockable: LockState = { passphrase: false, token: false, wants: 'nothing' };

/** Joins the lock with this machine: where its file lies, and how long nobody touched the desk. */
export function lockKeeper(
  options: Omit<DeskLockOptions, 'holdsData' | 'isSealed'> & {
    /** Who works at this PC, where there are several. */
    readonly people: () => LockState['people'];
    /** One of them wants to sit down; false where nobody of that name works here. */
    readonly onPerson: (seatId: string) => boolean;
    /** Folder of this program's own files for this user. */
    readonly userData: string;
    /** Electron's `powerMonitor`. */
    readonly monitor: Parameters<typeof watchIdle>[0];
  },
): LockKeeper {
  const locks = new Map<string, DeskLock>();
  /** The one of whoever sits here. */
  let lock: DeskLock | null = null;
  const withPeople = (state: LockState): LockState => {
    const people = options.people();
    return people === undefined ? state : { ...state, people };
  };
  let idleLockMinutes = 0;
  let isPractice = false;
  const obey: LockKeeper['obey'] = ({ desk, mode }) => {
    ({ idleLockMinutes } = desk ?? DeskPolicy.parse({}));
    isPractice = mode === 'practice';
  };
  const lockOf = ({ dataDir }: LockedConfig): DeskLock => {
    const made = locks.get(dataDir) ?? makeAt(dataDir);
    if (locks.size === 0)
      watchIdle(
        options.monitor,
        () => idleLockMinutes,
        () => void lock?.leftAlone(),
      );
    locks.set(dataDir, made);
    return made;
  };
  const at = (config: LockedConfig): DeskLock => {
    obey(config);
    lock = lockOf(config);
    return lock;
  };
  const makeAt = (dataDir: string): DeskLock =>
    deskLock(
      passphraseFile(deskKeyFile(options.userData, dataDir, 'phrase')),
      lockNotes(deskKeyFile(options.userData, dataDir, 'lock')),
      {
        ...options,
        holdsData: () => holdsData(dataDir),
        isSealed: () => existsSync(deskKeyFile(options.userData, dataDir, 'sealed')),
        onChange: (state) => options.onChange(withPeople(state)),
      },
    );
  const stateNow = async (): Promise<LockState> => {
    const state = await lock?.handlers['lock.read']({});
    return state?.ok ? state.value : unlockable;
  };
  return {
    get locked() {
      return lock?.locked === true;
    },
    at,
    obey,
    async sitDown(config) {
      const left = lock;
      const taken = lockOf(config);
      // The office of whoever leaves answers until it is closed: nothing opens between one lock and the other.
      await taken.sitDown();
      at(config);
      if (left !== taken) left?.forget();
    },
    // What is fiction need not be locked up.
    tokenTold: (known) => void lock?.tokenTold(known, idleLockMinutes > 0 && !isPractice),
    nothingOpen: () => lock?.nothingOpen(),
    async answer(name, input) {
      if (name === 'lock.person') {
        const { seatId } = input as { readonly seatId: string };
        if (!options.onPerson(seatId)) return failed({ kind: 'notAllowed' });
        return done(withPeople(await stateNow()));
      }
      const answer = lock ? await lock.handlers[name](input as never) : done(unlockable);
      return answer.ok ? done(withPeople(answer.value)) : answer;
    },
  };
}
