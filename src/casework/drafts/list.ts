import type { Draft, DraftCase, DraftRow, Writing } from '../../contract/drafts.ts';
import type { Failure } from '../../contract/failures.ts';
import { DraftId, Lease } from '../../contract/wire-drafts.ts';
import { CaseId } from '../../contract/ids.ts';
import { maySee, openUpTo } from '../../contract/permissions.ts';
import type { DraftCounts, DraftShelf } from '../../contract/review.ts';
import type { Viewer } from '../acts/viewer.ts';
import { draftableCases } from '../cases/read.ts';
import { remakes } from '../casefile/remade.ts';
import { returnStands } from '../casefile/set-aside.ts';
import { searchWords, searchable } from '../casefile/words.ts';
import { type ReadableDB, type Sql, allOf, sql } from '../store/index.ts';
import { readDraft, readVersion } from './rows.ts';

interface ListColumns {
  draft_id: string;
  case_id: string;
  case_number: string | null;
  caption: string | null;
  act_type: string;
  title: string;
  author: string;
  changed_at: string;
  sent: number;
  beside: number;
  archived: number;
  trouble: string | null;
  lease: string | null;
  review: 'inReview' | 'returned' | 'toSign' | null;
  asked_name: string | null;
}

/** Whose desk asks, and when. */
export interface Asking {
  readonly deviceId: string;
  readonly now: Date;
}

/** An act that was given back from the tray to sign brings its draft back to whoever wrote it. */
const reviewState: Sql = sql`case when v.state is not 'frozen' then v.state
  when exists (select 1 from cache.proposals p where p.act_id = v.act_id and p.state = 'returned') then 'returned'
  when exists (select 1 from main.returns r join cache.proposals p on p.act_id = r.act_id and p.document_sha256 = r.document_sha256
    and r.proposal in ('', p.mark) where r.act_id = v.act_id and ${returnStands}) then 'returned'
  when exists (select 1 from cache.case_entries w where w.act_id = v.act_id and w.kind = 'withdrawn') then null
  else 'toSign' end`;

const columns = sql`d.draft_id, d.case_id, c.case_number, c.caption, d.act_type, d.title, d.author, d.changed_at,
  d.version is d.base as sent, json_array_length(d.others) as beside, d.archived, d.trouble, l.lease, ${reviewState} as review,
  v.asked_name
  from main.drafts d left join cache.cases c on c.case_id = d.case_id left join cache.draft_leases l on l.draft_id = d.draft_id
  left join cache.draft_reviews v on v.draft_id = d.draft_id`;

/** A page of drafts, those that were changed last first. `db` is the store's reader. */
export function draftPage(
  db: ReadableDB,
  asked: {
    readonly archived: boolean;
    readonly shelf: DraftShelf;
    readonly search: string;
    readonly after: string | null;
    readonly limit: number;
  },
  asking: Asking,
  viewer: Viewer,
): { rows: DraftRow[]; total: number; next: string | null } {
  const words = searchWords(asked.search);
  const matching = allOf(words.map((word) => sql`instr(d.search, ${word}) > 0 or instr(${searchedCase}, ${word}) > 0`));
  const where = allOf([
    sql`d.archived = ${asked.archived ? 1 : 0}`,
    forEyes(viewer),
    onShelf(asked.shelf, viewer),
    matching,
  ]);
  const [at = '', id = ''] = asked.after === null ? [] : asked.after.split('|');
  const from = asked.after === null ? sql`true` : sql`(d.changed_at, d.draft_id) < (${at}, ${id})`;
  const rows = db.all<ListColumns>(sql`select ${columns} where ${where} and ${from}
    order by d.changed_at desc, d.draft_id desc limit ${asked.limit + 1}`);
  const taken = rows.slice(0, asked.limit);
  const last = taken.at(-1);
  const count = db.get<{ n: number }>(sql`
    select count(*) as n from main.drafts d left join cache.cases c on c.case_id = d.case_id
      left join cache.draft_reviews v on v.draft_id = d.draft_id where ${where}`);
  return {
    rows: taken.map((row) => rowOf(row, asking)),
    total: count?.n ?? 0,
    next: rows.length > taken.length && last ? `${last.changed_at}|${last.draft_id}` : null,
  };
}

