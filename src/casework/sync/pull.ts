import type { Failure, Outcome } from '../../contract/failures.ts';
import { done, failed } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { ReceiptKey, RenditionStatement } from '../../contract/receipts.ts';
import type { Capabilities, FeedEvent } from '../../contract/wire.ts';
import { type WantedBlob, blobFailed, blobIsHere, receiptsWaitingFor, wantedBlobs } from '../casefile/blobs.ts';
import {
  type CheckedEvent,
  confirmRegistration,
  feedCursor,
  forgetCursor,
  isRereading,
  takeFeedPage,
} from '../casefile/feed.ts';
import type { DocumentStore } from '../documents/index.ts';
import { inParallel } from '../parallel.ts';
import { expectedReceipt, keepReceipt } from '../receipts/kept.ts';
import { openReceipt, openReceived, openRendition, verifyReceipt } from '../receipts/verify.ts';
import { type Store, troubleOf } from '../store/index.ts';
import type { RepositoryClient } from './repository-client.ts';

export interface PullRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly client: RepositoryClient;
  readonly pinnedKeys: readonly ReceiptKey[];
  /** Of repositories inside the office: what they say they received is believed, and registers nothing. */
  readonly officeKeys: readonly ReceiptKey[];
  readonly clock: () => Date;
  readonly onChange: () => void;
  /** A rendition that the repository took, its receipt signed by a pinned key. */
  /** The repository that holds a pinned key said what it goes by. */
  readonly onGreeted: (capabilities: Capabilities) => void;
  readonly onRendition: (statement: RenditionStatement, receipt: string) => void;
  /** Something of the feed could not be believed. */
  readonly onOddity: (what: string, facts: Readonly<Record<string, string>>) => void;
}

const pageSize = 200;
const filesAtOnce = 4;

/**
 * Takes everything new of the feed into the cache. Each page with its cursor is one transaction: a cut costs one page. A feed that is
 * read again is taken in one, when it was read to its end: until then its old pages would show what was superseded long ago.
 */
export async function pullFeed(rooms: PullRooms): Promise<Outcome<void>> {
  let again: CheckedEvent[] | null = isRereading(rooms.store.cache) ? [] : null;
  let cursor = feedCursor(rooms.store.cache);
  for (;;) {
    const page = await rooms.client.feed(cursor, pageSize);
    if (!page.ok && cursor !== '' && isCursorUnknown(page.failure)) {
      rooms.onOddity('feed cursor not known any more', {});
      rooms.store.cache.write((tx) => forgetCursor(tx));
      cursor = '';
      again = isRereading(rooms.store.cache) ? [] : null;
      continue;
    }
    if (!page.ok) return page;
    const { events, more } = page.value;
    if (events.length === 0 && page.value.cursor === cursor) return done(undefined);
    const checked: CheckedEvent[] = [];
    for (const event of events) {
      const one = await check(rooms, event);
      if (one) checked.push(one);
    }
    again?.push(...checked);
    if (again === null || !more) {
      const taken = { events: again ?? checked, cursor: page.value.cursor };
      rooms.store.cache.write((tx) => takeFeedPage(tx, taken, rooms.clock()));
      rooms.onChange();
    }
    if (!more) return done(undefined);
    if (page.value.cursor === cursor) return failed({ kind: 'repositoryGarbage', detail: 'a feed that does not move' });
    cursor = page.value.cursor;
  }
}

/** A repository that was put back from a copy, or set up anew, does not know what it gave out. Taking the feed twice changes nothing. */
function isCursorUnknown(failure: Failure): boolean {
  return failure.kind === 'registrationRefused' && failure.problem === 'bad-request';
}

