import type { CarriedDraft } from '../../contract/stick.ts';
import type { DraftState, DraftVersion } from '../../contract/wire-drafts.ts';
import type { WritableDB } from '../store/index.ts';
import { arrived, isThere, keepVersion, putDraft, readDraft } from './rows.ts';
import { type Standing, settle } from './settle.ts';

/** Keeps a text that the repository has. One that is here already is known to be there from now on, and is not kept twice. */
export function keepTheirs(tx: WritableDB<'journal'>, version: DraftVersion): void {
  const { draftId, versionId, parents, text, author, savedAt } = version;
  keepVersion(tx, { versionId, draftId, parents, text, author, savedAt, made: 'elsewhere', there: true });
}

/** Says where a draft stands; its open texts have to be here. Answers whether that was news. */
export function takeStanding(tx: WritableDB<'journal'>, state: DraftState, from: 'feed' | 'answer'): boolean {
  const { draftId, caseId, open } = state;
  const known = readDraft(tx, draftId);
  // The feed may tell of what an answer has told already.
  if (known && from === 'feed' && known.revision >= state.revision) return false;
  for (const versionId of open) arrived(tx, versionId);
  const first = open[0];
  if (first === undefined) return false;
  const fresh: Standing = { version: first, base: first, others: [], merged: [], revision: 0 };
  putDraft(tx, { draftId, caseId }, settle(known ?? fresh, state, isThere(tx)));
  return true;
}

/** Takes in a draft that was carried here with its history. Twice, or late, it changes nothing that is newer. */
export function takeCarriedDraft(tx: WritableDB<'journal'>, { state, versions }: CarriedDraft): void {
  for (const version of versions) keepTheirs(tx, version);
  takeStanding(tx, state, 'feed');
}
