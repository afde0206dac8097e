import type Database from 'better-sqlite3-multiple-ciphers';
import { createHash } from 'node:crypto';
import type { PostgresDatabase } from '../postgres/database.ts';
import type { Column, Row, Table, Value } from './tables.ts';
import { MoveError } from './trouble.ts';

const page = 500;

export interface TableReport {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over every row of both sides, one after the other, in their order. */
  readonly sha256: string;
}

/** Copies what is not there yet; rows of an earlier run are passed over. */
export async function copyTable(db: Database.Database, database: PostgresDatabase, table: Table): Promise<void> {
  const { name, columns } = table;
  if (columns.length === 0) return;
  const names = columns.map((one) => one.name).join(', ');
  const arrays = columns.map(({ type }, nth) => `$${nth + 1}::${type}[]`).join(', ');
  const insert = `INSERT INTO ${name} (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`;
  for (const rows of sourcePages(db, table)) {
    await database.atOnce((transaction) =>
      transaction.run(insert, ...columns.map((_, nth) => rows.map((row) => row[nth]!))),
    );
  }
  for (const { name: column } of columns) await continueCounting(database, name, column);
}

/** A column that counts by itself goes on behind what was copied. */
async function continueCounting(database: PostgresDatabase, table: string, column: string): Promise<void> {
  const counted = await database.one<{ sequence: string | null }>(
    'SELECT pg_get_serial_sequence($1, $2) AS sequence',
    ...[table, column],
  );
  if (!counted?.sequence) return;
  await database.run(
    `SELECT setval($1::regclass, (SELECT coalesce(max(${column}), 0) + 1 FROM ${table}), false)`,
    counted.sequence,
  );
}

/**
 * Reads a table on both sides in the same order and compares every value.
 * @throws {MoveError} `differs` at the first row that is missing, changed or of nobody.
 */
export async function compareTable(
  db: Database.Database,
  database: PostgresDatabase,
  table: Table,
): Promise<TableReport> {
  const hash = createHash('sha256');
  let rows = 0;
  if (table.columns.length > 0) {
    const target = targetPages(database, table);
    for (const here of sourcePages(db, table)) {
      const { value: there = [] } = (await target.next()) as { value?: readonly Row[] };
      for (const [nth, row] of here.entries()) {
        const [mine, theirs] = [textOf(row), there[nth] === undefined ? 'nothing' : textOf(there[nth])];
        if (mine !== theirs) throw new MoveError('differs', `${table.name}: row ${rows + nth + 1}`);
        hash.update(`${mine}\n`);
      }
      if (there.length > here.length) throw new MoveError('differs', `${table.name}: row ${rows + here.length + 1}`);
      rows += here.length;
    }
    const { value: more } = (await target.next()) as { value?: readonly Row[] };
    if (more !== undefined) throw new MoveError('differs', `${table.name}: more than ${rows} rows`);
  }
  return { table: table.name, rows, sha256: hash.digest('hex') };
}

const textOf = (row: Row): string =>
  JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)));

/** Rows of the embedded register as the other one would give them, page after page. */
function* sourcePages(db: Database.Database, { source, columns, order }: Table): Generator<readonly Row[]> {
  const list = columns.map(({ from, name }) => `${from} AS ${name}`).join(', ');
  const by = order.join(', ');
  const marks = order.map(() => '?').join(', ');
  const start = db.prepare(`SELECT ${list} FROM ${source} ORDER BY ${by} LIMIT ${page}`);
  const rest = db.prepare(
    `SELECT * FROM (SELECT ${list} FROM ${source}) WHERE (${by}) > (${marks}) ORDER BY ${by} LIMIT ${page}`,
  );
  let rows = start.all() as Record<string, unknown>[];
  while (rows.length > 0) {
    yield rows.map((row) => columns.map((column) => valueOf(row[column.name], column)));
    if (rows.length < page) return;
    const last = rows.at(-1)!;
    rows = rest.all(...order.map((name) => last[name])) as Record<string, unknown>[];
  }
}

async function* targetPages(
  database: PostgresDatabase,
  { name, columns, order }: Table,
): AsyncGenerator<readonly Row[]> {
  const list = columns.map((one) => one.name).join(', ');
  const by = order.join(', ');
  const marks = order.map((_, nth) => `$${nth + 1}`).join(', ');
  let rows = await database.all<Record<string, unknown>>(`SELECT ${list} FROM ${name} ORDER BY ${by} LIMIT ${page}`);
  while (rows.length > 0) {
    yield rows.map((row) => columns.map((column) => valueOf(row[column.name], column)));
    if (rows.length < page) return;
    const last = rows.at(-1)!;
    rows = await database.all(
      `SELECT ${list} FROM ${name} WHERE (${by}) > (${marks}) ORDER BY ${by} LIMIT ${page}`,
      ...order.map((column) => last[column]),
    );
  }
}

/** SQLite has no truth values. */
function valueOf(value: unknown, { type }: Column): Value {
  return type === 'boolean' && typeof value === 'number' ? value === 1 : (value as Value);
}
