import type { Batch, BatchItem } from '../../contract/acts.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { BatchId, SessionId } from '../../contract/ids.ts';
import type { Client } from '../../contract/rpc.ts';
import type { PinPurpose, TokenCalls, TokenEvents } from '../../contract/token.ts';
import { finishPdf } from '../../signature/index.ts';
import { readAct } from '../casefile/act-rows.ts';
import { journalise } from '../journal/journal.ts';
import { type KeepRooms, keepSigned } from './keep.ts';
import { type BatchEvents, type LiveBatch, liveBatch } from './live-batch.ts';
import { type PreparedAct, type PrepareRooms, type Wish, objection, prepareAct } from './prepare.ts';
import { endBatch, insertBatch, itemSettled } from './records.ts';
import { signingFailure } from './refusals.ts';
import type { Signer } from './signer.ts';

export type TokenClient = Client<TokenCalls, TokenEvents>;

export interface BatchRooms extends PrepareRooms, KeepRooms {
  readonly token: TokenClient;
  readonly person: { readonly name: string; readonly capacity: string };
  readonly ids: () => string;
  readonly events: BatchEvents;
  /** Something was kept. */
  readonly onKept: () => void;
  /** The token's host hangs: lets go of it for good, and answers what a person is told. */
  readonly dropToken: () => Failure;
  readonly patience: TokenPatience;
}

/** How long a token may be silent before it is given up, in milliseconds. */
export interface TokenPatience {
  /** For the login, the person's PIN included. */
  readonly openMs: number;
  /** For the question to be withdrawn when a person stops. */
  readonly withdrawMs: number;
  /** For one signature; nobody knows after it what the token did, and nothing is repeated. */
  readonly signMs: number;
}
/** The host itself waits ten minutes for the PIN, and half a minute for somebody to ask it. */
export const usualPatience: TokenPatience = { openMs: 11 * 60_000, withdrawMs: 3000, signMs: 120_000 };

export interface RunningBatch {
  readonly live: LiveBatch;
  /** Resolves when the batch has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Stops after the item in hand; while the PIN is awaited, at once. */
  stop(): void;
}

