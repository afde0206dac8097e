import { randomBytes } from 'node:crypto';
import { done, failed, type Outcome } from '../contract/failures.ts';
import type { LockCalls, LockState } from '../contract/lock.ts';
import type { Handlers } from '../contract/rpc.ts';
import type { PassphraseFile } from './passphrase.ts';

export interface DeskLockOptions {
  /** Whether data lie there already that another key opens. */
  readonly holdsData: () => boolean;
  /** The person locked the desk, or left it alone. */
  readonly onLocked: () => void;
  readonly onChange: (state: LockState) => void;
  /** A key is at hand where there was none: the office is brought up with it. */
  readonly onKey: () => void;
}

/** The lock of a desk: closes it to whoever sits down, and keeps the store's key where the system has no keychain. */
export interface DeskLock {
  readonly handlers: Omit<Handlers<LockCalls>, 'lock.person'>;
  readonly locked: boolean;
  /** The keychain has the key: a passphrase may be chosen for the lock. */
  holds(key: string): void;
  /** There is no keychain: the key that a passphrase opened, or null until then. */
  keyWithoutKeychain(): string | null;
  /** Its person gets up, and another sits down: the key is not kept for whoever comes back. */
  forget(): void;
  /** Its person sits down where somebody else sat: where a passphrase was chosen, it has to be said. */
  sitDown(): Promise<void>;
  /** Nobody touched the desk for as long as the institution allows. */
  leftAlone(): Promise<void>;
}

export function deskLock(file: PassphraseFile, options: DeskLockOptions): DeskLock {
  let key: string | null = null;
  let locked = false;
  /** No keychain and no key yet: a person has to speak first. */
  let waiting = false;

  const read = async (): Promise<LockState> => {
    const passphrase = await file.exists();
    return { passphrase, wants: locked || (waiting && passphrase) ? 'passphrase' : waiting ? 'new' : 'nothing' };
  };
  const changed = async (): Promise<Outcome<LockState>> => {
    const state = await read();
    options.onChange(state);
    return done(state);
  };
  const lock = async (): Promise<Outcome<LockState>> => {
    if (!(await file.exists())) return failed({ kind: 'notAllowed' });
    if (!locked) {
      locked = true;
      options.onLocked();
    }
    return changed();
  };
  const given = async (opened: string): Promise<Outcome<LockState>> => {
    const begins = waiting;
    key = opened;
    locked = false;
    waiting = false;
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
      return locked;
    },
    holds(known) {
      key = known;
      waiting = false;
    },
    keyWithoutKeychain() {
      waiting = key === null;
      return key;
    },
    forget() {
      key = null;
      locked = false;
      waiting = false;
    },
    sitDown: async () => {
      if (await file.exists()) await lock();
    },
    leftAlone: async () => {
      if (!locked && key !== null) await lock();
    },
    handlers: {
      'lock.read': async () => done(await read()),
      'lock.now': lock,
      'lock.open': async ({ passphrase }) => {
        const opened = await open(passphrase);
        return opened.ok ? given(opened.value) : opened;
      },
      'lock.choose': async ({ present, next }) => {
        if (await file.exists()) {
          const opened = await open(present ?? '');
          if (!opened.ok) return opened;
          await file.seal(opened.value, next);
          return given(opened.value);
        }
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
