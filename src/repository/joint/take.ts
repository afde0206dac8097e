import { type SignatureRequest, placeTaken } from '../../contract/wire.ts';
import {
  type Asking,
  type RegistrationOutcome,
  type RegistrationRefusal,
  type RegistrationRooms,
  checkStored,
  electronicRefusal,
  inWhosePlace,
  signedNo,
} from '../registration.ts';
import type { SigningOn } from '../register/port.ts';
import { anotherPerson, inAnothersName, mayNotSign } from './names.ts';

const refused = (code: RegistrationRefusal['code'], detail: string): RegistrationRefusal => ({
  kind: 'refused',
  code,
  detail,
});

/**
 * Takes the signature of one of an act's signers, after whom others sign. Before the yes: it is this person's turn, the file begins with the
 * very bytes that he or she was shown (the proposed document, or what the signer before signed: law 5) and adds one signature that holds.
 * It gets a record and a statement of its own; nothing is registered by it. Nobody signs in another's name. The act is of the office that asks; the
 * caller has seen to that.
 */
export async function takeSignature(
  rooms: RegistrationRooms,
  request: SignatureRequest,
  { officeId, holder }: Asking,
): Promise<RegistrationOutcome> {
  const notOwn = inAnothersName(holder, request);
  if (notOwn) return notOwn;
  const receivedAt = rooms.clock().toISOString();
  const outcome = await rooms.turnOf(request.actId, async (): Promise<RegistrationOutcome> => {
    const act = await rooms.register.jointOf(request.actId);
    if (!act) return refused('act-state', 'the act names no signers');
    const notSigner = mayNotSign(holder, request, (await rooms.register.proposalOf(request.actId))?.type);
    if (notSigner) return notSigner;
    const checked = await checkStored(rooms, request, officeId);
    if (checked.kind === 'refused') return checked;
    const no =
      (await electronicRefusal(rooms, request, checked.electronic)) ?? anotherPerson(act, request, checked.cuil);
    if (no) return no;
    const signing = await inWhosePlace(rooms, request, checked.cuil, officeId);
    if (signing.kind === 'refused') return signing;
    const { actId, caseId, n, sha256, size, certificateSha256, signedAt } = request;
    // The statement is of the place: whoever stood for its signer is told beside it.
    const personId = placeTaken(request)!;
    const stored = await rooms.register.signOn(signing.request, (of, name) =>
      rooms.signer.signPartial({
        ...{ v: 1, repository: rooms.name, actId, caseId, n, of, personId, name, sha256, size, certificateSha256 },
        ...{ prefixSha256: request.documentSha256, prefixSize: request.documentSize, signedAt, receivedAt },
      }),
    );
    return outcomeOf(stored);
  });
  return signedNo(rooms, request, outcome);
}

function outcomeOf(stored: SigningOn): RegistrationOutcome {
  switch (stored.kind) {
    case 'signed':
      return { kind: 'registered', receipt: stored.receipt };
    case 'received':
    case 'refused':
      return stored;
    case 'replayed':
      return { kind: 'replayed', receipt: stored.receipt };
    case 'reused':
      return refused('act-id-reused', 'this signature is here with other facts');
    case 'actUnknown':
      return refused('act-unknown', 'no act of this id was proposed');
    case 'notProposed':
      return refused('not-what-was-shown', 'what was signed is not what the signer before left');
    case 'returned':
      return refused('act-state', 'the act was returned with remarks');
    case 'registered':
      return refused('act-state', 'the act is registered');
    case 'outOfTurn':
      return refused('not-your-turn', 'another of its signers comes first');
    case 'signsAgain':
      return refused('substitution-refused', 'the substitute signs this act already');
    case 'anotherSigner':
      return refused('another-signer', 'the act names other persons to sign it');
  }
}
