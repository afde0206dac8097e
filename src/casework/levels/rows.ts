import type { Failure } from '../../contract/failures.ts';
import type { Level } from '../../contract/levels.ts';
import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import { type FileHere, isBehind, newestHere } from './newest.ts';
import { type LevelFacts, isAtLeast } from './port.ts';

/** A signed act whose file may be made longer, with the newest file there is of it; `n` is 0 for the file as it was signed. */
export interface RaiseRow extends FileHere {
  readonly actId: string;
  readonly wanted: Level;
  readonly reached: Level;
  readonly renew: boolean;
  readonly looked: boolean;
  readonly attempts: number;
}

/** Says what a signed act wants, in the transaction that keeps it. It is looked at soon, also where nothing is to be added. */
export function wantLevel(tx: WritableDB<'journal'>, actId: string, wanted: Level, now: Date): void {
  tx.runExactly(
    1,
    sql`insert into raises (act_id, wanted, open, queued_at) values (${actId}, ${wanted}, 1, ${now.toISOString()})`,
  );
}

/**
 * Brings what was signed before under what is wanted now: a higher level is asked of every act that has less; none is asked for less
 * than it was. What was never looked at is looked at.
 */
export function wantOfAll(tx: WritableDB<'journal'>, wanted: Level): void {
  const below = ['B', 'T', 'LT', 'LTA'].slice(0, ['B', 'T', 'LT', 'LTA'].indexOf(wanted));
  for (const level of below) {
    // Of electronic signatures, one of several too, no more than a time-stamp can ever be had.
    tx.run(sql`update raises set wanted = ${wanted} where wanted = ${level} and care <> 'looked'
      and (${wanted} = 'T' or act_id not in (select act_id from signed_acts where electronic = 1 or others_electronic = 1))`);
    tx.run(
      sql`update raises set open = 1 where wanted = ${wanted} and reached = ${level} and reason is null and care <> 'looked'`,
    );
  }
  tx.run(sql`update raises set open = 1 where looked = 0`);
}

/**
 * Puts up for renewal what can be proved no longer than `before`, where a time-stamp can be renewed: what was signed here, and what was
 * renewed here before. Answers how many.
 */
export function wantRenewals(tx: WritableDB<'journal'>, before: Date): number {
  return tx.run(sql`update raises set renew = 1, open = 1
    where open = 0 and renew = 0 and elsewhere = 0 and care <> 'looked' and reason is null and reached in ('LT', 'LTA') and provable_until < ${before.toISOString()}`);
}

/** Acts of others whose files lie here are looked at once: nothing is known of them yet. Answers how many. */
export function wantLooks(tx: WritableDB<'journal'>, actIds: readonly string[], now: Date): number {
  let added = 0;
  for (const actId of actIds) {
    added += tx.run(sql`insert into raises (act_id, care, wanted, open, queued_at)
      values (${actId}, 'looked', 'B', 1, ${now.toISOString()}) on conflict (act_id) do nothing`);
  }
  return added;
}

/**
 * A person wants it now. Answers whether there is anything to be done. What others signed, or made longer, is from now on renewed here.
 * @param canStamp an authority is known that can be asked for time-stamps
 */
export function renewNow(tx: WritableDB<'journal'>, actId: string, wanted: Level, canStamp = true): boolean {
  const row = tx.get<{ care: string; reached: Level; wanted: Level; elsewhere: number }>(
    sql`select care, reached, wanted, elsewhere from raises where act_id = ${actId}`,
  );
  if (!row || wanted === 'B') return false;
  const isOthers = row.care === 'looked' || row.elsewhere === 1;
  // Who made its newest file goes on with it, unless this desk can do better.
  if (isOthers && !canStamp) return false;
  const aim = isAtLeast(row.wanted, wanted) ? row.wanted : wanted;
  const renew = isAtLeast(row.reached, aim) && row.reached === 'LTA' ? 1 : 0;
  if (isAtLeast(row.reached, aim) && renew === 0) return false;
  tx.runExactly(
    1,
    sql`update raises set wanted = ${aim}, renew = ${renew}, open = 1, attempts = 0, reason = null, elsewhere = 0,
      care = ${row.care === 'looked' ? 'taken' : row.care} where act_id = ${actId}`,
  );
  return true;
}

const raise = sql`select r.act_id as actId, r.wanted, r.reached, r.renew, r.looked, r.attempts from main.raises r
  left join main.signed_acts s on s.act_id = r.act_id`;

export interface OpenRaises {
  readonly rows: RaiseRow[];
  /** Acts whose newest file has to come here first. */
  readonly without: readonly string[];
}

