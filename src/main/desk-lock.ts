import { randomBytes } from 'node:crypto';
import { done, failed, type Outcome } from '../contract/failures.ts';
import type { LockCalls, LockState } from '../contract/lock.ts';
import type { Handlers } from '../contract/rpc.ts';
import type { LockNotes } from './lock-note.ts';
import type { PassphraseFile } from './passphrase.ts';

export interface DeskLockOptions {
  /** Whether data lie there already that another key opens. */
  readonly holdsData: () => boolean;
  /** Whether the keychain sealed the key of this folder once. */
  readonly isSealed: () => boolean;
  /** The person locked the desk, or left it alone. */
  readonly onLocked: () => void;
  readonly onChange: (state: LockState) => void;
  /** A key is at hand where there was none: the office is brought up with it. */
  readonly onKey: () => void;
  /** Has the person's token prove, to the office of this desk, that its person has it in hand and knows its PIN. */
  readonly proveByToken: () => Promise<Outcome<unknown>>;
}

/** The lock of a desk: closes it to whoever sits down, and keeps the store's key where the system has no keychain. */
export interface DeskLock {
  readonly handlers: Omit<Handlers<LockCalls>, 'lock.person'>;
  readonly locked: boolean;
  /** The keychain has the key: a passphrase may be chosen for the lock. */
  holds(key: string): void;
  /**
   * There is no keychain: the key that a passphrase opened. Until then `keychainMissing`: a passphrase is asked for, or chosen where there are no data
   * yet; what a keychain sealed waits for that one. `storeKeyWrong`: there are data, and nothing on this PC has their key.
   */
  keyWithoutKeychain(): Promise<Outcome<string>>;
  /** A key was brought back, and there is no keychain to take it: its person chooses the passphrase that seals it, once the key is asked for. */
  broughtBack(key: string): void;
  /** Its person gets up, and another sits down: the key is not kept for whoever comes back. */
  forget(): void;
  /** Its person sits down where somebody else sat: where a passphrase was chosen, it has to be said. */
  sitDown(): Promise<void>;
  /** Nobody touched the desk for as long as the institution allows. */
  leftAlone(): Promise<void>;
  /**
   * The office says whether a token opens this desk. `insists`: the institution has desks lock by themselves, so where nothing opens this one, its
   * person chooses that first.
   */
  tokenTold(known: boolean, insists: boolean): Promise<void>;
  /** The data do not open: there is nothing to shut, and what leads back to them has to be reached. Once they open, it is locked as it was. */
  nothingOpen(): void;
}

