import type { Failure } from '../../contract/failures.ts';
import { type ReadableDB, type Sql, type WritableDB, sql } from '../store/index.ts';

export interface WantedBlob {
  readonly sha256: string;
  readonly size: number;
  /** What waits for it: an act in the tray, a text that mentions it, a hearing that is near, a pinned case, nobody in particular. */
  readonly want: 'tray' | 'cited' | 'hearing' | 'pinned' | 'rest';
}

/** A hearing is near from this long before it, and until the day after. */
export const hearingNearMs = 36 * 3600 * 1000;
export const hearingOverMs = 24 * 3600 * 1000;

/**
 * Files that should be here and are not, what matters most first, those that failed last. What an act mentions (other acts, pieces of
 * evidence) is known one by one where the text that it was frozen from is here, and of each draft of this desk: those come first. An act to
 * sign whose text nobody here knows may mention anything of its case: that comes with the rest. Of a case that is heard soon or was pinned,
 * its pieces come with its acts. `db` is the store's reader.
 */
export function wantedBlobs(db: ReadableDB, limit: number, now: Date): WantedBlob[] {
  const near = new Date(now.getTime() + hearingNearMs).toISOString();
  const over = new Date(now.getTime() - hearingOverMs).toISOString();
  return db.all<WantedBlob>(sql`
    with wanted as (
      select b.sha256, b.size, b.state,
        (select min(p.sort) from cache.proposals p where p.document_sha256 = b.sha256 and p.state = 'toSign'
          and not exists (select 1 from main.signed_acts s where s.act_id = p.act_id)) as tray,
        (select min(r.state) from cache.proposals r where r.signed_sha256 = b.sha256) as signed,
        exists (select 1 from cache.case_entries e where e.kind = 'piece' and e.entry ->> '$.sha256' = b.sha256
          and ${mentioned(sql`e.entry_id`)}) as cited_piece,
        exists (select 1 from cache.proposals r where r.signed_sha256 = b.sha256 and ${mentioned(sql`r.act_id`)}) as cited,
        exists (select 1 from cache.proposals r join cache.proposals t on t.case_id = r.case_id and t.state = 'toSign'
          where r.signed_sha256 = b.sha256 and not exists (select 1 from cache.draft_reviews v
            join main.drafts f on f.draft_id = v.draft_id where v.act_id = t.act_id)) as may_be_cited,
        (select min(coalesce(n.hearing_at, '9999')) from (${casesOf(sql`b.sha256`)}) r join main.pins n on n.case_id = r.case_id) as pin,
        exists (select 1 from (${casesOf(sql`b.sha256`)}) r join cache.hearings h on h.case_id = r.case_id
          where h.hearing_at between ${over} and ${near}) as heard
      from cache.blobs b where b.state <> 'here'
    ), judged as (
      select sha256, size, state, tray, case when tray is not null then 'tray'
        when cited_piece or (cited and signed is not null) then 'cited' when heard or pin < ${near} then 'hearing' when pin is not null then 'pinned' else 'rest' end as want
      from wanted
      where tray is not null or heard or pin is not null or (signed = 'arriving' and state <> 'away')
        or cited_piece or ((cited or may_be_cited) and signed = 'registered' and state = 'away')
    )
    select sha256, size, want from judged
    order by state = 'failed', case want when 'tray' then 0 when 'cited' then 1 when 'hearing' then 2 when 'pinned' then 3 else 4 end,
      tray, sha256 limit ${limit}`);
}

/** The cases that a file is of, as an act's or as a piece's; each part by an index. */
const casesOf = (sha256: Sql): Sql => sql`select case_id from cache.proposals where signed_sha256 = ${sha256}
  union all select case_id from cache.proposals where document_sha256 = ${sha256}
  union all select case_id from cache.case_entries where kind = 'piece' and entry ->> '$.sha256' = ${sha256}`;

/** Whether a text of this desk that is still to be signed, or to be written on, mentions this act or piece. */
const mentioned = (id: Sql): Sql => sql`exists (select 1 from main.draft_cites d where d.act_id = ${id}
  and not exists (select 1 from cache.draft_reviews v join cache.proposals p on p.act_id = v.act_id
    where v.draft_id = d.draft_id and v.state = 'frozen' and p.state = 'registered'))`;

/** One file that a person asked for, whatever else wants it; null where it is here, or not known. */
export function askedBlob(db: ReadableDB, sha256: string): Pick<WantedBlob, 'sha256' | 'size'> | null {
  return db.get(sql`select sha256, size from cache.blobs where sha256 = ${sha256} and state <> 'here'`) ?? null;
}

export function blobIsHere(tx: WritableDB<'cache'>, sha256: string, now: Date): void {
  tx.run(sql`update blobs set state = 'here', trouble = null, used_at = ${now.toISOString()} where sha256 = ${sha256}`);
}

export function blobFailed(tx: WritableDB<'cache'>, sha256: string, trouble: Failure): void {
  tx.run(sql`update blobs set state = 'failed', trouble = ${JSON.stringify(trouble)} where sha256 = ${sha256}`);
}

/** It was here and is not any more, or not whole: it will be fetched again. */
export function blobIsWanted(tx: WritableDB<'cache'>, sha256: string): void {
  tx.run(sql`update blobs set state = 'wanted', trouble = null where sha256 = ${sha256}`);
}

/** Receipts (as they came) of acts whose signed bytes are `sha256` and that wait for them. */
export function receiptsWaitingFor(db: ReadableDB<'cache'>, sha256: string): { actId: string; receipt: string }[] {
  return db.all(
    sql`select act_id as actId, receipt from proposals where signed_sha256 = ${sha256} and state = 'arriving'`,
  );
}

/** The act that a file is of; null where the cache knows none. `db` is the store's reader. */
export function titleOfFile(db: ReadableDB, sha256: string): { readonly actId: string; readonly title: string } | null {
  const of = db.get<{ actId: string; title: string }>(sql`
    select act_id as actId, title from cache.proposals where document_sha256 = ${sha256}
    union all select act_id, title from cache.proposals where signed_sha256 = ${sha256} limit 1`);
  return of ?? null;
}

/** The acts that a file is of, signed or not, at whatever length: each part by an index of its own. `db` is the store's reader. */
export function actsOfFile(db: ReadableDB, sha256: string): string[] {
  return db
    .all<{ actId: string }>(
      sql`
      select act_id as actId from cache.proposals where document_sha256 = ${sha256}
      union select act_id from cache.proposals where proposed_sha256 = ${sha256}
      union select act_id from cache.proposals where signed_sha256 = ${sha256}
      union select act_id from cache.proposals where partly <> '[]' and instr(partly, ${sha256}) > 0
      union select act_id from cache.renditions where sha256 = ${sha256}
      union select act_id from main.signed_acts where document_sha256 = ${sha256}
      union select act_id from main.signed_acts where signed_sha256 = ${sha256}
      union select act_id from main.half_signed where document_sha256 = ${sha256}
      union select act_id from main.half_signed where signed_sha256 = ${sha256}
      union select act_id from main.renditions where sha256 = ${sha256}
      union select act_id from main.returns where document_sha256 = ${sha256}`,
    )
    .map(({ actId }) => actId);
}

/** Whether the cache knows a file and keeps it: everything else in the folder of fetched files may go. */
export function isKnownBlob(db: ReadableDB<'cache'>, sha256: string): boolean {
  return db.get(sql`select 1 from blobs where sha256 = ${sha256} and state <> 'away'`) !== undefined;
}
