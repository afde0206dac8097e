import BetterSqlite, { type Database, type Statement } from 'better-sqlite3-multiple-ciphers';
import { cipherKey, cipherPragmas } from '../../at-rest/cipher.ts';
import type { Sql } from './sql.ts';

/** The two databases of an office (law 1): what only exists here, and what can be fetched again. */
export type StoreName = 'journal' | 'cache';

declare const named: unique symbol;

/** A database that may be asked. */
export interface ReadableDB<N extends StoreName = StoreName> {
  readonly [named]?: N;
  get<T>(query: Sql): T | undefined;
  all<T>(query: Sql): T[];
  iterate<T>(query: Sql): IterableIterator<T>;
}

declare const writable: unique symbol;

/** A database inside its own transaction: the only handle that can change anything. */
export interface WritableDB<N extends StoreName = StoreName> extends ReadableDB<N> {
  readonly [writable]?: N;
  /** Runs a statement; answers how many rows it changed. */
  run(query: Sql): number;
  /** As `run`, and it is a bug when the number of changed rows is another one. */
  runExactly(rows: number, query: Sql): void;
}

/** One open database file. Writing happens in `write` only, which is one transaction. */
export interface Db<N extends StoreName = StoreName> extends ReadableDB<N> {
  readonly name: N;
  readonly raw: Database;
  /** Whether a transaction is open now. */
  readonly inTransaction: boolean;
  /** Runs `work` in one immediate transaction: all of it is committed, or (when it throws) none. It must not await. */
  write<T>(work: (tx: WritableDB<N>) => T): T;
  close(): void;
}

/** How a file is opened: 32 bytes of key, and how hard a commit is pushed to the disk. */
export interface OpenOptions {
  readonly key: Uint8Array;
  readonly synchronous: 'FULL' | 'NORMAL';
}

/**
 * Opens (or makes) an encrypted database: SQLCipher 4 format with a raw key, WAL.
 * @throws SqliteError; `SQLITE_NOTADB` means another key, or not one of our files.
 */
export function openDatabase(path: string, options: OpenOptions): Database {
  const raw = new BetterSqlite(path, { timeout: 1000 });
  try {
    unlock(raw, options.key);
    // Fails here, not later, when the key does not fit.
    raw.prepare('select count(*) from sqlite_schema').get();
    raw.pragma('journal_mode = WAL');
    // better-sqlite3 has shipped with NORMAL for WAL, which loses acknowledged commits on a power cut.
    raw.pragma(`synchronous = ${options.synchronous}`);
    raw.pragma('foreign_keys = ON');
    raw.pragma('trusted_schema = OFF');
    // Sorting must not spill plain text to the disk.
    raw.pragma('temp_store = MEMORY');
  } catch (error) {
    raw.close();
    throw error;
  }
  return raw;
}

/**
 * A connection that only reads, over both databases at once (`main` is the journal, `cache` the cache). Questions may look at
 * both; nothing can be written through it, so no transaction that changes anything spans the two.
 */
export function openReader(
  journal: { path: string; key: Uint8Array },
  cache: { path: string; key: Uint8Array },
): Reader {
  const raw = new BetterSqlite(journal.path, { timeout: 1000, fileMustExist: true });
  try {
    unlock(raw, journal.key);
    raw.prepare('select count(*) from sqlite_schema').get();
    raw.prepare('attach database ? as cache key ?').run(cache.path, cipherKey(cache.key));
    raw.pragma('temp_store = MEMORY');
    raw.pragma('query_only = ON');
  } catch (error) {
    raw.close();
    throw error;
  }
  const { get, all, iterate } = statements(raw);
  return { get, all, iterate, close: () => void raw.close() };
}
export interface Reader extends ReadableDB {
  close(): void;
}

/** Wraps an open file, so that it can be asked at any time but changed in transactions only. */
export function database<N extends StoreName>(name: N, raw: Database): Db<N> {
  const handle = statements<N>(raw);
  return {
    name,
    raw,
    get inTransaction() {
      return raw.inTransaction;
    },
    get: handle.get,
    all: handle.all,
    iterate: handle.iterate,
    write(work) {
      if (raw.inTransaction) throw new Error(`${name}: a transaction inside a transaction`);
      return raw.transaction(() => work(handle)).immediate();
    },
    close: () => void raw.close(),
  };
}

function statements<N extends StoreName>(raw: Database): WritableDB<N> {
  // Statements are prepared once; their texts come from the code, so there are few.
  const prepared = new Map<string, Statement<unknown[]>>();
  const prepare = (query: Sql) => {
    let statement = prepared.get(query.text);
    if (!statement) {
      statement = raw.prepare<unknown[]>(query.text);
      prepared.set(query.text, statement);
    }
    return statement;
  };
  const run = (query: Sql): number => prepare(query).run(...query.values).changes;
  return {
    get: <T>(query: Sql) => prepare(query).get(...query.values) as T | undefined,
    all: <T>(query: Sql) => prepare(query).all(...query.values) as T[],
    iterate: <T>(query: Sql) => raw.prepare<unknown[]>(query.text).iterate(...query.values) as IterableIterator<T>,
    run,
    runExactly(rows, query) {
      const changed = run(query);
      if (changed !== rows) throw new Error(`${changed} rows changed instead of ${rows}: ${query.text.slice(0, 120)}`);
    },
  };
}

function unlock(raw: Database, key: Uint8Array): void {
  for (const pragma of cipherPragmas(key)) raw.pragma(pragma);
}
