import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** A batch as it was written down, with every item's fate. */
export interface BatchRecord {
  readonly batch: Batch;
  readonly items: BatchItem[];
}

/** Writes a batch down before anything is done: what it is signed with, and every item (those left out from the start, too). */
export function insertBatch(tx: WritableDB<'journal'>, batch: Batch, items: readonly BatchItem[]): void {
  tx.runExactly(
    1,
    sql`insert into batches (batch_id, state, signer, token_label, started_at, library_id, token_serial, certificate_sha256,
        capacity, pin, electronic)
      values (${batch.batchId}, 'running', ${batch.signer}, ${batch.tokenLabel}, ${batch.startedAt}, ${batch.libraryId},
        ${batch.tokenSerial}, ${batch.certificateSha256}, ${batch.capacity}, ${batch.pin}, ${batch.electronic ? 1 : 0})`,
  );
  items.forEach((item, position) => {
    const failure = item.failure === null ? null : JSON.stringify(item.failure);
    tx.runExactly(
      1,
      sql`insert into batch_items (batch_id, position, act_id, title, caption, state, failure, settled_at)
        values (${batch.batchId}, ${position}, ${item.actId}, ${item.title}, ${item.caption}, ${item.state}, ${failure},
          ${item.settledAt})`,
    );
  });
}

/** An item that is signed and durable: its file, when, and how long the token took. */
export function itemKept(
  tx: WritableDB<'journal'>,
  batchId: string,
  position: number,
  kept: { readonly signedSha256: string; readonly at: string; readonly tokenMs: number },
): void {
  tx.runExactly(
    1,
    sql`update batch_items set state = 'kept', signed_sha256 = ${kept.signedSha256}, settled_at = ${kept.at},
        token_ms = ${kept.tokenMs}
      where batch_id = ${batchId} and position = ${position} and state = 'waiting'`,
  );
}

/** An item that is not signed in this batch, and why. */
export function itemSettled(
  tx: WritableDB<'journal'>,
  batchId: string,
  position: number,
  fate: { readonly state: 'failed' | 'leftOut'; readonly failure: Failure; readonly at: string },
): void {
  tx.runExactly(
    1,
    sql`update batch_items set state = ${fate.state}, failure = ${JSON.stringify(fate.failure)}, settled_at = ${fate.at}
      where batch_id = ${batchId} and position = ${position} and state = 'waiting'`,
  );
}

export interface BatchEnd {
  readonly state: 'finished' | 'stopped';
  readonly stoppedBy: Failure | null;
  readonly prepared: number;
  readonly at: string;
  readonly pinPerSignature: boolean | null;
  readonly msPerAct: number | null;
}

export function endBatch(tx: WritableDB<'journal'>, batchId: string, end: BatchEnd): void {
  const stoppedBy = end.stoppedBy === null ? null : JSON.stringify(end.stoppedBy);
  const perSignature = end.pinPerSignature === null ? null : Number(end.pinPerSignature);
  tx.runExactly(
    1,
    sql`update batches set state = ${end.state}, stopped_by = ${stoppedBy}, prepared = ${end.prepared},
        finished_at = ${end.at}, pin_per_signature = ${perSignature}, ms_per_act = ${end.msPerAct}
      where batch_id = ${batchId} and state = 'running'`,
  );
}

/** Batches that an office which died left running. */
export function interruptedBatches(db: ReadableDB): string[] {
  return db
    .all<{ batch_id: string }>(sql`select batch_id from main.batches where state = 'running'`)
    .map(({ batch_id }) => batch_id);
}

/** The batch that ended last; null where none did. */
export function lastEnded(db: ReadableDB): Batch['batchId'] | null {
  const row = db.get<{ batch_id: string }>(
    sql`select batch_id from main.batches where finished_at is not null order by started_at desc limit 1`,
  );
  return row ? (row.batch_id as Batch['batchId']) : null;
}

/** Batches that ended before their last act and were not dismissed, newest first, at most so many. */
export function stoppedBatches(db: ReadableDB, most: number): string[] {
  return db
    .all<{ batch_id: string }>(
      sql`select batch_id from main.batches where state = 'stopped' and dismissed_at is null
        order by started_at desc limit ${most}`,
    )
    .map(({ batch_id }) => batch_id);
}

/** This batch, and every one before it, is not offered any more. */
export function dismissBatches(tx: WritableDB<'journal'>, batchId: string, at: string): void {
  tx.run(sql`update batches set dismissed_at = ${at}
    where dismissed_at is null and state <> 'running'
      and started_at <= (select started_at from batches where batch_id = ${batchId})`);
}

/** How a certificate behaved in the last batch in which it signed anything. */
export function experienceWith(
  db: ReadableDB,
  certificateSha256: string,
): { readonly msPerAct: number | null; readonly pinPerSignature: boolean | null } {
  const row = db.get<{ ms: number | null; per: number | null }>(
    sql`select ms_per_act as ms, pin_per_signature as per from main.batches
      where certificate_sha256 = ${certificateSha256} and pin_per_signature is not null
      order by started_at desc limit 1`,
  );
  const per = row?.per ?? null;
  return { msPerAct: row?.ms ?? null, pinPerSignature: per === null ? null : per === 1 };
}

interface BatchColumns {
  state: 'running' | 'finished' | 'stopped';
  stopped_by: string | null;
  signer: string;
  capacity: string;
  electronic: number;
  token_label: string;
  library_id: string;
  token_serial: string;
  certificate_sha256: string;
  pin: Batch['pin'];
  pin_per_signature: number | null;
  prepared: number;
  started_at: string;
  finished_at: string | null;
}

export function readBatch(db: ReadableDB, batchId: string): BatchRecord | null {
  const row =
    db.get<BatchColumns>(sql`select state, stopped_by, signer, capacity, electronic, token_label, library_id, token_serial,
      certificate_sha256, pin, pin_per_signature, prepared, started_at, finished_at
    from main.batches where batch_id = ${batchId}`);
  if (!row) return null;
  const items = readItems(db, batchId);
  const count = (state: BatchItem['state']): number => items.filter((item) => item.state === state).length;
  const batch: Batch = {
    batchId: batchId as Batch['batchId'],
    // A running batch is answered from memory; what memory does not know was interrupted.
    state: row.state === 'running' ? 'stopped' : row.state,
    pauseAsked: false,
    stoppedBy: failureOf(row.stopped_by),
    signer: row.signer,
    capacity: row.capacity,
    ...(row.electronic === 1 ? { electronic: true as const } : {}),
    tokenLabel: row.token_label,
    libraryId: row.library_id,
    tokenSerial: row.token_serial,
    certificateSha256: row.certificate_sha256 as Batch['certificateSha256'],
    pin: row.pin,
    pinPerSignature: row.pin_per_signature === null ? null : row.pin_per_signature === 1,
    total: items.length,
    prepared: row.prepared,
    kept: count('kept'),
    failed: count('failed'),
    leftOut: count('leftOut'),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    remainingSeconds: null,
  };
  return { batch, items };
}

function readItems(db: ReadableDB, batchId: string): BatchItem[] {
  return db
    .all<Omit<BatchItem, 'failure'> & { failure: string | null }>(
      sql`select act_id as actId, title, caption, state, failure, signed_sha256 as signedSha256, settled_at as settledAt,
          token_ms as tokenMs
        from main.batch_items where batch_id = ${batchId} order by position`,
    )
    .map((item) => ({ ...item, failure: failureOf(item.failure) }));
}

function failureOf(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure);
}
