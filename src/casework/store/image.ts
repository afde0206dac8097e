import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3-multiple-ciphers';
import { type Db, type ReadableDB, database, openDatabase } from './database.ts';

/**
 * All of a database as one plain SQLite file in memory, as it is between two transactions. It never touches the disk unsealed. Takes
 * about 4 ms a megabyte, in which nothing else runs.
 */
export function imageOf(db: Db): Buffer {
  if (db.inTransaction) throw new Error('an image inside a transaction');
  const image = db.raw.serialize();
  // "Rollback journal" instead of WAL (file format, bytes 18 and 19): a single file has no second one beside it.
  image[18] = 1;
  image[19] = 1;
  return image;
}

export interface OpenImage {
  readonly db: ReadableDB<'journal'>;
  readonly version: number;
  close(): void;
}

/** Opens an image in memory, read-only. @throws SqliteError when it is damaged: every page of it is looked at. */
export function openImage(image: Buffer): OpenImage {
  const raw = new BetterSqlite(image);
  try {
    raw.pragma('query_only = ON');
    const found = raw.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw Object.assign(new Error('a damaged image'), { code: 'SQLITE_CORRUPT' });
    const version = raw.pragma('user_version', { simple: true }) as number;
    return { db: database('journal', raw), version, close: () => void raw.close() };
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * Writes an image as an encrypted database of ours: shape, rows, then what guards them. Durable when it returns. What was at `path`
 * before is replaced.
 */
export function writeImage(image: Buffer, path: string, key: Uint8Array): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  const from = new BetterSqlite(image);
  const to = openDatabase(path, { key, synchronous: 'FULL' });
  try {
    from.defaultSafeIntegers(true);
    to.pragma('journal_mode = DELETE');
    to.pragma('foreign_keys = OFF');
    to.transaction(() => copyAll(from, to)).immediate();
    to.pragma(`user_version = ${String(from.pragma('user_version', { simple: true }))}`);
  } finally {
    from.close();
    to.close();
  }
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function copyAll(from: BetterSqlite.Database, to: BetterSqlite.Database): void {
  const shapes = from
    .prepare(
      "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite\\_%' escape '\\'",
    )
    .all() as { type: string; name: string; sql: string }[];
  const tables = shapes.filter(({ type }) => type === 'table');
  for (const { sql } of tables) to.exec(sql);
  for (const { name } of tables) copyRows(from, to, name);
  // Triggers come after the rows: they guard what happens, not what is.
  for (const { sql } of shapes.filter(({ type }) => type !== 'table')) to.exec(sql);
}

function copyRows(from: BetterSqlite.Database, to: BetterSqlite.Database, table: string): void {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  const rows = from.prepare(`select * from ${quoted}`);
  const columns = rows.columns().map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  const insert = to.prepare(
    `insert into ${quoted} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows.raw().iterate()) insert.run(...(row as unknown[]));
}
