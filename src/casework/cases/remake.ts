import type { ActRow } from '../../contract/acts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Draft } from '../../contract/drafts.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { may } from '../../contract/permissions.ts';
import { DraftText } from '../../contract/wire-drafts.ts';
import { type Viewer, isVisible } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { keepRemade } from '../casefile/remade.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import { readVersion } from '../drafts/rows.ts';
import { newParagraphId } from '../drafts/templates/ids.ts';
import type { Hub } from '../hub.ts';
import { journalise } from '../journal/journal.ts';
import { textOf } from '../review/changes.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import type { CaseDesk } from './desk.ts';

interface RemakeRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly cases: Pick<CaseDesk, 'note' | 'look'>;
  readonly drafts: Pick<DraftDesk, 'begin' | 'read'>;
  readonly hub: Hub;
  readonly clock: () => Date;
}

/**
 * Makes an act anew that the registry refused for good: its text as a new draft, to be mended, signed and sent as another act. Draft and mark
 * are one transaction: killed anywhere, either both are there or neither. Asked again it answers with the draft that was begun.
 */
export function remake(rooms: RemakeRooms, viewer: Viewer, actId: string): Outcome<Draft> {
  const { store, drafts, clock, hub } = rooms;
  const act = readAct(store.reader, actId);
  if (!act) return failed({ kind: 'actUnknown', actId });
  if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
  if (!may(viewer, 'draft', { actType: act.type })) return failed({ kind: 'notAllowed' });
  if (act.remade) {
    const draft = drafts.read(act.remade.draftId);
    return draft ? done(linked(rooms, act, draft)) : failed({ kind: 'draftUnknown', draftId: act.remade.draftId });
  }
  if (act.state !== 'rejectedByRegistry') return failed({ kind: 'actForbids', state: act.state, move: 'remake' });
  const { trouble: reason } = act;
  if (!reason) throw new Error(`a refused act without the reason: ${actId}`);
  const draft = drafts.begin(act.caseId, textFor(store.reader, act), (tx, draftId) => {
    const { personId } = viewer;
    keepRemade(tx, { actId: act.actId, draftId, reason, personId }, clock());
    journalise(tx, clock(), { kind: 'actRemade', actId: act.actId, draftId, personId });
  });
  hub.traysChanged('queue', 'signed');
  return done(linked(rooms, act, draft));
}

/** What it corrected, the draft corrects, and the office is told of it: noted after the draft is there, and at the next asking if this desk was killed between the two. */
function linked({ store, cases }: RemakeRooms, act: ActRow, draft: Draft): Draft {
  // The other desks that hold the act are told.
  cases.look();
  for (const { way, actId, how } of act.corrections ?? []) {
    const { draftId } = draft.row;
    const isNoted = store.reader.get(sql`select 1 from cache.case_entries
      where kind = 'correcting' and draft_id = ${draftId} and act_id = ${actId}`);
    if (way === 'of' && !isNoted) cases.note(act.caseId, { kind: 'correcting', actId, draftId, how });
  }
  return draft;
}

/** The text that was frozen into it; where this desk never had that, its title, and the sheets to write from beside it. */
function textFor(db: ReadableDB, act: ActRow): DraftText {
  const text = textOf(db, act.actId)?.text ?? ownText(db, act.actId);
  if (text) return { ...text, archived: false };
  const paragraphs = [{ id: newParagraphId(), text: '' }];
  return DraftText.parse({ format: 2, actType: act.type, title: act.title.slice(0, 300), archived: false, paragraphs });
}

/** Proposed at this desk: the journal knows the text, whatever became of the cache. */
function ownText(db: ReadableDB, actId: string): DraftText | null {
  const row = db.get<{ version_id: string }>(
    sql`select version_id from main.own_proposals where act_id = ${actId} order by made_at desc limit 1`,
  );
  return row ? (readVersion(db, row.version_id)?.text ?? null) : null;
}
