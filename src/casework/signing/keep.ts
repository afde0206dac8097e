import type { ActRow, JointSigning } from '../../contract/acts.ts';
import type { StoodFor } from '../../contract/config.ts';
import { Sha256 } from '../../contract/ids.ts';
import { type RegistrationRequest, type SignatureRequest, placeTaken } from '../../contract/wire.ts';
import { type SignedPdf, checkSignedPdf } from '../../signature/index.ts';
import { move } from '../acts/moves.ts';
import { voucherOf } from '../acts/seen.ts';
import type { Boundary } from '../boundaries.ts';
import { searchOf, snapshotOf } from '../casefile/snapshot.ts';
import type { DocumentStore, PendingDocument } from '../documents/index.ts';
import { isPartlyElectronic } from '../joint/rows.ts';
import { signaturesOf } from '../joint/turn.ts';
import { journalise } from '../journal/journal.ts';
import { type Store, type WritableDB, sql } from '../store/index.ts';
import { itemKept } from './records.ts';

/** The last stage but the way to the repository: durable here, whatever happens. */
export interface KeptAct {
  readonly actId: string;
  readonly signedSha256: string;
  readonly size: number;
  readonly at: string;
}

export interface KeepRooms {
  readonly store: Store;
  readonly fetched: DocumentStore;
  readonly kept: DocumentStore;
  readonly clock: () => Date;
  readonly boundary: Boundary;
  readonly personId: string;
  readonly deviceId: string;
  /** Puts the act on its way, in the same transaction. */
  readonly enqueue: (
    tx: WritableDB<'journal'>,
    request: RegistrationRequest,
    now: Date,
    /** Others of its signers signed electronically. */
    othersElectronic: boolean,
  ) => void;
}

export interface ToKeep {
  readonly act: ActRow;
  /** The mark of the proposal that is signed. */
  readonly proposal: string;
  readonly signed: SignedPdf;
  /** Opens it, where it is encrypted. */
  readonly password: string | undefined;
  readonly signer: string;
  /** In whose place it was signed. */
  readonly inPlaceOf: StoodFor | null;
  /** Signed electronically, not digitally. */
  readonly electronic: boolean;
  readonly batchId: string;
  /** Its place in the batch. */
  readonly position: number;
  /** How long the token took for it. */
  readonly tokenMs: number;
}

/**
 * Keeps a signed act: the file is written, read back and verified (law 3), then durable under its hash, and only then one
 * transaction says so: act, outbox row, batch item and journal entry together. A crash leaves at most a file that nobody names.
 */
export async function keepSigned(rooms: KeepRooms, given: ToKeep): Promise<KeptAct> {
  const { act } = given;
  const detail = { actId: act.actId, batchId: given.batchId };
  const pending = await rooms.kept.create();
  try {
    await write(rooms, pending, given);
    const sealed = await pending.seal();
    await readBack(pending, given);
    await rooms.boundary('verified', detail);
    await pending.keep();
    await rooms.boundary('fileKept', detail);
    const now = rooms.clock();
    rooms.store.journal.write((tx) => record(tx, rooms, given, now));
    await rooms.boundary('kept', detail);
    return { actId: act.actId, signedSha256: sealed.sha256, size: sealed.size, at: now.toISOString() };
  } finally {
    await pending.discard();
  }
}

async function write(rooms: KeepRooms, pending: PendingDocument, { act, signed }: ToKeep): Promise<void> {
  const source = rooms.fetched.open(act.documentSha256);
  try {
    for await (const piece of source.stream(0, source.size)) await pending.append(piece);
  } finally {
    source.close();
  }
  await pending.append(signed.update);
}

async function readBack(pending: PendingDocument, { signed, password }: ToKeep): Promise<void> {
  const written = pending.open();
  try {
    await checkSignedPdf(written, {
      certificate: signed.certificate,
      expectedSha256: signed.sha256,
      inputSize: signed.inputSize,
      inputSha256: signed.inputSha256,
      repaired: signed.repaired,
      password,
    });
  } finally {
    written.close();
  }
}