/** Writes the batch down and starts it. It goes on by itself and tells its fate by events. */
export function startBatch(rooms: BatchRooms, wishes: readonly Wish[], signer: Signer): RunningBatch {
  const startedAt = rooms.clock().toISOString();
  const items = wishes.map(({ actId }): BatchItem => {
    const act = readAct(rooms.reader, actId);
    const told = { title: act?.title ?? '', caption: act?.caption ?? '' };
    return { actId: actId as BatchItem['actId'], ...told, state: 'waiting', failure: null, signedSha256: null };
  });
  const batch: Batch = {
    batchId: rooms.ids() as BatchId,
    state: 'preparing',
    stoppedBy: null,
    signer: signer.name,
    tokenLabel: signer.tokenLabel,
    ...{ total: items.length, prepared: 0, kept: 0, failed: 0, leftOut: 0 },
    startedAt,
    finishedAt: null,
    remainingSeconds: null,
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
  const live = liveBatch(batch, items, rooms.events);
  const sessionId = rooms.ids() as SessionId;
  const withdrawn = Promise.withResolvers<null>();
  let patience: NodeJS.Timeout | undefined;
  const ended = run(rooms, live, wishes, signer, { sessionId, withdrawn: withdrawn.promise });
  return {
    live,
    ended: ended.finally(() => clearTimeout(patience)),
    stop() {
      live.stopAsked = true;
      // The person is being asked for the PIN: the question is withdrawn, and no try is spent.
      if (live.read().batch.state !== 'waitingForPin') return;
      void rooms.token.call('session.close', { sessionId });
      // A driver that hangs hears no question withdrawn.
      patience ??= setTimeout(() => withdrawn.resolve(null), rooms.patience.withdrawMs);
    },
  };
}

/** One login on the token. `withdrawn` comes when a person stopped it and the token did not say so in time. */
interface Login {
  readonly sessionId: SessionId;
  readonly withdrawn: Promise<null>;
}

/** Why a batch ends before its last item; null where a person stopped it. */
interface Stop {
  readonly by: Failure | null;
}

async function run(
  rooms: BatchRooms,
  live: LiveBatch,
  wishes: readonly Wish[],
  signer: Signer,
  login: Login,
): Promise<void> {
  let stop: Stop | null = null;
  try {
    const ready = await prepareAll(rooms, live, wishes, signer);
    if (live.stopAsked) stop = { by: null };
    else if (ready.size > 0) stop = await signAll(rooms, live, ready, signer, login);
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

async function prepareAll(rooms: BatchRooms, live: LiveBatch, wishes: readonly Wish[], signer: Signer): Promise<Ready> {
  const ready = new Map<number, PreparedAct>();
  const settled: { position: number; state: 'failed' | 'leftOut'; failure: Failure }[] = [];
  for (const [position, wish] of wishes.entries()) {
    if (live.stopAsked) break;
    const preparation = await prepareAct(rooms, wish, signer);
    if (preparation.kind === 'ready') {
      ready.set(position, preparation.prepared);
      live.item(position, { state: 'prepared' });
    } else {
      settled.push({ position, state: preparation.kind, failure: preparation.failure });
    }
  }
  if (settled.length > 0) {
    rooms.store.journal.write((tx) => {
      for (const { position, state, failure } of settled) itemSettled(tx, live.batchId, position, state, failure);
    });
    for (const { position, state, failure } of settled) live.item(position, { state, failure });
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
  login: Login,
): Promise<Stop | null> {
  const { sessionId } = login;
  live.state('waitingForPin');
  const opened = await openSession(rooms, ready, signer, login);
  if (!opened.ok) return { by: live.stopAsked ? null : opened.failure };
  try {
    await rooms.boundary('pinAccepted', { batchId: live.batchId });
    live.state('signing');
    for (const [position, prepared] of ready) {
      if (live.stopAsked) return { by: null };
      const stop = await signOne(rooms, live, position, prepared, signer, sessionId);
      if (stop) return stop;
      // Its update and hash state are not needed any more; a batch may have thousands.
      ready.delete(position);
    }
    return null;
  } finally {
    void rooms.token.call('session.close', { sessionId }, { deadlineMs: 5000 });
  }
}

/** Asks for the login. A driver that hangs (before, at or after the PIN) is let go, so that the next batch finds another host. */
async function openSession(
  rooms: BatchRooms,
  ready: Ready,
  signer: Signer,
  { sessionId, withdrawn }: Login,
): Promise<Outcome<unknown>> {
  const request = {
    sessionId,
    tokenSerial: signer.tokenSerial,
    certificateSha256: signer.certificate.sha256,
    algorithm: signer.algorithm,
    digests: [...ready].map(([position, { pdf }]) => ({
      digestId: String(position),
      digest: Uint8Array.from(pdf.digestToSign),
    })),
    purpose: purposeOf(rooms, ready, signer),
  };
  const opening = rooms.token.call('session.open', request, { deadlineMs: rooms.patience.openMs });
  const opened = await Promise.race([opening, withdrawn]);
  return opened === null || hangs(opened, 'session.open') ? failed(rooms.dropToken()) : opened;
}

/** Whether a call was given up here: the host's own deadlines name other calls. */
function hangs(outcome: Outcome<unknown>, call: string): boolean {
  return !outcome.ok && outcome.failure.kind === 'deadline' && outcome.failure.call === call;
}

/** One act through token, proof and disk. Answers why the batch must not go on, or null. */
async function signOne(
  rooms: BatchRooms,
  live: LiveBatch,
  position: number,
  prepared: PreparedAct,
  signer: Signer,
  sessionId: SessionId,
): Promise<Stop | null> {
  const { act, pdf } = prepared;
  // The PIN may have taken minutes: the act must still be what was seen.
  const no = objection(rooms.reader, act);
  if (no) {
    settleItem(rooms, live, position, no.kind, no.failure);
    return null;
  }
  live.item(position, { state: 'signing' });
  const outcome = await fromToken(rooms, live, position, prepared, sessionId);
  if (!outcome.ok) {
    settleItem(rooms, live, position, 'failed', outcome.failure);
    return { by: outcome.failure };
  }
  try {
    const signed = finishPdf(pdf, { bytes: outcome.value });
    const toKeep = { act, signed, signer: signer.name, batchId: live.batchId, position };
    const kept = await keepSigned(rooms, toKeep);
    live.item(position, { state: 'kept', signedSha256: kept.signedSha256 as BatchItem['signedSha256'] });
    live.state('signing');
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
  sessionId: SessionId,
): Promise<Outcome<Uint8Array>> {
  const request = { sessionId, digestId: String(position) };
  const answer = await rooms.token.call('session.sign', request, { deadlineMs: rooms.patience.signMs });
  if (hangs(answer, 'session.sign')) return failed(rooms.dropToken());
  if (!answer.ok) return failed(answer.failure);
  await rooms.boundary('tokenSigned', { actId: act.actId, batchId: live.batchId });
  return done(answer.value.signature);
}

function settleItem(
  rooms: BatchRooms,
  live: LiveBatch,
  position: number,
  state: 'failed' | 'leftOut',
  failure: Failure,
): void {
  // A disk that refuses the file will refuse this note too; the person is told all the same.
  try {
    rooms.store.journal.write((tx) => itemSettled(tx, live.batchId, position, state, failure));
  } catch (error) {
    if (signingFailure(error, '') === null) throw error;
  }
  live.item(position, { state, failure });
}

function finish(rooms: BatchRooms, live: LiveBatch, stop: Stop | null): void {
  const at = rooms.clock().toISOString();
  const state = stop ? 'stopped' : 'finished';
  const { batch } = live.read();
  try {
    rooms.store.journal.write((tx) => {
      endBatch(tx, live.batchId, { state, stoppedBy: stop?.by ?? null, prepared: live.prepared, at });
      journalise(tx, rooms.clock(), {
        kind: 'batchEnded',
        batchId: live.batchId,
        kept: batch.kept,
        failed: batch.failed,
        leftOut: batch.leftOut,
        stoppedBy: stop?.by?.kind ?? (stop ? 'person' : null),
      });
    });
  } catch (error) {
    if (signingFailure(error, '') === null) throw error;
  }
  live.end(state, stop?.by ?? null, at);
}

function purposeOf(rooms: BatchRooms, ready: Ready, signer: Signer): PinPurpose {
  const items = [...ready.values()].slice(0, 20).map(({ act }) => ({
    caption: `${act.title} · ${act.caption}`.slice(0, 300),
    documentPrefix: act.documentSha256.slice(0, 16),
  }));
  const { name: person, capacity } = rooms.person;
  return { person, capacity, count: ready.size, items, practice: signer.practice };
}
