import type { ProblemCode, Proposal } from '../contract/wire.ts';
import type { Blobs } from './blobs/port.ts';
import { type Holder, mayDo, mayRead } from './access.ts';
import type { Register } from './register/port.ts';
import { notTheirCase } from './theirs.ts';
import { seesAct, subjectOf } from './visible.ts';

export type ProposalOutcome =
  | { readonly kind: 'created' | 'same' }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string };

const refused = (code: ProblemCode, detail: string): ProposalOutcome => ({ kind: 'refused', code, detail });

/**
 * Puts an act into the tray to sign, once: of this office, in a case of its own, its document here and sent by it. Nobody puts before others
 * what he or she could not look at, nor anything in the place of what is for other eyes, nor a visado in another's name.
 */
export async function takeProposal(
  { register, blobs }: { readonly register: Register; readonly blobs: Blobs },
  proposal: Proposal,
  { officeId, holder }: { readonly officeId: string; readonly holder: Holder | null },
): Promise<ProposalOutcome> {
  if (proposal.officeId !== officeId) return refused('unauthorized', 'an act of another office');
  const record = await register.caseOf(proposal.caseId);
  if (record?.officeId !== officeId) {
    const { code, detail } = await notTheirCase(register, proposal.caseId, officeId);
    return refused(code, detail);
  }
  if (holder) {
    if (!mayDo(holder, 'sendToReview', subjectOf(holder, proposal)))
      return refused('forbidden', 'not allowed to this role: sendToReview');
    if (proposal.vouchedBy !== null && (!mayDo(holder, 'vouch') || proposal.vouchedBy !== holder.name))
      return refused('forbidden', 'vouchedBy: another person, or not allowed to this role');
    const level = Math.max(record.confidentialityLevel, proposal.confidentialityLevel);
    if (!mayRead(holder, level, { assigned: true, designated: true }))
      return refused('forbidden', 'an act of this level is not for this role');
    const before = await register.proposalOf(proposal.actId);
    if (before && !(await seesAct(holder, register, before)))
      return refused('act-id-reused', 'this act id was proposed with other data');
  }
  const held = await register.isHolder(proposal.documentSha256, officeId);
  if (!held || (await blobs.size(proposal.documentSha256)) !== proposal.size) {
    return refused('blob-missing', `no file ${proposal.documentSha256} of ${proposal.size} bytes`);
  }
  const stored = await register.putProposal(proposal);
  if (stored === 'caseUnknown') return refused('case-unknown', 'the case has to be recorded first');
  if (stored === 'reused') return refused('act-id-reused', 'this act id was proposed with other data');
  return { kind: stored };
}
