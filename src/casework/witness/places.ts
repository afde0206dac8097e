import type { Failure } from '../../contract/failures.ts';
import { LogProofs, maxLeavesAsked } from '../../contract/log.ts';
import { type Checkpoint, holdsInclusion, leafHash, packHashes, unpackHashes } from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { type Asked, type LogLine, ask } from './ask.ts';
import { isAccepted, keepPlace, newestCheckpoint, placeOf } from './rows.ts';

export interface LoggedReceipt {
  readonly actId: string;
  readonly jws: string;
}

/** A receipt that stands nowhere in the log, with what was answered about it. */
export interface MissingLeaf {
  readonly kind: 'missing';
  readonly receipt: LoggedReceipt;
  readonly told: Asked<LogProofs>;
}

/** Proves the places of receipts in a tree that was proved itself, and keeps them. Null when each has one. */
export async function provePlaces(
  { store, clock }: { readonly store: Store; readonly clock: () => Date },
  line: LogLine,
  now: Checkpoint,
  receipts: readonly LoggedReceipt[],
): Promise<Failure | MissingLeaf | null> {
  const era = newestCheckpoint(store.journal)?.era ?? 0;
  for (let from = 0; from < receipts.length; from += maxLeavesAsked) {
    const some = receipts
      .slice(from, from + maxLeavesAsked)
      .map((receipt) => ({ receipt, leaf: leafHash(receipt.jws) }));
    const leaves = some.map(({ leaf }) => Buffer.from(leaf).toString('base64url')).join(',');
    const asked = await ask(line, `/v1/log/proofs?size=${now.size}&leaves=${leaves}`, LogProofs);
    if (asked.kind === 'failed') return asked.failure;
    const told = asked.kind === 'told' ? asked.value : { pool: '', proofs: [] };
    const pool = unpackHashes(told.pool) ?? [];
    let missing: LoggedReceipt | null = null;
    store.journal.write((tx) => {
      for (const [n, { receipt, leaf }] of some.entries()) {
        const { actId } = receipt;
        const given = told.proofs[n];
        const proof = given?.parts.flatMap((part) => pool[part] ?? []) ?? [];
        const isThere = given && holdsInclusion({ ...now, index: given.index }, leaf, proof);
        if (!isThere && isAccepted(tx, era, actId))
          keepPlace(tx, { actId, leaf, era, index: -1, size: now.size, proof: '' }, clock());
        else if (!isThere) missing ??= receipt;
        else keepPlace(tx, { actId, leaf, era, index: given.index, size: now.size, proof: packHashes(proof) }, clock());
      }
    });
    if (missing !== null) return { kind: 'missing', receipt: missing, told: asked };
  }
  return null;
}

/** Those whose place was not proved in the present era. */
export function withoutPlace(store: Store, receipts: readonly LoggedReceipt[]): LoggedReceipt[] {
  return receipts.filter(({ actId, jws }) => placeOf(store.journal, actId, leafHash(jws)) === null);
}
