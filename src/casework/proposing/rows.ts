import type { OwnProposal } from '../../contract/drafts.ts';
import { Failure } from '../../contract/failures.ts';
import { ActId } from '../../contract/ids.ts';
import { Proposal } from '../../contract/wire.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

export interface NewProposal {
  readonly draftId: string;
  readonly versionId: string;
  readonly proposal: Proposal;
}

export function keepProposal(tx: WritableDB<'journal'>, { draftId, versionId, proposal }: NewProposal): void {
  const { actId, documentSha256, caseId, proposedAt } = proposal;
  tx.runExactly(
    1,
    sql`insert into own_proposals (act_id, document_sha256, draft_id, version_id, case_id, proposal, state, made_at)
      values (${actId}, ${documentSha256}, ${draftId}, ${versionId}, ${caseId}, ${JSON.stringify(proposal)}, 'waiting',
        ${proposedAt})`,
  );
}

/** What the repository does not have yet, in the order in which it was proposed. */
export function waitingProposals(db: ReadableDB): Proposal[] {
  return db
    .all<{ proposal: string }>(
      sql`select proposal from main.own_proposals where state = 'waiting' order by made_at, act_id`,
    )
    .map(({ proposal }) => Proposal.parse(JSON.parse(proposal)));
}

/** The newest proposal of a draft; null where it was never proposed on this desk. */
export function proposalOf(db: ReadableDB, draftId: string): OwnProposal | null {
  const row = db.get<{
    act_id: string;
    version_id: string;
    state: OwnProposal['state'];
    trouble: string | null;
    made_at: string;
  }>(
    sql`select act_id, version_id, state, trouble, made_at from main.own_proposals where draft_id = ${draftId}
      order by made_at desc limit 1`,
  );
  if (!row) return null;
  const trouble = row.trouble === null ? null : Failure.parse(JSON.parse(row.trouble));
  const { version_id: versionId, state, made_at: proposedAt } = row;
  return {
    actId: ActId.parse(row.act_id),
    versionId: versionId as OwnProposal['versionId'],
    state,
    trouble,
    proposedAt,
  };
}

/** It came to its end: the repository has it, or will never take it. */
export function endProposal(
  tx: WritableDB<'journal'>,
  { actId, documentSha256 }: Pick<Proposal, 'actId' | 'documentSha256'>,
  state: 'sent' | 'refused',
  trouble: Failure | null,
): void {
  const text = trouble && JSON.stringify(trouble);
  tx.run(sql`update own_proposals set state = ${state}, trouble = ${text}
    where act_id = ${actId} and document_sha256 = ${documentSha256} and state = 'waiting'`);
}

/** What keeps it here, for a person to see. Answers whether this is news. */
export function noteProposalTrouble(
  tx: WritableDB<'journal'>,
  { actId, documentSha256 }: Pick<Proposal, 'actId' | 'documentSha256'>,
  trouble: Failure,
): boolean {
  const text = JSON.stringify(trouble);
  return (
    tx.run(sql`update own_proposals set trouble = ${text}
      where act_id = ${actId} and document_sha256 = ${documentSha256} and state = 'waiting' and trouble is not ${text}`) >
    0
  );
}
