import { CaseEntry } from '../../contract/wire-entries.ts';
import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** Everything that was noted of a draft, here or elsewhere. `db` is the store's reader. */
export function entriesOfDraft(db: ReadableDB, draftId: string): CaseEntry[] {
  return db
    .all<{ entry: string }>(sql`select entry from cache.case_entries where draft_id = ${draftId} order by seq`)
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
}

/** A person was shown this text. The first time counts. */
export function markDraftRead(
  tx: WritableDB<'journal'>,
  read: { readonly draftId: string; readonly versionId: string; readonly personId: string },
  now: Date,
): void {
  const { draftId, versionId, personId } = read;
  const added = tx.run(sql`insert into draft_reads (draft_id, version_id, person_id, at)
    values (${draftId}, ${versionId}, ${personId}, ${now.toISOString()}) on conflict do nothing`);
  if (added > 0) journalise(tx, now, { kind: 'draftRead', ...read });
}

/** What a person read of a draft last, other than this text; null where there is nothing. */
export function readBefore(
  db: ReadableDB,
  { draftId, versionId, personId }: { readonly draftId: string; readonly versionId: string; readonly personId: string },
): { readonly versionId: string; readonly at: string } | null {
  return (
    db.get<{ versionId: string; at: string }>(sql`select version_id as versionId, at from main.draft_reads
      where draft_id = ${draftId} and person_id = ${personId} and version_id <> ${versionId}
      order by at desc, rowid desc limit 1`) ?? null
  );
}

/** Texts that were frozen here before anything was noted of it: by a crash between the two, or by an earlier program. */
export function unnotedFreezes(
  db: ReadableDB,
): { caseId: string; draftId: string; versionId: string; actId: string; documentSha256: string }[] {
  return db.all(sql`select p.case_id as caseId, p.draft_id as draftId, p.version_id as versionId, p.act_id as actId,
      p.document_sha256 as documentSha256
    from main.own_proposals p where not exists (select 1 from main.own_entries e
      where e.kind = 'frozen' and e.act_id = p.act_id and e.entry ->> '$.documentSha256' = p.document_sha256)
    order by p.made_at, p.act_id`);
}
