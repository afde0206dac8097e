import { createHash } from 'node:crypto';
import { ActId, type CaseId } from '../../contract/ids.ts';
import { verificationCode } from '../../contract/verification-code.ts';

/** The code under which a citizen's receipt names a case: made without a line, and telling nothing of it. */
export function caseCode(caseId: CaseId): string {
  return verificationCode(ActId.parse(caseId), (text) => createHash('sha256').update(text).digest());
}
