import { signedRefusals } from '../../contract/log.ts';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { RegistrationOutcome, RegistrationRooms } from '../registration.ts';

/**
 * Signs a final no and makes it a leaf of the log, once for the same bytes and the same reason: so that nobody on the way can say one in
 * the repository's name, and the repository cannot say later that it never did. A passing no is answered as it is.
 */
export async function signedNo(
  { keeper, name, clock }: Pick<RegistrationRooms, 'keeper' | 'name' | 'clock'>,
  { actId, n, sha256 }: { readonly actId: ActId; readonly n: number; readonly sha256: Sha256 },
  outcome: RegistrationOutcome,
): Promise<RegistrationOutcome> {
  if (outcome.kind !== 'refused' || !keeper || !signedRefusals.has(outcome.code)) return outcome;
  const { code } = outcome;
  const refusedAt = clock().toISOString();
  const statement = { v: 1 as const, repository: name, actId, n, sha256, code, refusedAt };
  return { ...outcome, refusal: await keeper.refuse({ actId, n, sha256, code }, statement) };
}
