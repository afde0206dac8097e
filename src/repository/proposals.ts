import type { ProblemCode, Proposal } from '../contract/wire.ts';
import type { Blobs } from './blobs/port.ts';
import type { Register } from './register/port.ts';

export type ProposalOutcome =
  | { readonly kind: 'created' | 'same' }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string };

const refused = (code: ProblemCode, detail: string): ProposalOutcome => ({ kind: 'refused', code, detail });

/** Puts an act into the tray to sign, once: of this office, in a case of its own, its document here and sent by it. */
export async function takeProposal(
  { register, blobs }: { readonly register: Register; readonly blobs: Blobs },
  proposal: Proposal,
  officeId: string,
): Promise<ProposalOutcome> {
  if (proposal.officeId !== officeId) return refused('unauthorized', 'an act of another office');
  const record = await register.caseOf(proposal.caseId);
  if (record?.officeId !== officeId) return refused('case-unknown', 'the case has to be recorded first');
  const held = await register.isHolder(proposal.documentSha256, officeId);
  if (!held || (await blobs.size(proposal.documentSha256)) !== proposal.size) {
    return refused('blob-missing', `no file ${proposal.documentSha256} of ${proposal.size} bytes`);
  }
  const stored = await register.putProposal(proposal);
  if (stored === 'caseUnknown') return refused('case-unknown', 'the case has to be recorded first');
  if (stored === 'reused') return refused('act-id-reused', 'this act id was proposed with other data');
  return { kind: stored };
}
