import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { RuleFinding } from '../../contract/rules.ts';

/**
 * Why this person may not sign this act now, by its named signers; null when he or she may, or the act names nobody. Pure: the same rule
 * holds on the screen, before the PIN, before each signature and (by itself) at the repository.
 */
export function objectionToTurn({ joint, state }: Pick<ActRow, 'joint' | 'state'>, personId: string): Failure | null {
  if (!joint) return null;
  const at = joint.signers.findIndex((one) => one.personId === personId);
  if (at < 0) {
    const open = joint.signers.filter(({ signedAt }) => signedAt === null);
    return {
      kind: 'signerNotNamed',
      named: (open.length > 0 ? open : joint.signers).map(({ name }) => name).join(', '),
    };
  }
  if (joint.here || joint.signers[at]!.signedAt !== null) return { kind: 'actForbids', state, move: 'sign' };
  const next = joint.next === null ? undefined : joint.signers[joint.next];
  return next && next.personId !== personId ? { kind: 'notYourTurn', waitingFor: next.name } : null;
}

/** How many signatures there are once the next one is, and how many there have to be. */
export function signaturesOf({ joint }: Pick<ActRow, 'joint'>): { signed: number; needed: number } {
  return joint
    ? { signed: (joint.next ?? joint.signers.length) + 1, needed: joint.signers.length }
    : { signed: 1, needed: 1 };
}

/** Right person for the act: what of these acts will be left, because they name others or others come first. */
export function aboutSigners(acts: readonly Pick<ActRow, 'joint' | 'state'>[], personId: string): RuleFinding[] {
  const objections = acts.flatMap((act) => objectionToTurn(act, personId) ?? []);
  const named = objections.flatMap((one) => (one.kind === 'signerNotNamed' ? [one.named] : []));
  const waiting = objections.flatMap((one) => (one.kind === 'notYourTurn' ? [one.waitingFor] : []));
  const list = (names: readonly string[]): string => [...new Set(names)].slice(0, 5).join(', ');
  return [
    ...(named.length > 0 ? [{ kind: 'signerNotNamed', named: list(named), acts: named.length } as const] : []),
    ...(waiting.length > 0 ? [{ kind: 'notYourTurn', waitingFor: list(waiting), acts: waiting.length } as const] : []),
  ];
}
