import { type OfficePace, startRounds } from '../office/rounds.ts';
import type { LogSigner } from '../log/keys.ts';
import type { LogBook } from '../log/port.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { PeopleBook } from './book.ts';

export interface MarkRooms {
  readonly book: Pick<PeopleBook, 'accessHead'>;
  readonly log: Pick<LogBook, 'markAccesses'>;
  readonly signer: Pick<LogSigner, 'signAccesses'>;
  readonly name: string;
  readonly clock: () => Date;
  /** Signs the register's log as it is then: a mark that nobody was told of could be removed with its leaf. */
  readonly sign: () => Promise<unknown>;
}

export interface AccessMarks {
  /** So many entries more were written. */
  grew(entries: number): void;
  /** Leaves what is younger than the last mark to the next start: ending and beginning again add no leaf. */
  stop(): Promise<void>;
}

/**
 * An end that is cut off before one of both is reached is not found out, because no mark is behind it yet: not more than so many entries, and
 * not older than this. What a node wrote since, it marks when it is back.
 */
export const markPace: OfficePace = { idleMs: 10 * 60_000, firstMs: 10_000, mostMs: 10 * 60_000 };
export const mostUnmarked = 2_000;

/** Has the log of accesses vouched for by the register's own log, again and again, wherever it grew. */
export function startAccessMarks(
  rooms: MarkRooms,
  {
    pace = markPace,
    most = mostUnmarked,
    ...rest
  }: {
    readonly pace?: OfficePace | undefined;
    readonly most?: number | undefined;
    readonly random: () => number;
    readonly onBug: (error: unknown) => void;
  },
): AccessMarks {
  let isDue = false;
  let unmarked = 0;
  const mark = async (): Promise<void> => {
    unmarked = 0;
    if (await markAccesses(rooms)) await rooms.sign();
  };
  const rounds = startRounds({
    ...{ pace, ...rest },
    async round() {
      // The first one is due after the usual time, not at the start.
      if (isDue) await mark();
      isDue = true;
      return true;
    },
  });
  return {
    grew(entries) {
      unmarked += entries;
      if (unmarked < most) return;
      unmarked = 0;
      isDue = true;
      rounds.kick();
    },
    stop: () => rounds.stop(),
  };
}

/** Marks where the log of accesses stands now, which changes nothing where it did not grow; false where there is no entry. */
export async function markAccesses({ book, log, signer, name, clock }: Omit<MarkRooms, 'sign'>): Promise<boolean> {
  const head = await book.accessHead();
  if (head.seq === 0) return false;
  await log.markAccesses(head, () => {
    const { seq, hash } = head;
    return signer.signAccesses({ v: 1, repository: name, seq, hash: Sha256.parse(hash), at: clock().toISOString() });
  });
  return true;
}
