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
