import type { Failure } from '../../contract/failures.ts';
import { Received, Registered, type SignatureRequest } from '../../contract/wire.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { Boundary } from '../boundaries.ts';
import type { DocumentStore } from '../documents/index.ts';
import { DocumentError } from '../documents/index.ts';
import { believesNo } from '../receipts/no.ts';
import { verifyHalfReceived, verifyPartial } from '../receipts/verify.ts';
import type { Store } from '../store/index.ts';
import { type Pace, backoffMs } from '../sync/backoff.ts';
import { type Ran, startLoop } from '../sync/loop.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { halfArrived, halfInOffice, halfTrouble, openHalves } from './rows.ts';

export interface JointRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly client: Pick<RepositoryClient, 'small' | 'hasBlob' | 'putBlob' | 'capabilities'>;
  readonly pinnedKeys: readonly ReceiptKey[];
  /** Of repositories inside the office. */
  readonly officeKeys: readonly ReceiptKey[];
  readonly clock: () => Date;
  readonly pace: Pace;
  readonly random: () => number;
  readonly boundary: Boundary;
  readonly onBug: (error: unknown) => void;
  readonly onChange: () => void;
}

/** Brings half-signed acts to the repository, from where the next signer gets them. */
export interface JointErrand {
  kick(): void;
  /** What lies in the office is asked for at once. */
  ask(): void;
  now(): Promise<void>;
  stop(): Promise<void>;
}

export function jointErrand(rooms: JointRooms): JointErrand {
  const waits = new Map<number, { failures: number; until: number }>();
  const loop = startLoop({
    ...{ pace: rooms.pace, random: rooms.random, onBug: rooms.onBug },
    run: () => round(rooms, waits),
  });
  return {
    kick: () => loop.kick(),
    ask() {
      waits.clear();
      loop.kick();
    },
    async now() {
      waits.clear();
      await loop.runNow();
    },
    stop: () => loop.stop(),
  };
}

type Waits = Map<number, { failures: number; until: number }>;

async function round(rooms: JointRooms, waits: Waits): Promise<Ran> {
  for (const { seq, request } of openHalves(rooms.store.journal)) {
    if ((waits.get(seq)?.until ?? 0) > performance.now()) continue;
    const said = await send(rooms, seq, request);
    if (said && said !== 'inOffice' && stopsAll(said)) return { ok: false };
    if (said === 'inOffice') {
      // Its answer comes by the feed; asked for now and then, so that a desk that moves sends it where it is now.
      waits.set(seq, { failures: 0, until: performance.now() + askAgainMs });
    } else if (said) {
      const failures = (waits.get(seq)?.failures ?? 0) + 1;
      waits.set(seq, { failures, until: performance.now() + backoffMs(rooms.pace, failures, rooms.random) });
    } else waits.delete(seq);
    rooms.onChange();
  }
  const dues = [...waits.values()].map(({ until }) => Math.max(0, until - performance.now()));
  return { ok: true, againMs: dues.length === 0 ? undefined : Math.min(...dues) };
}

const askAgainMs = 60_000;
const unsignedNo: Failure = { kind: 'repositoryGarbage', detail: 'a final no that this repository did not sign' };

const stopsAll = ({ kind }: Failure): boolean =>
  kind === 'repositoryUnreachable' || kind === 'repositoryDenied' || kind === 'repositoryBusy';

/** Sends one signature as far as it goes. Every step may be repeated: the repository answers the same again. */
async function send(rooms: JointRooms, seq: number, request: SignatureRequest): Promise<Failure | 'inOffice' | null> {
  const { client, store, clock } = rooms;
  const noted = (failure: Failure, isFinal = false): Failure | null => {
    store.journal.write((tx) => halfTrouble(tx, seq, failure, isFinal, clock()));
    return isFinal ? null : failure;
  };
  const there = await client.hasBlob(request.sha256, request.size);
  if (!there.ok) return there.failure;
  if (!there.value) {
    const failure = await putFile(rooms, request);
    if (failure) return stopsAll(failure) ? failure : noted(failure);
  }
  await rooms.boundary('blobSent', { actId: request.actId });
  const path = `/v1/acts/${request.actId}/signatures/${request.n}`;
  const answer = await client.small({ method: 'PUT', path, body: request });
  if (!answer.ok) {
    const { failure } = answer;
    if (failure.kind !== 'registrationRefused' || !finalForSignature.has(failure.problem)) {
      return stopsAll(failure) ? failure : noted(failure);
    }
    // Only who holds a pinned key may end a signature's way.
    const asked = await client.capabilities();
    if (!asked.ok) return asked.failure;
    const isOurs = asked.value.receiptKeys.some(({ kid, x }) =>
      rooms.pinnedKeys.some((key) => key.kid === kid && key.x === x),
    );
    if (isOurs && !believesNo(rooms, request, failure)) return noted(unsignedNo);
    return noted(failure, isOurs);
  }
  const passed = Received.safeParse(answer.value.body);
  if (passed.success) {
    const jws = passed.data.statement;
    const verdict = verifyHalfReceived(jws, rooms.officeKeys, request);
    if (verdict.kind === 'invalid') return noted({ kind: 'receiptInvalid', reason: verdict.reason });
    store.journal.write((tx) => halfInOffice(tx, seq, { jws, statement: verdict.statement }, clock()));
    return 'inOffice';
  }
  const said = Registered.safeParse(answer.value.body);
  if (!said.success) return noted({ kind: 'repositoryGarbage', detail: 'an answer to a signature that is none' });
  const verdict = verifyPartial(said.data.receipt, rooms.pinnedKeys, request);
  if (verdict.kind === 'invalid') return noted({ kind: 'receiptInvalid', reason: verdict.reason });
  await rooms.boundary('receiptVerified', { actId: request.actId });
  const { statement } = verdict;
  store.journal.write((tx) => halfArrived(tx, seq, { jws: said.data.receipt, statement }, clock()));
  return null;
}

/** What the repository says again of a signature, whatever is sent once more. */
export const finalForSignature: ReadonlySet<string> = new Set([
  'not-your-turn',
  'another-signer',
  'substitution-refused',
  'electronic-refused',
  'act-state',
  'act-id-reused',
  'not-what-was-shown',
  'signature-invalid',
  'blob-too-large',
]);

async function putFile({ kept, client }: JointRooms, { sha256 }: SignatureRequest): Promise<Failure | null> {
  try {
    const source = kept.open(sha256);
    try {
      const put = await client.putBlob(sha256, source);
      return put.ok ? null : put.failure;
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 };
  }
}
