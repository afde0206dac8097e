import type { Failure, Outcome } from '../../contract/failures.ts';
import { type Sha256, assertNever } from '../../contract/ids.ts';
import type { Capabilities, ProblemCode } from '../../contract/wire.ts';
import type { Boundary } from '../boundaries.ts';
import { DocumentError, type DocumentStore } from '../documents/index.ts';
import { move } from '../acts/moves.ts';
import { journalise } from '../journal/journal.ts';
import { type OutboxRow, advance, noteTrouble, refuse } from '../outbox/rows.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { expectedReceipt, keepReceipt, keepReceived } from '../receipts/kept.ts';
import { believesNo } from '../receipts/no.ts';
import { verifyReceipt, verifyReceived } from '../receipts/verify.ts';
import { type Store, type WritableDB, sql } from '../store/index.ts';
import type { BundleAnswer } from '../../line/port.ts';

export interface SenderRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly client: { capabilities(): Promise<Outcome<Capabilities>> };
  readonly pinnedKeys: readonly ReceiptKey[];
  readonly officeKeys: readonly ReceiptKey[];
  readonly clock: () => Date;
  readonly boundary: Boundary;
}

/** What became of one try. `line` means that no other row would fare better now. */
export type SendResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' }
  /** The repository inside the office has it and forwards it. Not registered: the receipt comes by the feed, or when asked again. */
  | { readonly kind: 'received' }
  | { readonly kind: 'later'; readonly failure: Failure }
  | { readonly kind: 'line'; readonly failure: Failure };

/** Takes in what the repository answered about one row. Every step may be repeated: the repository tells the same thing again. */
export async function takeAnswer(rooms: SenderRooms, row: OutboxRow, answer: BundleAnswer): Promise<SendResult> {
  const result = await resultOf(rooms, row, answer);
  if (result.kind === 'later') rooms.store.journal.write((tx) => noteTrouble(tx, row.id, result.failure));
  return result;
}

async function resultOf(rooms: SenderRooms, row: OutboxRow, answer: BundleAnswer): Promise<SendResult> {
  switch (answer.kind) {
    case 'registered':
    case 'received':
      if (row.kind !== 'act') return { kind: 'later', failure: garbage };
      await rooms.boundary('registrationSent', { actId: row.actId });
      return answer.kind === 'registered'
        ? takeReceipt(rooms, row, answer.receipt)
        : takeReceived(rooms, row, answer.statement);
    case 'returned':
      if (row.kind !== 'return') return { kind: 'later', failure: garbage };
      return endReturn(rooms, row);
    case 'refused':
    case 'later':
      return unanswered(rooms, row, answer.failure);
    case 'line':
      return { kind: 'line', failure: answer.failure };
    default:
      return assertNever(answer, 'answer of a bundle');
  }
}
const garbage: Failure = { kind: 'repositoryGarbage', detail: 'an answer to something else' };

/** It is in the socket, and nothing is known of it yet. */
export function markSent(rooms: Pick<SenderRooms, 'store' | 'clock'>, row: Pick<OutboxRow, 'id' | 'state'>): void {
  if (row.state === 'waiting') rooms.store.journal.write((tx) => advance(tx, row.id, 'sent', rooms.clock()));
}

/** Law 7: registered only when the receipt was verified against our own bytes, read once more for it. */
export async function takeReceipt(rooms: SenderRooms, row: OutboxRow, jws: string): Promise<SendResult> {
  const expected = expectedReceipt(rooms.store.journal, row.actId);
  if (!expected) throw new Error(`an outbox row without its act: ${row.id}`);
  const verdict = verifyReceipt(jws, rooms.pinnedKeys, expected);
  if (verdict.kind === 'invalid') return receivedButNot(rooms, row, { kind: 'receiptInvalid', reason: verdict.reason });
  const bytes = await rooms.kept.verify(expected.sha256);
  if (bytes !== 'good') {
    const kind = bytes === 'missing' ? 'documentMissing' : 'documentDamaged';
    return receivedButNot(rooms, row, { kind, sha256: expected.sha256 });
  }
  await rooms.boundary('receiptVerified', { actId: row.actId });
  rooms.store.journal.write((tx) => keepReceipt(tx, { jws, statement: verdict.statement }, rooms.clock()));
  await rooms.boundary('registered', { actId: row.actId });
  return { kind: 'done' };
}

/** It lies in the office's repository, durable there as here. Said on screen as just that. */
function takeReceived(rooms: SenderRooms, row: OutboxRow, jws: string): SendResult {
  const expected = expectedReceipt(rooms.store.journal, row.actId);
  if (!expected) throw new Error(`an outbox row without its act: ${row.id}`);
  const verdict = verifyReceived(jws, rooms.officeKeys, { ...expected, n: 0 });
  if (verdict.kind === 'invalid') return { kind: 'later', failure: { kind: 'receiptInvalid', reason: verdict.reason } };
  rooms.store.journal.write((tx) => keepReceived(tx, { jws, statement: verdict.statement }, row, rooms.clock()));
  return { kind: 'received' };
}

/** The repository says it has it, and we cannot believe its word: it stays in the queue, and is asked again. */
function receivedButNot(rooms: SenderRooms, row: OutboxRow, failure: Failure): SendResult {
  if (row.state !== 'received') rooms.store.journal.write((tx) => advance(tx, row.id, 'received', rooms.clock()));
  return { kind: 'later', failure };
}

