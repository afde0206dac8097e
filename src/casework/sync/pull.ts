import type { Tell } from '../../contract/diary.ts';
import type { Failure, Outcome } from '../../contract/failures.ts';
import { done, failed } from '../../contract/failures.ts';
import type { ReceiptKey, RenditionStatement } from '../../contract/receipts.ts';
import type { Capabilities, FeedEvent, SignedInPlace } from '../../contract/wire.ts';
import {
  type CheckedEvent,
  feedCursor,
  forgetCursor,
  isRereading,
  isSettling,
  settleFeed,
  takeFeedPage,
} from '../casefile/feed.ts';
import type { DocumentStore } from '../documents/index.ts';
import { halfArrived, openHalfOf } from '../joint/rows.ts';
import { refuseEntry } from '../cases/rows.ts';
import { expectedReceipt, keepReceipt } from '../receipts/kept.ts';
import {
  openHalfReceived,
  openPartial,
  openReceipt,
  openReceived,
  openRendition,
  verifyReceipt,
} from '../receipts/verify.ts';
import type { Store } from '../store/index.ts';
import type { LineUse, Transport } from '../../line/port.ts';
import { type ProvenPage, type Witnessed, provenPage } from './proven.ts';

export interface PullRooms extends Witnessed {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly transport: Pick<Transport, 'feed' | 'capabilities'>;
  /** Of repositories inside the office: what they say they received is believed, and registers nothing. */
  readonly officeKeys: readonly ReceiptKey[];
  readonly clock: () => Date;
  readonly onChange: () => void;
  /** The repository that holds a pinned key said what it goes by. */
  readonly onGreeted: (capabilities: Capabilities) => void;
  /** Says how far this desk has come; answers why the line is to be left alone now, null otherwise. */
  readonly tellDevice?: () => Promise<Failure | null>;
  /** A rendition that the repository took, its receipt signed by a pinned key. */
  readonly onRendition: (statement: RenditionStatement, receipt: string) => void;
  /** The office's repository told of a final no of the central one: what it had received is to be asked for again. */
  readonly onOfficeRefused?: () => void;
  /** The office's repository told whether the central one answers it; null: nobody stands in between. */
  readonly onCentre?: (centre: { readonly reached: boolean; readonly lastContactAt: string | null } | null) => void;
  /** The seat's role may see what the feed tells. IT sees no case: who is refused it for that is not to ask again and again. */
  readonly readsFeed: boolean;
  /** Something of the feed could not be believed. */
  readonly log: Tell;
}

/** What it takes to believe an event, wherever it came from. */
export type CheckRooms = Pick<
  PullRooms,
  'store' | 'kept' | 'pinnedKeys' | 'officeKeys' | 'clock' | 'onRendition' | 'onOfficeRefused' | 'onCentre' | 'log'
>;

const pageSize = 200;

/**
 * Takes everything new of the feed into the cache. Each page with its cursor is one transaction: a cut costs one page. What it proposes
 * is shown once its end was reached: until then an act that others signed long ago would stand before its signer. A feed that is read
 * again is taken in one, for the same reason: its old pages would change what is shown.
 * @param waitSeconds the other end may keep its answer back so long, until there is something new.
 */
export async function pullFeed(rooms: PullRooms, waitSeconds: number, use: LineUse = {}): Promise<Outcome<void>> {
  let again: CheckedEvent[] | null = isRereading(rooms.store.cache) ? [] : null;
  let cursor = feedCursor(rooms.store.cache);
  for (let wait = again === null ? waitSeconds : 0; ; wait = 0) {
    const page = await provenPage(rooms, { cursor, limit: pageSize, waitSeconds: wait }, use);
    if (!page.ok) return page;
    if (page.value === 'cursorUnknown') {
      rooms.log('cursorLost');
      rooms.store.cache.write((tx) => forgetCursor(tx));
      cursor = '';
      again = isRereading(rooms.store.cache) ? [] : null;
      continue;
    }
    const { events, more } = page.value;
    if (events.length === 0 && page.value.cursor === cursor) {
      if (!more) settle(rooms);
      return done(undefined);
    }
    const checked = await checkPage(rooms, page.value);
    again?.push(...checked);
    if (again === null || !more) {
      const taken = { events: again ?? checked, cursor: page.value.cursor, more };
      rooms.store.cache.write((tx) => {
        takeFeedPage(tx, taken, rooms.clock());
        if (!more) settleFeed(tx);
      });
      rooms.onChange();
    }
    if (!more) return done(undefined);
    if (page.value.cursor === cursor) return failed({ kind: 'repositoryGarbage', detail: 'a feed that does not move' });
    cursor = page.value.cursor;
  }
}

