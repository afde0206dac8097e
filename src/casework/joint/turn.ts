import type { ActRow, JointSigning } from '../../contract/acts.ts';
import type { StoodFor } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import type { RuleFinding } from '../../contract/rules.ts';
import { inPlaceOfCaption } from '../../contract/words/in-place-of.ts';

/** Whose desk it is, and in whose places that person was appointed to sign. */
export interface Hand {
  readonly personId: string;
  readonly standsFor: readonly StoodFor[];
}

/** A place among an act's signers, and in whose stead it is taken; null: the person is named there. */
export interface Place {
  readonly at: number;
  readonly inPlaceOf: StoodFor | null;
}

/** The person's own place goes first; else the next open one of somebody whom he or she stands for now, once in an act. */
export function placeOf({ signers, next }: JointSigning, { personId, standsFor }: Hand): Place | null {
  const own = signers.findIndex((one) => one.personId === personId);
  if (own >= 0) return { at: own, inPlaceOf: null };
  const taken = signers.findIndex(({ substitute }) => substitute?.personId === personId);
  if (taken >= 0) return { at: taken, inPlaceOf: null };
  const places = signers.flatMap((one, at): Place[] => {
    const inPlaceOf = standsFor.find(({ holds, personId: of }) => holds && of === one.personId);
    return inPlaceOf && one.signedAt === null ? [{ at, inPlaceOf }] : [];
  });
  return places.find(({ at }) => at === next) ?? places[0] ?? null;
}

/** In whose place the person would sign this act; null where it names him or her, or nobody. */
export const inWhosePlace = ({ joint }: Pick<ActRow, 'joint'>, hand: Hand): StoodFor | null =>
  (joint && placeOf(joint, hand)?.inPlaceOf) ?? null;

/**
 * Why this person may not sign this act now, by its named signers; null when he or she may, or the act names nobody. Pure: the same rule
 * holds on the screen, before the PIN, before each signature and (by itself) at the repository.
 */
export function objectionToTurn({ joint, state }: Pick<ActRow, 'joint' | 'state'>, hand: Hand): Failure | null {
  if (!joint) return null;
  const place = placeOf(joint, hand);
  if (!place) return notNamed(joint, hand);
  const { at } = place;
  if (joint.here || joint.signers[at]!.signedAt !== null) return { kind: 'actForbids', state, move: 'sign' };
  const next = joint.next === null ? undefined : joint.signers[joint.next];
  return next && joint.next !== at ? { kind: 'notYourTurn', waitingFor: next.name } : null;
}

/** An appointment that ended, or is still to come, says so by its days. */
function notNamed({ signers }: JointSigning, { standsFor }: Hand): Failure {
  const open = signers.filter(({ signedAt }) => signedAt === null);
  const past = standsFor.findLast(({ personId }) => open.some((one) => one.personId === personId));
  if (past) {
    const { name: replaces, from, until } = past;
    return { kind: 'substituteNotInForce', replaces, from: dayOf(from), until: dayOf(until) };
  }
  return { kind: 'signerNotNamed', named: (open.length > 0 ? open : signers).map(({ name }) => name).join(', ') };
}

/** The day of an instant by this computer's calendar (YYYY-MM-DD). */
function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** How many signatures there are once the next one is, and how many there have to be. */
export function signaturesOf({ joint }: Pick<ActRow, 'joint'>): { signed: number; needed: number } {
  return joint
    ? { signed: (joint.next ?? joint.signers.length) + 1, needed: joint.signers.length }
    : { signed: 1, needed: 1 };
}

/** Right person for the act: in whose place these acts are signed, and what of them will be left, because they name others or others come first. */
export function aboutSigners(acts: readonly Pick<ActRow, 'joint' | 'state'>[], hand: Hand): RuleFinding[] {
  const objections = acts.flatMap((act) => objectionToTurn(act, hand) ?? []);
  const named = objections.flatMap((one) => (one.kind === 'signerNotNamed' ? [one.named] : []));
  const waiting = objections.flatMap((one) => (one.kind === 'notYourTurn' ? [one.waitingFor] : []));
  const list = (names: readonly string[]): string => [...new Set(names)].slice(0, 5).join(', ');
  return [
    ...(named.length > 0 ? [{ kind: 'signerNotNamed', named: list(named), acts: named.length } as const] : []),
    ...(waiting.length > 0 ? [{ kind: 'notYourTurn', waitingFor: list(waiting), acts: waiting.length } as const] : []),
    ...aboutSubstitutes(acts, objections, hand),
  ];
}

function aboutSubstitutes(
  acts: readonly Pick<ActRow, 'joint' | 'state'>[],
  objections: readonly Failure[],
  hand: Hand,
): RuleFinding[] {
  const [past] = objections.filter((one) => one.kind === 'substituteNotInForce');
  const places = acts.flatMap((act) => (objectionToTurn(act, hand) ? [] : (inWhosePlace(act, hand) ?? [])));
  const held = [...new Map(places.map((one) => [one.personId, one])).values()];
  const [first] = held.map(({ until }) => until).sort();
  if (first === undefined) return past ? [past] : [];
  const replaces = held.map(({ name }) => name).join(', ');
  const until = dayOf(first);
  const signs = { kind: 'substituteSigns', caption: inPlaceOfCaption, replaces, until, acts: places.length } as const;
  return [...(past ? [past] : []), signs];
}
