import type { Failure } from '../../contract/failures.ts';
import type { CaseId } from '../../contract/ids.ts';
import type { Found, FoundKind, SearchStanding } from '../../contract/search.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

export interface SearchView {
  readonly text: string;
  /** Empty: everything. */
  readonly kinds: readonly FoundKind[];
  /** Only this case. */
  readonly caseId: CaseId | null;
  readonly found: readonly Found[];
  readonly total: number;
  readonly standing: SearchStanding | null;
  readonly phase: 'idle' | 'searching' | 'ready';
  readonly failure: Failure | null;
}

/** The search over everything that lies on this PC, as this window has it: leaving the place keeps what was found. */
export interface SearchDesk {
  readonly view: Store<SearchView>;
  /** Searches, a moment after the last word was typed. */
  find(part: Partial<Pick<SearchView, 'text' | 'kinds' | 'caseId'>>): void;
  more(): Promise<void>;
  /** Another person sits down. */
  forget(): void;
}

const pageSize = 50;
const most = 500;
const restMs = 150;
const blank: SearchView = {
  ...{ text: '', kinds: [], caseId: null, found: [], total: 0, standing: null, phase: 'idle', failure: null },
};

/** @param isShown whether anybody looks: what was read in the background is not asked for before */
export function createSearch(desk: Desk, isShown: () => boolean): SearchDesk {
  const view = createStore<SearchView>(blank);
  const change = (part: Partial<SearchView>): void => view.set((now) => ({ ...now, ...part }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  const ask = async (limit: number): Promise<void> => {
    clearTimeout(timer);
    const mine = ++turn;
    const { text, kinds, caseId } = view.get();
    const answer = await desk.call('search.find', { text, kinds: [...kinds], caseId, limit });
    // Only the last question counts, in whatever order the answers come.
    if (mine !== turn) return;
    change(
      answer.ok ? { ...answer.value, phase: 'ready', failure: null } : { phase: 'ready', failure: answer.failure },
    );
  };
  const again = (): Promise<void> => ask(Math.min(most, Math.max(pageSize, view.get().found.length)));
  desk.on('search.changed', (standing) => {
    change({ standing });
    if (isShown() && view.get().text.trim() !== '') void again();
  });

  return {
    view,
    find(part) {
      change({ ...part, phase: 'searching' });
      clearTimeout(timer);
      timer = setTimeout(() => void ask(pageSize), restMs);
    },
    more: () => ask(Math.min(most, view.get().found.length + pageSize)),
    forget() {
      turn++;
      view.set(() => blank);
    },
  };
}
