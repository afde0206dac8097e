import { CaseId } from '../../contract/ids.ts';
import { type Action, mightEver, openUpTo } from '../../contract/permissions.ts';
import type { Found, FoundKind, SearchAnswer, SearchWish, Stretch } from '../../contract/search.ts';
import type { Viewer } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { visibleProposals } from '../casefile/clearance.ts';
import { readDraft, readVersion } from '../drafts/rows.ts';
import { type ReadableDB, type Sql, allOf, sql } from '../store/index.ts';
import { matchOf } from './query.ts';
import { standingOf } from './rows.ts';

/** Around a found word, in the text that the index gives back: no text of a file holds them, since the index is given none. */
const opens = '\u0002';
const closes = '\u0003';
/** Words of an excerpt. */
const excerptLength = 28;
/** A word of the heading says more than the same word on some sheet. */
const headWeight = 6;

interface Hit {
  readonly kind: FoundKind;
  readonly ref: string;
  readonly case_id: string;
  readonly page_id: number;
  readonly page: number;
  readonly pages: number;
  readonly score: number;
}

/** What the words are found in, the best first. Nothing that is not for this person's eyes is counted or ranked. `db` is the store's reader. */
export function find(db: ReadableDB, wish: SearchWish, viewer: Viewer): SearchAnswer {
  const standing = standingOf(db);
  const match = matchOf(wish.text);
  if (match === null) return { found: [], total: 0, standing };
  const kinds =
    wish.kinds.length === 0 ? sql`true` : sql`instr(${`|${wish.kinds.join('|')}|`}, '|' || s.kind || '|') > 0`;
  const where = allOf([visible(viewer), kinds, wish.caseId === null ? sql`true` : sql`s.case_id = ${wish.caseId}`]);
  const hits = db.all<Hit & { total: number }>(sql`
    with hit as materialized (
      select rowid as page_id, bm25(search_text, ${headWeight}, 1) as score from cache.search_text where search_text match ${match}
    )
    select s.kind, s.ref, s.case_id, h.page_id, p.page, min(h.score) as score, count(*) as pages, count(*) over () as total
    from hit h
      join cache.search_pages p on p.page_id = h.page_id
      join cache.search_sources s on s.source = p.source
    where ${where}
    group by s.source order by min(h.score), s.source desc limit ${wish.limit}`);
  return { found: hits.flatMap((hit) => foundOf(db, hit, match) ?? []), total: hits[0]?.total ?? 0, standing };
}

/** Whether what stands in the index (`s`) is for these eyes. */
function visible(viewer: Viewer): Sql {
  const open = openUpTo(viewer.role);
  const most = viewer.role === 'magistrate' || viewer.role === 'secretary' ? 5 : viewer.role === 'clerk' ? 3 : open;
  // A case, and what lies in it, as `casePage` and `maySeeEntry` have it: whoever made a thing is cleared for it as far as the role goes.
  const upTo = (level: Sql, own: Sql): Sql => sql`(${level} <= ${open} or ${level} <= ${most} and ${own})`;
  const caseLevel = sql`coalesce(c.confidentiality_level, 0)`;
  const aCase = sql`exists (select 1 from cache.cases c where c.case_id = s.ref
    and ${upTo(caseLevel, sql`c.opening ->> '$.by.personId' = ${viewer.personId}`)})`;
  const aPiece = sql`exists (select 1 from cache.case_entries e left join cache.cases c on c.case_id = e.case_id
    where e.entry_id = s.ref and ${upTo(
      sql`max(${caseLevel}, e.entry ->> '$.confidentialityLevel')`,
      sql`e.entry ->> '$.by.personId' = ${viewer.personId}`,
    )})`;
  const aDraft = sql`exists (select 1 from main.drafts d left join cache.cases c on c.case_id = d.case_id
    where d.draft_id = s.ref and ${upTo(caseLevel, sql`d.author = ${viewer.name}`)})`;
  const anAct = sql`exists (select 1 from cache.proposals p where p.act_id = s.ref and ${visibleProposals(viewer)})`;
  const given = (action: Action, condition: Sql): Sql => (mightEver(viewer.role, action) ? condition : sql`false`);
  return sql`(case s.kind when 'act' then ${given('seeOpen', anAct)} when 'piece' then ${given('seeOpen', aPiece)}
    when 'draft' then ${given('draft', aDraft)} else ${given('seeOpen', aCase)} end)`;
}

function foundOf(db: ReadableDB, hit: Hit, match: string): Found | null {
  const about = db.get<{ case_number: string; caption: string }>(
    sql`select case_number, caption from cache.cases where case_id = ${hit.case_id}`,
  );
  const act = hit.kind === 'act' ? readAct(db, hit.ref) : null;
  if (hit.kind === 'act' && act === null) return null;
  const excerpt = excerptOf(db, hit.page_id, match);
  // Found by its heading alone: no sheet of it says the words.
  const isInText = excerpt.some((one) => one.hit);
  return {
    ...{ kind: hit.kind, id: hit.ref, caseId: CaseId.parse(hit.case_id), act },
    ...{ caseNumber: about?.case_number ?? '', caption: about?.caption ?? '' },
    title: act?.title ?? titleOf(db, hit),
    page: isInText && hit.kind !== 'case' && hit.kind !== 'draft' ? hit.page : null,
    pages: isInText ? hit.pages : 0,
    excerpt: isInText ? excerpt : [],
  };
}

function titleOf(db: ReadableDB, { kind, ref }: Hit): string {
  if (kind === 'draft') {
    const record = readDraft(db, ref);
    return (record && readVersion(db, record.version)?.text.title) ?? '';
  }
  if (kind !== 'piece') return '';
  return (
    db.get<{ title: string }>(sql`select entry ->> '$.title' as title from cache.case_entries where entry_id = ${ref}`)
      ?.title ?? ''
  );
}

function excerptOf(db: ReadableDB, pageId: number, match: string): Stretch[] {
  // A number is bound as a real one, by which FTS5 narrows nothing beside `match`: the first sheet of all would answer.
  const row = db.get<{ text: string }>(sql`
    select snippet(search_text, 1, ${opens}, ${closes}, '…', ${excerptLength}) as text
    from cache.search_text where search_text match ${match} and rowid = cast(${pageId} as integer)`);
  return stretchesOf(row?.text.replaceAll(/\s+/g, ' ') ?? '');
}

/** Splits an excerpt at the marks around what was found. */
function stretchesOf(text: string): Stretch[] {
  return text
    .split(opens)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, hit: false }];
      const [hit = '', rest = ''] = part.split(closes);
      return [
        { text: hit, hit: true },
        { text: rest, hit: false },
      ];
    })
    .filter(({ text: words }) => words !== '');
}
