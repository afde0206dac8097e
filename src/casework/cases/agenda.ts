import type { AgendaRow } from '../../contract/agenda.ts';
import type { Viewer } from '../acts/viewer.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import { movedTo } from './moved.ts';
import { visibleCases } from './read.ts';

interface Found extends Omit<AgendaRow, 'place' | 'detained'> {
  readonly detained: number;
  readonly entryId: string | null;
  readonly state: 'waiting' | 'sent' | 'refused' | null;
}

/**
 * Hearings from one instant until before another, the first first: of this office's cases, as far as they are for these eyes. What the office
 * noted stands over the day for which this PC alone keeps a case. `db` is the store's reader.
 */
export function agendaOf(
  db: ReadableDB,
  { from, until, limit }: { readonly from: Date; readonly until: Date; readonly limit: number },
  viewer: Viewer,
): { readonly rows: AgendaRow[]; readonly more: boolean } {
  const found = db.all<Found>(sql`
    with heard as (
      select case_id, hearing_at, what, entry_id from cache.hearings
      union all select case_id, hearing_at, '', null from main.pins
        where case_id not in (select case_id from cache.hearings)
    )
    select h.case_id as caseId, h.hearing_at as hearingAt, h.what, h.entry_id as entryId, o.state,
      coalesce(w.case_number, c.case_number) as caseNumber, c.caption, c.detained,
      (select count(distinct b.sha256) from cache.proposals p join cache.blobs b
        on b.sha256 in (p.document_sha256, p.signed_sha256) where p.case_id = h.case_id) as files,
      (select count(distinct b.sha256) from cache.proposals p join cache.blobs b
        on b.sha256 in (p.document_sha256, p.signed_sha256) where p.case_id = h.case_id and b.state <> 'here') as lacking
    from heard h join cache.cases c on c.case_id = h.case_id
      left join main.own_cases w on w.case_id = h.case_id
      left join main.own_entries o on o.entry_id = h.entry_id
    where h.hearing_at >= ${from.toISOString()} and h.hearing_at < ${until.toISOString()}
      and ${movedTo} is null and ${visibleCases(viewer)}
    order by h.hearing_at, caseNumber, h.case_id limit ${limit + 1}`);
  return { rows: found.slice(0, limit).map(rowOf), more: found.length > limit };
}

const rowOf = ({ entryId, state, detained, ...row }: Found): AgendaRow => ({
  ...row,
  detained: detained === 1,
  place: entryId === null ? 'pinned' : state === 'waiting' ? 'here' : state === 'refused' ? 'refused' : 'there',
});
