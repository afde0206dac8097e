import type { Batch } from '../../contract/acts.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { type BatchRooms, type RunningBatch, startBatch } from './batch.ts';
import type { Wish } from './prepare.ts';
import { type BatchRecord, readBatch } from './records.ts';
import { findSigner } from './signer.ts';
import type { TokenPorts } from './token-ports.ts';

export interface SigningRequest {
  readonly items: readonly Wish[];
  readonly libraryId: string;
  readonly tokenSerial: string;
  readonly certificateSha256: string;
}

/** Where batches are started, stopped and looked at. One at a time: a person has one token in hand. */
export interface SigningDesk {
  start(request: SigningRequest): Promise<Outcome<Batch>>;
  stop(batchId: string): BatchRecord | null;
  read(batchId: string): BatchRecord | null;
  /** Whether a batch under way has this act. */
  isInHand(actId: string): boolean;
  /** Stops what is under way and waits for it, at most so long. */
  close(patienceMs: number): Promise<void>;
}

export interface SigningDeskOptions {
  readonly rooms: Omit<BatchRooms, 'token' | 'dropToken'>;
  readonly tokens: TokenPorts;
  /** The time at which a certificate's chain is looked for. */
  readonly now: () => Date;
  readonly trustAnchors: readonly string[];
  readonly onBug: (error: unknown) => void;
}

export function signingDesk({ rooms, tokens, now, trustAnchors, onBug }: SigningDeskOptions): SigningDesk {
  let running: RunningBatch | null = null;
  let inHand: ReadonlySet<string> = new Set();
  let starting = false;

  const begin = async (request: SigningRequest): Promise<Outcome<Batch>> => {
    const token = tokens.client(request.libraryId);
    if (!token.ok) return token;
    const listing = await tokens.list(request.libraryId);
    if (!listing.ok) return listing;
    const signer = findSigner(listing.value, request, trustAnchors, now());
    if (!signer.ok) return signer;
    const dropToken = (): Failure => tokens.hung(request.libraryId, token.value);
    const batch = startBatch({ ...rooms, token: token.value, dropToken }, request.items, signer.value);
    running = batch;
    inHand = new Set(request.items.map(({ actId }) => actId));
    void batch.ended.catch(onBug).finally(() => {
      running = null;
      inHand = new Set();
    });
    return done(batch.live.read().batch);
  };
  const read = (batchId: string): BatchRecord | null =>
    running?.live.batchId === batchId ? running.live.read() : readBatch(rooms.reader, batchId);

  return {
    async start(request) {
      if (new Set(request.items.map(({ actId }) => actId)).size !== request.items.length) {
        return failed({ kind: 'badInput', detail: 'an act stands twice in the batch' });
      }
      if (running || starting) return failed({ kind: 'tokenBusy' });
      starting = true;
      try {
        return await begin(request);
      } finally {
        starting = false;
      }
    },
    stop(batchId) {
      if (running?.live.batchId === batchId) running.stop();
      return read(batchId);
    },
    read,
    isInHand: (actId) => inHand.has(actId),
    async close(patienceMs) {
      const batch = running;
      if (!batch) return;
      batch.stop();
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([batch.ended.catch(() => undefined), patience]);
      clearTimeout(timer);
    },
  };
}
