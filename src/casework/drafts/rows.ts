import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { DraftSaved, DraftVersionRow } from '../../contract/drafts.ts';
import type { Failure } from '../../contract/failures.ts';
import { DraftAuthor, DraftText, DraftVersionId } from '../../contract/wire-drafts.ts';
import { searchable } from '../casefile/words.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import { newestFirst } from './order.ts';
import type { Standing } from './settle.ts';

/** A draft's row beside its texts. */
export interface DraftRecord extends Standing {
  readonly draftId: string;
  readonly caseId: string;
  readonly archived: boolean;
}

export interface NewVersion {
  readonly versionId: string;
  readonly draftId: string;
  readonly parents: readonly string[];
  readonly text: DraftText;
  readonly author: DraftAuthor;
  readonly savedAt: string;
  readonly made: 'here' | 'elsewhere';
  readonly there: boolean;
}

interface DraftColumns {
  draft_id: string;
  case_id: string;
  version: string;
  base: string | null;
  others: string;
  merged: string;
  revision: number;
  archived: number;
}

const idsIn = (text: string): string[] => JSON.parse(text) as string[];

export function readDraft(db: ReadableDB, draftId: string): DraftRecord | null {
  const row = db.get<DraftColumns>(sql`
    select draft_id, case_id, version, base, others, merged, revision, archived from main.drafts where draft_id = ${draftId}`);
  if (!row) return null;
  const { case_id: caseId, version, base, revision } = row;
  const ids = { others: idsIn(row.others), merged: idsIn(row.merged) };
  return { draftId, caseId, version, base, revision, ...ids, archived: row.archived === 1 };
}

/** Drafts whose text in hand the repository does not have, the longest waiting first. */
export function unsentDrafts(db: ReadableDB): string[] {
  return db
    .all<{ draft_id: string }>(sql`select draft_id from main.drafts where version is not base order by changed_at`)
    .map(({ draft_id }) => draft_id);
}

/** Writes a text, once and for ever. Answers false where it was here. */
export function keepVersion(tx: WritableDB<'journal'>, version: NewVersion): boolean {
  const { versionId, draftId, parents, text, author, savedAt, made } = version;
  const added =
    tx.run(sql`insert into draft_versions (version_id, draft_id, parents, body, author, saved_at, made, there)
    values (${versionId}, ${draftId}, ${JSON.stringify(parents)}, ${packed(text)}, ${JSON.stringify(author)}, ${savedAt},
      ${made}, ${version.there ? 1 : 0}) on conflict (version_id) do nothing`);
  if (added === 0 && version.there) arrived(tx, versionId);
  return added > 0;
}

/** The repository has this version. */
export function arrived(tx: WritableDB<'journal'>, versionId: string): void {
  tx.run(sql`update draft_versions set there = 1 where version_id = ${versionId} and there = 0`);
}

/** Notes why the text in hand was not taken, until it changes; false where that is known. */
export function noteDraftTrouble(tx: WritableDB<'journal'>, draftId: string, failure: Failure): boolean {
  const trouble = JSON.stringify(failure);
  return (
    tx.run(sql`update drafts set trouble = ${trouble} where draft_id = ${draftId} and trouble is not ${trouble}`) > 0
  );
}

export const isThere =
  (db: ReadableDB) =>
  (versionId: string): boolean =>
    db.get(sql`select 1 from main.draft_versions where version_id = ${versionId} and there = 1`) !== undefined;

export const isHere = (db: ReadableDB, versionId: string): boolean =>
  db.get(sql`select 1 from main.draft_versions where version_id = ${versionId}`) !== undefined;

/** The nearest version that this one is or grew from and the repository has; null where it has none of them. */
export function nearestThere(db: ReadableDB, versionId: string): string | null {
  return (
    db.get<{ version_id: string }>(sql`
      with recursive line (version_id, there, parents, depth) as (
        select version_id, there, parents, 0 from main.draft_versions where version_id = ${versionId}
        union all
        select v.version_id, v.there, v.parents, line.depth + 1 from line
          join main.draft_versions v on v.version_id = line.parents ->> '$[0]'
          where line.there = 0 and line.depth < 100000
      )
      select version_id from line where there = 1 order by depth limit 1`)?.version_id ?? null
  );
}