/** Opens receipts against the pinned keys; an act of ours that is not registered here yet becomes so, as if its answer had come. */
async function check(rooms: PullRooms, event: FeedEvent): Promise<CheckedEvent | null> {
  if (event.kind === 'rendition') return checkRendition(rooms, event);
  if (event.kind === 'received') return checkReceived(rooms, event);
  if (event.kind !== 'registered') return event;
  const { receipt, actId } = event;
  const opened = openReceipt(receipt, rooms.pinnedKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.onOddity('feed receipt not believed', { actId, reason });
    return null;
  }
  const { statement } = opened;
  const expected = expectedReceipt(rooms.store.journal, actId);
  const verifiedHere =
    expected !== null &&
    verifyReceipt(receipt, rooms.pinnedKeys, expected).kind === 'verified' &&
    (await rooms.kept.verify(expected.sha256)) === 'good';
  if (verifiedHere) {
    rooms.store.journal.write((tx) => keepReceipt(tx, { jws: receipt, statement }, rooms.clock()));
  }
  return { kind: 'registered', receipt, statement, verifiedHere };
}

function checkRendition(rooms: PullRooms, { actId, receipt }: FeedEvent & { kind: 'rendition' }): CheckedEvent | null {
  const opened = openRendition(receipt, rooms.pinnedKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.onOddity('feed rendition not believed', { actId, reason });
    return null;
  }
  rooms.onRendition(opened.statement, receipt);
  return { kind: 'rendition', receipt, statement: opened.statement };
}

function checkReceived(rooms: PullRooms, { actId, statement }: FeedEvent & { kind: 'received' }): CheckedEvent | null {
  const opened = openReceived(statement, rooms.officeKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.onOddity('what the office received is not believed', { actId, reason });
    return null;
  }
  return { kind: 'received', statement: opened.statement };
}

/** Brings the files that should be here. Answers what stopped it; a single file that does not come stops nothing. */
export async function fetchFiles(rooms: PullRooms): Promise<Outcome<void>> {
  const tried = new Set<string>();
  for (;;) {
    const wanted = wantedBlobs(rooms.store.reader, pageSize + tried.size).filter(({ sha256 }) => !tried.has(sha256));
    if (wanted.length === 0) return done(undefined);
    for (const { sha256 } of wanted) tried.add(sha256);
    let stopper: Failure | null = null;
    await inParallel(wanted, filesAtOnce, async (blob) => {
      const failure = await fetchFile(rooms, blob);
      if (failure && stopsEverything(failure)) stopper = failure;
      else settle(rooms, blob.sha256, failure);
      return stopper === null;
    });
    if (stopper) return failed(stopper);
  }
}

function settle(rooms: PullRooms, sha256: string, failure: Failure | null): void {
  rooms.store.cache.write((tx) => {
    if (failure) return blobFailed(tx, sha256, failure);
    blobIsHere(tx, sha256);
    for (const { receipt } of receiptsWaitingFor(tx, sha256)) {
      const opened = openReceipt(receipt, rooms.pinnedKeys);
      if (opened.kind === 'verified') confirmRegistration(tx, opened.statement);
    }
  });
  rooms.onChange();
}

/** Brings one file; null when it is here, whole and under its own hash. */
async function fetchFile(rooms: PullRooms, { sha256, size }: WantedBlob): Promise<Failure | null> {
  if (rooms.fetched.has(sha256) && (await rooms.fetched.verify(sha256)) === 'good') return null;
  const pending = await rooms.fetched.create();
  try {
    let full: Error | undefined;
    const got = await rooms.client.getBlob(Sha256.parse(sha256), size, (piece) =>
      pending.append(piece).catch((error: Error) => {
        full = error;
        throw error;
      }),
    );
    // Our own disk's refusal must not be taken for the line's.
    if (full) throw full;
    if (!got.ok) return notThere(got.failure, sha256);
    const sealed = await pending.seal();
    if (sealed.sha256 !== sha256) return { kind: 'documentDamaged', sha256 };
    await pending.keep();
    return null;
  } catch (error) {
    const trouble = troubleOf(error, 'documents');
    if (!trouble) throw error;
    return trouble;
  } finally {
    await pending.discard();
  }
}

function notThere(failure: Failure, sha256: string): Failure {
  const missing = failure.kind === 'registrationRefused' && failure.problem === 'not-found';
  return missing ? { kind: 'documentMissing', sha256 } : failure;
}

function stopsEverything(failure: Failure): boolean {
  return (
    failure.kind === 'repositoryUnreachable' ||
    failure.kind === 'repositoryDenied' ||
    failure.kind === 'repositoryBusy' ||
    failure.kind === 'diskFull'
  );
}
