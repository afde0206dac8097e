import type { ReceiptKey } from '../contract/receipts.ts';
import { KeyHistory, KeyHistoryHeader } from '../contract/log.ts';
import { type Checkpoint, openCheckpoint, originOf } from './checkpoint.ts';
import { openJws } from './jws.ts';

/** Keys that are believed because a pinned one is the root that vouches for them, or is one itself. */
export interface KeyRing {
  readonly origin: string;
  readonly keys: readonly {
    readonly key: ReceiptKey;
    readonly retired: { readonly at: string; readonly size: number } | null;
  }[];
}

/** What a history says, when a pinned key signed it for a log that is named after that very key. */
export function openKeyHistory(jws: string, pinned: readonly ReceiptKey[]): KeyHistory | null {
  for (const root of pinned) {
    const history = openJws(jws, [root], KeyHistoryHeader, KeyHistory);
    if (history) return history.origin === originOf(root) ? history : null;
  }
  return null;
}

/** Whether `newer` keeps all that `older` said, and only adds: keys are retired once, and never taken back. */
export function extendsHistory(older: KeyHistory, newer: KeyHistory): boolean {
  if (older.origin !== newer.origin || older.keys.length > newer.keys.length) return false;
  return older.keys.every(({ key, retired }, n) => {
    const now = newer.keys[n]!;
    if (now.key.kid !== key.kid || now.key.x !== key.x) return false;
    return retired === null || (now.retired?.size === retired.size && now.retired.at === retired.at);
  });
}

/** The rings that follow from what is pinned: one for the history's log, else one for each pinned key that signs for itself. */
export function keyRings(pinned: readonly ReceiptKey[], history: KeyHistory | null): readonly KeyRing[] {
  if (history) return [{ origin: history.origin, keys: history.keys }];
  return pinned.map((key) => ({ origin: originOf(key), keys: [{ key, retired: null }] }));
}

/** Every key whose word may still count, retired ones included. */
export function receiptKeysOf(pinned: readonly ReceiptKey[], history: KeyHistory | null): readonly ReceiptKey[] {
  const known = keyRings(pinned, history).flatMap(({ keys }) => keys.map(({ key }) => key));
  return [...known, ...pinned.filter(({ kid }) => !known.some((key) => key.kid === kid))];
}

/** What a checkpoint says, when a key of one of these rings signed it while it might. */
export function believeCheckpoint(text: string, rings: readonly KeyRing[]): Checkpoint | null {
  for (const { origin, keys } of rings) {
    const opened = openCheckpoint(
      text,
      origin,
      keys.map(({ key }) => key),
    );
    if (!opened) continue;
    const retired = keys.find(({ key }) => key.kid === opened.key.kid)?.retired;
    return !retired || opened.checkpoint.size <= retired.size ? opened.checkpoint : null;
  }
  return null;
}

/** Whether a leaf of this place may have been signed with this key: a retired one signs no leaf behind its end. */
export function mightSign(rings: readonly KeyRing[], kid: string, index: number): boolean {
  const known = rings.flatMap(({ keys }) => keys).find(({ key }) => key.kid === kid);
  return known !== undefined && (known.retired === null || index < known.retired.size);
}
