import type { Failure } from '../../contract/failures.ts';
import type { CaseEntry } from '../../contract/wire-entries.ts';
import { DocumentError, type DocumentStore } from '../documents/index.ts';
import { type NoRooms, believesEntryNo } from '../receipts/no.ts';
import type { Store } from '../store/index.ts';
import type { Ran } from '../sync/loop.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { isProposing, settleCase, settleEntry, waitingCases, waitingEntries } from './rows.ts';

/** What of the repository this needs. */
export type CaseDoor = Pick<RepositoryClient, 'hasBlob' | 'putBlob' | 'small'>;

export interface CaseSender {
  readonly store: Store;
  readonly kept: DocumentStore;
  /** Whose final no to an entry is believed. */
  readonly believed: Omit<NoRooms, 'store'>;
  readonly onChange: () => void;
}

/** A no that stays a no, whatever is sent again. */
const finalProblems: ReadonlySet<string> = new Set([
  'act-id-reused',
  'act-state',
  'case-differs',
  'case-moved',
  'office-unknown',
  'not-what-was-shown',
  'blob-too-large',
  'bad-request',
]);

/**
 * Sends what was opened and noted here, in its order: a case before what is noted of it. Every request may be repeated; the repository takes
 * each once. What is in trouble holds up its own case only.
 */
export async function sendCases(sender: CaseSender, door: CaseDoor): Promise<Ran> {
  const { store, onChange } = sender;
  const held = new Set<string>();
  for (const record of waitingCases(store.journal)) {
    const { caseId } = record;
    const answer = await door.small({ method: 'PUT', path: `/v1/cases/${caseId}`, body: record });
    if (!answer.ok && stopsAll(answer.failure)) return { ok: false };
    if (!answer.ok) held.add(caseId);
    const failure = answer.ok ? null : answer.failure;
    store.journal.write((tx) => settleCase(tx, caseId, stateAfter(failure), failure));
    onChange();
  }
  for (const entry of waitingEntries(store.journal)) {
    if (held.has(entry.caseId)) continue;
    // What is said of a document comes after it was proposed, or it would be held against the one before, and refused for good.
    if ('documentSha256' in entry && isProposing(store.journal, entry.documentSha256)) {
      held.add(entry.caseId);
      continue;
    }
    const failure = await sendEntry(sender, door, entry);
    if (failure && stopsAll(failure)) return { ok: false };
    if (failure && !isFinal(failure)) held.add(entry.caseId);
    store.journal.write((tx) => settleEntry(tx, entry.entryId, stateAfter(failure), failure));
    onChange();
  }
  return { ok: held.size === 0 };
}

async function sendEntry(sender: CaseSender, door: CaseDoor, entry: CaseEntry): Promise<Failure | null> {
  if (entry.kind === 'piece') {
    const failure = await sendFile(sender.kept, door, entry);
    if (failure) return failure;
  }
  const path = `/v1/cases/${entry.caseId}/entries/${entry.entryId}`;
  const answer = await door.small({ method: 'PUT', path, body: entry });
  if (answer.ok) return null;
  const { failure } = answer;
  const isDoubtful =
    failure.kind === 'registrationRefused' &&
    !believesEntryNo({ ...sender.believed, store: sender.store }, entry, failure);
  return isDoubtful ? { kind: 'repositoryGarbage', detail: 'a final no that this repository did not sign' } : failure;
}

async function sendFile(
  kept: DocumentStore,
  door: CaseDoor,
  { sha256, size }: Extract<CaseEntry, { kind: 'piece' }>,
): Promise<Failure | null> {
  const there = await door.hasBlob(sha256, size);
  if (!there.ok) return there.failure;
  if (there.value) return null;
  try {
    const source = kept.open(sha256);
    try {
      const put = await door.putBlob(sha256, source);
      return put.ok ? null : put.failure;
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 };
  }
}

const isFinal = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && finalProblems.has(failure.problem);
/** What a thing that was sent comes to. */
export const stateAfter = (failure: Failure | null): 'sent' | 'refused' | 'waiting' =>
  failure === null ? 'sent' : isFinal(failure) ? 'refused' : 'waiting';
const stopsAll = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' || kind === 'repositoryDenied' || kind === 'repositoryBusy';
