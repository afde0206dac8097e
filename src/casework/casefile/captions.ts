import { CaseId } from '../../contract/ids.ts';
import { CaseEntry, CaseOpening, type CaseNaming, type EntryOf } from '../../contract/wire-entries.ts';
import { type WritableDB, sql } from '../store/index.ts';
import { caseCode } from './case-code.ts';
import { instant } from './instant.ts';
import { orderActs } from './urgency.ts';
import { searchable } from './words.ts';

/**
 * What a case is called and who its parties are, as that was corrected last, by the time at which it was noted: who had no line may have
 * noted it before. What it was opened with stands in the register; this stands over it, however often the register tells the case anew.
 * @param before what it is called again where a correction was taken away and no other one is left
 */
export function takeCaption(tx: WritableDB<'cache'>, caseId: string, before: CaseNaming | null = null): void {
  const [last] = tx
    .all<{ entry: string }>(sql`select entry from case_entries where case_id = ${caseId} and kind = 'captionSet'`)
    .flatMap(({ entry }) => {
      const given = CaseEntry.parse(JSON.parse(entry));
      return given.kind === 'captionSet' ? [{ ...given, said: `${instant(given.at)}|${given.entryId}` }] : [];
    })
    .sort((a, b) => (a.said < b.said ? 1 : -1));
  const naming = last ?? before;
  const row = tx.get<{ case_number: string; opening: string | null }>(
    sql`select case_number, opening from cases where case_id = ${caseId}`,
  );
  if (!naming || !row) return;
  const opening = row.opening === null ? null : CaseOpening.parse(JSON.parse(row.opening));
  // Of a case that was opened at no desk the register tells no parties.
  const written = opening && JSON.stringify({ ...opening, parties: naming.parties });
  const names = opening ? naming.parties.map(({ name }) => name) : [];
  const numbers = [row.case_number, opening?.provisionalNumber ?? ''];
  const search = searchable(...numbers, naming.caption, ...names, caseCode(CaseId.parse(caseId)));
  tx.run(
    sql`update cases set caption = ${naming.caption}, opening = ${written}, search = ${search} where case_id = ${caseId}`,
  );
  orderActs(tx, caseId);
}

/**
 * The register told the case again: what was corrected stands over that, but where it tells no caption, because the case is not for these eyes
 * any more.
 */
export function keepCaption(tx: WritableDB<'cache'>, caseId: string, told: string): void {
  const isOfThis = tx.get(sql`select 1 from case_entries
    where case_id = ${caseId} and kind = 'captionSet' and entry ->> '$.was.caption' = ${told}`);
  if (isOfThis) takeCaption(tx, caseId);
}

/** A correction was not so: the case is called again as it was before it, where no other one stands. */
export const takeCaptionBack = (tx: WritableDB<'cache'>, entry: EntryOf<'captionSet'>): void =>
  takeCaption(tx, entry.caseId, entry.was);
