import type { FastifyInstance } from 'fastify';
import { CaseId } from '../../contract/ids.ts';
import type { Action, Subject } from '../../contract/permissions.ts';
import { CaseEntry, type EntryKind, actOf, draftOf } from '../../contract/wire-entries.ts';
import { isForbidden, mayRead } from '../access.ts';
import type { Blobs } from '../blobs/port.ts';
import { problem } from '../problems.ts';
import type { Register } from '../register/port.ts';
import { seesAct, subjectOf } from '../visible.ts';
import { parameterOrRefuse, parseOrRefuse } from './parse.ts';

/** What a person needs to note each kind of thing. */
const rights: Readonly<Record<EntryKind, Action>> = {
  piece: 'takeEvidence',
  visado: 'vouch',
  withdrawn: 'withdraw',
  notified: 'notify',
  sealed: 'setConfidentiality',
  flags: 'setFlags',
  label: 'setFlags',
  due: 'setFlags',
  correcting: 'draft',
  reviewAsked: 'sendToReview',
  reviewReturned: 'returnActs',
  remarkResolved: 'draft',
  frozen: 'sendToReview',
};

/** `PUT /v1/cases/{caseId}/entries/{entryId}` (`contract/wire-entries.ts`): by this office, in the name of whoever holds the key. */
export function entryRoutes(
  app: FastifyInstance,
  { register, blobs }: { readonly register: Register; readonly blobs: Blobs },
): void {
  app.put('/v1/cases/:caseId/entries/:entryId', async (request, reply) => {
    const caseId = await parameterOrRefuse(reply, 'caseId', CaseId);
    const given = caseId && (await parseOrRefuse(reply, CaseEntry, request.body));
    if (!caseId || !given) return reply;
    const { officeId, holder } = request;
    if (given.caseId !== caseId || given.entryId !== (request.params as { entryId: string }).entryId)
      return problem(reply, 'bad-request', 'caseId, entryId: not the address');
    if (given.officeId !== officeId) return problem(reply, 'unauthorized', 'an entry of another office');
    const record = await register.caseOf(caseId);
    if (record?.officeId !== officeId) return problem(reply, 'case-unknown', 'the case has to be recorded first');
    if (holder && holder.personId !== given.by.personId) return problem(reply, 'forbidden', 'by: another person');
    const actId = actOf(given);
    const proposal = actId && (await register.proposalOf(actId));
    if (holder && proposal && !seesAct(holder, record, proposal))
      return problem(reply, 'act-unknown', 'no such act in this office');
    const draft = await draftFor(register, given);
    if (draft === 'unknown') return problem(reply, 'act-unknown', 'no such draft in this case yet');
    if (draft && !mayRead(holder, record.confidentialityLevel))
      return problem(reply, 'forbidden', 'a case of this level is not for this role');
    const subject: Subject = holder && proposal ? subjectOf(holder, proposal) : (draft ?? {});
    if (await isForbidden(request, reply, rights[given.kind], subject)) return reply;
    if (given.kind === 'piece') {
      const level = Math.max(record.confidentialityLevel, given.confidentialityLevel);
      if (!mayRead(holder, level, { assigned: true, designated: true }))
        return problem(reply, 'forbidden', 'a piece of this level is not for this role');
      const held = await register.isHolder(given.sha256, officeId);
      if (!held || (await blobs.size(given.sha256)) !== given.size)
        return problem(reply, 'blob-missing', `no file ${given.sha256} of ${given.size} bytes`);
    }
    const noted = await register.entries.put(given);
    switch (noted) {
      case 'created':
      case 'same':
        return reply.code(noted === 'created' ? 201 : 200).send({});
      case 'reused':
        return problem(reply, 'act-id-reused', 'this entry id stands for another entry');
      case 'caseUnknown':
        return problem(reply, 'case-unknown', 'the case has to be recorded first');
      case 'actUnknown':
        return problem(reply, 'act-unknown', 'no such act, or no such round of a review, in this case');
      case 'actState':
        return problem(reply, 'act-state', `the act is in no state to be ${given.kind}`);
      case 'notProposed':
        return problem(reply, 'not-what-was-shown', 'the document is not the one in force');
    }
  });
}

/** What is known of the draft that an entry names: it may be on its way still, and then the entry is to be sent again. */
async function draftFor(register: Register, given: CaseEntry): Promise<Subject | 'unknown' | null> {
  const draftId = draftOf(given);
  if (draftId === null) return null;
  const state = await register.drafts.stateOf(draftId);
  const first = state?.caseId === given.caseId ? state.open[0] : undefined;
  const version = first && (await register.drafts.versionOf(draftId, first));
  return version ? { actType: version.text.actType } : 'unknown';
}
