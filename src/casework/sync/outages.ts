import { Failure } from '../../contract/failures.ts';
import type { Outage } from '../../contract/line.ts';
import { type Store, sql } from '../store/index.ts';
import { noteWhereItCan } from './notes.ts';

/** Writes down when the line was down. Times are the office's best knowledge of what time it is, durations are not taken from them. */
export interface OutageLog {
  down(reason: Failure): void;
  back(): void;
  /** The office is closed: how the outage ended nobody will know. */
  close(): void;
}

/** A line that is back sooner was not down as anybody would have it written in minutes. */
const worthWritingMs = 10_000;
/** How often an outage that lasts is confirmed. */
const confirmEveryMs = 30_000;

export function outageLog(options: {
  readonly store: Store;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed?: () => number;
}): OutageLog {
  const { store, now, elapsed = () => performance.now() } = options;
  let open: { readonly at: number; readonly from: string; readonly reason: Failure; id: number | null } | null = null;
  let confirmedAt = 0;
  // The last office died while the line was down: until when it was down was last seen is all that is known.
  if (store.journal.get(sql`select 1 from line_outages where ended is null`)) {
    store.journal.write((tx) =>
      tx.run(sql`update line_outages set until_at = seen_at, ended = 'officeGone' where ended is null`),
    );
  }
  const end = (ended: 'back' | 'officeClosed'): void => {
    const id = open?.id ?? null;
    const at = now().toISOString();
    const write = (): void =>
      store.journal.write((tx) =>
        tx.runExactly(
          1,
          sql`update line_outages set until_at = ${at}, seen_at = ${at}, ended = ${ended} where id = ${id}`,
        ),
      );
    // What could not be written stays open, and is ended by the next answer that comes.
    if (id === null || noteWhereItCan(write)) open = null;
  };
  return {
    down(reason) {
      open ??= { at: elapsed(), from: now().toISOString(), reason, id: null };
      const { id, from, at } = open;
      const seen = now().toISOString();
      if (id === null && elapsed() - at < worthWritingMs) return;
      if (id !== null && elapsed() - confirmedAt < confirmEveryMs) return;
      confirmedAt = elapsed();
      if (id !== null) {
        noteWhereItCan(() =>
          store.journal.write((tx) =>
            tx.runExactly(1, sql`update line_outages set seen_at = ${seen} where id = ${id}`),
          ),
        );
        return;
      }
      const first = JSON.stringify(open.reason);
      const write = (): void =>
        store.journal.write((tx) =>
          tx.runExactly(
            1,
            sql`insert into line_outages (from_at, seen_at, reason) values (${from}, ${seen}, ${first})`,
          ),
        );
      if (noteWhereItCan(write))
        open.id = store.journal.get<{ id: number }>(sql`select max(id) as id from line_outages`)?.id ?? null;
    },
    back: () => end('back'),
    close: () => end('officeClosed'),
  };
}

/** The newest outages first. */
export function readOutages(store: Pick<Store, 'journal'>, limit: number): Outage[] {
  const rows = store.journal.all<{ from_at: string; until_at: string | null; ended: Outage['ended']; reason: string }>(
    sql`select from_at, until_at, ended, reason from line_outages order by id desc limit ${limit}`,
  );
  return rows.flatMap(({ from_at: from, until_at: until, ended, reason }) => {
    const parsed = Failure.safeParse(JSON.parse(reason));
    return parsed.success ? [{ from, until, ended, reason: parsed.data }] : [];
  });
}
