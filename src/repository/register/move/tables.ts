import type Database from 'better-sqlite3-multiple-ciphers';
import type { PostgresDatabase } from '../postgres/database.ts';
import { MoveError } from './trouble.ts';

export type Value = string | number | boolean | Buffer | null;
export type Row = readonly Value[];

export interface Column {
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'integer' | 'smallint' | 'boolean' | 'bytea';
  /** What stands for it in SQLite. */
  readonly from: string;
}

export interface Table {
  readonly name: string;
  /** Where its rows come from in SQLite: a table, or a question. */
  readonly source: string;
  readonly columns: readonly Column[];
  /** Columns that put its rows into one order on both sides, and let what stands on others come after them. */
  readonly order: readonly string[];
}

/** What others refer to comes first. */
const first = ['cases', 'acts', 'registrations'];
/** Made anew, or of a repository inside an office. */
const apart = ['log_tree', 'office_arrivals', 'office_forwards', 'office_centre', 'office_wants', 'office_halves'];
/** What the embedded engine reads out of a record, and the other one keeps beside it. */
const computed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acts: { office_id: "proposal ->> '$.officeId'" },
  registrations: { size: "request ->> '$.size'" },
  feed: { kind: "event ->> '$.kind'", receipt: "event ->> '$.receipt'" },
};
/** Each row after the one it grows from. */
const orders: Readonly<Record<string, readonly string[]>> = {
  registrations: ['case_id', 'number'],
  joint_signatures: ['act_id', 'n', 'sha256'],
};
const sources: Readonly<Record<string, string>> = {
  log_nodes: '(SELECT 0 AS level, place, hash FROM log_leaves UNION ALL SELECT level, place, hash FROM log_nodes)',
};

/**
 * The tables of both engines, as their own catalogues tell them: what a later version keeps in both under one name is moved, too.
 * @throws {MoveError} `unknownTable` where the embedded register keeps something that has no place in the other one.
 */
export async function tablesOf(db: Database.Database, database: PostgresDatabase): Promise<readonly Table[]> {
  const names = (
    db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as {
      name: string;
    }[]
  ).map(({ name }) => name);
  const wanted = names.filter((name) => !apart.includes(name));
  const placed = [...first, ...wanted.filter((name) => !first.includes(name)).toSorted()];
  return Promise.all(placed.map((name) => tableOf(db, database, name)));
}

async function tableOf(db: Database.Database, database: PostgresDatabase, name: string): Promise<Table> {
  const there = await database.all<{ name: string; type: string; optional: boolean }>(
    `SELECT column_name AS name, data_type AS type, column_default IS NOT NULL AS optional FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
    name,
  );
  const here = (db.prepare('SELECT name FROM pragma_table_info(?)').all(name) as { name: string }[]).map(
    (one) => one.name,
  );
  const lost = here.filter((column) => !there.some((one) => one.name === column));
  if (there.length === 0 || lost.length > 0) {
    const some = db.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get() !== undefined;
    if (some) throw new MoveError('unknownTable', `${name}${lost.length > 0 ? `: ${lost.join(', ')}` : ''}`);
    if (there.length === 0) return { name, source: name, columns: [], order: [] };
  }
  const columns = there.flatMap((one): Column[] => {
    const from = computed[name]?.[one.name] ?? (here.includes(one.name) ? one.name : null);
    if (from === null && one.optional) return [];
    if (from === null) throw new MoveError('unknownTable', `${name}.${one.name}`);
    return [{ name: one.name, type: one.type as Column['type'], from }];
  });
  const key = await database.all<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i
     JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, nth) ON true
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY k.nth`,
    name,
  );
  return { name, source: sources[name] ?? name, columns, order: orders[name] ?? key.map((one) => one.name) };
}
