import type { RehearsalState } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

/** In practice mode: a token that goes away in the middle of a batch, to see what happens then. */
export interface RehearsalModel {
  readonly state: Store<RehearsalState>;
  /** Takes it away in the middle of the next batch, or puts it back. Answers why that could not be, or null. */
  rehearse(wish: 'pullOut' | 'putBack'): Promise<Failure | null>;
}

export function createRehearsal(desk: Desk): RehearsalModel {
  const state = createStore<RehearsalState>('none');
  desk.on('rehearsal.changed', (now) => state.set(now.state));
  // Whatever was staged went with the office that staged it.
  desk.on('office.restarted', () => state.set('none'));
  return {
    state,
    async rehearse(wish) {
      const answer = await desk.call('practice.rehearseRemoval', { wish });
      if (answer.ok) state.set(answer.value.state);
      return answer.ok ? null : answer.failure;
    },
  };
}
