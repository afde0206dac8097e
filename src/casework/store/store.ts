import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3-multiple-ciphers';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';
import { migration0010 as cache0010 } from './cache-migrations/0010-first.ts';
import { migration0020 as cache0020 } from './cache-migrations/0020-proposal-marks.ts';
import { type Db, type OpenOptions, type Reader, database, openDatabase, openReader } from './database.ts';
import { migration0030 as cache0030 } from './cache-migrations/0030-renditions.ts';
import { migration0040 as cache0040 } from './cache-migrations/0040-files-that-went.ts';
import { migration0050 as cache0050 } from './cache-migrations/0050-in-office.ts';
import { migration0010 as journal0010 } from './journal-migrations/0010-first.ts';
import { migration0020 as journal0020 } from './journal-migrations/0020-returns-of-proposals.ts';
import { migration0030 as journal0030 } from './journal-migrations/0030-renditions.ts';
import { migration0040 as journal0040 } from './journal-migrations/0040-batches-to-go-on-with.ts';
import { migration0055 as journal0055 } from './journal-migrations/0055-line-and-pins.ts';
import { migration0060 as journal0060 } from './journal-migrations/0060-received-in-office.ts';
import { migration0061 as journal0061 } from './journal-migrations/0061-raised-elsewhere.ts';
import { migration0051 as cache0051 } from './cache-migrations/0051-renditions-fetched.ts';
import { migration0080 as journal0080 } from './journal-migrations/0080-drafts.ts';
import { migration0100 as journal0100 } from './journal-migrations/0100-own-proposals.ts';
import { migration0110 as journal0110 } from './journal-migrations/0110-device-names.ts';
import { migration0130 as journal0130 } from './journal-migrations/0130-act-papers.ts';
import { migration0131 as journal0131 } from './journal-migrations/0131-writing.ts';
import { migration0132 as journal0132 } from './journal-migrations/0132-draft-cites.ts';
import { migration0150 as journal0150 } from './journal-migrations/0150-register-log.ts';
import { migration0190 as journal0190 } from './journal-migrations/0190-raised-here.ts';
import { migration0060 as cache0060 } from './cache-migrations/0060-drafts.ts';
import { migration0065 as cache0065 } from './cache-migrations/0065-signers.ts';
import { migration0085 as journal0085 } from './journal-migrations/0085-half-signed.ts';
import { migration0085 as cache0085 } from './cache-migrations/0085-entries.ts';
import { migration0220 as journal0220 } from './journal-migrations/0220-own-notes.ts';
import { migration0120 as cache0120 } from './cache-migrations/0120-search.ts';
import { migration0130 as cache0130 } from './cache-migrations/0130-case-index.ts';
import { migration0111 as cache0111 } from './cache-migrations/0111-labels-and-corrections.ts';
import { migration0201 as journal0201 } from './journal-migrations/0201-saved-filters.ts';
import { migration0110 as cache0110 } from './cache-migrations/0110-entries-of-drafts.ts';
import { migration0200 as journal0200 } from './journal-migrations/0200-draft-reads.ts';
import { migration0140 as journal0140 } from './journal-migrations/0140-cases-and-entries.ts';
import { migration0250 as journal0250 } from './journal-migrations/0250-enrolment.ts';
import { migration0160 as cache0160 } from './cache-migrations/0160-parcel-key.ts';
import { migration0190 as cache0190 } from './cache-migrations/0190-settling.ts';
import { migration0191 as cache0191 } from './cache-migrations/0191-counted-by-index.ts';
import { migration0261 as cache0261 } from './cache-migrations/0261-signed-by.ts';
import { migration0260 as journal0260 } from './journal-migrations/0260-halves-in-office.ts';
import { migration0270 as journal0270 } from './journal-migrations/0270-fetched-salt.ts';
import { migration0280 as journal0280 } from './journal-migrations/0280-electronic.ts';
import { migration0335 as journal0335 } from './journal-migrations/0335-files-by-index.ts';
import { migration0340 as journal0340 } from './journal-migrations/0340-desk-tokens.ts';
import { migration0355 as journal0355 } from './journal-migrations/0355-others-electronic.ts';
import { migration0356 as journal0356 } from './journal-migrations/0356-shown-to-each.ts';
import { migration0400 as journal0400 } from './journal-migrations/0400-remade-acts.ts';
import { migration0440 as journal0440 } from './journal-migrations/0440-set-aside.ts';
import { migration0215 as cache0215 } from './cache-migrations/0215-files-by-index.ts';
import { migration0240 as cache0240 } from './cache-migrations/0240-exceptional-access.ts';
import { migration0250 as cache0250 } from './cache-migrations/0250-signed-entry-refusals.ts';
import { migration0255 as cache0255 } from './cache-migrations/0255-calendars.ts';
import { migration0286 as cache0286 } from './cache-migrations/0286-substitutes.ts';
import { migration0292 as cache0292 } from './cache-migrations/0292-notices.ts';
import { migration0260 as cache0260 } from './cache-migrations/0260-hearings.ts';
import { migration0275 as cache0275 } from './cache-migrations/0275-office-facts.ts';
import { migration0295 as cache0295 } from './cache-migrations/0295-pieces.ts';
import { migration0305 as cache0305 } from './cache-migrations/0305-templates.ts';
import { migration0315 as cache0315 } from './cache-migrations/0315-remade-elsewhere.ts';
import { migration0170 as cache0170 } from './cache-migrations/0170-electronic.ts';
import { type StoreKeys, deriveKeys } from './keys.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { type Migration, migrate } from './migrate.ts';
import { troubleOf } from './trouble.ts';