/** The end was reached before, but for a page that told nothing more. */
function settle({ store, onChange }: PullRooms): void {
  if (!isSettling(store.cache)) return;
  store.cache.write(settleFeed);
  onChange();
}

async function checkPage(rooms: CheckRooms, { events }: ProvenPage): Promise<CheckedEvent[]> {
  const checked: CheckedEvent[] = [];
  for (const event of events) {
    const one = await check(rooms, event);
    if (one) checked.push(one);
  }
  return checked;
}

/** Opens receipts against the pinned keys; an act of ours that is not registered here yet becomes so, as if its answer had come. */
export async function check(rooms: CheckRooms, event: FeedEvent): Promise<CheckedEvent | null> {
  if (event.kind === 'rendition') return checkRendition(rooms, event);
  if (event.kind === 'partlySigned') return checkPartlySigned(rooms, event);
  if (event.kind === 'received') return checkReceived(rooms, event);
  if (event.kind === 'halfReceived') return checkHalfReceived(rooms, event);
  if (event.kind === 'refused' || event.kind === 'halfRefused') rooms.onOfficeRefused?.();
  if (event.kind === 'centre') {
    rooms.onCentre?.({ reached: event.reached, lastContactAt: event.at });
    return null;
  }
  // Said by the office's repository alone, of what it took before: nobody else takes anything back.
  if (event.kind === 'entryRefused' && rooms.officeKeys.length > 0) {
    const { entryId, problem, detail } = event;
    rooms.store.journal.write((tx) =>
      refuseEntry(tx, entryId, { kind: 'registrationRefused', problem, detail, of: 'request' }),
    );
  }
  if (event.kind !== 'registered') return event;
  const { receipt, actId } = event;
  const opened = openReceipt(receipt, rooms.pinnedKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.log('notBelieved', { actId, what: 'receipt', why: reason });
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
  const { electronic, substitute, signers } = event;
  return {
    ...{ kind: 'registered', receipt, statement, verifiedHere },
    ...(electronic ? { electronic } : {}),
    ...(substitute ? { substitute } : {}),
    ...(signers ? { signers } : {}),
  };
}

const how = (electronic: true | undefined, substitute: SignedInPlace | undefined) => ({
  ...(electronic ? { electronic } : {}),
  ...(substitute ? { substitute } : {}),
});

function checkPartlySigned(
  rooms: CheckRooms,
  { actId, receipt, electronic, substitute }: FeedEvent & { kind: 'partlySigned' },
): CheckedEvent | null {
  const opened = openPartial(receipt, rooms.pinnedKeys);
  if (opened.kind === 'verified' && opened.statement.actId === actId) {
    const { statement } = opened;
    // Of ours, it is the answer: the office's repository had it until now.
    const own = openHalfOf(rooms.store.journal, actId, statement.sha256);
    if (own && own.request.n === statement.n && own.request.size === statement.size)
      rooms.store.journal.write((tx) => halfArrived(tx, own.seq, { jws: receipt, statement }, rooms.clock()));
    return { kind: 'partlySigned', statement: opened.statement, ...how(electronic, substitute) };
  }
  const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
  rooms.log('notBelieved', { actId, what: 'partlySigned', why: reason });
  return null;
}

/** What the office's own repository has of an act that others sign after: the next signer goes on from it as from any other. */
function checkHalfReceived(
  rooms: CheckRooms,
  { actId, statement, electronic, substitute }: FeedEvent & { kind: 'halfReceived' },
): CheckedEvent | null {
  const opened = openHalfReceived(statement, rooms.officeKeys);
  if (opened.kind === 'verified' && opened.statement.actId === actId) {
    return { kind: 'partlySigned', statement: opened.statement, ...how(electronic, substitute) };
  }
  const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
  rooms.log('notBelieved', { actId, what: 'partlySigned', why: reason });
  return null;
}

function checkRendition(rooms: CheckRooms, { actId, receipt }: FeedEvent & { kind: 'rendition' }): CheckedEvent | null {
  const opened = openRendition(receipt, rooms.pinnedKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.log('notBelieved', { actId, what: 'rendition', why: reason });
    return null;
  }
  rooms.onRendition(opened.statement, receipt);
  return { kind: 'rendition', receipt, statement: opened.statement };
}

function checkReceived(rooms: CheckRooms, { actId, statement }: FeedEvent & { kind: 'received' }): CheckedEvent | null {
  const opened = openReceived(statement, rooms.officeKeys);
  if (opened.kind === 'invalid' || opened.statement.actId !== actId) {
    const reason = opened.kind === 'invalid' ? opened.reason : 'otherAct';
    rooms.log('notBelieved', { actId, what: 'received', why: reason });
    return null;
  }
  return { kind: 'received', statement: opened.statement };
}
