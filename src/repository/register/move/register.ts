import type Database from 'better-sqlite3-multiple-ciphers';
import type { PostgresDatabase } from '../postgres/database.ts';
import { sqliteRegister } from '../sqlite.ts';
import { type TableReport, compareTable, copyTable } from './rows.ts';
import { tablesOf } from './tables.ts';
import { MoveError } from './trouble.ts';

export interface RegisterMove {
  /** The repository's root key, by which it is known: what was begun with it goes on, and nothing of another is touched. */
  readonly rootKid: string;
  /** Looks and counts, and writes nothing. */
  readonly dryRun: boolean;
  readonly tell: (table: string) => void;
}

export interface RegisterReport {
  readonly tables: readonly TableReport[];
  readonly logSize: number;
}

/** Whether a move of this repository to there has begun and not ended. */
export async function isMovingThere(database: PostgresDatabase, rootKid: string): Promise<boolean> {
  const known = await database.one<{ value: string }>("SELECT value FROM settings WHERE name = 'moving'");
  return known?.value === rootKid;
}

/**
 * Takes an empty PostgreSQL register, or one that this very move has begun, for this repository: from now on no node serves it.
 * @throws {MoveError}
 */
export async function beginMove(
  db: Database.Database,
  database: PostgresDatabase,
  { rootKid, dryRun }: Pick<RegisterMove, 'rootKid' | 'dryRun'>,
): Promise<void> {
  if (db.prepare('SELECT 1 FROM office_centre UNION ALL SELECT 1 FROM office_arrivals LIMIT 1').get() !== undefined)
    throw new MoveError('inOffice', 'a repository inside an office');
  await mayBegin(database, rootKid);
  if (!dryRun) await database.run("INSERT INTO settings VALUES ('moving', $1) ON CONFLICT DO NOTHING", rootKid);
}

/** What was moved there is whole: nodes may serve it. */
export async function endMove(database: PostgresDatabase, rootKid: string): Promise<void> {
  await database.atOnce(async (transaction) => {
    await transaction.run("INSERT INTO settings VALUES ('rootKey', $1) ON CONFLICT DO NOTHING", rootKid);
    await transaction.run("DELETE FROM settings WHERE name = 'moving'");
  });
}

/**
 * Copies an embedded register into a PostgreSQL one that was taken for it, and compares every row. It can be ended at any moment and begun
 * again. Nobody may write to the source, which the caller holds.
 * @throws {MoveError}
 */
export async function moveRegister(
  db: Database.Database,
  database: PostgresDatabase,
  { dryRun, tell }: Pick<RegisterMove, 'dryRun' | 'tell'>,
): Promise<RegisterReport> {
  const tables = await tablesOf(db, database);
  if (dryRun) {
    const count = ({ source }: { source: string }): number =>
      (db.prepare(`SELECT count(*) AS n FROM ${source}`).get() as { n: number }).n;
    const counted = tables.map((table) => ({ table: table.name, rows: count(table), sha256: '' }));
    return { tables: counted, logSize: logSizeOf(db) };
  }
  // Leaves without a place would need one here first.
  const logSize = await sqliteRegister(db).log.integrate();
  const newest =
    (db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'feed'").get() as { seq: number } | undefined)?.seq ?? 0;
  for (const table of tables) {
    tell(table.name);
    await copyTable(db, database, table);
  }
  await database.atOnce(async (transaction) => {
    await transaction.run("UPDATE settings SET value = $1 WHERE name = 'feedBase'", String(newest));
    // Cursors that were given out before stay good: every office goes on behind what all of them had.
    await transaction.run(
      `INSERT INTO feed_places SELECT DISTINCT office_id, $1::bigint FROM feed
       ON CONFLICT (office_id) DO UPDATE SET last_seq = excluded.last_seq`,
      newest,
    );
    await transaction.run('UPDATE log_tree SET size = $1', logSize);
  });
  const reports: TableReport[] = [];
  for (const table of tables) reports.push(await compareTable(db, database, table));
  const whole = await postgresLogSize(database);
  if (whole !== logSize) throw new MoveError('differs', `log_tree: ${whole} instead of ${logSize}`);
  return { tables: reports, logSize };
}

/** Only an empty register, or one that this very move has begun. */
async function mayBegin(database: PostgresDatabase, rootKid: string): Promise<void> {
  const rows = await database.all<{ name: string; value: string }>('SELECT name, value FROM settings');
  const valueOf = (name: string): string | undefined => rows.find((row) => row.name === name)?.value;
  const moving = valueOf('moving');
  if (moving === rootKid) return;
  if (moving !== undefined) throw new MoveError('taken', 'another repository is being moved there');
  if (valueOf('rootKey') === rootKid) throw new MoveError('moved', 'this repository is there already');
  const used = valueOf('rootKey') !== undefined || (await database.one('SELECT 1 FROM cases LIMIT 1')) !== undefined;
  if (used) throw new MoveError('taken', 'another repository is there');
}

const logSizeOf = (db: Database.Database): number =>
  (db.prepare('SELECT coalesce(max(place) + 1, 0) AS size FROM log_leaves').get() as { size: number }).size;

async function postgresLogSize(database: PostgresDatabase): Promise<number> {
  return (await database.one<{ size: number }>('SELECT size FROM log_tree'))?.size ?? 0;
}
