import { assertNever, type ActId, type Sha256 } from '../../contract/ids.ts';
import type { BundleLine, FrameHeader } from '../../contract/wire-bundle.ts';
import type { ProblemCode } from '../../contract/wire.ts';
import type { ByteSource } from '../../signature/bytes.ts';
import { mayDo } from '../access.ts';
import { gone, noteHolder } from '../blobs/holding.ts';
import { isRefusal, problemOf } from '../problems.ts';
import { type Asking, type RegistrationOutcome, type RegistrationRooms, registerAct } from '../registration.ts';
import { takeRendition } from '../rendition.ts';
import { takeReturn } from '../returns.ts';
import { isTheirs } from '../theirs.ts';
import { seesAct, subjectOf } from '../visible.ts';
import type { Frame } from './frames.ts';

export interface BundleRooms extends RegistrationRooms {
  readonly maxBlobBytes: number;
}

export interface Sender extends Asking {
  /**
   * Acts of this stream that have their place though the one they had to follow has none, and that one: whoever follows them waits for it.
   * An act that came by another way as well would otherwise let all behind it go past those before it.
   */
  readonly ahead?: Map<ActId, ActId>;
}

/** A no to one frame; the others go on. */
export function no(n: number, code: ProblemCode, detail: string, refusal?: string): BundleLine {
  const said = problemOf(code, detail);
  return {
    kind: isRefusal(code) ? 'refused' : 'later',
    n,
    problem: refusal === undefined ? said : { ...said, refusal },
  };
}

/**
 * Decides one frame, exactly as the same thing sent by itself would be: its file becomes durable, then it is registered. Bytes of an
 * act that is not the office's are passed over.
 */
export async function decide(
  rooms: BundleRooms,
  { header, bytes }: Frame,
  { officeId, holder, ahead }: Sender,
): Promise<BundleLine> {
  const { n } = header;
  const proposal = await rooms.register.proposalOf(actIn(header));
  if (!proposal || !(await isTheirs(rooms.register, proposal, officeId)))
    return no(n, 'act-unknown', 'no such act in this office');
  if (holder) {
    if (!(await seesAct(holder, rooms.register, proposal))) return no(n, 'act-unknown', 'no such act in this office');
    const action = header.kind === 'return' ? 'returnActs' : 'incorporate';
    const isOwn = header.kind !== 'return' || header.return.returnedBy === holder.name;
    if (!isOwn || !mayDo(holder, action, subjectOf(holder, proposal)))
      return no(n, 'forbidden', `not allowed to this role: ${action}`);
  }
  switch (header.kind) {
    case 'return': {
      const outcome = await takeReturn(rooms.register, header.return);
      return outcome.kind === 'refused' ? no(n, outcome.code, outcome.detail) : { kind: 'returned', n };
    }
    case 'act': {
      const kept = await keepFile(rooms, header, bytes, officeId);
      if (kept) return kept;
      if (await isEarly(rooms, header, ahead)) return no(n, 'predecessor-missing', 'its file is kept');
      return lineOf(n, await registerAct(rooms, header.request, { officeId, holder }));
    }
    case 'rendition': {
      const kept = await keepFile(rooms, header, bytes, officeId);
      return kept ?? lineOf(n, await takeRendition(rooms, header.request, officeId));
    }
    default:
      return assertNever(header, 'frame');
  }
}

function actIn(header: FrameHeader): ActId {
  return header.kind === 'return' ? header.return.actId : header.request.actId;
}

/** What was decided, as a line of the answer. */
export function lineOf(n: number, outcome: RegistrationOutcome): BundleLine {
  switch (outcome.kind) {
    case 'registered':
    case 'replayed':
      return { kind: 'registered', n, receipt: outcome.receipt };
    case 'received':
      return { kind: 'received', n, statement: outcome.statement };
    case 'refused':
      return no(n, outcome.code, outcome.detail, outcome.refusal);
  }
}

/** Whether an act that it has to follow was put off. What was registered before is answered whatever it follows. */
async function isEarly(
  { register }: BundleRooms,
  { request, follows }: Extract<FrameHeader, { kind: 'act' }>,
  ahead: Sender['ahead'],
): Promise<boolean> {
  if (follows === undefined) return false;
  let before: ActId = follows;
  for (let next = ahead?.get(before); next !== undefined; next = ahead?.get(before)) before = next;
  if (await register.isPlaced(before)) return false;
  if (!(await register.answerTo(request))) return true;
  ahead?.set(request.actId, before);
  return false;
}

/** Keeps the frame's file, whole and hashed; null when it is here. */
async function keepFile(
  { blobs, register, maxBlobBytes }: BundleRooms,
  header: Extract<FrameHeader, { kind: 'act' | 'rendition' }>,
  bytes: AsyncIterable<Uint8Array>,
  officeId: string,
): Promise<BundleLine | null> {
  const { n, after, request } = header;
  const heldFile = async (sha256: Sha256): Promise<ByteSource | 'missing'> =>
    ((await register.isHolder(sha256, officeId)) ? await blobs.open(sha256) : null) ?? 'missing';
  // Sent before: whether it is here, the registration sees.
  if (header.bytes === 0) return null;
  const before = after === null ? null : await heldFile(after);
  if (before === 'missing') return no(n, 'blob-missing', `no file ${after} to go on from: send the whole`);
  const whole = before ? grownFrom(before, bytes) : bytes;
  const put = await blobs
    .put(request.sha256, whole, Math.min(maxBlobBytes, request.size))
    .finally(() => before?.close());
  switch (put.kind) {
    case 'created':
    case 'present':
      return (await noteHolder({ register, blobs }, { sha256: request.sha256, officeId }, put.kind))
        ? null
        : no(n, 'blob-missing', gone);
    case 'hashMismatch':
      return no(n, 'blob-hash-mismatch', `the bytes that came hash to ${put.actual}`);
    case 'tooLarge': {
      const code = request.size > maxBlobBytes ? 'blob-too-large' : 'blob-hash-mismatch';
      return no(n, code, `at most ${put.limit} bytes`);
    }
    case 'storageFull':
      return no(n, 'storage-full', 'nothing was kept of this file');
  }
}

async function* grownFrom(before: ByteSource, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* before.stream(0, before.size);
  yield* rest;
}
