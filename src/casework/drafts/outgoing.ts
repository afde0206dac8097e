import { DraftVersion } from '../../contract/wire-drafts.ts';
import type { ReadableDB, WritableDB } from '../store/index.ts';
import { arrived, authorOf, putDraft, readDraft, readVersion } from './rows.ts';
import { isSent, sent } from './settle.ts';

/** The text in hand as the repository gets it, whichever way; null where it has it. */
export function outgoingVersion(
  db: ReadableDB,
  draftId: string,
  { officeId, deviceId }: { readonly officeId: string; readonly deviceId: string },
): DraftVersion | null {
  const draft = readDraft(db, draftId);
  const hand = draft && readVersion(db, draft.version);
  const author = draft && authorOf(db, draft.version);
  if (!draft || !hand || !author || isSent(draft)) return null;
  const parents = [...(draft.base === null ? [] : [draft.base]), ...draft.merged];
  return DraftVersion.parse({
    ...{ draftId, versionId: draft.version, caseId: draft.caseId, officeId, text: hand.text },
    ...{ parents, author, deviceId, savedAt: hand.savedAt },
  });
}

/** The repository has this version now, with what it brought together. The person may have gone on meanwhile. */
export function versionArrived(
  tx: WritableDB<'journal'>,
  draftId: string,
  versionId: string,
  parents: readonly string[],
): void {
  arrived(tx, versionId);
  const now = readDraft(tx, draftId);
  if (now) putDraft(tx, now, sent(now, versionId, parents));
}
