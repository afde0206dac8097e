import { proposalMark } from '../casefile/act-rows.ts';
import type { Batch, BatchItem, PinCustom } from '../../contract/acts.ts';
import { type Failure, type Outcome, failed } from '../../contract/failures.ts';
import type { BatchId } from '../../contract/ids.ts';
import type { VisibleChoice } from '../../contract/visible.ts';
import { finishPdf } from '../../signature/index.ts';
import { readAct } from '../casefile/act-rows.ts';
import { journalise } from '../journal/journal.ts';
import { type KeepRooms, keepSigned } from './keep.ts';
import { type BatchEvents, type LiveBatch, liveBatch } from './live-batch.ts';
import { type PreparedAct, type PrepareRooms, type Wish, objection, placeGone, prepareAct } from './prepare.ts';
import { endBatch, insertBatch, itemSettled } from './records.ts';
import { digestOfRecord } from './report.ts';
import { signingFailure } from './refusals.ts';
import type { Signer } from './signer.ts';
import { type TokenRooms, type TokenSession, tokenSession } from './token-session.ts';

export interface BatchRooms extends PrepareRooms, KeepRooms, TokenRooms {
  readonly ids: () => string;
  readonly events: BatchEvents;
  /** Something was kept. */
  readonly onKept: () => void;
  /** The longest pause that keeps a login open, in milliseconds; four minutes where nothing is said. */
  readonly pauseMs?: number | undefined;
}

/** What a person wants signed, and with what. */
export interface BatchWish {
  readonly items: readonly Wish[];
  /** Marked, but neither shown nor vouched for. */
  readonly unread: readonly string[];
  readonly libraryId: string;
  readonly pin: PinCustom;
  /** How the signatures are to be seen; null: not at all. */
  readonly visible: VisibleChoice | null;
}

export interface RunningBatch {
  readonly live: LiveBatch;
  /** Resolves when the batch has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Stops after the item in hand; while the PIN is awaited, at once. */
  stop(): void;
}

/** Writes the batch down and starts it. It goes on by itself and tells its fate by events. */
export function startBatch(rooms: BatchRooms, wish: BatchWish, signer: Signer): RunningBatch {
  const startedAt = rooms.clock().toISOString();
  const items = [
    ...wish.items.map(({ actId }) => itemOf(rooms, actId, null)),
    ...wish.unread.map((actId) => itemOf(rooms, actId, startedAt)),
  ];
  const batch: Batch = {
    batchId: rooms.ids() as BatchId,
    state: 'preparing',
    ...{ pauseAsked: false, stoppedBy: null, pinPerSignature: null },
    ...(signer.electronic ? { electronic: true as const } : {}),
    ...{ signer: signer.name, capacity: rooms.person.capacity, tokenLabel: signer.tokenLabel },
    ...{ libraryId: wish.libraryId, tokenSerial: signer.tokenSerial, pin: wish.pin },
    certificateSha256: signer.certificate.sha256 as Batch['certificateSha256'],
    ...{ total: items.length, prepared: 0, kept: 0, failed: 0, leftOut: wish.unread.length },
    ...{ startedAt, finishedAt: null, remainingSeconds: null },
  };
  rooms.store.journal.write((tx) => {
    insertBatch(tx, batch, items);
    journalise(tx, rooms.clock(), {
      kind: 'batchStarted',
      batchId: batch.batchId,
      items: items.length,
      certificateSha256: signer.certificate.sha256,
      tokenSerial: signer.tokenSerial,
      personId: rooms.personId,
    });
  });
  const live = liveBatch(batch, items, rooms.events, rooms.clock);
  const session = tokenSession(rooms, signer, (failure) => live.loginEnded(failure));
  return {
    live,
    ended: run(rooms, live, wish, signer, session).finally(() => session.end()),
    stop() {
      live.askStop();
      if (live.read().batch.state === 'waitingForPin') session.withdraw();
    },
  };
}

/** An item as it begins; `leftOutAt` for what nobody read. */
function itemOf(rooms: BatchRooms, actId: string, leftOutAt: string | null): BatchItem {
  const act = readAct(rooms.reader, actId);
  return {
    actId: actId as BatchItem['actId'],
    ...{ title: act?.title ?? '', caption: act?.caption ?? '', signedSha256: null, tokenMs: null },
    state: leftOutAt === null ? 'waiting' : 'leftOut',
    failure: leftOutAt === null ? null : { kind: 'actNotShown', actId },
    settledAt: leftOutAt,
  };
}

