import type { CaseId } from '../contract/ids.ts';
import type { ProblemCode, Proposal } from '../contract/wire.ts';
import type { AccessKey } from './access.ts';
import type { PeopleBook } from './people/book.ts';
import type { Register } from './register/port.ts';

/** Whether an act is an office's: put by it, or registered in a case while that was, or is, its own. */
export async function isTheirs(
  { moves }: Pick<Register, 'moves'>,
  { officeId, actId }: Proposal,
  asking: string,
): Promise<boolean> {
  return officeId === asking || moves.reads(asking, actId);
}

/** Why an office adds nothing to a case that is not its own: it never was, or it went to another one. */
export async function notTheirCase(
  { moves }: Pick<Register, 'moves'>,
  caseId: CaseId,
  officeId: string,
): Promise<{ readonly code: ProblemCode; readonly detail: string }> {
  return (await moves.reach(caseId, officeId)) === null
    ? { code: 'case-unknown', detail: 'the case has to be recorded first' }
    : { code: 'case-moved', detail: 'the case went to another office' };
}

/** Whether there is an office of that name: one that has a key, or was told of with its people. */
export const knownOffices =
  (keys: readonly AccessKey[], people: Pick<PeopleBook, 'get'>) =>
  async (officeId: string): Promise<boolean> =>
    keys.some((one) => one.officeId === officeId) || (await people.get('office', officeId)) !== null;
