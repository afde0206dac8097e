import type { Failure } from '../../contract/failures.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

export interface WantedBlob {
  readonly sha256: string;
  readonly size: number;
}

/** Files that should be here and are not, those of acts to sign first. `db` is the store's reader. */
export function wantedBlobs(db: ReadableDB, limit: number): WantedBlob[] {
  return db.all<WantedBlob>(sql`
    select b.sha256, b.size from cache.blobs b
    left join cache.proposals p on p.document_sha256 = b.sha256 and p.state = 'toSign'
    where b.state <> 'here' and (
      p.act_id is not null and not exists (select 1 from main.signed_acts s where s.act_id = p.act_id)
      or exists (select 1 from cache.proposals r where r.signed_sha256 = b.sha256 and r.state = 'arriving'))
    group by b.sha256
    order by b.state = 'failed', min(p.sort) is null, min(p.sort) limit ${limit}`);
}

export function blobIsHere(tx: WritableDB<'cache'>, sha256: string): void {
  tx.run(sql`update blobs set state = 'here', trouble = null where sha256 = ${sha256}`);
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

/** Whether the cache knows a file: everything else in the folder of fetched files may go. */
export function isKnownBlob(db: ReadableDB<'cache'>, sha256: string): boolean {
  return db.get(sql`select 1 from blobs where sha256 = ${sha256}`) !== undefined;
}
