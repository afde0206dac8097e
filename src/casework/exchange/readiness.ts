import { join } from 'node:path';
import type { Calls } from '../../contract/calls.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { Readiness } from '../../contract/updates.ts';
import { makeFolder } from '../../at-rest/durable.ts';
import { type Store, sql, troubleOf } from '../store/index.ts';
import { copyJournal, journalVersion } from '../store/trial.ts';

/** Whoever stopped typing without a word (the page died) is not waited for longer than this. */
const typingMs = 2 * 60_000;

export interface ExchangeRooms {
  readonly handlers: Handlers<Calls>;
  readonly store: Store;
  readonly signing: { isRunning(): boolean };
  readonly clock: () => Date;
}

/** What whoever exchanges the program asks of the office before it does. */
export interface Exchange {
  /** The same handlers, heard on the way: an act that is being typed goes through them. */
  readonly handlers: Handlers<Calls>;
  readiness(): Readiness;
  /** Copies the journal, sealed with the same key; answers where the copy lies. */
  backup(): Outcome<string>;
}

export function watchExchange({ handlers, store, signing, clock }: ExchangeRooms): Exchange {
  let typedAt = -Infinity;
  const typed = (): void => void (typedAt = performance.now());
  return {
    handlers: {
      ...handlers,
      'drafts.writing': (input) => {
        if (input.writes) typed();
        else typedAt = -Infinity;
        return handlers['drafts.writing'](input);
      },
      'drafts.save': (input) => {
        typed();
        return handlers['drafts.save'](input);
      },
    },
    readiness: () => ({
      batch: signing.isRunning(),
      unsettled:
        store.journal.get<{ n: number }>(sql`select count(*) as n from batches where state = 'running'`)?.n ?? 0,
      typing: performance.now() - typedAt < typingMs,
      schema: journalVersion(store.journal.raw),
    }),
    backup() {
      try {
        const folder = join(store.folder, 'backups');
        makeFolder(folder);
        const stamp = clock().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
        const file = join(folder, `journal-before-update-${stamp}-${process.pid}.db`);
        copyJournal(store.journal.raw, file);
        return done(file);
      } catch (error) {
        const trouble = troubleOf(error, store.folder);
        if (!trouble) throw error;
        return failed(trouble);
      }
    },
  };
}
