/** A value that can be watched: the window's knowledge lives in these, outside React, so that it can be tested without a browser. */
export interface Store<T> {
  get(): T;
  set(next: T | ((now: T) => T)): void;
  subscribe(run: () => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      const changed = typeof next === 'function' ? (next as (now: T) => T)(value) : next;
      if (Object.is(changed, value)) return;
      value = changed;
      for (const run of [...watchers]) run();
    },
    subscribe(run) {
      watchers.add(run);
      return () => watchers.delete(run);
    },
  };
}

/**
 * Some fields of a store's value: the same object as long as none of them changed, so that what is drawn from it need not be drawn anew
 * for what else the store holds.
 */
export function fieldsOf<T extends object, K extends keyof T>(store: Store<T>, keys: readonly K[]): () => Pick<T, K> {
  const read = (): Pick<T, K> => {
    const value = store.get();
    return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;
  };
  let last = read();
  return () => {
    const value = store.get();
    if (keys.some((key) => !Object.is(value[key], last[key]))) last = read();
    return last;
  };
}
