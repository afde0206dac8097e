import { type OfficePace, type Rounds, startRounds } from '../office/rounds.ts';
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
}

/** An end that is cut off within this time of being written is not found out: no mark is behind it yet. */
export const markPace: OfficePace = { idleMs: 10 * 60_000, firstMs: 10_000, mostMs: 10 * 60_000 };

/** Has the log of accesses vouched for by the register's own log, again and again, wherever it grew. */
export function startAccessMarks(
  rooms: MarkRooms,
  {
    pace = markPace,
    ...rest
  }: {
    readonly pace?: OfficePace | undefined;
    readonly random: () => number;
    readonly onBug: (error: unknown) => void;
  },
): Rounds {
  let isFirst = true;
  return startRounds({
    ...{ pace, ...rest },
    async round() {
      // The first one is due after the usual time, not at the start.
      if (!isFirst) await markAccesses(rooms);
      isFirst = false;
      return true;
    },
  });
}

/** Marks where the log of accesses stands now; nothing where it did not grow. */
export async function markAccesses({ book, log, signer, name, clock }: MarkRooms): Promise<void> {
  const head = await book.accessHead();
  if (head.seq === 0) return;
  await log.markAccesses(head, () => {
    const { seq, hash } = head;
    return signer.signAccesses({ v: 1, repository: name, seq, hash: Sha256.parse(hash), at: clock().toISOString() });
  });
}
