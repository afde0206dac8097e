import { useCallback } from 'react';
import { useModel, useStore } from './context.tsx';

/**
 * A value that is being written, by the name of its field: like `useState`, and kept while one looks elsewhere. Escape closes a place,
 * never a thought. The last of the three forgets it, when it has gone where it belongs.
 */
export function useKept<T>(name: string, initial: T): readonly [T, (next: T | ((now: T) => T)) => void, () => void] {
  const { written } = useModel();
  const value = (useStore(written).get(name) as T | undefined) ?? initial;
  const set = (next: T | ((now: T) => T)): void =>
    written.set((now) => {
      const before = (now.get(name) as T | undefined) ?? initial;
      return new Map(now).set(name, typeof next === 'function' ? (next as (now: T) => T)(before) : next);
    });
  const forget = useCallback(() => {
    written.set((now) => {
      const rest = new Map(now);
      rest.delete(name);
      return rest;
    });
  }, [written, name]);
  return [value, set, forget];
}
