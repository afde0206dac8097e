/** A signature raised while its file is still in the making: what is appended to it goes to the same copy, before it has its name. */
import {
  checkRaised,
  openFileSource,
  PadesError,
  type PadesLevel,
  PdfError,
  planRaise,
  type SignedPdf,
  stampSignature,
  type TargetFile,
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

export interface Raised {
  readonly standing: Standing;
  readonly sha256: string;
  readonly size: number;
}

/**
 * Raises a signed copy by appending to it. A document to which nothing may be appended stays as it is: it is signed.
 * @returns null when nothing was appended for that reason.
 * @throws PadesError `checkFailed` and what the file system throws; the copy must not be used then.
 */
export async function raiseCopy(
  target: TargetFile,
  { level, services }: LevelWish,
  password: string | undefined,
): Promise<Raised | null> {
  if (level === 'B-B' || level === 'B-T') return null;
  const request = { ...services, level, at: new Date(), password };
  const source = openFileSource(target.temporary);
  try {
    const plan = await planRaise({ ...request, source });
    for (const update of plan.updates) await target.append(update);
    await target.sync();
    const written = openFileSource(target.temporary);
    try {
      await checkRaised(written, plan, { ...request, source });
    } finally {
      written.close();
    }
    return { standing: { ...plan.standing, asked: level }, sha256: plan.sha256, size: plan.size };
  } catch (error) {
    const refused = error instanceof PdfError || (error instanceof PadesError && nothingAppended.has(error.kind));
    if (!refused) throw error;
    return null;
  } finally {
    source.close();
  }
}

const nothingAppended: ReadonlySet<string> = new Set(['authCode', 'permission', 'formBroken']);