/** How many lie on each shelf, for the trays. */
export function draftCounts(db: ReadableDB, viewer: Viewer): DraftCounts {
  const count = (shelf: DraftShelf): number =>
    db.get<{ n: number }>(sql`select count(*) as n from main.drafts d left join cache.cases c on c.case_id = d.case_id
      left join cache.draft_reviews v on v.draft_id = d.draft_id
      where d.archived = 0 and ${forEyes(viewer)} and ${onShelf(shelf, viewer)}`)?.n ?? 0;
  return { mine: count('mine'), toReview: count('toReview'), returned: count('returned') };
}

/** Drafts of cases that are for these eyes; whoever wrote one sees it as far as the role goes. */
function forEyes(viewer: Viewer): Sql {
  const own = [5, 4, 3, 2, 1, 0].find((level) => maySee(viewer, level, { assigned: true, designated: true })) ?? -1;
  const level = sql`coalesce(c.confidentiality_level, 0)`;
  return sql`(${level} <= ${openUpTo(viewer.role)} or ${level} <= ${own} and (d.author = ${viewer.name} or v.asked_by = ${viewer.personId}))`;
}

/** What came back is for whoever asked, and for whoever wrote on it last. */
function onShelf(shelf: DraftShelf, { personId, name }: Viewer): Sql {
  const own = sql`(v.asked_by = ${personId} or d.author = ${name})`;
  switch (shelf) {
    case 'all':
      return sql`true`;
    case 'mine':
      return sql`d.author = ${name} and coalesce(${reviewState}, '') <> 'toSign'`;
    case 'toReview':
      return sql`v.state = 'inReview'`;
    case 'returned':
      return sql`${reviewState} = 'returned' and ${own}`;
  }
}

/** Captions are not kept in the journal: they are searched where they are, small letters only. */
const searchedCase: Sql = sql`lower(coalesce(c.case_number, '') || ' ' || coalesce(c.caption, ''))`;

/** A draft with the text in hand and what stands beside it; null where it is not on this PC. */
export function draftOf(db: ReadableDB, draftId: string, asking: Asking): Draft | null {
  const record = readDraft(db, draftId);
  const row = db.get<ListColumns>(sql`select ${columns} where d.draft_id = ${draftId}`);
  const hand = record && readVersion(db, record.version);
  if (!record || !row || !hand) return null;
  const beside = record.others.flatMap((id) => readVersion(db, id) ?? []);
  return { row: rowOf(row, asking), hand, beside, ...remakes(db, draftId) };
}

function rowOf(row: ListColumns, asking: Asking): DraftRow {
  return {
    draftId: DraftId.parse(row.draft_id),
    caseId: CaseId.parse(row.case_id),
    caseNumber: row.case_number ?? '',
    caption: row.caption ?? '',
    actType: row.act_type,
    title: row.title,
    changedAt: row.changed_at,
    changedBy: row.author,
    place: row.sent === 1 ? 'sent' : 'here',
    beside: row.beside,
    archived: row.archived === 1,
    trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as Failure),
    writing: writingIn(row.lease, asking),
    ...(row.review === null ? {} : { review: { state: row.review, by: row.asked_name ?? '' } }),
  };
}

function writingIn(text: string | null, { deviceId, now }: Asking): Writing | null {
  if (text === null) return null;
  const lease = Lease.parse(JSON.parse(text));
  if (lease.deviceId === deviceId || Date.parse(lease.until) <= now.getTime()) return null;
  return { holder: lease.holder, until: lease.until };
}

/** Cases of this office that this person may begin a draft in. */
export function draftCases(db: ReadableDB, search: string, limit: number, viewer: Viewer): DraftCase[] {
  const words = searchWords(search);
  const rows = db.all<{ case_id: string; case_number: string; caption: string }>(
    sql`select case_id, case_number, caption from cache.cases c where ${draftableCases(viewer)} order by case_number`,
  );
  return rows
    .filter((row) => {
      const text = searchable(row.case_number, row.caption);
      return words.every((word) => text.includes(word));
    })
    .slice(0, limit)
    .map((row) => ({ caseId: CaseId.parse(row.case_id), caseNumber: row.case_number, caption: row.caption }));
}