/** Why a batch ends before its last item; null where a person stopped it. */
interface Stop {
  readonly by: Failure | null;
}

async function run(
  rooms: BatchRooms,
  live: LiveBatch,
  wish: BatchWish,
  signer: Signer,
  session: TokenSession,
): Promise<void> {
  let stop: Stop | null = null;
  try {
    const ready = await prepareAll(rooms, live, wish, signer);
    if (!(await live.goesOn())) stop = { by: null };
    else if (ready.size > 0) {
      stop =
        wish.pin === 'each'
          ? await signOneByOne(rooms, live, ready, signer, session)
          : await signAll(rooms, live, ready, signer, session);
    }
  } catch (error) {
    // A bug, or a store that gives up: the batch ends visibly, with what was kept kept.
    stop = { by: signingFailure(error, '') ?? { kind: 'unexpected', incident: live.batchId.slice(0, 8) } };
    finish(rooms, live, stop);
    if (signingFailure(error, '') === null) throw error;
    return;
  }
  finish(rooms, live, stop);
}

type Ready = Map<number, PreparedAct>;

async function prepareAll(
  rooms: BatchRooms,
  live: LiveBatch,
  { items, visible }: BatchWish,
  signer: Signer,
): Promise<Ready> {
  const ready = new Map<number, PreparedAct>();
  const settled: { position: number; state: 'failed' | 'leftOut'; failure: Failure; at: string }[] = [];
  for (const [position, wish] of items.entries()) {
    if (live.stopAsked) break;
    const preparation = await prepareAct(rooms, wish, signer, visible);
    if (preparation.kind === 'ready') {
      ready.set(position, preparation.prepared);
      live.item(position, { state: 'prepared' });
    } else {
      const { kind: state, failure } = preparation;
      settled.push({ position, state, failure, at: rooms.clock().toISOString() });
    }
  }
  if (settled.length > 0) {
    rooms.store.journal.write((tx) => {
      for (const { position, ...fate } of settled) itemSettled(tx, live.batchId, position, fate);
    });
    for (const { position, state, failure, at: settledAt } of settled)
      live.item(position, { state, failure, settledAt });
  }
  await rooms.boundary('prepared', { batchId: live.batchId });
  return ready;
}

/** One login for all, then one after the other: each is kept before the next is begun. Nothing here is ever tried twice (law 4). */
async function signAll(
  rooms: BatchRooms,
  live: LiveBatch,
  ready: Ready,
  signer: Signer,
  session: TokenSession,
): Promise<Stop | null> {
  const stop = await logIn(rooms, live, ready, session);
  if (stop) return stop;
  try {
    for (const [position, prepared] of ready) {
      if (!(await live.goesOn(pauseMs(rooms, session)))) return { by: live.endedBy };
      const stopped = await signOne(rooms, live, position, prepared, signer, session);
      if (stopped) return stopped;
      // Its update and hash state are not needed any more; a batch may have thousands.
      ready.delete(position);
    }
    return null;
  } finally {
    session.close();
  }
}

/** How long a batch that holds a login may be held: as the policy says, and a little less than the host leaves it open. */
function pauseMs({ pauseMs: policy = usualPauseMs }: BatchRooms, { idleMs }: TokenSession): number {
  return idleMs === undefined ? policy : Math.min(policy, Math.max(1000, idleMs - 2000));
}
/** A magistrate answers the telephone; who stays away longer types the PIN again. */
const usualPauseMs = 240_000;

/** A login for each act, because the person wants it so: each PIN opens a session in which that one digest can be signed. */
async function signOneByOne(
  rooms: BatchRooms,
  live: LiveBatch,
  ready: Ready,
  signer: Signer,
  session: TokenSession,
): Promise<Stop | null> {
  for (const [position, prepared] of ready) {
    if (!(await live.goesOn())) return { by: null };
    const stop = await signAll(rooms, live, new Map([[position, prepared]]), signer, session);
    if (stop) return stop;
    ready.delete(position);
  }
  return null;
}

/** Asks for the PIN; answers why the batch must not go on, or null. */
async function logIn(rooms: BatchRooms, live: LiveBatch, acts: Ready, session: TokenSession): Promise<Stop | null> {
  live.change({ state: 'waitingForPin' });
  const opened = await session.open(acts);
  if (!opened.ok) return { by: live.stopAsked ? null : opened.failure };
  await rooms.boundary('pinAccepted', { batchId: live.batchId });
  live.change({ state: 'signing', pinPerSignature: opened.value.pinPerSignature });
  return null;
}

