/** The time-stamp within a signature in the making, and what is said of its level. */
import {
  type PadesLevel,
  type SignedPdf,
  stampSignature,
  type TimeStampOutcome,
  type WaitingForToken,
} from '../../signature/index.ts';
import type { Services } from './services.ts';
import type { Standing } from './standing.ts';

/** The level asked for, and who is asked for what it takes. */
export interface LevelWish {
  readonly level: PadesLevel;
  readonly services: Services;
}

/** Asks for a time-stamp over a signature just made; null at level B-B, which needs none. */
export async function stampFor(
  wish: LevelWish,
  prepared: WaitingForToken & { readonly contentsBytes?: number },
  bytes: Uint8Array,
): Promise<TimeStampOutcome | null> {
  if (wish.level === 'B-B') return null;
  return stampSignature(prepared, { bytes }, { ...wish.services, intermediates: wish.services.intermediates ?? [] });
}

/** The level of a signature that has just been made, and nothing else in its file. */
export function standingOfSigned(
  { level }: LevelWish,
  signed: Pick<SignedPdf, 'certificate' | 'timeStampedAt'>,
  outcome: TimeStampOutcome | null,
): Standing {
  const stamp = outcome?.kind === 'stamped' ? outcome.stamp : null;
  return {
    asked: level,
    reached: signed.timeStampedAt === null ? 'B-B' : 'B-T',
    missing: outcome?.kind === 'none' ? [{ kind: 'timeStamp', purpose: 'signature', tries: outcome.tries }] : [],
    revoked: [],
    renewBefore: (stamp?.certificate ?? signed.certificate).notAfter,
  };
}
