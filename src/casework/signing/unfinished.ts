import type { ActRow, Batch } from '../../contract/acts.ts';
import { isWorthAnotherTry } from '../../contract/batch-rest.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { ReadableDB } from '../store/index.ts';
import { readBatch, stoppedBatches } from './records.ts';

/** A batch that can be gone on with, and the acts it left, in its order. */
export interface Unfinished {
  readonly batch: Batch;
  readonly rows: ActRow[];
}

// Older ones than these have been left behind by whoever stopped them.
const looksBack = 20;

/**
 * The newest batch that ended before its last act and of which acts still wait for a signature. What was signed since, returned or
 * proposed anew with other bytes is not offered: only the person can say what becomes of it. `db` is the store's reader.
 */
export function unfinishedBatch(db: ReadableDB): Unfinished | null {
  for (const batchId of stoppedBatches(db, looksBack)) {
    const record = readBatch(db, batchId);
    if (!record) continue;
    const rows = record.items
      .filter(isWorthAnotherTry)
      .flatMap(({ actId }) => readAct(db, actId) ?? [])
      .filter(({ state }) => state === 'toSign' || state === 'partiallySigned');
    if (rows.length > 0) return { batch: record.batch, rows };
  }
  return null;
}