function record(tx: WritableDB<'journal'>, rooms: KeepRooms, given: ToKeep, now: Date): void {
  const { act, signed, batchId } = given;
  const signing = move(act.state, { kind: 'sign', ...signaturesOf(act) });
  if (signing.ok && signing.state === 'partiallySigned') return recordHalf(tx, rooms, given, now);
  const queueing = signing.ok ? move(signing.state, { kind: 'queue' }) : signing;
  if (!queueing.ok) throw new Error(`${act.state} does not lead to the queue`);
  const signedAt = signed.signingTime.toISOString();
  const certificateSha256 = Sha256.parse(signed.certificate.sha256);
  const othersElectronic = isPartlyElectronic(act.joint);
  tx.runExactly(
    1,
    sql`insert into signed_acts (act_id, case_id, state, snapshot, search, document_sha256, document_size, signed_sha256,
        signed_size, certificate_sha256, signer, signed_at, batch_id, electronic, others_electronic)
      values (${act.actId}, ${act.caseId}, ${queueing.state}, ${JSON.stringify(snapshotOf(act))}, ${searchOf(act)},
        ${act.documentSha256}, ${signed.inputSize}, ${signed.sha256}, ${signed.size}, ${certificateSha256}, ${given.signer},
        ${signedAt}, ${batchId}, ${given.electronic ? 1 : 0}, ${othersElectronic ? 1 : 0})`,
  );
  rooms.enqueue(
    tx,
    {
      actId: act.actId,
      caseId: act.caseId,
      sha256: Sha256.parse(signed.sha256),
      size: signed.size,
      documentSha256: act.documentSha256,
      documentSize: signed.inputSize,
      certificateSha256,
      signedAt,
      deviceId: rooms.deviceId,
      ...(act.joint || given.electronic ? { personId: rooms.personId } : {}),
      ...placeIn(given),
      ...(given.electronic ? { electronic: true as const } : {}),
    },
    now,
    othersElectronic,
  );
  itemKept(tx, batchId, given.position, { signedSha256: signed.sha256, at: now.toISOString(), tokenMs: given.tokenMs });
  journalise(tx, now, {
    kind: 'actSigned',
    actId: act.actId,
    caseId: act.caseId,
    batchId,
    documentSha256: act.documentSha256,
    signedSha256: signed.sha256,
    size: signed.size,
    certificateSha256,
    personId: rooms.personId,
    ...placeIn(given),
    ...(given.electronic ? { electronic: true as const } : {}),
    seen: whoSaw(tx, act, rooms.personId),
  });
}

const placeIn = ({ inPlaceOf }: ToKeep): { readonly standsFor?: string } =>
  inPlaceOf ? { standsFor: inPlaceOf.personId } : {};

/** One of several: it goes to the next signer, and nothing is registered by it. */
function recordHalf(tx: WritableDB<'journal'>, rooms: KeepRooms, given: ToKeep, now: Date): void {
  const { act, signed, batchId } = given;
  const { signed: n, needed: of } = signaturesOf(act);
  if (!act.joint) throw new Error('one of several signatures, of an act that names nobody');
  const signedAt = signed.signingTime.toISOString();
  const kind = given.electronic ? { electronic: true as const } : {};
  const request: SignatureRequest = {
    ...{ actId: act.actId, caseId: act.caseId, n, personId: rooms.personId, deviceId: rooms.deviceId, signedAt },
    ...{ sha256: Sha256.parse(signed.sha256), size: signed.size, documentSha256: act.documentSha256 },
    ...{ documentSize: signed.inputSize, certificateSha256: Sha256.parse(signed.certificate.sha256) },
    ...{ ...placeIn(given), ...kind },
  };
  const by = given.inPlaceOf ? { substitute: { personId: rooms.personId, name: given.signer } } : {};
  const signers = act.joint.signers.map((one) =>
    one.personId === placeTaken(request) ? { ...one, signedAt, ...kind, ...by } : one,
  );
  const joint: JointSigning = { signers, next: n, here: true };
  tx.runExactly(
    1,
    sql`insert into half_signed (after_seq, act_id, proposal, case_id, n, joint, snapshot, search, document_sha256, document_size,
        signed_sha256, signed_size, certificate_sha256, signer, signed_at, batch_id, request, state)
      values ((select coalesce(max(seq), 0) from signed_acts), ${act.actId}, ${given.proposal}, ${act.caseId}, ${n},
        ${JSON.stringify(joint)}, ${JSON.stringify(snapshotOf(act))}, ${searchOf(act)}, ${act.documentSha256},
        ${signed.inputSize}, ${signed.sha256}, ${signed.size}, ${request.certificateSha256}, ${given.signer}, ${signedAt},
        ${batchId}, ${JSON.stringify(request)}, 'waiting')`,
  );
  itemKept(tx, batchId, given.position, { signedSha256: signed.sha256, at: now.toISOString(), tokenMs: given.tokenMs });
  const { actId, caseId, documentSha256, sha256: signedSha256, size, certificateSha256, personId } = request;
  const what = { actId, caseId, batchId, n, of, documentSha256, signedSha256, size, certificateSha256, personId };
  journalise(tx, now, {
    kind: 'actPartlySigned',
    ...what,
    ...placeIn(given),
    ...kind,
    seen: whoSaw(tx, act, personId),
  });
}

/** Law 2: the journal says when who signs opened these bytes, or who vouched for them. */
function whoSaw(
  tx: WritableDB<'journal'>,
  act: ActRow,
  personId: string,
): { kind: 'shown'; via: string; at: string } | { kind: 'vouched'; by: string } {
  const shown = tx.get<{ via: string; at: string }>(
    sql`select via, at from shown where act_id = ${act.actId} and document_sha256 = ${act.documentSha256}
      and person_id = ${personId}`,
  );
  if (shown) return { kind: 'shown', via: shown.via, at: shown.at };
  const voucher = voucherOf(act);
  if (voucher === null) throw new Error('an act was signed that nobody saw');
  return { kind: 'vouched', by: voucher };
}
