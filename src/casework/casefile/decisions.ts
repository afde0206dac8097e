import { createHash } from 'node:crypto';
import type { ActRow } from '../../contract/acts.ts';
import type { Return } from '../../contract/wire.ts';
import { journalise } from '../journal/journal.ts';
import { type WritableDB, sql } from '../store/index.ts';
import { searchOf, snapshotOf } from './snapshot.ts';

/** A person was shown exactly these bytes (law 2). The first time of each person counts. Answers whether this was it. */
export function markShown(
  tx: WritableDB<'journal'>,
  shown: { readonly actId: string; readonly documentSha256: string; readonly via: string; readonly personId: string },
  now: Date,
): boolean {
  const { actId, documentSha256, via, personId } = shown;
  const added = tx.run(sql`insert into shown (act_id, document_sha256, via, person_id, at)
    values (${actId}, ${documentSha256}, ${via}, ${personId}, ${now.toISOString()}) on conflict do nothing`);
  if (added === 0) return false;
  journalise(tx, now, { kind: 'documentShown', actId, documentSha256, personId, via });
  return true;
}

/** Gives an act back with remarks, and puts that on its way, in one transaction. */
export function returnAct(
  tx: WritableDB<'journal'>,
  act: ActRow,
  given: Return,
  by: { readonly personId: string; /** The mark of the proposal that is returned. */ readonly proposal: string },
  enqueue: (tx: WritableDB<'journal'>, given: Return, of: { caseId: string; proposal: string }, now: Date) => void,
  now: Date,
): void {
  const { actId, documentSha256, remark, returnedAt } = given;
  const { personId, proposal } = by;
  tx.runExactly(
    1,
    sql`insert into returns (act_id, document_sha256, proposal, case_id, snapshot, search, remark, returned_at)
      values (${actId}, ${documentSha256}, ${proposal}, ${act.caseId}, ${JSON.stringify(snapshotOf(act))}, ${searchOf(act)}, ${remark},
        ${returnedAt})`,
  );
  enqueue(tx, given, { caseId: act.caseId, proposal }, now);
  const remarkSha256 = createHash('sha256').update(remark).digest('hex');
  journalise(tx, now, { kind: 'actReturned', actId, documentSha256, personId, remarkSha256 });
}
