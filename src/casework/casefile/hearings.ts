import { CaseEntry } from '../../contract/wire-entries.ts';
import { type WritableDB, sql } from '../store/index.ts';
import { instant } from './instant.ts';

/** What was noted last of a case's hearing stands, by the time at which it was noted: who had no line may have noted it before. */
export function takeHearing(tx: WritableDB<'cache'>, caseId: string): void {
  const [last] = tx
    .all<{ entry: string }>(sql`select entry from case_entries where case_id = ${caseId} and kind = 'hearing'`)
    .flatMap(({ entry }) => {
      const given = CaseEntry.parse(JSON.parse(entry));
      return given.kind === 'hearing' ? [{ ...given, said: `${instant(given.at)}|${given.entryId}` }] : [];
    })
    .sort((a, b) => (a.said < b.said ? 1 : -1));
  tx.run(sql`delete from hearings where case_id = ${caseId}`);
  if (!last) return;
  const at = last.hearingAt === null ? null : instant(last.hearingAt);
  tx.run(sql`insert into hearings (case_id, hearing_at, what, entry_id)
    values (${caseId}, ${at}, ${last.what}, ${last.entryId})`);
}