export function deskLock(file: PassphraseFile, notes: LockNotes, options: DeskLockOptions): DeskLock {
  let key: string | null = null;
  // A desk that was locked stays so when the program is started anew: else that would open it.
  let { locked } = notes.now;
  /** No keychain and no key yet: a person has to speak first. */
  let waiting = false;
  /** A key that no file here holds yet. */
  let brought: string | null = null;
  /** Nothing would open this desk, which is to lock by itself. */
  let unset = false;
  /** Grows when somebody else sits down: what the one before had begun opens nothing any more. */
  let sitting = 0;

  const read = async (): Promise<LockState> => {
    const passphrase = await file.exists();
    const { token } = notes.now;
    const opens = passphrase ? 'passphrase' : 'token';
    const isToSeal = waiting && brought !== null;
    const wants = isToSeal
      ? 'new'
      : locked || (waiting && passphrase)
        ? opens
        : waiting
          ? 'new'
          : unset
            ? 'way'
            : 'nothing';
    return { passphrase, token: token && key !== null, wants };
  };
  const changed = async (): Promise<Outcome<LockState>> => {
    const state = await read();
    options.onChange(state);
    return done(state);
  };
  const lock = async (): Promise<Outcome<LockState>> => {
    if (!notes.now.token && !(await file.exists())) return failed({ kind: 'notAllowed' });
    if (!locked) {
      locked = true;
      options.onLocked();
    }
    await notes.change({ locked });
    return changed();
  };
  const given = async (opened: string): Promise<Outcome<LockState>> => {
    const begins = waiting;
    key = opened;
    locked = false;
    waiting = false;
    unset = false;
    await notes.change({ locked });
    if (begins) options.onKey();
    return changed();
  };
  const open = async (passphrase: string): Promise<Outcome<string>> => {
    const opening = await file.open(passphrase);
    switch (opening.kind) {
      case 'open':
        return done(opening.key);
      case 'wrong':
        return failed({ kind: 'passphraseWrong', waitSeconds: Math.ceil(opening.waitMs / 1000) });
      case 'damaged':
        return failed({ kind: 'storeKeyWrong' });
    }
  };

  return {
    get locked() {
      return locked || unset;
    },
    holds(known) {
      key = known;
      brought = null;
      waiting = false;
    },
    async keyWithoutKeychain() {
      if (key !== null) return done(key);
      const isNew = !options.holdsData() && !options.isSealed();
      waiting = brought !== null || isNew || (await file.exists());
      return failed({ kind: waiting || options.isSealed() ? 'keychainMissing' : 'storeKeyWrong' });
    },
    broughtBack(known) {
      key = null;
      brought = known;
    },
    forget() {
      key = null;
      brought = null;
      locked = false;
      waiting = false;
      unset = false;
      sitting += 1;
    },
    sitDown: async () => {
      sitting += 1;
      if (notes.now.token || (await file.exists())) await lock();
    },
    leftAlone: async () => {
      if (!locked && key !== null) await lock();
    },
    tokenTold: async (known, insists) => {
      const before = await read();
      locked ||= notes.now.locked;
      if (known) await notes.change({ token: true });
      unset = insists && key !== null && !notes.now.token && !before.passphrase;
      const after = await read();
      if (after.wants !== before.wants || after.token !== before.token) options.onChange(after);
    },
    nothingOpen() {
      if (!locked) return;
      locked = false;
      void changed();
    },
    handlers: {
      'lock.read': async () => done(await read()),
      'lock.now': lock,
      'lock.open': async ({ passphrase }) => {
        const opened = await open(passphrase);
        return opened.ok ? given(opened.value) : opened;
      },
      'lock.openByToken': async () => {
        const [opens, sat] = [key, sitting];
        // A token seals no key: where there is no keychain, the passphrase brings it first.
        if (opens === null) return failed({ kind: 'notAllowed' });
        const proof = await options.proveByToken();
        if (!proof.ok) return proof;
        if (sat !== sitting) return failed({ kind: 'notAllowed' });
        await notes.change({ token: true });
        return given(opens);
      },
      'lock.choose': async ({ present, next }) => {
        if (waiting && brought !== null) {
          const taken = brought;
          await file.putAside();
          await file.seal(taken, next);
          brought = null;
          return given(taken);
        }
        if (await file.exists()) {
          const opened = await open(present ?? '');
          if (!opened.ok) return opened;
          await file.seal(opened.value, next);
          return given(opened.value);
        }
        // What a token shut is not opened by a passphrase that whoever stands before it makes up.
        if (locked && key !== null) return failed({ kind: 'deskLocked' });
        // Data that another key opens are not locked up behind a new one.
        if (key === null && (!waiting || options.holdsData())) return failed({ kind: 'storeKeyWrong' });
        const sealed = key ?? randomBytes(32).toString('hex');
        await file.seal(sealed, next);
        return given(sealed);
      },
    },
  };
}

/** Looks now and then how long nobody touched a key or the mouse, as the system tells it; ends by itself with the program. */
export function watchIdle(
  monitor: { getSystemIdleTime(): number },
  minutes: () => number,
  onLeft: () => void,
  everyMs = 5000,
): void {
  setInterval(() => {
    const most = minutes();
    if (most > 0 && monitor.getSystemIdleTime() >= most * 60) onLeft();
  }, everyMs).unref();
}