/** What is open and not refused by the registry, in no order that matters. `db` is the store's reader. */
export function openRaises(db: ReadableDB): OpenRaises {
  const open = db.all<Flat>(sql`${raise} where r.open = 1 and r.elsewhere = 0
    and (s.act_id is null or s.state in ('queued', 'registered')) order by r.queued_at, r.act_id`);
  const rows: RaiseRow[] = [];
  const without: string[] = [];
  for (const flat of open) {
    const file = newestHere(db, flat.actId);
    if (file && !isBehind(db, flat.actId, file.n)) rows.push(rowOf(flat, file));
    else without.push(flat.actId);
  }
  return { rows, without };
}

/** `db` is the store's reader. */
export function raiseRow(db: ReadableDB, actId: string): RaiseRow | null {
  const row = db.get<Flat>(sql`${raise} where r.act_id = ${actId}`);
  const file = row ? newestHere(db, actId) : null;
  return row && file ? rowOf(row, file) : null;
}

type Flat = Omit<RaiseRow, keyof FileHere | 'renew' | 'looked'> & { readonly renew: number; readonly looked: number };
const rowOf = (row: Flat, file: FileHere): RaiseRow => ({
  ...row,
  ...file,
  renew: row.renew === 1,
  looked: row.looked === 1,
});

/** A longer file that was made elsewhere lies here, and was found good: this desk has nothing more to do for the act by itself. */
export function noteElsewhere(tx: WritableDB<'journal'>, actId: string, facts: LevelFacts): void {
  const row = tx.get<{ reached: Level }>(sql`select reached from raises where act_id = ${actId}`);
  if (!row) return;
  const reached = isAtLeast(row.reached, facts.level) ? row.reached : facts.level;
  tx.runExactly(
    1,
    sql`update raises set elsewhere = 1, looked = 1, open = 0, renew = 0, attempts = 0, reason = null, reached = ${reached},
      provable_until = ${facts.provableUntil?.toISOString() ?? null} where act_id = ${actId}`,
  );
}

/** What the file proves was read from it. */
export function noteLook(tx: WritableDB<'journal'>, row: RaiseRow, facts: LevelFacts): void {
  const reached = isAtLeast(row.reached, facts.level) ? row.reached : facts.level;
  const open = isAtLeast(reached, row.wanted) && !row.renew ? 0 : 1;
  tx.runExactly(
    1,
    sql`update raises set looked = 1, reached = ${reached}, open = ${open}, renew = ${row.renew ? 1 : 0},
      provable_until = ${facts.provableUntil?.toISOString() ?? null} where act_id = ${row.actId}`,
  );
}

/** The longer file is durable: it becomes the act's newest, and what is still missing is said. */
export function noteRaised(
  tx: WritableDB<'journal'>,
  row: RaiseRow,
  made: {
    readonly sha256: string;
    readonly size: number;
    readonly facts: LevelFacts;
    readonly missing: Failure | null;
  },
  now: Date,
): void {
  const { facts, missing, sha256, size } = made;
  const at = now.toISOString();
  if (row.store === 'fetched') {
    tx.run(sql`insert into raised_from (act_id, n, sha256, size)
      values (${row.actId}, ${row.n}, ${row.sha256}, ${row.size}) on conflict do nothing`);
  }
  tx.runExactly(
    1,
    sql`insert into renditions (act_id, n, level, sha256, size, prefix_sha256, prefix_size, made_at, state)
      values (${row.actId}, ${row.n + 1}, ${facts.level}, ${sha256}, ${size}, ${row.sha256}, ${row.size}, ${at}, 'waiting')`,
  );
  const reached = isAtLeast(row.reached, facts.level) ? row.reached : facts.level;
  const isDone = isAtLeast(reached, row.wanted);
  tx.runExactly(
    1,
    sql`update raises set reached = ${reached}, looked = 1, provable_until = ${facts.provableUntil?.toISOString() ?? null},
      open = ${isDone ? 0 : 1}, renew = ${isDone ? 0 : row.renew ? 1 : 0}, attempts = ${isDone ? 0 : 1},
      reason = ${isDone || missing === null ? null : JSON.stringify(missing)} where act_id = ${row.actId}`,
  );
  journalise(tx, now, {
    kind: 'actRaised',
    actId: row.actId,
    n: row.n + 1,
    level: facts.level,
    sha256,
    prefixSha256: row.sha256,
  });
}

/** An attempt that added nothing. `ends`: none will. */
export function noteNotRaised(tx: WritableDB<'journal'>, actId: string, failure: Failure, ends: boolean): void {
  tx.runExactly(
    1,
    sql`update raises set attempts = attempts + 1, reason = ${JSON.stringify(failure)}, open = ${ends ? 0 : 1}
      where act_id = ${actId}`,
  );
}
