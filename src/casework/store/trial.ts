import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3-multiple-ciphers';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { openDatabase } from './database.ts';
import { deriveKeys } from './keys.ts';
import { lockFolder } from './lock.ts';
import { migrate, versionOf } from './migrate.ts';
import { journalMigrations } from './store.ts';
import { troubleOf } from './trouble.ts';

export const journalVersion = versionOf;

/** Copies an open journal into a file of its own, sealed with the same key. */
export function copyJournal(raw: Database, file: string): void {
  raw.prepare('vacuum into ?').run(file);
}

/** What became of a journal that was migrated on trial. */
export type Trial =
  | { readonly kind: 'fine'; readonly from: number; readonly to: number }
  | { readonly kind: 'unreadable'; readonly failure: Failure }
  | { readonly kind: 'notMigrated'; readonly detail: string };

/**
 * Migrates a copy of the journal in `work` (a folder of the caller's) and looks at every page of it: what this program would do to the real
 * one, which is only read. Without a journal, a new one is made and migrated.
 */
export function tryMigration(options: {
  readonly dataDir: string | null;
  readonly storeKey: string | null;
  readonly work: string;
}): Trial {
  const { dataDir } = options;
  const copy = join(mkdtempSync(join(options.work, 'trial-')), 'journal.db');
  const { journal: key } = deriveKeys(options.storeKey ?? randomBytes(32).toString('hex'));
  try {
    if (dataDir !== null && existsSync(join(dataDir, 'journal.db'))) {
      const lock = lockFolder(join(dataDir, 'office.lock'), 1000);
      if (!lock) return { kind: 'unreadable', failure: { kind: 'storeBusy' } };
      try {
        const raw = openDatabase(join(dataDir, 'journal.db'), { key, synchronous: 'FULL' });
        try {
          copyJournal(raw, copy);
        } finally {
          raw.close();
        }
      } finally {
        lock.release();
      }
    }
  } catch (error) {
    const failure = troubleOf(error, 'journal.db');
    if (!failure) throw error;
    return { kind: 'unreadable', failure };
  }
  return migrateCopy(copy, key);
}

function migrateCopy(copy: string, key: Uint8Array): Trial {
  try {
    const raw = openDatabase(copy, { key, synchronous: 'NORMAL' });
    try {
      const end = migrate(raw, journalMigrations, null);
      if (end.kind === 'fromFuture') return { kind: 'notMigrated', detail: `of a newer program (${end.version})` };
      const found: unknown = raw.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') return { kind: 'notMigrated', detail: String(found) };
      return { kind: 'fine', from: end.from, to: end.to };
    } finally {
      raw.close();
    }
  } catch (error) {
    return { kind: 'notMigrated', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(join(copy, '..'), { recursive: true, force: true });
  }
}

/**
 * Puts the journal's copy from before an update back in its place, when what lies there is of a newer shape than this program reads. What lay there is
 * put aside, never lost. Answers whether there was anything to do.
 */
export function restoreJournal(options: {
  readonly dataDir: string;
  readonly storeKey: string;
  readonly backup: string;
}): Outcome<boolean> {
  const { dataDir, backup } = options;
  const file = join(dataDir, 'journal.db');
  const { journal: key } = deriveKeys(options.storeKey);
  const newest = journalMigrations.at(-1)?.version ?? 0;
  const lock = lockFolder(join(dataDir, 'office.lock'), 1000);
  if (!lock) return failed({ kind: 'storeBusy' });
  try {
    const versionIn = (path: string): number => {
      const raw = openDatabase(path, { key, synchronous: 'FULL' });
      try {
        return versionOf(raw);
      } finally {
        raw.close();
      }
    };
    const there = versionIn(file);
    if (there <= newest || !existsSync(backup) || versionIn(backup) > newest) return done(false);
    // Closing the last connection brought everything into the one file.
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    copyFileSync(backup, `${file}.back`);
    renameSync(file, join(dataDir, 'backups', `journal-v${there}-put-aside-${process.pid}.db`));
    renameSync(`${file}.back`, file);
    syncFolderSync(dataDir);
    return done(true);
  } catch (error) {
    const failure = troubleOf(error, 'journal.db');
    if (!failure) throw error;
    return failed(failure);
  } finally {
    lock.release();
  }
}
