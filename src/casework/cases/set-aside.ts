import type { ActRow } from '../../contract/acts.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { type Viewer, isVisible } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { keepSetAside, refusedOf } from '../casefile/set-aside.ts';
import type { Hub } from '../hub.ts';
import { journalise } from '../journal/journal.ts';
import type { Store } from '../store/index.ts';

/**
 * Sets aside what the registry refused for good of an act that is not refused itself: a return of it, or a signature that others come after. It
 * stays in the journal with its reason and waits in the queue no more; a return counts no more, and the act is as the registry has it. Asked
 * again it answers with the act as it is.
 */
export function setAside(
  { store, hub, clock }: { readonly store: Store; readonly hub: Hub; readonly clock: () => Date },
  viewer: Viewer,
  actId: string,
): Outcome<ActRow> {
  const act = readAct(store.reader, actId);
  if (!act) return failed({ kind: 'actUnknown', actId });
  if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
  const refused = refusedOf(store.reader, actId);
  if (refused.length === 0)
    return act.setAside ? done(act) : failed({ kind: 'actForbids', state: act.state, move: 'setAside' });
  const by = { personId: viewer.personId, now: clock() };
  store.journal.write((tx) => {
    for (const one of refused) {
      keepSetAside(tx, actId, one, by);
      const { what, documentSha256 } = one;
      journalise(tx, by.now, { kind: 'refusedSetAside', actId, what, documentSha256, personId: by.personId });
    }
  });
  hub.traysChanged('queue', 'returned', 'toSign', 'signed', 'registered');
  return done(readAct(store.reader, actId) ?? act);
}
