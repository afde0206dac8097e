import type { ReceiptFile } from '../../contract/log.ts';
import { leafHash } from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { type KeptPlace, checkpointOf, keptHistory, newestStamp, placeOf } from './rows.ts';

/**
 * A receipt with the proof of its place in the log, the checkpoint it was proved against, the keys and the newest stamp: all that was kept
 * here, so it needs no line. Null while its place is not proved yet.
 */
export function receiptFile(store: Store, actId: string, jws: string): ReceiptFile | null {
  const place = placeOf(store.reader, actId, leafHash(jws));
  const checkpoint = place && checkpointOf(store.journal, place.era, place.size);
  if (!place || !checkpoint) return null;
  return {
    v: 1,
    kind: 'fojas-receipt',
    receipt: jws,
    checkpoint: checkpoint.text,
    inclusion: { index: place.index, proof: place.proof },
    keys: keptHistory(store.journal),
    stamp: stampFor(store, place),
  };
}

/** A stamp that was tied to the very tree in which the receipt was proved. */
function stampFor(store: Store, place: KeptPlace): ReceiptFile['stamp'] {
  const stamp = newestStamp(store.journal);
  if (!stamp || stamp.era !== place.era || stamp.withSize !== place.size) return null;
  const { checkpoint, token, at, consistency } = stamp;
  return { checkpoint, token, at, consistency };
}
