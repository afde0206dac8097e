import { openFileSource } from '../../bytes.ts';
import { PdfError } from '../../pdf/index.ts';
import type { KnownBeginning } from '../../validation/pdf/digests.ts';
import { PadesError } from '../errors.ts';
import type { TargetFile } from '../target-file.ts';
import { checkRaised, planRaise } from './raise.ts';
import type { RaiseRequest, RaiseStanding } from './types.ts';

/** What a copy in the making is to be raised to, and who is asked for what it takes. */
export type RaiseWish = Omit<RaiseRequest, 'source' | 'sink' | 'known'>;

export interface RaisedCopy {
  readonly standing: RaiseStanding;
  readonly sha256: string;
  readonly size: number;
}

/**
 * Raises a signed copy by appending to it, before it gets its name. What is appended is read again from the disk and verified; what lies
 * before it was, when the signature was checked, and is not read a third time where `known` says what it is. A document to which nothing
 * may be appended stays as it is: it is signed.
 * @returns null when nothing was appended for that reason.
 * @throws PadesError `checkFailed` and what the file system throws; the copy must not be used then.
 */
export async function raiseCopy(
  target: TargetFile,
  wish: RaiseWish,
  known: KnownBeginning,
): Promise<RaisedCopy | null> {
  const request = { ...wish, known };
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
    return { standing: plan.standing, sha256: plan.sha256, size: plan.size };
  } catch (error) {
    const refused = error instanceof PdfError || (error instanceof PadesError && nothingAppended.has(error.kind));
    if (!refused) throw error;
    return null;
  } finally {
    source.close();
  }
}

const nothingAppended: ReadonlySet<string> = new Set(['authCode', 'permission', 'formBroken']);
