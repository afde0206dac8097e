import {
  type NamedSigner,
  type Proposal,
  type RegistrationRequest,
  type SignatureRequest,
  placeTaken,
} from '../../contract/wire.ts';
import type { JointAct } from '../register/port.ts';

/** A signature of an act that others sign after: what every engine keeps of it. */
export interface JoinedFile {
  readonly sha256: string;
  readonly size: number;
  /** Who made it: the signer whom the act names, or whoever stood for that one. */
  readonly by: string;
}

/** What is kept of a signature that came before, as its row says. */
export interface SignedBefore {
  readonly n: number;
  readonly prefix_sha256: string;
  readonly receipt: string;
  readonly request: string;
}

/** Whether these very bytes are sent once more as what they were: the same place, on the same file, of the same signer. */
export function isSameSignature(before: SignedBefore, request: SignatureRequest): boolean {
  const { n, documentSha256 } = request;
  const asked = JSON.parse(before.request) as Pick<SignatureRequest, 'personId' | 'standsFor'>;
  return before.n === n && before.prefix_sha256 === documentSha256 && placeTaken(asked) === placeTaken(request);
}

export type LastTurn = 'its' | 'outOfTurn' | 'anotherSigner' | 'notProposed' | 'signsAgain';

/** @param signed the signatures in force, the first first. Null for an act that anybody of the office may sign. */
export function standingOf(proposal: Proposal, signed: readonly JoinedFile[]): JointAct | null {
  const { signers, documentSha256, size } = proposal;
  if (!signers) return null;
  const inForce = signed.at(-1) ?? { sha256: documentSha256, size };
  return { signers, signed: signed.length, signedBy: signed.map(({ by }) => by), inForce };
}

/** Nobody signs an act twice: not beside a place of his or her own, nor in two places of others. */
const signsAgain = (act: JointAct, { personId, standsFor }: Pick<RegistrationRequest, 'personId' | 'standsFor'>) =>
  (standsFor !== undefined && act.signers.some((one) => one.personId === personId)) ||
  act.signedBy.includes(personId ?? '');

/** Whether it is the last signer's turn, and he or she who asks; null for an act that names nobody. */
export function lastTurnOf(
  act: JointAct | null,
  request: Pick<RegistrationRequest, 'personId' | 'standsFor' | 'documentSha256'>,
): LastTurn | null {
  if (!act) return null;
  const place = placeTaken(request);
  if (act.signers.findIndex((one) => one.personId === place) < 0) return 'anotherSigner';
  if (act.signed !== act.signers.length - 1 || act.signers[act.signed]?.personId !== place) return 'outOfTurn';
  if (signsAgain(act, request)) return 'signsAgain';
  return act.inForce.sha256 === request.documentSha256 ? 'its' : 'notProposed';
}

export type Turn =
  | { readonly kind: 'next'; readonly of: number; readonly signer: NamedSigner }
  | { readonly kind: 'notProposed' | 'anotherSigner' | 'signsAgain' | 'outOfTurn' | 'registered' | 'returned' };

/** Whether the n-th signer may sign now. The last one registers the whole; nobody signs twice, or before his or her turn. */
export function turnOf(
  row: { readonly caseId: string; readonly state: string; readonly withdrawn: boolean },
  act: JointAct | null,
  request: SignatureRequest,
): Turn {
  if (row.state === 'registered' || row.state === 'returned') return { kind: row.state };
  if (row.withdrawn) return { kind: 'returned' };
  const { n, documentSha256 } = request;
  const named = act?.signers.find((one) => one.personId === placeTaken(request));
  if (!act || row.caseId !== request.caseId) return { kind: 'notProposed' };
  if (!named) return { kind: 'anotherSigner' };
  if (n !== act.signed + 1 || n >= act.signers.length || act.signers[n - 1] !== named) return { kind: 'outOfTurn' };
  if (signsAgain(act, request)) return { kind: 'signsAgain' };
  if (act.inForce.sha256 !== documentSha256) return { kind: 'notProposed' };
  return { kind: 'next', of: act.signers.length, signer: named };
}
