/** Which fetched files stay on this PC: all of them while there is room, then those that somebody will want without a line. */
import type { KeptFiles, PinnedCase } from '../../contract/line.ts';
import { hearingNearMs, hearingOverMs } from './blobs.ts';
import { notRemade } from './remade.ts';
import { halfNotSetAside, notSetAside } from './set-aside.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** What is kept, without an order of the institution, in megabytes. */
const usualMegabytes = 4096;
/** Room is made for so much more than what is needed, so that not every file that comes sends one away. */
const share = 0.9;
/** A file that is looked at again within this time was noted already. */
const noteUseEveryMs = 3_600_000;
/** So many files leave at once. */
const atOnce = 200;

export const mostKeptBytes = (keepMegabytes: number | undefined): number =>
  (keepMegabytes ?? usualMegabytes) * 1024 * 1024;

/** Notes that a person looked at the file: the longest unseen leaves first. `tx` may be called for any file, fetched or not. */
export function noteUse(store: NoteRooms, sha256: string, now: Date): void {
  const since = new Date(now.getTime() - noteUseEveryMs).toISOString();
  if (!store.cache.get(sql`select 1 from blobs where sha256 = ${sha256} and used_at < ${since}`)) return;
  store.cache.write((tx) => tx.run(sql`update blobs set used_at = ${now.toISOString()} where sha256 = ${sha256}`));
}
interface NoteRooms {
  readonly cache: ReadableDB<'cache'> & { write(work: (tx: WritableDB<'cache'>) => unknown): void };
}

/**
 * Files to let go so that no more than `mostBytes` stay, the longest unseen first; nothing of a case that has an act in a tray, an act
 * of ours not registered yet, a signature that is still being raised, that is heard soon or was just heard, that a person pinned (for a hearing
 * or for good), or writes of: what those cite is theirs. `db` is the store's reader.
 */
export function filesToLetGo(
  db: ReadableDB,
  mostBytes: number,
  now: Date,
): { readonly sha256: string; readonly size: number }[] {
  const kept = db.get<{ bytes: number | null }>(sql`select sum(size) as bytes from cache.blobs where state = 'here'`);
  let left = kept?.bytes ?? 0;
  if (left <= mostBytes) return [];
  const near = new Date(now.getTime() + hearingNearMs).toISOString();
  const over = new Date(now.getTime() - hearingOverMs).toISOString();
  const candidates = db.all<{ sha256: string; size: number }>(sql`
    with held as (
      select case_id from cache.proposals where state <> 'registered'
      union select o.case_id from main.outbox o where o.state <> 'registered' and ${notRemade} and ${notSetAside}
      union select case_id from main.half_signed h where state <> 'received' and ${halfNotSetAside}
      union select case_id from main.pins
      union select case_id from cache.hearings where hearing_at between ${over} and ${near}
      union select case_id from main.drafts where draft_id in (select draft_id from main.draft_cites)
      union select s.case_id from main.signed_acts s join main.raises r on r.act_id = s.act_id
        where r.reached is not r.wanted
    ), named as materialized (
      select document_sha256 as sha256, case_id from cache.proposals
      union select proposed_sha256, case_id from cache.proposals
      union select signed_sha256, case_id from cache.proposals
      union select n.sha256, p.case_id from cache.renditions n join cache.proposals p on p.act_id = n.act_id
      union select document_sha256, case_id from main.outbox
      union select entry ->> '$.sha256', case_id from cache.case_entries where kind = 'piece'
    )
    select sha256, size from cache.blobs
    where state = 'here'
      and sha256 not in (select n.sha256 from named n join held h on h.case_id = n.case_id where n.sha256 is not null)
      and sha256 not in (select document_sha256 from main.own_proposals)
    order by used_at, sha256 limit ${atOnce}`);
  const going: typeof candidates = [];
  for (const file of candidates) {
    if (left <= mostBytes * share) break;
    going.push(file);
    left -= file.size;
  }
  return going;
}

/** It is not here any more, to make room; it comes again when a person asks for it. */
export function blobWentAway(tx: WritableDB<'cache'>, sha256: string): void {
  tx.run(sql`update blobs set state = 'away', trouble = null where sha256 = ${sha256} and state = 'here'`);
}

/** It could not be let go. It counts as just looked at: others go before it. */
export function blobStays(tx: WritableDB<'cache'>, sha256: string, now: Date): void {
  tx.run(
    sql`update blobs set state = 'here', used_at = ${now.toISOString()} where sha256 = ${sha256} and state = 'away'`,
  );
}

/** The files of a pinned case `n`: its acts and pieces. */
const ofPinned = sql`select document_sha256 from cache.proposals where case_id = n.case_id
  union select signed_sha256 from cache.proposals where case_id = n.case_id
  union select entry ->> '$.sha256' from cache.case_entries where case_id = n.case_id and kind = 'piece'`;

/** What a person is told of what is kept. `db` is the store's reader. */
export function keptFiles(db: ReadableDB, mostBytes: number): KeptFiles {
  const sums = db.get<{ items: number; bytes: number; away: number }>(sql`
    select sum(state = 'here') as items, sum(case state when 'here' then size else 0 end) as bytes,
      sum(state = 'away') as away from cache.blobs`);
  const pins = db.all<PinnedCase>(sql`
    select n.case_id as caseId, n.hearing_at as hearingAt, coalesce(c.case_number, '') as caseNumber,
      coalesce(c.caption, '') as caption,
      (select count(*) from cache.blobs b where b.sha256 in (${ofPinned})) as files,
      (select count(*) from cache.blobs b where b.sha256 in (${ofPinned}) and b.state <> 'here') as lacking
    from main.pins n left join cache.cases c on c.case_id = n.case_id
    order by n.hearing_at is null, n.hearing_at, caseNumber`);
  return { items: sums?.items ?? 0, bytes: sums?.bytes ?? 0, away: sums?.away ?? 0, mostBytes, pins };
}
