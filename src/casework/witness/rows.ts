import type { LogAlarm, LogPlace, LogStamp } from '../../contract/log.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { Checkpoint, Hash } from '../../proof/index.ts';
import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** A checkpoint that was proved to grow out of all that were kept before it in its era. */
export interface KeptCheckpoint extends Checkpoint {
  readonly era: number;
  readonly text: string;
  readonly checkedAt: string;
}

interface CheckpointRow {
  era: number;
  size: number;
  origin: string;
  root: Uint8Array;
  checkpoint: string;
  checked_at: string;
}

const keptOf = ({ era, size, origin, root, checkpoint, checked_at }: CheckpointRow): KeptCheckpoint => ({
  ...{ era, size, origin, root: Uint8Array.from(root), text: checkpoint, checkedAt: checked_at },
});

/** The newest; null before the first contact. */
export function newestCheckpoint(db: ReadableDB): KeptCheckpoint | null {
  const row = db.get<CheckpointRow>(sql`select era, size, origin, root, checkpoint, checked_at
    from main.log_checkpoints order by era desc, size desc limit 1`);
  return row ? keptOf(row) : null;
}

export function checkpointOf(db: ReadableDB, era: number, size: number): KeptCheckpoint | null {
  const row = db.get<CheckpointRow>(sql`select era, size, origin, root, checkpoint, checked_at
    from main.log_checkpoints where era = ${era} and size = ${size}`);
  return row ? keptOf(row) : null;
}

/** Keeps what was proved; those before it that nothing leans on are let go. */
export function keepCheckpoint(
  tx: WritableDB<'journal'>,
  era: number,
  given: { readonly checkpoint: Checkpoint; readonly text: string },
  now: Date,
): void {
  const { size, origin, root } = given.checkpoint;
  const at = now.toISOString();
  tx.run(sql`insert into log_checkpoints (era, size, origin, root, checkpoint, checked_at)
    values (${era}, ${size}, ${origin}, ${Buffer.from(root)}, ${given.text}, ${at})
    on conflict (era, size) do update set checked_at = excluded.checked_at`);
  tx.run(sql`delete from log_checkpoints where (era, size) <> (${era}, ${size})
    and not exists (select 1 from log_places p where p.era = log_checkpoints.era and p.size = log_checkpoints.size)
    and not exists (select 1 from log_stamps s where s.of_era = log_checkpoints.era and s.of_size = log_checkpoints.size)`);
}

/** Receipts without a place in this era: of acts signed here first, then of acts that were fetched. `db` is the store's reader. */
export function unplacedReceipts(db: ReadableDB, era: number, limit: number): { actId: string; jws: string }[] {
  return db
    .all<{ act_id: string; jws: string }>(
      sql`select act_id, jws from (
          select r.act_id, r.jws, 0 as other from main.receipts r
          union all
          select p.act_id, p.receipt, 1 from cache.proposals p where p.state = 'registered' and p.receipt is not null
            and not exists (select 1 from main.receipts r where r.act_id = p.act_id)
        ) as known
        where not exists (select 1 from main.log_places l where l.act_id = known.act_id and l.era = ${era})
        order by other limit ${limit}`,
    )
    .map(({ act_id, jws }) => ({ actId: act_id, jws }));
}

export interface KeptPlace extends LogPlace {
  readonly era: number;
  /** Packed hashes. */
  readonly proof: string;
}

/** Where this very receipt stands; null where it was not proved in the present era. */
export function placeOf(db: ReadableDB, actId: string, leaf: Hash): KeptPlace | null {
  const row = db.get<{ era: number; place: number; size: number; proof: string; checked_at: string; leaf: Uint8Array }>(
    sql`select era, place, size, proof, checked_at, leaf from main.log_places
      where act_id = ${actId} and era = (select max(era) from main.log_checkpoints)`,
  );
  if (!row || row.place < 0 || Buffer.compare(row.leaf, leaf) !== 0) return null;
  return { era: row.era, index: row.place, size: row.size, proof: row.proof, checkedAt: row.checked_at };
}

export function keepPlace(
  tx: WritableDB<'journal'>,
  given: { actId: string; leaf: Hash; era: number; index: number; size: number; proof: string },
  now: Date,
): void {
  const { actId, leaf, era, index, size, proof } = given;
  tx.run(sql`insert into log_places (act_id, leaf, era, place, size, proof, checked_at)
    values (${actId}, ${Buffer.from(leaf)}, ${era}, ${index}, ${size}, ${proof}, ${now.toISOString()})
    on conflict (act_id, era) do update set leaf = excluded.leaf, place = excluded.place, size = excluded.size,
      proof = excluded.proof, checked_at = excluded.checked_at`);
}

/** Whether a person took this era's past knowing of this receipt: then it need not be in it. */
export function isAccepted(db: ReadableDB, era: number, actId: string): boolean {
  return db.get(sql`select 1 from main.log_accepted where era = ${era} and act_id = ${actId}`) !== undefined;
}

export function keptHistory(db: ReadableDB): string | null {
  return db.get<{ history: string }>(sql`select history from main.log_keys`)?.history ?? null;
}

export function keepHistory(tx: WritableDB<'journal'>, history: string, now: Date): void {
  tx.run(sql`insert into log_keys (one, history, kept_at) values (1, ${history}, ${now.toISOString()})
    on conflict (one) do update set history = excluded.history, kept_at = excluded.kept_at`);
}

