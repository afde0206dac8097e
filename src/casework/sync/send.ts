import { type Failure, type Outcome, failed } from '../../contract/failures.ts';
import { type Sha256, assertNever } from '../../contract/ids.ts';
import { type Capabilities, type ProblemCode, RegistrationRequest, Return } from '../../contract/wire.ts';
import type { ByteSource } from '../../signature/index.ts';
import type { Boundary } from '../boundaries.ts';
import { DocumentError, type DocumentStore } from '../documents/index.ts';
import { move } from '../acts/moves.ts';
import { journalise } from '../journal/journal.ts';
import { type OutboxRow, advance, noteTrouble, refuse } from '../outbox/rows.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { expectedReceipt, keepReceipt, keepReceived } from '../receipts/kept.ts';
import { verifyReceipt, verifyReceived } from '../receipts/verify.ts';
import { type Store, type WritableDB, sql } from '../store/index.ts';
import type { RepositoryClient } from './repository-client.ts';

export interface SenderRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly client: RepositoryClient;
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

/** Sends one row as far as it goes. Every step may be repeated after a cut or a crash: the repository tells the same thing again. */
export async function sendRow(rooms: SenderRooms, row: OutboxRow): Promise<SendResult> {
  const result = row.kind === 'act' ? await sendAct(rooms, row) : await sendReturn(rooms, row);
  if (result.kind === 'later') rooms.store.journal.write((tx) => noteTrouble(tx, row.id, result.failure));
  return result;
}

async function sendAct(rooms: SenderRooms, row: OutboxRow): Promise<SendResult> {
  const request = RegistrationRequest.parse(JSON.parse(row.payload));
  if (row.state === 'waiting') {
    const sent = await sendBlob(rooms, row, request);
    if (sent) return sent;
  }
  let answer = await rooms.client.register(request);
  if (!answer.ok && isBlobMissing(answer.failure)) {
    const sent = await sendBlob(rooms, row, request);
    if (sent) return sent;
    answer = await rooms.client.register(request);
  }
  if (!answer.ok) {
    // Written down only where it stays so for a while: on a good line it would cost each act a disk write for nothing.
    if (row.state === 'waiting') rooms.store.journal.write((tx) => advance(tx, row.id, 'sent', rooms.clock()));
    return unanswered(rooms, row, answer.failure);
  }
  await rooms.boundary('registrationSent', { actId: row.actId });
  if ('statement' in answer.value) return takeReceived(rooms, row, answer.value.statement);
  return takeReceipt(rooms, row, answer.value.receipt);
}

/** Answers null when the file is durable at the repository. */
async function sendBlob(rooms: SenderRooms, row: OutboxRow, request: RegistrationRequest): Promise<SendResult | null> {
  const there = await rooms.client.hasBlob(request.sha256, request.size);
  if (!there.ok) return unanswered(rooms, row, there.failure);
  if (!there.value) {
    const put = await putFile(rooms, request.sha256);
    if (!put.ok) return unanswered(rooms, row, put.failure);
  }
  await rooms.boundary('blobSent', { actId: row.actId });
  return null;
}

/**
 * Sends a kept file, or what follows the file `after` in it. Damage here is a failure of this file, not of the line.
 */
export async function putFile(
  rooms: Pick<SenderRooms, 'kept' | 'client'>,
  sha256: Sha256,
  after?: { readonly sha256: Sha256; readonly size: number },
): Promise<Outcome<void>> {
  let spoilt: unknown;
  try {
    const source = rooms.kept.open(sha256);
    const watched: ByteSource = {
      size: source.size,
      readSync: (offset, length) => source.readSync(offset, length),
      close: () => source.close(),
      async *stream(from, to) {
        try {
          yield* source.stream(from, to);
        } catch (error) {
          // The client would call this a broken line, and a damaged file would hold up all the others.
          spoilt = error;
          throw error;
        }
      },
    };
    try {
      const put = await rooms.client.putBlob(sha256, watched, after);
      if (spoilt === undefined) return put;
    } finally {
      source.close();
    }
  } catch (error) {
    spoilt = error;
  }
  if (!(spoilt instanceof DocumentError)) throw spoilt;
  const kind = spoilt.kind === 'missing' ? 'documentMissing' : 'documentDamaged';
  return failed({ kind, sha256 });
}

/** Law 7: registered only when the receipt was verified against our own bytes, read once more for it. */
async function takeReceipt(rooms: SenderRooms, row: OutboxRow, jws: string): Promise<SendResult> {
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

async function sendReturn(rooms: SenderRooms, row: OutboxRow): Promise<SendResult> {
  const given = Return.parse(JSON.parse(row.payload));
  const answer = await rooms.client.returnAct(given);
  if (!answer.ok) return unanswered(rooms, row, answer.failure);
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

const isBlobMissing = (failure: Failure): boolean =>
  failure.kind === 'registrationRefused' && failure.problem === 'blob-missing';

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
  'cursor-expired': false,
  'client-too-old': false,
  'feature-missing': false,
  maintenance: false,
  'another-signer': true,
  'not-your-turn': true,
  // Not said of acts.
  'draft-conflict': false,
  'draft-version-reused': false,
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
