import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { FeedEvent, FeedPage } from '../../contract/wire.ts';
import type { LineUse, Transport } from '../../line/port.ts';
import { keyNamedBy, openReceipt } from '../receipts/verify.ts';
import type { LoggedReceipt } from '../witness/places.ts';

/** What it takes to see whether a repository may be believed. */
export interface Witnessed {
  readonly pinnedKeys: readonly ReceiptKey[];
  /**
   * Sees for itself that the register only grew. `anew`: whatever is known. `told`: receipts that came just now, which must be in it.
   * Answers why nothing is to be asked or believed now; null when all agrees.
   */
  readonly witness: (anew: boolean, told?: () => readonly LoggedReceipt[]) => Promise<Failure | null>;
  /** Whether the feed may be believed though the log could not be looked at for this reason. */
  readonly goesOn?: (objection: Failure) => boolean;
}

declare const proven: unique symbol;

/** A page of the feed after which the log was found to agree, with every registration that it tells: nothing else is taken in. */
export type ProvenPage = FeedPage & { readonly [proven]: true };

/**
 * Asks for a page and, where it tells something, then for the log. In this order: between a look at the log and an answer that was waited
 * for, another repository may have taken the place of the one that was looked at.
 */
export async function provenPage(
  rooms: Witnessed & { readonly transport: Pick<Transport, 'feed'> },
  asked: Parameters<Transport['feed']>[0],
  use: LineUse,
): Promise<Outcome<ProvenPage | 'cursorUnknown'>> {
  const answer = await rooms.transport.feed(asked, use);
  if (!answer.ok) return asked.cursor !== '' && isCursorUnknown(answer.failure) ? done('cursorUnknown') : answer;
  const { events, cursor } = answer.value;
  const tells = events.length > 0 || cursor !== asked.cursor;
  const objection = tells ? await rooms.witness(true, () => receiptsIn(events, rooms.pinnedKeys)) : null;
  return objection && !isBelievedStill(rooms, events, objection) ? failed(objection) : done(answer.value as ProvenPage);
}

/** A repository that was put back from a copy, or set up anew, does not know what it gave out. Taking the feed twice changes nothing. */
function isCursorUnknown(failure: Failure): boolean {
  if (failure.kind !== 'registrationRefused') return false;
  return failure.problem === 'bad-request' || failure.problem === 'cursor-expired';
}

/** Receipts that would be believed by their signature; the others are told apart when the page is checked. */
function receiptsIn(events: readonly FeedEvent[], keys: readonly ReceiptKey[]): LoggedReceipt[] {
  return events.flatMap((event) => {
    if (event.kind !== 'registered') return [];
    const opened = openReceipt(event.receipt, keys);
    const isOf = opened.kind !== 'invalid' && opened.statement.actId === event.actId;
    return isOf ? [{ actId: event.actId, jws: event.receipt }] : [];
  });
}

/**
 * The log could not be looked at, and that is no reason here. Never with a receipt of a key that the repository took since the last look: its
 * log says who vouches for it.
 */
function isBelievedStill({ goesOn, pinnedKeys }: Witnessed, events: readonly FeedEvent[], objection: Failure): boolean {
  return goesOn?.(objection) === true && !events.some((event) => namesUnknownKey(event, pinnedKeys));
}

function namesUnknownKey(event: FeedEvent, keys: readonly ReceiptKey[]): boolean {
  if (event.kind !== 'registered' && event.kind !== 'rendition' && event.kind !== 'partlySigned') return false;
  const kid = keyNamedBy(event.receipt);
  return kid !== null && !keys.some((key) => key.kid === kid);
}
