import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { isVisible, viewerOf } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { Store } from '../store/index.ts';
import { changesOf, textOf } from './changes.ts';
import type { ReviewDesk } from './desk.ts';

type Answered = Pick<
  Handlers<Calls>,
  | 'review.ask'
  | 'review.recall'
  | 'review.read'
  | 'review.markRead'
  | 'review.giveBack'
  | 'review.resolve'
  | 'acts.changes'
  | 'acts.text'
>;

export function aboutReview({
  config,
  store,
  review,
}: {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly review: ReviewDesk;
}): Answered {
  const viewer = viewerOf(config);
  return {
    'review.ask': async (wish) => review.ask(wish),
    'review.recall': async ({ draftId }) => review.recall(draftId),
    'review.read': async ({ draftId }) => review.read(draftId),
    'review.markRead': async (wish) => review.markRead(wish),
    'review.giveBack': async (wish) => review.giveBack(wish),
    'review.resolve': async ({ draftId, remarkId }) => review.resolve(draftId, remarkId),
    'acts.text': async ({ actId }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      return isVisible(act, viewer) ? done({ text: textOf(store.reader, actId) }) : failed({ kind: 'notAllowed' });
    },
    'acts.changes': async ({ actId }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
      return done(changesOf(store.reader, act, viewer.personId));
    },
  };
}
