import type { Failure } from '../../contract/failures.ts';
import type { CaseId } from '../../contract/ids.ts';
import type { Answer, Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

type Bound = Extract<Answer<'cases.bind'>, { state: 'bound' }>;

/** A whole case that is being made into one file: it goes on whatever place is looked at. */
export interface BindingView {
  readonly caseId: CaseId | null;
  readonly busy: boolean;
  readonly at: { readonly line: number; readonly lines: number; readonly sheet: number } | null;
  readonly bound: Bound | null;
  readonly stopped: boolean;
  readonly failure: Failure | null;
}

export interface BindingDesk {
  readonly view: Store<BindingView>;
  bind(caseId: CaseId, to: string, originals: boolean): Promise<void>;
  stop(): Promise<void>;
  /** Another person sits down. */
  forget(): void;
}

const blank: BindingView = { caseId: null, busy: false, at: null, bound: null, stopped: false, failure: null };

export function createBinding(desk: Desk): BindingDesk {
  const view = createStore<BindingView>(blank);
  desk.on('binding.changed', ({ caseId, ...at }) =>
    view.set((now) => (now.busy && now.caseId === caseId ? { ...now, at } : now)),
  );
  return {
    view,
    async bind(caseId, to, originals) {
      if (view.get().busy) return;
      const begun: BindingView = { ...blank, caseId, busy: true };
      view.set(() => begun);
      const answer = await desk.call('cases.bind', { caseId, to, originals });
      const bound = answer.ok && answer.value.state === 'bound' ? answer.value : null;
      const failure = answer.ok ? null : answer.failure;
      // Somebody else sat down meanwhile: it is nothing to them.
      view.set((now) =>
        now.caseId === caseId ? { ...blank, caseId, bound, failure, stopped: !bound && !failure } : now,
      );
    },
    async stop() {
      await desk.call('cases.stopBinding', {});
    },
    forget: () => view.set(() => blank),
  };
}
