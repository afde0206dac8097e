import type { Calls } from '../../contract/calls.ts';
import { done } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { Viewer } from '../acts/viewer.ts';
import type { Store } from '../store/index.ts';
import { find } from './find.ts';
import type { Indexer } from './indexer.ts';

export interface SearchRooms {
  readonly store: Store;
  readonly search: Indexer;
}

export function aboutSearch({ store, search }: SearchRooms, viewer: Viewer): Pick<Handlers<Calls>, 'search.find'> {
  return {
    'search.find': async ({ patienceMs = 0, kinds = [], caseId = null, limit = 50, text }) => {
      search.nudge();
      await search.settled(patienceMs);
      return done(find(store.reader, { text, kinds, caseId, limit, patienceMs }, viewer));
    },
  };
}

/** The same, and what a person reads or scrolls through comes before what is read for the index. */
export function givingWay(search: Pick<Indexer, 'giveWay'>, handlers: Handlers<Calls>): Handlers<Calls> {
  const first =
    <I, O>(answer: (input: I) => Promise<O>) =>
    (input: I): Promise<O> => {
      search.giveWay();
      return answer(input);
    };
  return {
    ...handlers,
    'trays.page': first(handlers['trays.page']),
    'cases.index': first(handlers['cases.index']),
    'documents.read': first(handlers['documents.read']),
  };
}
