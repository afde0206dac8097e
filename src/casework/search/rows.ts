import type { SearchStanding } from '../../contract/search.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import type { Source, Wanted } from './sources.ts';

export type ReadState = 'read' | 'elsewhere' | 'silent';

/** What stands in the index of something; null where nothing does. */
export function indexed(
  db: ReadableDB,
  { kind, ref }: Pick<Wanted, 'kind' | 'ref'>,
): { source: number; stamp: string; state: ReadState } | null {
  return (
    db.get<{ source: number; stamp: string; state: ReadState }>(
      sql`select source, stamp, state from cache.search_sources where kind = ${kind} and ref = ${ref}`,
    ) ?? null
  );
}

/** Takes something out of the index. */
export function forget(tx: WritableDB<'cache'>, { kind, ref }: Pick<Wanted, 'kind' | 'ref'>): void {
  const before = tx.get<{ source: number }>(
    sql`select source from search_sources where kind = ${kind} and ref = ${ref}`,
  );
  if (!before) return;
  tx.run(
    sql`delete from search_text where rowid in (select page_id from search_pages where source = ${before.source})`,
  );
  tx.run(sql`delete from search_pages where source = ${before.source}`);
  tx.run(sql`delete from search_sources where source = ${before.source}`);
}

/** Puts something into the index, in the place of what stood there. One row a sheet; without any text one row with its heading alone. */
export function keepText(
  tx: WritableDB<'cache'>,
  wanted: Pick<Wanted, 'kind' | 'ref'>,
  { caseId, head, stamp }: Pick<Source, 'caseId' | 'head' | 'stamp'>,
  read: { readonly state: ReadState; readonly pages: readonly string[] },
): void {
  forget(tx, wanted);
  tx.runExactly(
    1,
    sql`insert into search_sources (kind, ref, case_id, stamp, state)
      values (${wanted.kind}, ${wanted.ref}, ${caseId}, ${stamp}, ${read.state})`,
  );
  const { source } = tx.get<{ source: number }>(sql`select last_insert_rowid() as source`)!;
  const pages = read.pages.length === 0 ? [''] : read.pages;
  for (const [index, body] of pages.entries()) {
    tx.runExactly(1, sql`insert into search_pages (source, page) values (${source}, ${index + 1})`);
    tx.runExactly(1, sql`insert into search_text (rowid, head, body) values (last_insert_rowid(), ${head}, ${body})`);
  }
}

/** Another heading over the same text. */
export function renameText(tx: WritableDB<'cache'>, source: number, head: string): void {
  tx.run(sql`update search_text set head = ${head}
    where rowid in (select page_id from search_pages where source = ${source})`);
}

/** It was read; what was asked for again meanwhile stays asked for. */
export function settle(tx: WritableDB<'cache'>, { kind, ref, turn }: Wanted): void {
  tx.run(sql`delete from search_wanted where kind = ${kind} and ref = ${ref} and turn = ${turn}`);
}

export function want(tx: WritableDB<'cache'>, { kind, ref }: Pick<Wanted, 'kind' | 'ref'>): void {
  tx.run(sql`insert into search_wanted (kind, ref) values (${kind}, ${ref})
    on conflict (kind, ref) do update set turn = turn + 1`);
}

/** Drafts whose text in hand is another one than that in the index, or that are not there. `db` is the store's reader. */
export function staleDrafts(db: ReadableDB): string[] {
  return db
    .all<{ ref: string }>(
      sql`select d.draft_id as ref from main.drafts d
          left join cache.search_sources s on s.kind = 'draft' and s.ref = d.draft_id
          where d.archived = 0 and s.stamp is not d.version
        union select s.ref from cache.search_sources s left join main.drafts d on d.draft_id = s.ref
          where s.kind = 'draft' and (d.draft_id is null or d.archived = 1)`,
    )
    .map(({ ref }) => ref);
}

export function standingOf(db: ReadableDB): SearchStanding {
  const count = (text: ReturnType<typeof sql>): number => db.get<{ n: number }>(text)?.n ?? 0;
  return {
    waiting: count(sql`select count(*) as n from cache.search_wanted`),
    elsewhere: count(sql`select count(*) as n from cache.search_sources where state = 'elsewhere'`),
    silent: count(sql`select count(*) as n from cache.search_sources where state = 'silent'`),
  };
}
