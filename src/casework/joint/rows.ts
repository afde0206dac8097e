import type { JointSigning } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { HalfReceivedStatement, PartialStatement } from '../../contract/receipts.ts';
import { NamedSigner, SignatureRequest, type SignedInPlace } from '../../contract/wire.ts';
import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** What the feed told of one signature before the last. */
export interface PartlySigned {
  readonly personId: string;
  readonly name: string;
  readonly signedAt: string;
  readonly certificateSha256: string;
  readonly sha256: string;
  /** Electronically, not digitally. */
  readonly electronic?: true;
  /** Who signed in that person's place. */
  readonly substitute?: SignedInPlace;
}

/** The signature that makes an act whole; its hour is null while it is not known here. */
export interface LastSigned {
  readonly signedAt: string | null;
  readonly electronic: boolean;
  readonly substitute: SignedInPlace | null;
}

/**
 * How the signing of an act stands, from what its proposal and the feed say.
 * @param last what is known of the last signature, of which the feed tells no hour
 */
export function jointOf(signers: string | null, partly: string, here: boolean, last: LastSigned): JointSigning | null {
  if (signers === null) return null;
  const signed = JSON.parse(partly) as PartlySigned[];
  const named = (JSON.parse(signers) as unknown[]).map((one) => NamedSigner.parse(one));
  return {
    signers: named.map(({ personId, name, capacity }, at) => {
      const own = signed.find((one) => one.personId === personId);
      const known = own ?? (at === named.length - 1 ? last : null);
      const kind = known?.electronic ? { electronic: true as const } : {};
      const by = known?.substitute ? { substitute: known.substitute } : {};
      return { personId, name, capacity, signedAt: known?.signedAt ?? null, ...kind, ...by };
    }),
    next: signed.length < named.length ? signed.length : null,
    here,
  };
}

/** Whether a signature that was made of it so far is electronic. */
export const isPartlyElectronic = (joint: JointSigning | null | undefined): boolean =>
  joint?.signers.some(({ electronic }) => electronic === true) ?? false;

/** An act that was signed here and waits for others, before anything the feed tells: null where it was not. */
export interface HalfSigned {
  readonly seq: number;
  readonly actId: string;
  readonly proposal: string;
  readonly joint: JointSigning;
  readonly snapshot: string;
  readonly documentSha256: string;
  readonly signedSha256: string;
  readonly signer: string;
  readonly personId: string;
  readonly signedAt: string;
  readonly caseId: string;
  readonly state: 'waiting' | 'received' | 'refused';
  readonly trouble: Failure | null;
  /** Since when it lies in the office's own repository, while the central one has said nothing of it. */
  readonly inOfficeAt: string | null;
}

/** @param proposal the mark of the proposal in force; null: whichever was signed last. */
export function halfSignedHere(db: ReadableDB, actId: string, proposal: string | null): HalfSigned | null {
  const row = db.get<Omit<HalfSigned, 'joint' | 'trouble'> & { joint: string; trouble: string | null }>(sql`
    select seq, act_id as actId, proposal, joint, snapshot, document_sha256 as documentSha256, signed_sha256 as signedSha256,
      signer, request ->> '$.personId' as personId, signed_at as signedAt, case_id as caseId, state, trouble,
      case state when 'waiting' then in_office_at end as inOfficeAt
    from main.half_signed where act_id = ${actId} and (${proposal} is null or proposal = ${proposal}) order by seq desc limit 1`);
  if (!row) return null;
  const trouble = row.trouble === null ? null : (JSON.parse(row.trouble) as Failure);
  return { ...row, joint: JSON.parse(row.joint) as JointSigning, trouble };
}

/** Signatures that the repository does not have yet, in the order in which they were made. */
export function openHalves(db: ReadableDB): { seq: number; request: SignatureRequest }[] {
  return db
    .all<{ seq: number; request: string }>(
      sql`select seq, request from main.half_signed where state = 'waiting' order by seq`,
    )
    .map(({ seq, request }) => ({ seq, request: SignatureRequest.parse(JSON.parse(request)) }));
}

/** Of an act's own signatures here that wait, the one over these bytes; null where there is none. */
export function openHalfOf(
  db: ReadableDB,
  actId: string,
  sha256: string,
): { seq: number; request: SignatureRequest } | null {
  return openHalves(db).find(({ request }) => request.actId === actId && request.sha256 === sha256) ?? null;
}

/** The repository has it, and said so with a statement that was held against our own bytes. */
export function halfArrived(
  tx: WritableDB<'journal'>,
  seq: number,
  { jws, statement }: { readonly jws: string; readonly statement: PartialStatement },
  now: Date,
): void {
  const changed = tx.run(sql`update half_signed set state = 'received', statement = ${jws}, trouble = null
    where seq = ${seq} and state = 'waiting'`);
  if (changed === 0) return;
  const { actId, n, sha256 } = statement;
  journalise(tx, now, { kind: 'partlySignedReceived', actId, n, signedSha256: sha256 });
}

/** The office's own repository has it and will carry it on: the next signer may go on from it, nothing else is said by that. */
export function halfInOffice(
  tx: WritableDB<'journal'>,
  seq: number,
  { jws, statement }: { readonly jws: string; readonly statement: HalfReceivedStatement },
  now: Date,
): void {
  const at = new Date(statement.receivedAt).toISOString();
  const changed = tx.run(sql`update half_signed set in_office = ${jws}, in_office_at = ${at}, trouble = null
    where seq = ${seq} and state = 'waiting' and in_office is not ${jws}`);
  if (changed === 0) return;
  const { actId, sha256 } = statement;
  journalise(tx, now, { kind: 'actReceivedInOffice', actId, signedSha256: sha256, receivedAt: at });
}

export function halfTrouble(
  tx: WritableDB<'journal'>,
  seq: number,
  failure: Failure,
  isFinal: boolean,
  now: Date,
): void {
  const trouble = JSON.stringify(failure);
  if (!isFinal) {
    tx.run(sql`update half_signed set trouble = ${trouble} where seq = ${seq} and trouble is not ${trouble}`);
    return;
  }
  const row = tx.get<{ act_id: string; signed_sha256: string }>(
    sql`select act_id, signed_sha256 from half_signed where seq = ${seq} and state = 'waiting'`,
  );
  if (!row) return;
  tx.runExactly(1, sql`update half_signed set state = 'refused', trouble = ${trouble} where seq = ${seq}`);
  const problem = failure.kind === 'registrationRefused' ? failure.problem : failure.kind;
  journalise(tx, now, { kind: 'registrationRefused', actId: row.act_id, signedSha256: row.signed_sha256, problem });
}
