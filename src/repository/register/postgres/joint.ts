import type { ActId } from '../../../contract/ids.ts';
import { type FeedEvent, Proposal, type SignatureRequest } from '../../../contract/wire.ts';
import { kindOf } from '../../joint/signed-as.ts';
import { type JoinedFile, type SignedBefore, isSameSignature, standingOf, turnOf } from '../../joint/turns.ts';
import type { JointAct, SigningOn } from '../port.ts';
import type { Query } from './database.ts';
import type { Telling } from './feed.ts';
import { appendLeaf } from './log.ts';
import { withdrawnAmong } from './withdrawn.ts';

/** The signatures in force of an act that others sign after, the first first. */
export const joinedOf = (query: Query, actId: ActId): Promise<JoinedFile[]> =>
  query.all(
    `SELECT sha256, size, coalesce(request::json #>> '{substitute,personId}', request::json ->> 'personId') AS by
     FROM joint_signatures WHERE act_id = $1 AND active ORDER BY n`,
    actId,
  );

export async function jointAct(query: Query, proposal: Proposal): Promise<JointAct | null> {
  return proposal.signers ? standingOf(proposal, await joinedOf(query, proposal.actId)) : null;
}

/** Notes that the n-th signer signed, once. The act's row is held from the first question on. */
export async function signOn(
  transaction: Telling,
  request: SignatureRequest,
  sign: (of: number, name: string) => string,
  tell: (transaction: Telling, officeId: string, event: FeedEvent) => Promise<void>,
): Promise<SigningOn> {
  const { actId, n, sha256, size, documentSha256 } = request;
  const row = await transaction.one<{ case_id: string; proposal: string; state: string }>(
    'SELECT case_id, proposal, state FROM acts WHERE act_id = $1 FOR UPDATE',
    actId,
  );
  if (!row) return { kind: 'actUnknown' };
  const before = await transaction.one<SignedBefore>(
    'SELECT n, prefix_sha256, receipt, request FROM joint_signatures WHERE act_id = $1 AND sha256 = $2',
    ...[actId, sha256],
  );
  if (before) {
    return isSameSignature(before, request) ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
  }
  const proposal = Proposal.parse(JSON.parse(row.proposal));
  const act = await jointAct(transaction, proposal);
  const withdrawn = (await withdrawnAmong(transaction, [actId])).has(actId);
  const turn = turnOf({ caseId: row.case_id, state: row.state, withdrawn }, act, request);
  if (turn.kind !== 'next') return turn;
  const receipt = sign(turn.of, turn.signer.name);
  await transaction.run(
    `INSERT INTO joint_signatures (act_id, n, sha256, size, prefix_sha256, active, request, receipt)
     VALUES ($1, $2, $3, $4, $5, true, $6, $7)`,
    ...[actId, n, sha256, size, documentSha256, JSON.stringify(request), receipt],
  );
  await appendLeaf(transaction, receipt);
  await tell(transaction, proposal.officeId, { kind: 'partlySigned', actId, receipt, ...kindOf(request) });
  return { kind: 'signed', receipt };
}