function endReturn(rooms: SenderRooms, row: OutboxRow): SendResult {
  rooms.store.journal.write((tx) => {
    advance(tx, row.id, 'registered', rooms.clock());
    journalise(tx, rooms.clock(), {
      kind: 'returnSent',
      actId: row.actId,
      documentSha256: row.documentSha256,
    });
  });
  return { kind: 'done' };
}

async function unanswered(rooms: SenderRooms, row: OutboxRow, failure: Failure): Promise<SendResult> {
  if (failure.kind === 'repositoryUnreachable' || failure.kind === 'repositoryDenied') return { kind: 'line', failure };
  if (failure.kind !== 'registrationRefused' || !isFinal(failure.problem)) return { kind: 'later', failure };
  const sha256 = expectedReceipt(rooms.store.journal, row.actId)?.sha256;
  if (row.kind === 'act' && !believesNo(rooms, { actId: row.actId, n: 0, sha256 }, failure)) {
    const detail = 'a final no that this repository did not sign';
    return { kind: 'later', failure: { kind: 'repositoryGarbage', detail } };
  }
  const doubt = await doubtOf(rooms);
  if (doubt) return { kind: 'later', failure: doubt };
  rooms.store.journal.write((tx) => {
    refuse(tx, row.id, failure, rooms.clock());
    noteRefusal(tx, row, failure.problem, rooms.clock());
  });
  return { kind: 'refused' };
}

function noteRefusal(tx: WritableDB<'journal'>, row: OutboxRow, problem: string, now: Date): void {
  switch (row.kind) {
    case 'return':
      return journalise(tx, now, {
        kind: 'returnRefused',
        actId: row.actId,
        documentSha256: row.documentSha256,
        problem,
      });
    case 'act': {
      const act = tx.get<{ state: 'queued'; signed_sha256: string }>(
        sql`select state, signed_sha256 from signed_acts where act_id = ${row.actId}`,
      );
      const moved = act ? move(act.state, { kind: 'refuseRegistration' }) : null;
      if (!act || !moved?.ok) throw new Error(`a refused act that was not queued: ${row.id}`);
      tx.runExactly(1, sql`update signed_acts set state = ${moved.state} where act_id = ${row.actId}`);
      return journalise(tx, now, {
        kind: 'registrationRefused',
        actId: row.actId,
        signedSha256: act.signed_sha256,
        problem,
      });
    }
    default:
      return assertNever(row.kind, 'outbox row');
  }
}

export const isBlobMissing = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && failure.problem === 'blob-missing';

/** An act before it in its case was put off: it is nobody's fault of its own. */
export const isPredecessorMissing = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && failure.problem === 'predecessor-missing';

/** What a file of our own that cannot be read comes to; anything else thrown is a bug. */
export function failureOfFile(error: unknown, sha256: Sha256): Failure {
  if (!(error instanceof DocumentError)) throw error;
  return { kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 };
}

/**
 * Whether a no of our own repository will stay a no, whatever is sent again. What says "I do not know this" is never final: it is what
 * a repository says that was put back from a copy, or one that is not ours. A code that is not known here may be a passing one.
 */
function isFinal(problem: string): boolean {
  return Object.hasOwn(finalProblems, problem) && finalProblems[problem as ProblemCode];
}
const finalProblems: Readonly<Record<ProblemCode, boolean>> = {
  'act-id-reused': true,
  'act-state': true,
  'case-closed': true,
  'case-moved': true,
  'office-unknown': true,
  'signature-invalid': true,
  'not-what-was-shown': true,
  'blob-too-large': true,
  'rendition-order': true,
  'not-an-addition': true,
  // The file is offered again, the line or the repository recovers, an address is corrected.
  'act-unknown': false,
  'case-unknown': false,
  'bad-request': false,
  'blob-missing': false,
  'blob-hash-mismatch': false,
  'case-differs': false,
  'not-found': false,
  unauthorized: false,
  'storage-full': false,
  'mismatching-upload-offset': false,
  'too-many-uploads': false,
  'bundle-broken': false,
  'frame-too-large': false,
  'predecessor-missing': false,
  'cursor-expired': false,
  'device-forked': false,
  'client-too-old': false,
  'feature-missing': false,
  // About this desk and its person, not about the act.
  'device-revoked': false,
  'grant-ended': false,
  'enrolment-refused': false,
  'use-dpop-nonce': false,
  'too-many-requests': false,
  'centre-away': false,
  maintenance: false,
  overloaded: false,
  'another-signer': true,
  'substitution-refused': true,
  'electronic-refused': true,
  'parcel-refused': false,
  'not-your-turn': true,
  // Not said of acts.
  'draft-conflict': false,
  'draft-version-reused': false,
  // Roles are given and taken: it is tried again as long as it waits.
  forbidden: false,
  internal: false,
};

/** Why a final no is not believed, or null: only who holds a pinned key may end an act's way. Asked for at each no, so never stale. */
async function doubtOf(rooms: SenderRooms): Promise<Failure | null> {
  const answer = await rooms.client.capabilities();
  if (!answer.ok) return answer.failure;
  return holdsPinnedKey(answer.value, rooms.pinnedKeys)
    ? null
    : { kind: 'repositoryGarbage', detail: 'a no of a repository that holds none of the pinned keys' };
}

/** Whether a repository names a pinned key as its own. It proves nothing yet: only a receipt does. */
export function holdsPinnedKey({ receiptKeys }: Capabilities, pinnedKeys: readonly ReceiptKey[]): boolean {
  return receiptKeys.some(({ kid, x }) => pinnedKeys.some((pinned) => pinned.kid === kid && pinned.x === x));
}
