import type { Store } from './store.ts';

/** What somebody has begun to write and not sent: kept in this window by the seat, for whoever wrote it. */
export interface Begun {
  /** That person leaves: it is laid aside, and nothing of it stays for the next. */
  layAside(seat: string): void;
  /** That person is back. */
  takeUp(seat: string): void;
}

/** Empties a store of what is being written; answers how it is put back. */
export type LayAside = () => () => void;

export const layAside =
  <K, V>(store: Store<ReadonlyMap<K, V>>): LayAside =>
  () => {
    const written = store.get();
    store.set(new Map<K, V>());
    return () => store.set(written);
  };

export function createBegun(parts: readonly LayAside[]): Begun {
  const aside = new Map<string, readonly (() => void)[]>();
  return {
    layAside: (seat) =>
      void aside.set(
        seat,
        parts.map((part) => part()),
      ),
    takeUp(seat) {
      for (const putBack of aside.get(seat) ?? []) putBack();
      aside.delete(seat);
    },
  };
}
