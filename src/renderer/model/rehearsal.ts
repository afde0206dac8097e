import type { RehearsalNow } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

/** In practice mode: a token that goes away in the middle of a batch, to see what happens then. */
export interface RehearsalModel {
  readonly now: Store<RehearsalNow>;
  /** Takes it away in the middle of the next batch, or puts it back. Answers why that could not be, or null. */
  rehearse(wish: 'pullOut' | 'putBack'): Promise<Failure | null>;
}

const nothing: RehearsalNow = { state: 'none', how: 'staged' };

export function createRehearsal(desk: Desk): RehearsalModel {
  const now = createStore<RehearsalNow>(nothing);
  desk.on('rehearsal.changed', (changed) => now.set(changed));
  // Whatever was staged went with the office that staged it.
  desk.on('office.restarted', () => now.set(nothing));
  return {
    now,
    async rehearse(wish) {
      const answer = await desk.call('practice.rehearseRemoval', { wish });
      if (answer.ok) now.set(answer.value);
      return answer.ok ? null : answer.failure;
    },
  };
}