export const journalMigrations: readonly Migration[] = [
  journal0010,
  journal0020,
  journal0030,
  journal0040,
  journal0055,
  journal0060,
  journal0061,
  journal0080,
  journal0085,
  journal0100,
  journal0110,
  journal0130,
  journal0131,
  journal0132,
  journal0140,
  journal0150,
  journal0190,
  journal0200,
  journal0201,
  journal0220,
  journal0250,
  journal0260,
  journal0270,
  journal0280,
  journal0335,
  journal0340,
  journal0355,
  journal0356,
  journal0400,
  journal0440,
];
export const cacheMigrations: readonly Migration[] = [
  cache0010,
  cache0020,
  cache0030,
  cache0040,
  cache0050,
  cache0051,
  cache0060,
  cache0065,
  cache0085,
  cache0110,
  cache0111,
  cache0120,
  cache0130,
  cache0160,
  cache0170,
  cache0190,
  cache0191,
  cache0215,
  cache0240,
  cache0250,
  cache0255,
  cache0260,
  cache0261,
  cache0275,
  cache0286,
  cache0292,
  cache0295,
  cache0305,
  cache0315,
];

/** What an office keeps its rows in. `reader` asks over both databases at once and cannot write. */
export interface Store {
  readonly folder: string;
  readonly keys: StoreKeys;
  readonly journal: Db<'journal'>;
  readonly cache: Db<'cache'>;
  readonly reader: Reader;
  /** The cache was lost, damaged or of another program, and begins anew. */
  readonly cacheIsNew: boolean;
  /** The copy made before the journal's shape was changed just now. */
  readonly backup: string | null;
  close(): void;
}

export interface StoreOptions {
  readonly folder: string;
  /** 32 bytes as hexadecimal. */
  readonly storeKey: string;
  /** How long to wait for an office that is just closing. */
  readonly lockWaitMs?: number;
  /** Names the copy made before a migration. */
  readonly now: () => Date;
  /** Whether signed files lie in the folder: with any there, a missing journal is damage, not a beginning. */
  readonly hasKept?: () => boolean;
}

/**
 * Opens (or makes) the store in a data folder, for this process alone. Every expected end is a failure: `storeBusy`,
 * `storeKeyWrong`, `storeDamaged`, `storeFromFuture`, `diskFull`, `fileUnreadable`.
 */
export function openStore(options: StoreOptions): Outcome<Store> {
  const keys = deriveKeys(options.storeKey);
  let lock: FolderLock | null = null;
  try {
    makeFolder(options.folder);
    lock = lockFolder(join(options.folder, 'office.lock'), options.lockWaitMs ?? 1000);
    if (!lock) return failed({ kind: 'storeBusy' });
    const opened = openUnder(lock, keys, options);
    if (!opened.ok) lock.release();
    return opened;
  } catch (error) {
    lock?.release();
    const trouble = troubleOf(error, 'journal.db');
    if (!trouble) throw error;
    return failed(trouble);
  }
}

