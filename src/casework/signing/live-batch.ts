import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { BatchId } from '../../contract/ids.ts';
import type { BatchRecord } from './records.ts';

export interface BatchEvents {
  readonly onBatch: (batch: Batch) => void;
  readonly onItem: (batchId: BatchId, index: number, item: BatchItem) => void;
}

type ItemChange = Partial<Pick<BatchItem, 'state' | 'failure' | 'signedSha256' | 'settledAt' | 'tokenMs'>>;

/** A batch under way, as memory knows it. What is durable is in `records.ts`, and is written first. */
export interface LiveBatch {
  readonly batchId: BatchId;
  /** A person asked to stop; looked at between two items. */
  readonly stopAsked: boolean;
  /** What ended it from outside while it was held; null where a person stopped it. */
  readonly endedBy: Failure | null;
  readonly prepared: number;
  /** Mean milliseconds of the last acts, everything but pauses included; null before the first. */
  readonly msPerAct: number | null;
  read(): BatchRecord;
  change(part: Partial<Pick<Batch, 'state' | 'pinPerSignature'>>): void;
  item(index: number, change: ItemChange): void;
  /** An act took so long, from its turn to being kept. */
  took(ms: number): void;
  askStop(): void;
  askPause(asked: boolean): void;
  /** Between two items: waits while a person holds the batch, at most so long. Answers whether it goes on. */
  goesOn(mostMs?: number): Promise<boolean>;
  /** The login that a held batch keeps has ended. Nothing for a batch that is not held: it hears of it at its next signature. */
  loginEnded(failure: Failure): void;
  end(state: 'finished' | 'stopped', stoppedBy: Failure | null, at: string): void;
}

/** The time to come is told from so many of the last acts: a token that warms up, or a disk that tires, shows soon. */
const lastActs = 20;

/** A login that nobody uses is not left open. */
const pauseOver: Failure = { kind: 'loggedOut', reason: 'idle' };

export function liveBatch(
  first: Batch,
  firstItems: readonly BatchItem[],
  events: BatchEvents,
  clock: () => Date,
): LiveBatch {
  let batch = first;
  let stopAsked = false;
  let prepared = 0;
  let endedBy: Failure | null = null;
  let release: (() => void) | null = null;
  const items = [...firstItems];
  const counts = { waiting: 0, prepared: 0, signing: 0, kept: 0, failed: 0, leftOut: 0 };
  for (const { state } of items) counts[state] += 1;
  const durations: number[] = [];

  const msPerAct = (): number | null =>
    durations.length === 0 ? null : durations.reduce((sum, ms) => sum + ms, 0) / durations.length;
  const counted = (): Batch => {
    const { kept, failed, leftOut } = counts;
    const each = batch.state === 'signing' || batch.state === 'paused' ? msPerAct() : null;
    const remainingSeconds = each === null ? null : (each * (counts.prepared + counts.signing)) / 1000;
    return { ...batch, prepared, kept, failed, leftOut, remainingSeconds };
  };
  const change = (next: Partial<Batch>): void => {
    batch = { ...batch, ...next };
    events.onBatch(counted());
  };
  return {
    batchId: first.batchId,
    get stopAsked() {
      return stopAsked;
    },
    get endedBy() {
      return endedBy;
    },
    get prepared() {
      return prepared;
    },
    get msPerAct() {
      return msPerAct();
    },
    read: () => ({ batch: counted(), items: [...items] }),
    change,
    item(index, next) {
      const before = items[index]!;
      const item = { ...before, ...next };
      items[index] = item;
      counts[before.state] -= 1;
      counts[item.state] += 1;
      if (next.state === 'prepared') prepared += 1;
      events.onItem(first.batchId, index, item);
    },
    took(ms) {
      durations.push(ms);
      if (durations.length > lastActs) durations.shift();
    },
    askStop() {
      stopAsked = true;
      release?.();
    },
    askPause(asked) {
      if (stopAsked || batch.finishedAt !== null || batch.pauseAsked === asked) return;
      change({ pauseAsked: asked });
      if (!asked) release?.();
    },
    async goesOn(mostMs) {
      if (batch.pauseAsked && !stopAsked) {
        const before = batch.state;
        const { promise: held, resolve } = Promise.withResolvers<void>();
        release = resolve;
        const pauseEndsAt = mostMs === undefined ? null : new Date(clock().getTime() + mostMs).toISOString();
        change({ state: 'paused', pauseEndsAt });
        const timer = mostMs === undefined ? undefined : setTimeout(() => this.loginEnded(pauseOver), mostMs);
        await held;
        clearTimeout(timer);
        release = null;
        change({ state: before, pauseAsked: false, pauseEndsAt: null });
      }
      return !stopAsked;
    },
    loginEnded(failure) {
      if (release === null || stopAsked) return;
      endedBy = failure;
      stopAsked = true;
      release();
    },
    end(state, stoppedBy, at) {
      // What was ready for the token and was not reached waits again.
      items.forEach((item, index) => {
        if (item.state === 'prepared' || item.state === 'signing') this.item(index, { state: 'waiting' });
      });
      change({ state, stoppedBy, finishedAt: at, pauseAsked: false });
    },
  };
}
