import { DraftVersion } from '../../contract/wire-drafts.ts';
import type { ReadableDB, WritableDB } from '../store/index.ts';
import { arrived, authorOf, isThere, nearestThere, parentsOf, putDraft, readDraft, readVersion } from './rows.ts';
import { isSent, sent } from './settle.ts';

interface OfDesk {
  readonly officeId: string;
  readonly deviceId: string;
}

/** So many may be named as those whose place a version takes (`DraftVersion.parents`). */
const mostParents = 20;

/**
 * The text in hand as the repository gets it, whichever way; null where it has it. It takes the place of what the repository has of it, and
 * of what it grew from here alone: that may come after it, by a stick, and is then no text beside it.
 */
export function outgoingVersion(db: ReadableDB, draftId: string, desk: OfDesk): DraftVersion | null {
  const draft = readDraft(db, draftId);
  if (!draft || isSent(draft)) return null;
  const there = isThere(db);
  const onlyHere = (parentsOf(db, draft.version) ?? []).filter((id) => !there(id));
  const parents = new Set([...(draft.base === null ? [] : [draft.base]), ...draft.merged, ...onlyHere]);
  return versionOf(db, draft, draft.version, [...parents].slice(0, mostParents), desk);
}

/**
 * What the repository never had of a draft beside the text in hand: what that grew from, and texts beside it that exist here alone, with
 * what those grew from. The newest first, as many as `most` characters hold.
 */
export function earlierVersions(db: ReadableDB, draftId: string, desk: OfDesk, most: number): DraftVersion[] {
  const draft = readDraft(db, draftId);
  if (!draft) return [];
  const there = isThere(db);
  const seen = new Set([draft.version]);
  const found: DraftVersion[] = [];
  let left = most;
  for (let line = [...(parentsOf(db, draft.version) ?? []), ...draft.others]; line.length > 0;) {
    const next: string[] = [];
    for (const id of line) {
      const parents = seen.has(id) || there(id) ? null : parentsOf(db, id);
      seen.add(id);
      if (parents === null) continue;
      const version = versionOf(db, draft, id, parents.slice(0, mostParents), desk);
      if (!version) continue;
      left -= JSON.stringify(version).length;
      if (left < 0) return found;
      found.push(version);
      next.push(...parents);
    }
    line = next;
  }
  return found;
}

function versionOf(
  db: ReadableDB,
  { draftId, caseId }: { readonly draftId: string; readonly caseId: string },
  versionId: string,
  parents: readonly string[],
  { officeId, deviceId }: OfDesk,
): DraftVersion | null {
  const saved = readVersion(db, versionId);
  const author = authorOf(db, versionId);
  if (!saved || !author) return null;
  const { text, savedAt } = saved;
  return DraftVersion.parse({ draftId, versionId, caseId, officeId, text, parents, author, deviceId, savedAt });
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
  if (!now) return;
  // What is told of may be older than what it has already, or a text beside: the one in hand stands on the nearest that it grew from.
  const base = nearestThere(tx, now.version);
  putDraft(tx, now, base === null ? now : sent(now, base, parents));
}