/** Writes where a draft stands, with what the list shows of the text in hand (which has to be here). */
export function putDraft(
  tx: WritableDB<'journal'>,
  draft: { readonly draftId: string; readonly caseId: string },
  standing: Standing,
): void {
  const hand = readVersion(tx, standing.version);
  if (!hand) throw new Error(`a draft without its text: ${draft.draftId}`);
  const { text, author, savedAt } = hand;
  const { version, base, revision } = standing;
  const [others, merged] = [JSON.stringify(standing.others), JSON.stringify(standing.merged)];
  const [archived, search] = [text.archived ? 1 : 0, searchable(text.title, text.actType, author)];
  tx.runExactly(
    1,
    sql`insert into drafts (draft_id, case_id, version, base, others, merged, revision, archived, act_type, title, author, search,
        changed_at)
      values (${draft.draftId}, ${draft.caseId}, ${version}, ${base}, ${others}, ${merged}, ${revision}, ${archived},
        ${text.actType}, ${text.title}, ${author}, ${search}, ${savedAt})
      on conflict (draft_id) do update set version = excluded.version, base = excluded.base, others = excluded.others,
        merged = excluded.merged, revision = excluded.revision, archived = excluded.archived, act_type = excluded.act_type,
        title = excluded.title, author = excluded.author, search = excluded.search, changed_at = excluded.changed_at,
        trouble = null`,
  );
  keepCites(tx, draft.draftId, text);
}

/** What the text in hand mentions; what was put away mentions nothing any more. */
function keepCites(tx: WritableDB<'journal'>, draftId: string, { archived, paragraphs }: DraftText): void {
  tx.run(sql`delete from draft_cites where draft_id = ${draftId}`);
  if (archived) return;
  const cited = paragraphs.flatMap(({ marks = [] }) =>
    marks.flatMap((mark) => (mark.kind === 'cite' ? mark.actId : [])),
  );
  for (const actId of new Set(cited)) {
    tx.run(sql`insert into draft_cites (draft_id, act_id) values (${draftId}, ${actId})`);
  }
}

interface VersionColumns {
  version_id: string;
  draft_id: string;
  parents: string;
  body: Uint8Array;
  author: string;
  saved_at: string;
  made: 'here' | 'elsewhere';
  there: number;
}

/** A saved text; null where it is not on this PC. */
export function readVersion(db: ReadableDB, versionId: string): DraftSaved | null {
  const row = db.get<VersionColumns>(sql`select * from main.draft_versions where version_id = ${versionId}`);
  return row ? savedIn(row) : null;
}

/** What a saved text grew from here and brought together; null where it is not on this PC. */
export function parentsOf(db: ReadableDB, versionId: string): string[] | null {
  const row = db.get<{ parents: string }>(sql`select parents from main.draft_versions where version_id = ${versionId}`);
  return row ? idsIn(row.parents) : null;
}

/** Whose version it is; null where it is not on this PC. */
export const draftOfVersion = (db: ReadableDB, versionId: string): string | null =>
  db.get<{ draft_id: string }>(sql`select draft_id from main.draft_versions where version_id = ${versionId}`)
    ?.draft_id ?? null;

export function authorOf(db: ReadableDB, versionId: string): DraftAuthor | null {
  const row = db.get<{ author: string }>(sql`select author from main.draft_versions where version_id = ${versionId}`);
  return row ? DraftAuthor.parse(JSON.parse(row.author)) : null;
}

/** Everything that was ever saved of a draft and is on this PC, the newest first. */
export function history(db: ReadableDB, draftId: string, limit: number): DraftVersionRow[] {
  const known = db.all<{ version_id: string; parents: string; saved_at: string }>(sql`
    select version_id, parents, saved_at from main.draft_versions where draft_id = ${draftId} order by seq`);
  const order = newestFirst(
    known.map(({ version_id, parents, saved_at }) => ({ id: version_id, parents: idsIn(parents), at: saved_at })),
  );
  const rows = order
    .slice(0, limit)
    .flatMap((id) => db.get<VersionColumns>(sql`select * from main.draft_versions where version_id = ${id}`) ?? []);
  return rows.map((row) => {
    const { versionId, text, author, savedAt, made } = savedIn(row);
    const characters = text.paragraphs.reduce((sum, paragraph) => sum + paragraph.text.length, 0);
    const place = row.there === 1 ? ('sent' as const) : ('here' as const);
    const about = { title: text.title, author, savedAt, made, place, characters, archived: text.archived };
    return { versionId, ...about, merges: idsIn(row.parents).length > 1 };
  });
}

function savedIn(row: VersionColumns): DraftSaved {
  return {
    versionId: DraftVersionId.parse(row.version_id),
    text: DraftText.parse(JSON.parse(brotliDecompressSync(row.body).toString('utf8'))),
    author: DraftAuthor.parse(JSON.parse(row.author)).name,
    savedAt: row.saved_at,
    made: row.made,
  };
}

/** Every few seconds of typing is a text of its own, kept for ever: packed, an hour of it is some 2 MB. */
function packed(text: DraftText): Uint8Array {
  return brotliCompressSync(JSON.stringify(text), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}
