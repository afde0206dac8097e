import { failed, type Failure, type Outcome } from '../contract/failures.ts';
import type { RecoveryNeed } from '../contract/recovery.ts';
import type { LockKeeper } from './lock-keeper.ts';
import type { OfficeProcess } from './office-process.ts';
import type { Opening } from './opening.ts';
import { awaitsRecovery, needOf } from './recovery.ts';
import type { TokenProcesses } from './token-processes.ts';

/** What runs, as far as lock and recovery turn to it. */
export interface Started {
  readonly office: Pick<OfficeProcess<never>, 'call' | 'keyCame' | 'sit' | 'reopen'>;
  readonly tokens: Pick<TokenProcesses, 'logOut'>;
}

export interface ReopeningRooms {
  /** The last start, or why there is none. */
  starting(): Promise<Outcome<Started>>;
  /** Starts anew; from then on `starting` tells of that one. */
  bringUp(): Promise<unknown>;
  readonly opening: Pick<Opening, 'readOffice' | 'configNow' | 'people'>;
  readonly locks: Pick<LockKeeper, 'locked' | 'nothingOpen'>;
  /** The next start begins at this seat. */
  keepSeat(seatId: string): void;
  /** Every window asks for everything anew. */
  askAnew(): void;
}

/** What becomes of a desk that is locked, whose key is brought back, or where another person sits down. */
export interface Reopening {
  /** The desk was locked. */
  locked(): void;
  /** A key is at hand where none was. */
  keyCame(): void;
  /** Another person of this PC wants to sit down; whether there is one of that seat. */
  person(seatId: string): boolean;
  /** Has the token of whoever sits here prove whose it is. */
  prove(): Promise<Outcome<unknown>>;
  /** The office came up and its data do not open: what leads back to them is reached, locked or not. */
  notOpened(failure: Failure): void;
  /** Why the office is not open, where it can be brought back. */
  need(): Promise<RecoveryNeed | null>;
  /** A key or a copy was brought back: the office is opened with it, or the window asks for the passphrase that seals it. */
  reopen(): Promise<void>;
}

export function reopening(rooms: ReopeningRooms): Reopening {
  const { starting, bringUp, opening, locks, askAnew } = rooms;
  return {
    locked: () => void starting().then((now) => now.ok && now.value.tokens.logOut('screenLocked')),
    keyCame: () =>
      void starting().then((now) => {
        // One that waits for the key of whoever sat down goes on by itself.
        if (now.ok) return now.value.office.keyCame();
        void bringUp();
        askAnew();
      }),
    person(seatId) {
      if (!opening.people()?.some((one) => one.seatId === seatId)) return false;
      void starting().then(async (now) => {
        if (now.ok) return now.value.office.sit(seatId);
        rooms.keepSeat(seatId);
        await bringUp();
        askAnew();
      });
      return true;
    },
    async prove() {
      const started = await starting();
      return started.ok ? started.value.office.call('desk.prove', {}) : started;
    },
    notOpened(failure) {
      if (needOf(failure) === null || !locks.locked) return;
      locks.nothingOpen();
      askAnew();
    },
    async need() {
      const started = await starting();
      if (!started.ok) {
        const config = await opening.configNow();
        return config.ok && awaitsRecovery(config.value.dataDir) ? 'newDesk' : needOf(started.failure);
      }
      const status = await started.value.office.call('office.status', {});
      return status.ok ? null : needOf(status.failure);
    },
    async reopen() {
      const [started, known] = [await starting(), await opening.readOffice()];
      if (started.ok && known.ok) return started.value.office.reopen(known.value.key);
      // Its processes run: they go on once the passphrase is chosen that seals what was brought back.
      if (!started.ok) void bringUp();
      askAnew();
    },
  };
}

/** Before there is a window nothing is open, and nobody asks. */
export const nothingToReopen: Pick<Reopening, 'locked' | 'keyCame' | 'person' | 'prove'> = {
  locked: () => undefined,
  keyCame: () => undefined,
  person: () => false,
  prove: () => Promise.resolve(failed({ kind: 'deskLocked' })),
};
