import BetterSqlite from 'better-sqlite3-multiple-ciphers';
import type { SqlValue } from './sql.ts';

export type Row = Readonly<Record<string, SqlValue>>;

/** A database of ours with pages that do not hold any more. What it still gives is authentic: each page carries a MAC under the key. */
export interface DamagedDatabase {
  /** The row with this key; null when it is not there or cannot be read. */
  row(table: string, column: string, key: SqlValue): Row | null;
  /** Rows with integer keys above `after`, as far as they can be read, in order. */
  rowsAfter(table: string, column: string, after: number): Row[];
  close(): void;
}

/** So many keys in a row that cannot be read are taken for the end: a page holds fewer. */
const patience = 400;

/** Opens a database whose pages may be damaged; null when not even its shape can be read, or the key is another. */
export function openDamaged(path: string, key: Uint8Array): DamagedDatabase | null {
  let raw: BetterSqlite.Database;
  try {
    raw = new BetterSqlite(path, { fileMustExist: true, timeout: 1000 });
  } catch {
    return null;
  }
  try {
    raw.pragma("cipher = 'sqlcipher'");
    raw.pragma('legacy = 4');
    raw.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
    raw.prepare('select count(*) from sqlite_schema').get();
  } catch {
    raw.close();
    return null;
  }
  const row = (table: string, column: string, value: SqlValue): Row | null => {
    try {
      // Names come from the code.
      return (raw.prepare(`select * from ${table} where ${column} = ?`).get(value) as Row | undefined) ?? null;
    } catch {
      return null;
    }
  };
  return {
    row,
    rowsAfter(table, column, after) {
      const rows: Row[] = [];
      for (let key = after + 1, missed = 0; missed < patience; key += 1) {
        const found = row(table, column, key);
        missed = found ? 0 : missed + 1;
        if (found) rows.push(found);
      }
      return rows;
    },
    close: () => void raw.close(),
  };
}

/** Puts a row into a table: the columns that both know. */
export function insertRow(raw: BetterSqlite.Database, table: string, row: Row): void {
  const known = new Set((raw.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name));
  const columns = Object.keys(row).filter((column) => known.has(column));
  raw
    .prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
    .run(...columns.map((column) => row[column]));
}