/** One act through token, proof and disk. Answers why the batch must not go on, or null. */
async function signOne(
  rooms: BatchRooms,
  live: LiveBatch,
  position: number,
  prepared: PreparedAct,
  signer: Signer,
  session: TokenSession,
): Promise<Stop | null> {
  const { act, pdf, password, inPlaceOf } = prepared;
  // The PIN may have taken minutes, a pause hours: the act must still be what was seen.
  const no = objection(rooms, act, signer.electronic) ?? placeGone(rooms, prepared);
  if (no) {
    settleItem(rooms, live, position, no.kind, no.failure);
    return null;
  }
  const from = performance.now();
  live.item(position, { state: 'signing' });
  const outcome = await fromToken(rooms, live, position, prepared, session);
  if (!outcome.ok) {
    // A person who stops while the token asks for this act's PIN leaves the act as it was.
    if (live.stopAsked && outcome.failure.kind === 'pinCancelled') return { by: null };
    settleItem(rooms, live, position, 'failed', outcome.failure);
    return { by: outcome.failure };
  }
  try {
    const { signature, tokenMs } = outcome.value;
    const signed = finishPdf(pdf, { bytes: signature });
    const proposal = proposalMark(rooms.reader, act.actId);
    const toKeep = {
      act,
      proposal,
      signed,
      password,
      inPlaceOf,
      electronic: signer.electronic,
      signer: signer.name,
      batchId: live.batchId,
      position,
      tokenMs,
    };
    const kept = await keepSigned(rooms, toKeep);
    live.took(performance.now() - from);
    const signedSha256 = kept.signedSha256 as BatchItem['signedSha256'];
    live.item(position, { state: 'kept', signedSha256, settledAt: kept.at, tokenMs });
    live.change({ state: 'signing' });
    rooms.onKept();
    return null;
  } catch (error) {
    const failure = signingFailure(error, act.documentSha256);
    if (!failure) throw error;
    settleItem(rooms, live, position, 'failed', failure);
    // A token that signs wrongly, a disk that is full, a store that is damaged: the next act would fare no better.
    return { by: failure };
  }
}

async function fromToken(
  rooms: BatchRooms,
  live: LiveBatch,
  position: number,
  { act }: PreparedAct,
  session: TokenSession,
): Promise<Outcome<{ readonly signature: Uint8Array; readonly tokenMs: number }>> {
  const asksPin = live.read().batch.pinPerSignature === true;
  if (asksPin) live.change({ state: 'waitingForPin' });
  const answer = await session.sign(position);
  if (asksPin) live.change({ state: 'signing' });
  if (!answer.ok) return failed(answer.failure);
  await rooms.boundary('tokenSigned', { actId: act.actId, batchId: live.batchId });
  return answer;
}

function settleItem(
  rooms: BatchRooms,
  live: LiveBatch,
  position: number,
  state: 'failed' | 'leftOut',
  failure: Failure,
): void {
  const at = rooms.clock().toISOString();
  // A disk that refuses the file will refuse this note too; the person is told all the same.
  try {
    rooms.store.journal.write((tx) => itemSettled(tx, live.batchId, position, { state, failure, at }));
  } catch (error) {
    if (signingFailure(error, '') === null) throw error;
  }
  live.item(position, { state, failure, settledAt: at });
}

function finish(rooms: BatchRooms, live: LiveBatch, stop: Stop | null): void {
  const at = rooms.clock().toISOString();
  const state = stop ? 'stopped' : 'finished';
  const stoppedBy = stop?.by ?? null;
  const { batch } = live.read();
  const { kept, failed: fails, leftOut, pinPerSignature } = batch;
  try {
    rooms.store.journal.write((tx) => {
      endBatch(tx, live.batchId, {
        ...{ state, stoppedBy, prepared: live.prepared, at, pinPerSignature, msPerAct: live.msPerAct },
      });
      journalise(tx, rooms.clock(), {
        kind: 'batchEnded',
        ...{ batchId: live.batchId, kept, failed: fails, leftOut, reportSha256: digestOfRecord(tx, live.batchId) },
        stoppedBy: stoppedBy?.kind ?? (stop ? 'person' : null),
      });
    });
  } catch (error) {
    if (signingFailure(error, '') === null) throw error;
  }
  live.end(state, stoppedBy, at);
}
