import type { Action, Subject } from '../../contract/permissions.ts';
import { type CaseEntry, type EntryKind, actOf, draftOf } from '../../contract/wire-entries.ts';
import type { ProblemCode } from '../../contract/wire.ts';
import { type Holder, mayDo, mayRead } from '../access.ts';
import type { Blobs } from '../blobs/port.ts';
import type { AccessLog } from '../people/access-log.ts';
import type { Register } from '../register/port.ts';
import { notTheirCase } from '../theirs.ts';
import { seesAct, subjectOf } from '../visible.ts';
import { isMove } from './move.ts';

export type EntryOutcome =
  | { readonly kind: 'created' | 'same' }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string };

const refused = (code: ProblemCode, detail: string): EntryOutcome => ({ kind: 'refused', code, detail });

/** What a person needs to note each kind of thing. */
const rights: Readonly<Record<EntryKind, Action>> = {
  piece: 'takeEvidence',
  visado: 'vouch',
  withdrawn: 'withdraw',
  addressees: 'notify',
  notified: 'notify',
  sealed: 'setConfidentiality',
  flags: 'setFlags',
  label: 'setFlags',
  due: 'setFlags',
  hearing: 'setFlags',
  captionSet: 'setFlags',
  levelAsked: 'setConfidentiality',
  levelSet: 'setConfidentiality',
  actLevelAsked: 'setConfidentiality',
  actLevelSet: 'setConfidentiality',
  breakGlass: 'breakGlass',
  moveAsked: 'moveCase',
  moved: 'moveCase',
  correcting: 'draft',
  remade: 'draft',
  reviewAsked: 'sendToReview',
  reviewRecalled: 'sendToReview',
  reviewReturned: 'returnActs',
  remarkResolved: 'draft',
  frozen: 'sendToReview',
};

export interface EntryRooms {
  readonly register: Register;
  readonly blobs: Blobs;
  /** Whether there is such an office; null inside an office, where nobody knows of others. */
  readonly knowsOffice: ((officeId: string) => Promise<boolean>) | null;
  /** Where it is written down at once that a case was opened in an emergency, however that came. */
  readonly accesses: Pick<AccessLog, 'note'>;
  readonly clock: () => Date;
}

interface Sender {
  readonly officeId: string;
  readonly holder: Holder | null;
  /** Thumbprint of the enrolled device that sent it, where one did. */
  readonly device?: string | null;
}

/** Notes something of a case or of an act, once: of this office, in the name of whoever holds the key, however it came. */
export async function takeEntry(
  { register, blobs, knowsOffice, accesses, clock }: EntryRooms,
  given: CaseEntry,
  { officeId, holder, device }: Sender,
): Promise<EntryOutcome> {
  if (given.officeId !== officeId) return refused('unauthorized', 'an entry of another office');
  const record = await register.caseOf(given.caseId);
  if (record?.officeId !== officeId) return repeatedOrGone(register, given, officeId);
  if (holder && holder.personId !== given.by.personId) return refused('forbidden', 'by: another person');
  const actId = actOf(given);
  const proposal = actId && (await register.proposalOf(actId));
  if (holder && proposal && !(await seesAct(holder, register, proposal)))
    return refused('act-unknown', 'no such act in this office');
  const draft = await draftFor(register, given);
  if (draft === 'unknown') return refused('act-unknown', 'no such draft in this case yet');
  if (draft && !mayRead(holder, record.confidentialityLevel))
    return refused('forbidden', 'a case of this level is not for this role');
  const subject: Subject = {
    ...(holder && proposal ? subjectOf(holder, proposal) : draft),
    proposing: given.kind === 'levelAsked' || given.kind === 'actLevelAsked' || given.kind === 'moveAsked',
  };
  const action = rights[given.kind];
  if (!mayDo(holder, action, subject)) return refused('forbidden', `not allowed to this role: ${action}`);
  if (given.kind === 'piece') {
    const level = Math.max(record.confidentialityLevel, given.confidentialityLevel);
    if (!mayRead(holder, level, { assigned: true, designated: true }))
      return refused('forbidden', 'a piece of this level is not for this role');
    const held = await register.isHolder(given.sha256, officeId);
    if (!held || (await blobs.size(given.sha256)) !== given.size)
      return refused('blob-missing', `no file ${given.sha256} of ${given.size} bytes`);
  }
  if (isMove(given) && knowsOffice && !(await knowsOffice(given.to)))
    return refused('office-unknown', `to: no office ${given.to} here`);
  if (given.kind === 'levelAsked' || given.kind === 'levelSet' || isMove(given)) {
    // Nobody decides about what he or she cannot look at, nor makes it so.
    const own = record.opening !== undefined && record.opening.by.personId === holder?.personId;
    const level = Math.max(record.confidentialityLevel, given.kind === 'levelSet' ? given.level : 0);
    if (!mayRead(holder, level, { assigned: own, designated: own }))
      return refused('forbidden', 'a case of this level is not for this role');
  }
  const noted = await register.entries.put(given);
  if (noted === 'created' && given.kind === 'breakGlass')
    accesses.note({
      ...{ at: clock().toISOString(), officeId, personId: given.by.personId, device: device ?? null },
      ...{ what: 'breakGlass', subject: given.caseId, status: 201 },
    });
  switch (noted) {
    case 'created':
    case 'same':
      return { kind: noted };
    case 'reused':
      return refused('act-id-reused', 'this entry id stands for another entry');
    case 'caseUnknown':
      return refused('case-unknown', 'the case has to be recorded first');
    case 'actUnknown':
      return refused('act-unknown', 'no such act, or no such round of a review, in this case');
    case 'actState':
      return refused('act-state', `the act is in no state to be ${given.kind}`);
    case 'notProposed':
      return refused('not-what-was-shown', 'the document is not the one in force');
  }
}

/**
 * What is said of a case that is not the office's any more: of the entry that moved it, that it was taken (the answer may have been lost on
 * its way), and of any other that the case is gone.
 */
async function repeatedOrGone(register: Register, given: CaseEntry, officeId: string): Promise<EntryOutcome> {
  const { code, detail } = await notTheirCase(register, given.caseId, officeId);
  if (code === 'case-unknown') return refused(code, detail);
  const known = (await register.entries.of(given.caseId)).find(({ entryId }) => entryId === given.entryId);
  return known && JSON.stringify(known) === JSON.stringify(given) ? { kind: 'same' } : refused(code, detail);
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
