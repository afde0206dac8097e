import type { FailureOf } from '../../contract/failures.ts';
import { RefusalHeader, RefusalStatement, signedRefusals } from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { newestCheckpoint } from '../witness/rows.ts';

/** What was sent, and is said no to. */
export interface Refused {
  readonly actId: string;
  /** 0 for the signed act itself, n for its n-th signature that others come after. */
  readonly n: number;
  readonly sha256: string | undefined;
}

/**
 * Whether a final no is the repository's own. One whose log was seen here signs what it refuses for good, so that nobody on the way can say
 * no in its name. A repository inside an office may have a no of its own to say: where one is configured, its word is enough.
 */
export function believesNo(
  {
    store,
    pinnedKeys,
    officeKeys,
  }: { readonly store: Store; readonly pinnedKeys: readonly ReceiptKey[]; readonly officeKeys: readonly ReceiptKey[] },
  { actId, n, sha256 }: Refused,
  { problem, refusal }: FailureOf<'registrationRefused'>,
): boolean {
  if (officeKeys.length > 0 || !signedRefusals.has(problem)) return true;
  if (newestCheckpoint(store.journal) === null) return true;
  const said = refusal && openJws(refusal, pinnedKeys, RefusalHeader, RefusalStatement);
  return said ? said.actId === actId && said.n === n && said.sha256 === sha256 && said.code === problem : false;
}