function openUnder(lock: FolderLock, keys: StoreKeys, options: StoreOptions): Outcome<Store> {
  const { folder } = options;
  const journalPath = join(folder, 'journal.db');
  const cachePath = join(folder, 'cache.db');
  const checkPath = join(folder, 'store.json');
  const check = readKeyCheck(checkPath);
  if (check !== null && check !== keys.check) return failed({ kind: 'storeKeyWrong' });
  // A new journal beside old files would know none of them, and nothing of what still has to reach the repository.
  const isMissing = (statSync(journalPath, { throwIfNoEntry: false })?.size ?? 0) === 0;
  if (isMissing && (existsSync(checkPath) || options.hasKept?.() === true)) {
    return failed({ kind: 'storeDamaged', store: 'journal', detail: 'journal.db is missing' });
  }

  const backups = join(folder, 'backups');
  const rawJournal = openDatabase(journalPath, { key: keys.journal, synchronous: 'FULL' });
  const opened: { close(): unknown }[] = [rawJournal];
  try {
    const migrated = migrate(rawJournal, journalMigrations, (version) => {
      makeFolder(backups);
      const stamp = options
        .now()
        .toISOString()
        .replaceAll(/[-:]|\.\d+/g, '');
      return join(backups, `journal-v${version}-${stamp}-${process.pid}.db`);
    });
    if (migrated.kind === 'fromFuture') {
      rawJournal.close();
      return failed({ kind: 'storeFromFuture', store: 'journal.db', version: migrated.version });
    }
    // Only a key that opened the journal is worth remembering.
    if (check === null) writeDurablySync(checkPath, `${JSON.stringify({ version: 1, keyCheck: keys.check })}\n`);
    const all = deriveKeys(options.storeKey, fetchedSalt(rawJournal, existsSync(cachePath)));
    const cache = openCache(cachePath, all.cache);
    opened.push(cache.raw);
    const reader = openReader({ path: journalPath, key: keys.journal }, { path: cachePath, key: all.cache });
    opened.push(reader);
    return done(assemble({ folder, keys: all, lock, rawJournal, cache, reader, backup: migrated.backup }));
  } catch (error) {
    for (const one of opened) one.close();
    throw error;
  }
}

function assemble(parts: {
  folder: string;
  keys: StoreKeys;
  lock: FolderLock;
  rawJournal: Database;
  cache: { raw: Database; isNew: boolean };
  reader: Reader;
  backup: string | null;
}): Store {
  const journal = database('journal', parts.rawJournal);
  const cache = database('cache', parts.cache.raw);
  return {
    folder: parts.folder,
    keys: parts.keys,
    journal: apart(journal, cache),
    cache: apart(cache, journal),
    reader: parts.reader,
    cacheIsNew: parts.cache.isNew,
    backup: parts.backup,
    close() {
      parts.reader.close();
      cache.close();
      journal.close();
      parts.lock.release();
    },
  };
}

/** Law 1: no transaction spans both databases, not even one inside the other. */
function apart<N extends 'journal' | 'cache'>(own: Db<N>, other: Db): Db<N> {
  return {
    ...own,
    get inTransaction() {
      return own.inTransaction;
    },
    write(work) {
      if (other.inTransaction) throw new Error(`${own.name} changed inside a transaction of ${other.name}`);
      return own.write(work);
    },
  };
}

/** The salt of this store; a cache that is there already was made without one, and goes on so. */
function fetchedSalt(journal: Database, hasCache: boolean): string {
  const kept = journal.prepare('select salt from fetched_salt').pluck().get() as string | undefined;
  if (kept !== undefined) return kept;
  const salt = hasCache ? '' : randomBytes(16).toString('hex');
  journal.prepare('insert into fetched_salt (one, salt) values (1, ?)').run(salt);
  return salt;
}

/** The cache never stands in the way: what cannot be read, or is of a newer program, is thrown away and fetched again. */
function openCache(path: string, key: Uint8Array): { raw: Database; isNew: boolean } {
  // NORMAL may lose the last commits on a power cut, never the file's wholeness: they are fetched again.
  const options: OpenOptions = { key, synchronous: 'NORMAL' };
  const isNew = !existsSync(path);
  try {
    const raw = openDatabase(path, options);
    try {
      if (migrate(raw, cacheMigrations, null).kind === 'migrated') return { raw, isNew };
    } catch (error) {
      raw.close();
      throw error;
    }
    raw.close();
  } catch (error) {
    if (troubleOf(error)?.kind !== 'storeDamaged') throw error;
  }
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const raw = openDatabase(path, options);
  migrate(raw, cacheMigrations, null);
  return { raw, isNew: true };
}

/** The check value written beside the store when it was made; null when there is none that can be read. */
function readKeyCheck(path: string): string | null {
  try {
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const check = typeof written === 'object' && written !== null && 'keyCheck' in written ? written.keyCheck : null;
    return typeof check === 'string' && /^[0-9a-f]{64}$/.test(check) ? check : null;
  } catch {
    return null;
  }
}
