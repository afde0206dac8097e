import type { CallName } from './calls.ts';
import type { Role } from './config.ts';
import { type Action, mightEver } from './permissions.ts';

/**
 * What a role needs so that a call is answered at all: one of these actions, or nothing (`everybody`: what says nothing of any case). The
 * office looks here before each call and asks once more, of the thing itself, where the matrix has a condition. Every call stands here,
 * or the program does not compile.
 */
export const callRights: Readonly<Record<CallName, Action | 'everybody'>> = {
  'office.status': 'everybody',
  'settings.read': 'everybody',
  'settings.write': 'everybody',
  'trays.counts': 'seeOpen',
  'trays.page': 'seeOpen',
  'acts.read': 'seeOpen',
  'cases.index': 'seeIndex',
  'documents.read': 'seeOpen',
  'acts.markShown': 'seeOpen',
  'acts.return': 'returnActs',
  'practice.rehearseRemoval': 'everybody',
  'tokens.list': 'everybody',
  'tokens.retry': 'everybody',
  'tokens.changePin': 'everybody',
  'tokens.unblockPin': 'everybody',
  'doctor.run': 'everybody',
  'doctor.save': 'everybody',
  'signing.preflight': 'sign',
  'signing.start': 'sign',
  'signing.preview': 'sign',
  'signing.pause': 'sign',
  'signing.resume': 'sign',
  'signing.unfinished': 'everybody',
  'signing.dismiss': 'sign',
  'signing.report': 'seeOpen',
  'signing.saveReport': 'seeOpen',
  'signing.stop': 'sign',
  'signing.batch': 'sign',
  'reports.act': 'seeOpen',
  'reports.save': 'seeOpen',
  'reports.revision': 'seeOpen',
  'files.verify': 'seeOpen',
  'cases.health': 'seeOpen',
  'levels.renew': 'seeOpen',
  'drafts.list': 'draft',
  'drafts.read': 'draft',
  'drafts.begin': 'draft',
  'drafts.save': 'draft',
  'drafts.history': 'draft',
  'drafts.version': 'draft',
  'drafts.writing': 'draft',
  'drafts.cases': 'draft',
  'drafts.signers': 'draft',
  'drafts.sheet': 'draft',
  'drafts.propose': 'sendToReview',
  'stick.export': 'everybody',
  'stick.import': 'everybody',
  'home.status': 'everybody',
  'home.copyNow': 'everybody',
  'home.check': 'everybody',
  'sync.now': 'everybody',
  'line.read': 'seeOpen',
  'line.retry': 'everybody',
  'line.networkChanged': 'everybody',
  'line.signIn': 'everybody',
  'line.pin': 'seeOpen',
  'receipts.read': 'seeOpen',
};

/** Whether a role gets any answer to this call. */
export const mayCall = (role: Role, name: CallName): boolean => {
  const right = callRights[name];
  return right === 'everybody' || mightEver(role, right);
};
