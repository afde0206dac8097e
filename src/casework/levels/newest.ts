import { type ReadableDB, sql } from '../store/index.ts';

/** A file of an act that lies here, and in which store. */
export interface FileHere {
  /** 0 for the file as it was registered; else the number of the rendition. */
  readonly n: number;
  readonly sha256: string;
  readonly size: number;
  readonly store: 'kept' | 'fetched';
}

/**
 * The newest file of a signed act that lies here, made at this desk or elsewhere; null where none does. What another's took the place of,
 * and what the registry refused, does not count. `db` is the store's reader.
 */
export function newestHere(db: ReadableDB, actId: string): FileHere | null {
  const found = db.get<FileHere>(sql`
    select n, sha256, size, store from (
      select h.n, h.sha256, b.size, 'fetched' as store, 1 as rank
        from cache.renditions_here h join cache.blobs b on b.sha256 = h.sha256 and b.state = 'here'
        where h.act_id = ${actId} and h.verdict = 'good'
      union all
      select n, sha256, size, 'kept', case state when 'registered' then 0 else 2 end from main.renditions
        where act_id = ${actId} and state in ('waiting', 'registered')
      union all
      select 0, signed_sha256, signed_size, 'kept', 0 from main.signed_acts where act_id = ${actId}
      union all
      select 0, p.signed_sha256, p.signed_size, 'fetched', 1
        from cache.proposals p join cache.blobs b on b.sha256 = p.signed_sha256 and b.state = 'here'
        where p.act_id = ${actId} and p.state = 'registered'
    ) order by n desc, rank limit 1`);
  return found ?? null;
}

/** Whether the repository has a longer file than `n` that is still to be fetched: nothing may grow from an older one. */
export function isBehind(db: ReadableDB, actId: string, n: number): boolean {
  return (
    db.get(sql`select 1 from cache.renditions v where v.act_id = ${actId} and v.n > ${n}
      and not exists (select 1 from cache.renditions_here h where h.act_id = v.act_id and h.n = v.n and h.verdict = 'refused')
      limit 1`) !== undefined
  );
}

/** The file that has to be brought (again) before anything can grow from it: the newest that was here, or the registered one. */
export function fileToBring(db: ReadableDB, actId: string): string | null {
  const row = db.get<{ sha256: string }>(sql`
    select sha256 from (
      select h.n, h.sha256 from cache.renditions_here h where h.act_id = ${actId} and h.verdict = 'good'
      union all
      select 0, signed_sha256 from cache.proposals where act_id = ${actId} and state = 'registered'
      order by n desc limit 1
    ) where not exists (select 1 from cache.blobs b where b.sha256 = sha256 and b.state = 'here')`);
  return row?.sha256 ?? null;
}

/** Acts of a case that others signed, whose registered files lie here and that were never looked at. `db` is the store's reader. */
export function othersOfCase(db: ReadableDB, caseId: string): string[] {
  return db
    .all<{ actId: string }>(
      sql`select p.act_id as actId from cache.proposals p join cache.blobs b on b.sha256 = p.signed_sha256 and b.state = 'here'
        where p.case_id = ${caseId} and p.state = 'registered' and not exists (select 1 from main.raises r where r.act_id = p.act_id)`,
    )
    .map(({ actId }) => actId);
}

/** Whether the registry has it, as far as the feed told. `db` is the store's reader. */
export function isRegistered(db: ReadableDB, actId: string): boolean {
  return db.get(sql`select 1 from cache.proposals where act_id = ${actId} and state = 'registered'`) !== undefined;
}
