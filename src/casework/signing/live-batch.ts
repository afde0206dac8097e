import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { BatchId } from '../../contract/ids.ts';
import type { BatchRecord } from './records.ts';

export interface BatchEvents {
  readonly onBatch: (batch: Batch) => void;
  readonly onItem: (batchId: BatchId, index: number, item: BatchItem) => void;
}

/** A batch under way, as memory knows it. What is durable is in `records.ts`, and is written first. */
export interface LiveBatch {
  readonly batchId: BatchId;
  /** Set when a person asked to stop; looked at between two items. */
  stopAsked: boolean;
  read(): BatchRecord;
  state(state: Batch['state']): void;
  item(index: number, change: Partial<Pick<BatchItem, 'state' | 'failure' | 'signedSha256'>>): void;
  end(state: 'finished' | 'stopped', stoppedBy: Failure | null, at: string): void;
  readonly prepared: number;
}

export function liveBatch(first: Batch, firstItems: readonly BatchItem[], events: BatchEvents): LiveBatch {
  let batch = first;
  const items = [...firstItems];
  const counts = { waiting: items.length, prepared: 0, signing: 0, kept: 0, failed: 0, leftOut: 0 };
  let prepared = 0;
  let signingSince = 0;

  const counted = (): Batch => {
    const { kept, failed, leftOut } = counts;
    return { ...batch, prepared, kept, failed, leftOut, remainingSeconds: remaining() };
  };
  const remaining = (): number | null => {
    if (batch.state !== 'signing' || counts.kept === 0) return null;
    return ((performance.now() - signingSince) / counts.kept / 1000) * (counts.prepared + counts.signing);
  };
  const change = (next: Partial<Batch>): void => {
    batch = { ...batch, ...next };
    events.onBatch(counted());
  };
  return {
    batchId: first.batchId,
    stopAsked: false,
    get prepared() {
      return prepared;
    },
    read: () => ({ batch: counted(), items: [...items] }),
    state(state) {
      if (state === 'signing' && batch.state !== 'signing') signingSince = performance.now();
      change({ state });
    },
    item(index, next) {
      const before = items[index]!;
      const item = { ...before, ...next };
      items[index] = item;
      counts[before.state] -= 1;
      counts[item.state] += 1;
      if (next.state === 'prepared') prepared += 1;
      events.onItem(first.batchId, index, item);
    },
    end(state, stoppedBy, at) {
      // What was ready for the token and was not reached waits again.
      items.forEach((item, index) => {
        if (item.state === 'prepared' || item.state === 'signing') this.item(index, { state: 'waiting' });
      });
      change({ state, stoppedBy, finishedAt: at });
    },
  };
}
