import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Locale } from '../../contract/config.ts';
import { createFormats, type Formats } from '../../contract/words/formats.ts';
import type { Model } from '../model/model.ts';
import type { Source } from '../model/list.ts';
import { fieldsOf, type Store } from '../model/store.ts';
import type { PaperFrames } from '../paper/frames.ts';
import type { Shelf } from '../paper/shelf.ts';
import { createSay, type Say } from '../words/words.ts';

/** What the composition root makes once and hands to every screen. */
export interface House {
  readonly model: Model;
  readonly frames: PaperFrames;
  /** What is likely to be read next, made ready. */
  readonly shelf: Shelf;
}

export const HouseContext = createContext<House | null>(null);

export function useHouse(): House {
  const house = useContext(HouseContext);
  if (!house) throw new Error('a screen outside the house');
  return house;
}

export const useModel = (): Model => useHouse().model;

/** The store's value, followed. */
export const useStore = <T,>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get);

/** Some fields of a store's value, followed: nothing is drawn anew for the others. `keys` is the same array at each call. */
export function useFields<T extends object, K extends keyof T>(store: Store<T>, keys: readonly K[]): Pick<T, K> {
  const read = useMemo(() => fieldsOf(store, keys), [store, keys]);
  return useSyncExternalStore(store.subscribe, read);
}

const sourceAlone = ['source'] as const;
/** What the list is of: changes when another is opened, and not with each page of its rows. */
export const useSource = (): Source => useFields(useModel().list.view, sourceAlone).source;

export interface Words {
  readonly locale: Locale;
  readonly say: Say;
  readonly formats: Formats;
}

export const WordsContext = createContext<Words | null>(null);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('a screen without words');
  return words;
}

/** The words and formats of a language, made once for it. */
export function useWordsOf(locale: Locale): Words {
  return useMemo(() => {
    const formats = createFormats(locale);
    return { locale, formats, say: createSay(locale, formats.number) };
  }, [locale]);
}

/** This clock, in milliseconds, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Whether a media query holds, followed. */
export function useMedia(query: string): boolean {
  const [list] = useState(() => window.matchMedia(query));
  return useSyncExternalStore(
    (run) => {
      list.addEventListener('change', run);
      return () => list.removeEventListener('change', run);
    },
    () => list.matches,
  );
}
