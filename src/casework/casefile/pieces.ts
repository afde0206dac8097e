import { CaseEntry, type EntryOf } from '../../contract/wire-entries.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** A piece of evidence by the id of its entry; null where this PC knows none. Whose eyes it is for is asked elsewhere. `db` is the store's reader. */
export function readPiece(db: ReadableDB, entryId: string): EntryOf<'piece'> | null {
  const row = db.get<{ entry: string }>(
    sql`select entry from cache.case_entries where entry_id = ${entryId} and kind = 'piece'`,
  );
  const entry = row ? CaseEntry.parse(JSON.parse(row.entry)) : null;
  return entry?.kind === 'piece' ? entry : null;
}

/** How many pages a file has that is a piece; null where it was not read here yet, or could not be. `db` is the store's reader. */
export function pagesOf(
  db: ReadableDB,
  { sha256, mediaType }: Pick<EntryOf<'piece'>, 'sha256' | 'mediaType'>,
): number | null {
  if (mediaType === 'image/jpeg' || mediaType === 'image/png') return 1;
  return db.get<{ pages: number }>(sql`select pages from cache.piece_pages where sha256 = ${sha256}`)?.pages ?? null;
}

export function keepPages(tx: WritableDB<'cache'>, sha256: string, pages: number): void {
  tx.run(sql`insert into piece_pages (sha256, pages) values (${sha256}, ${pages})
    on conflict (sha256) do update set pages = excluded.pages`);
}
