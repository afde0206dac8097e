import type { Pin } from '../../contract/line.ts';
import { type WritableDB, sql } from '../store/index.ts';

/** A person wants the files of a case here, before a hearing if it has one. The newest wish holds. */
export function pinCase(tx: WritableDB<'journal'>, { caseId, hearingAt }: Pin, now: Date): void {
  const hearing = hearingAt === null ? null : new Date(hearingAt).toISOString();
  tx.runExactly(
    1,
    sql`insert into pins (case_id, hearing_at, pinned_at) values (${caseId}, ${hearing}, ${now.toISOString()})
      on conflict (case_id) do update set hearing_at = excluded.hearing_at, pinned_at = excluded.pinned_at`,
  );
}

export function unpinCase(tx: WritableDB<'journal'>, caseId: Pin['caseId']): void {
  tx.run(sql`delete from pins where case_id = ${caseId}`);
}
