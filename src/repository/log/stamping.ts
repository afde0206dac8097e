import { createHash } from 'node:crypto';
import {
  type Certificate,
  type HttpTransport,
  requestTimeStamp,
  type TimeStampAuthority,
} from '../../signature/index.ts';
import { type OfficePace, type Rounds, startRounds } from '../office/rounds.ts';
import type { LogKeeper } from './keeper.ts';

/** Asks an authority what time it is for these bytes; null where none answers well now. */
export type CheckpointStamper = (
  sha256: Uint8Array,
) => Promise<{ readonly token: Uint8Array; readonly time: Date } | null>;

export interface StampingOptions {
  readonly stamper: CheckpointStamper;
  /** A checkpoint is stamped when the newest stamp is so old and the log grew (milliseconds). */
  readonly everyMs?: number;
  readonly pace?: OfficePace;
}

const day = 24 * 60 * 60_000;
const usualPace: OfficePace = { idleMs: 15 * 60_000, firstMs: 60_000, mostMs: 60 * 60_000 };

/**
 * Has a checkpoint of the log stamped once a day (RFC 3161): a past that was made up later would need a stamp from then. An authority that
 * does not answer is asked again; nothing waits for it.
 */
export function startStamping(
  keeper: LogKeeper,
  { stamper, everyMs = day, pace = usualPace }: StampingOptions,
  {
    clock,
    random,
    onBug,
  }: { readonly clock: () => Date; readonly random: () => number; readonly onBug: (error: unknown) => void },
): Rounds {
  const round = async (): Promise<boolean> => {
    const { size, text } = await keeper.checkpoint();
    if (size === 0) return true;
    const newest = await keeper.stampedUpTo(size);
    const isFresh = newest !== null && clock().getTime() - Date.parse(newest.at) < everyMs;
    if (isFresh || newest?.size === size) return true;
    const stamp = await stamper(createHash('sha256').update(text).digest());
    if (stamp === null) return false;
    await keeper.keepStamp({ size, checkpoint: text, token: stamp.token, at: stamp.time.toISOString() });
    return true;
  };
  return startRounds({ round, pace, random, onBug });
}

/** Asks real authorities, in their order. `anchors`: where given, the token has to lead to one of them. */
export function checkpointStamper(options: {
  readonly transport: HttpTransport;
  readonly tsas: readonly TimeStampAuthority[];
  readonly anchors: readonly Certificate[];
}): CheckpointStamper {
  const { transport, tsas, anchors } = options;
  return async (hash) => {
    const outcome = await requestTimeStamp(
      { algorithm: 'sha256', hash },
      { transport, tsas, anchors, intermediates: anchors },
    );
    return outcome.kind === 'stamped' ? { token: outcome.stamp.token, time: outcome.stamp.time } : null;
  };
}
