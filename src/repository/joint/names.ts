import { may } from '../../contract/permissions.ts';
import { type ProblemCode, type RegistrationRequest, placeTaken } from '../../contract/wire.ts';
import type { Holder } from '../access.ts';
import type { JointAct } from '../register/port.ts';

interface Refusal {
  readonly kind: 'refused';
  readonly code: ProblemCode;
  readonly detail: string;
}

/**
 * What is signed is handed in by who signed it: nobody's key or device says whose desk it was but his or her own. The office's own key (null)
 * speaks for all its people.
 */
export function inAnothersName(
  holder: Holder | null,
  { personId }: Pick<RegistrationRequest, 'personId'>,
): Refusal | null {
  if (holder === null || personId === undefined || personId === holder.personId) return null;
  return { kind: 'refused', code: 'forbidden', detail: 'personId: another person' };
}

/**
 * Whoever hands in what he or she signed has to hold a role, now, that signs acts of this type: the grants say so, whatever a desk let happen. It is
 * no final no: what was signed waits there for a grant. What others signed may be incorporated by whom the matrix lets (`incorporate`); the
 * office's own key (null) speaks for all its people.
 */
export function mayNotSign(
  holder: Holder | null,
  { personId, electronic }: Pick<RegistrationRequest, 'personId' | 'electronic'>,
  actType: string | undefined,
): Refusal | null {
  if (holder === null || personId !== holder.personId || actType === undefined) return null;
  const action = electronic ? 'signElectronically' : 'sign';
  if (holder.roles.some((role) => may({ role }, action, { actType }))) return null;
  return { kind: 'refused', code: 'forbidden', detail: 'no role that signs such an act' };
}

/**
 * The certificate is another person's than the one the act names: by the CUIL, where both are known. Whoever signs in another's place is judged by
 * the appointment (people/substitutes.ts).
 */
export function anotherPerson(
  act: JointAct,
  request: Pick<RegistrationRequest, 'personId' | 'standsFor'>,
  cuil: string | null,
): Refusal | null {
  const named = act.signers.find((one) => one.personId === placeTaken(request));
  if (!named) return no('the act names other persons to sign it');
  if (request.standsFor !== undefined) return null;
  const digits = named.cuil?.replace(/\D/g, '') ?? null;
  if (digits === null || cuil === null || digits === cuil) return null;
  return no('the certificate is not of the person whom the act names');
}

const no = (detail: string): Refusal => ({ kind: 'refused', code: 'another-signer', detail });
