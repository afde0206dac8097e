import type { KeyHistory, LogHead } from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import {
  type Checkpoint,
  type KeyRing,
  believeCheckpoint,
  extendsHistory,
  keyRings,
  openKeyHistory,
  receiptKeysOf,
} from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { keepHistory, keptHistory } from './rows.ts';

/** Whose word counts: what is pinned, and what a pinned root vouches for, kept from contact to contact. */
export interface Beliefs {
  /** One list for all who look at it: it grows in place. */
  readonly keys: readonly ReceiptKey[];
  rings(): readonly KeyRing[];
  /** What a head says; null where no key that is vouched for signed it, or its history takes back what was said. */
  of(head: LogHead): Believed | null;
  /** Keeps the history of keys that came with what was believed. */
  take(head: LogHead, believed: Believed): void;
}

export interface Believed {
  readonly checkpoint: Checkpoint;
  readonly history: KeyHistory | null;
}

export function createBeliefs(store: Store, pinned: readonly ReceiptKey[], clock: () => Date): Beliefs {
  const kept = keptHistory(store.journal);
  let history: KeyHistory | null = kept === null ? null : openKeyHistory(kept, pinned);
  const keys: ReceiptKey[] = [...receiptKeysOf(pinned, history)];

  const learn = (text: string | null): KeyHistory | null | 'wrong' => {
    if (text === null) return history === null ? null : 'wrong';
    const told = openKeyHistory(text, pinned);
    return told && (history === null || extendsHistory(history, told)) ? told : 'wrong';
  };
  return {
    keys,
    rings: () => keyRings(pinned, history),
    of(head) {
      const told = learn(head.keys);
      if (told === 'wrong') return null;
      const checkpoint = believeCheckpoint(head.checkpoint, keyRings(pinned, told));
      return checkpoint && { checkpoint, history: told };
    },
    take({ keys: text }, believed) {
      if (text === null || believed.history === null || text === keptHistory(store.journal)) return;
      store.journal.write((tx) => keepHistory(tx, text, clock()));
      history = believed.history;
      keys.splice(0, keys.length, ...receiptKeysOf(pinned, history));
    },
  };
}