export interface SeenCheckpoint extends Checkpoint {
  readonly text: string;
  readonly source: string;
}

/** What another office was shown, to be held against what is shown here. Answers false where it was known. */
export function noteSeen(tx: WritableDB<'journal'>, { text, source, ...seen }: SeenCheckpoint, now: Date): boolean {
  const { origin, size, root } = seen;
  const at = now.toISOString();
  return (
    tx.run(sql`insert into log_seen (checkpoint, origin, size, root, source, seen_at, state)
      values (${text}, ${origin}, ${size}, ${Buffer.from(root)}, ${source}, ${at}, 'waiting') on conflict do nothing`) >
    0
  );
}

/** Those that a log of this size can be held against. */
export function waitingSeen(db: ReadableDB, size: number): SeenCheckpoint[] {
  return db
    .all<{ checkpoint: string; origin: string; size: number; root: Uint8Array; source: string }>(
      sql`select checkpoint, origin, size, root, source from main.log_seen
        where state = 'waiting' and size <= ${size} order by size limit 20`,
    )
    .map(({ checkpoint, root, ...rest }) => ({ ...rest, text: checkpoint, root: Uint8Array.from(root) }));
}

export function decideSeen(tx: WritableDB<'journal'>, text: string, state: 'agrees' | 'forked'): void {
  tx.run(sql`update log_seen set state = ${state} where checkpoint = ${text}`);
}

export interface KeptStamp extends LogStamp {
  readonly size: number;
  readonly consistency: string;
  readonly era: number;
  /** The tree with which its growth was proved. */
  readonly withSize: number;
}

export function newestStamp(db: ReadableDB): KeptStamp | null {
  const row = db.get<{
    size: number;
    checkpoint: string;
    token: string;
    stamped_at: string;
    consistency: string;
    of_era: number;
    of_size: number;
  }>(sql`select size, checkpoint, token, stamped_at, consistency, of_era, of_size
    from main.log_stamps where of_era = (select max(era) from main.log_checkpoints) order by size desc limit 1`);
  if (!row) return null;
  const { size, checkpoint, token, stamped_at, consistency, of_era, of_size } = row;
  return { size, checkpoint, token, at: stamped_at, consistency, era: of_era, withSize: of_size };
}

export function keepStamp(tx: WritableDB<'journal'>, stamp: KeptStamp): void {
  const { size, checkpoint, token, at, consistency, era, withSize } = stamp;
  tx.run(sql`insert or replace into log_stamps (size, checkpoint, token, stamped_at, consistency, of_era, of_size)
    values (${size}, ${checkpoint}, ${token}, ${at}, ${consistency}, ${era}, ${withSize})`);
}

export function openAlarm(db: ReadableDB): LogAlarm | null {
  const row = db.get<{
    kind: LogAlarm['kind'];
    raised_at: string;
    known: number;
    told: number | null;
    source: string | null;
  }>(sql`select kind, raised_at, known, told, source from main.log_alarms where ended_at is null order by id limit 1`);
  return row ? { kind: row.kind, at: row.raised_at, known: row.known, told: row.told, source: row.source } : null;
}

/** Raises an alarm once, with what proves it. */
export function raiseAlarm(tx: WritableDB<'journal'>, alarm: LogAlarm, evidence: unknown): void {
  const { kind, at, known, told, source } = alarm;
  const text = JSON.stringify(evidence);
  const raised = tx.run(sql`insert into log_alarms (kind, raised_at, known, told, source, evidence)
    values (${kind}, ${at}, ${known}, ${told}, ${source}, ${text}) on conflict do nothing`);
  if (raised > 0) journalise(tx, new Date(at), { kind: 'logAlarm', found: kind, known, told });
}

/** Ends alarms of these kinds: the log agreed again, or a person accepted another past. */
export function endAlarms(tx: WritableDB<'journal'>, kinds: readonly LogAlarm['kind'][], by: string, now: Date): void {
  for (const kind of kinds) {
    const ended = tx.run(sql`update log_alarms set ended_at = ${now.toISOString()}, ended_by = ${by}
      where kind = ${kind} and ended_at is null`);
    if (ended > 0) journalise(tx, now, { kind: 'logAlarmEnded', found: kind, by });
  }
}

/** Begins another era with the checkpoint as it is told now. */
export function acceptPast(
  tx: WritableDB<'journal'>,
  given: {
    readonly checkpoint: Checkpoint;
    readonly text: string;
    readonly held: readonly { readonly actId: string }[];
  },
  person: { readonly personId: string; readonly reason: string },
  now: Date,
): void {
  const era = (newestCheckpoint(tx)?.era ?? 0) + 1;
  const { size, origin, root } = given.checkpoint;
  tx.run(sql`insert into log_checkpoints (era, size, origin, root, checkpoint, checked_at)
    values (${era}, ${size}, ${origin}, ${Buffer.from(root)}, ${given.text}, ${now.toISOString()})`);
  for (const { actId } of given.held) tx.run(sql`insert into log_accepted (era, act_id) values (${era}, ${actId})`);
  const rootSha256 = Sha256.parse(Buffer.from(root).toString('hex'));
  journalise(tx, now, { kind: 'logAccepted', size, root: rootSha256, ...person });
}
