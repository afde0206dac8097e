import type { ActId, Sha256 } from '../../contract/ids.ts';
import { signedEntryRefusals, signedRefusals } from '../../contract/log.ts';
import type { CaseEntry } from '../../contract/wire-entries.ts';
import type { ProblemCode } from '../../contract/wire.ts';
import { entryDigest } from '../../proof/index.ts';
import type { LogKeeper } from './keeper.ts';

export interface RefusalRooms {
  /** Null in a repository that registers nothing itself. */
  readonly keeper: LogKeeper | null;
  readonly name: string;
  readonly clock: () => Date;
}

/**
 * Signs a final no and makes it a leaf of the log, once for the same bytes and the same reason: so that nobody on the way can say one in
 * the repository's name, and the repository cannot say later that it never did. Null for a no that may pass.
 */
export async function signRefusal(
  { keeper, name, clock }: RefusalRooms,
  refused: { readonly actId: ActId; readonly n: number; readonly sha256: Sha256; readonly code: ProblemCode },
): Promise<string | null> {
  const { actId, n, sha256, code } = refused;
  if (!keeper || !signedRefusals.has(code)) return null;
  const refusedAt = clock().toISOString();
  return keeper.refuse({ actId, n, sha256, code }, { v: 1, repository: name, actId, n, sha256, code, refusedAt });
}

/** The same for what is noted of a case, an act or a draft. */
export async function signEntryRefusal(
  { keeper, name, clock }: RefusalRooms,
  entry: CaseEntry,
  code: ProblemCode,
): Promise<string | undefined> {
  if (!keeper || !signedEntryRefusals.has(code)) return undefined;
  const { caseId, entryId } = entry;
  const refusedAt = clock().toISOString();
  return keeper.refuseEntry({ v: 1, repository: name, caseId, entryId, sha256: entryDigest(entry), code, refusedAt });
}
