import { blobIsWanted, isKnownBlob } from './casefile/blobs.ts';
import { feedCursor } from './casefile/feed.ts';
import { type DocumentStore, type SweepResult, sweep } from './documents/index.ts';
import { journalise } from './journal/journal.ts';
import { endBatch, interruptedBatches } from './signing/records.ts';
import { digestOfRecord } from './signing/report.ts';
import { type Store, sql } from './store/index.ts';

export interface Recovery {
  readonly kept: SweepResult;
  readonly fetched: SweepResult;
  readonly batches: number;
}

/**
 * Puts a data folder in order after whatever ended the last office, before anything new is begun: a signed file that the journal
 * does not know is set aside and never removed (the journal may be the older one of the two), no half file stays, a batch that
 * was under way ends as interrupted with what it kept, and a fetched file that is gone is fetched again.
 */
export async function recover(
  store: Store,
  kept: DocumentStore,
  fetched: DocumentStore,
  clock: () => Date,
): Promise<Recovery> {
  const isSigned = (sha256: string): boolean =>
    store.journal.get(sql`select 1 from signed_acts where signed_sha256 = ${sha256}
      union all select 1 from renditions where sha256 = ${sha256}
      union all select 1 from half_signed where signed_sha256 = ${sha256}
      union all select 1 from own_proposals where document_sha256 = ${sha256}
      union all select 1 from own_entries where sha256 = ${sha256}`) !== undefined;
  const sweptKept = await sweep(kept, isSigned, 'setAside');
  // A new cache knows nothing yet: what lies here spares fetching it again.
  const cacheKnows = !store.cacheIsNew && feedCursor(store.cache) !== '';
  const sweptFetched = await sweep(fetched, (sha256) => !cacheKnows || isKnownBlob(store.cache, sha256), 'remove');
  const interrupted = interruptedBatches(store.journal);
  store.journal.write((tx) => {
    for (const sha256 of sweptKept.orphans) journalise(tx, clock(), { kind: 'orphanSetAside', sha256 });
    for (const batchId of interrupted) {
      const at = clock().toISOString();
      endBatch(tx, batchId, {
        ...{
          state: 'stopped',
          stoppedBy: { kind: 'officeGone' },
          prepared: 0,
          at,
          pinPerSignature: null,
          msPerAct: null,
        },
      });
      const counts = tx.get<{ kept: number; failed: number; leftOut: number }>(sql`
        select sum(state = 'kept') as kept, sum(state = 'failed') as failed, sum(state = 'leftOut') as leftOut
        from batch_items where batch_id = ${batchId}`) ?? { kept: 0, failed: 0, leftOut: 0 };
      journalise(tx, clock(), {
        ...{ kind: 'batchEnded', batchId, ...counts, stoppedBy: 'officeGone' },
        reportSha256: digestOfRecord(tx, batchId),
      });
    }
  });
  wantMissing(store, fetched);
  return { kept: sweptKept, fetched: sweptFetched, batches: interrupted.length };
}

/** Files of acts to sign that the cache believes to be here, and that are not. */
function wantMissing(store: Store, fetched: DocumentStore): void {
  const missing = store.cache
    .all<{ sha256: string }>(
      sql`select b.sha256 from proposals p join blobs b on b.sha256 = p.document_sha256
        where p.state = 'toSign' and b.state = 'here'`,
    )
    .filter(({ sha256 }) => !fetched.has(sha256));
  if (missing.length === 0) return;
  store.cache.write((tx) => {
    for (const { sha256 } of missing) blobIsWanted(tx, sha256);
  });
}
