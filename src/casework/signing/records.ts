import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** A batch as it was written down, with every item's fate. */
export interface BatchRecord {
  readonly batch: Batch;
  readonly items: BatchItem[];
}

export function insertBatch(tx: WritableDB<'journal'>, batch: Batch, items: readonly BatchItem[]): void {
  tx.runExactly(
    1,
    sql`insert into batches (batch_id, state, signer, token_label, started_at)
      values (${batch.batchId}, 'running', ${batch.signer}, ${batch.tokenLabel}, ${batch.startedAt})`,
  );
  items.forEach((item, position) => {
    tx.runExactly(
      1,
      sql`insert into batch_items (batch_id, position, act_id, title, caption, state)
        values (${batch.batchId}, ${position}, ${item.actId}, ${item.title}, ${item.caption}, 'waiting')`,
    );
  });
}

export function itemKept(tx: WritableDB<'journal'>, batchId: string, position: number, signedSha256: string): void {
  tx.runExactly(
    1,
    sql`update batch_items set state = 'kept', signed_sha256 = ${signedSha256}
      where batch_id = ${batchId} and position = ${position} and state = 'waiting'`,
  );
}

/** An item that is not signed in this batch, and why. */
export function itemSettled(
  tx: WritableDB<'journal'>,
  batchId: string,
  position: number,
  state: 'failed' | 'leftOut',
  failure: Failure,
): void {
  tx.runExactly(
    1,
    sql`update batch_items set state = ${state}, failure = ${JSON.stringify(failure)}
      where batch_id = ${batchId} and position = ${position} and state = 'waiting'`,
  );
}

export function endBatch(
  tx: WritableDB<'journal'>,
  batchId: string,
  end: {
    readonly state: 'finished' | 'stopped';
    readonly stoppedBy: Failure | null;
    readonly prepared: number;
    readonly at: string;
  },
): void {
  const stoppedBy = end.stoppedBy === null ? null : JSON.stringify(end.stoppedBy);
  tx.runExactly(
    1,
    sql`update batches set state = ${end.state}, stopped_by = ${stoppedBy}, prepared = ${end.prepared}, finished_at = ${end.at}
      where batch_id = ${batchId} and state = 'running'`,
  );
}

/** Batches that an office which died left running. */
export function interruptedBatches(db: ReadableDB): string[] {
  return db
    .all<{ batch_id: string }>(sql`select batch_id from main.batches where state = 'running'`)
    .map(({ batch_id }) => batch_id);
}

export function readBatch(db: ReadableDB, batchId: string): BatchRecord | null {
  const row = db.get<{
    state: 'running' | 'finished' | 'stopped';
    stopped_by: string | null;
    signer: string;
    token_label: string;
    prepared: number;
    started_at: string;
    finished_at: string | null;
  }>(sql`select state, stopped_by, signer, token_label, prepared, started_at, finished_at
    from main.batches where batch_id = ${batchId}`);
  if (!row) return null;
  const items = db
    .all<{
      actId: string;
      title: string;
      caption: string;
      state: BatchItem['state'];
      failure: string | null;
      signedSha256: string | null;
    }>(
      sql`select act_id as actId, title, caption, state, failure, signed_sha256 as signedSha256
        from main.batch_items where batch_id = ${batchId} order by position`,
    )
    .map((item) => ({ ...item, failure: failureOf(item.failure) }) as BatchItem);
  const count = (state: BatchItem['state']): number => items.filter((item) => item.state === state).length;
  const batch: Batch = {
    batchId: batchId as Batch['batchId'],
    // A running batch is answered from memory; what memory does not know was interrupted.
    state: row.state === 'running' ? 'stopped' : row.state,
    stoppedBy: failureOf(row.stopped_by),
    signer: row.signer,
    tokenLabel: row.token_label,
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

function failureOf(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure);
}
