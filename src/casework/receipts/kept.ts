import { createHash } from 'node:crypto';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import type { ReceiptStatement, ReceivedStatement } from '../../contract/receipts.ts';
import { move } from '../acts/moves.ts';
import { journalise } from '../journal/journal.ts';
import { type OutboxRow, advance } from '../outbox/rows.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import type { ExpectedReceipt } from './verify.ts';

/** What this office knows of the bytes it signed and kept; null for an act that was not signed here. */
export function expectedReceipt(db: ReadableDB, actId: string): ExpectedReceipt | null {
  const row = db.get<{ case_id: string; signed_sha256: string; signed_size: number }>(
    sql`select case_id, signed_sha256, signed_size from main.signed_acts where act_id = ${actId}`,
  );
  if (!row) return null;
  return {
    actId: actId as ActId,
    caseId: row.case_id as CaseId,
    sha256: row.signed_sha256 as Sha256,
    size: row.signed_size,
  };
}

/** A receipt with what it must be held against, and which store has the bytes. */
export interface HeldReceipt {
  readonly jws: string;
  readonly expected: ExpectedReceipt;
  readonly bytes: 'kept' | 'fetched';
}

/** The receipt of an act that was signed here, or registered by another desk and fetched. `db` is the store's reader. */
export function heldReceipt(db: ReadableDB, actId: string): HeldReceipt | null {
  const expected = expectedReceipt(db, actId);
  const own = db.get<{ jws: string }>(sql`select jws from main.receipts where act_id = ${actId}`);
  if (expected) return own ? { jws: own.jws, expected, bytes: 'kept' } : null;
  const other = db.get<{ receipt: string; case_id: string; signed_sha256: string; signed_size: number }>(sql`
    select receipt, case_id, signed_sha256, signed_size from cache.proposals
    where act_id = ${actId} and state = 'registered'`);
  if (!other) return null;
  return {
    jws: other.receipt,
    expected: {
      actId: actId as ActId,
      caseId: other.case_id as CaseId,
      sha256: other.signed_sha256 as Sha256,
      size: other.signed_size,
    },
    bytes: 'fetched',
  };
}

/**
 * Keeps what the office's own repository said of an act it received, with the step of its outbox row. Answers false when it was known.
 * The act's state is not touched: it is queued until its receipt was verified (law 7).
 */
export function keepReceived(
  tx: WritableDB<'journal'>,
  said: { readonly jws: string; readonly statement: ReceivedStatement },
  row: Pick<OutboxRow, 'id' | 'state'>,
  now: Date,
): boolean {
  const { actId, sha256, receivedAt } = said.statement;
  if (row.state !== 'received') advance(tx, row.id, 'received', now);
  const at = new Date(receivedAt).toISOString();
  const kept = tx.run(sql`insert into received_in_office (act_id, sha256, statement, received_at, kept_at)
    values (${actId}, ${sha256}, ${said.jws}, ${at}, ${now.toISOString()}) on conflict do nothing`);
  if (kept === 0) return false;
  journalise(tx, now, { kind: 'actReceivedInOffice', actId, signedSha256: sha256, receivedAt: at });
  return true;
}

/**
 * Keeps a receipt that was verified against our own bytes, and with it the act is registered. In one transaction with the end of
 * its outbox row. Answers false when it was registered already.
 */
export function keepReceipt(
  tx: WritableDB<'journal'>,
  receipt: { readonly jws: string; readonly statement: ReceiptStatement },
  now: Date,
): boolean {
  const { actId, sha256, number, folioFrom, folioTo, registeredAt } = receipt.statement;
  const act = tx.get<{ state: 'queued' | 'registered' | 'rejectedByRegistry' }>(
    sql`select state from signed_acts where act_id = ${actId} and signed_sha256 = ${sha256}`,
  );
  const moved = act ? move(act.state, { kind: 'register' }) : null;
  if (!moved?.ok) return false;
  const registration = JSON.stringify({ number, folioFrom, folioTo, registeredAt });
  const instant = now.toISOString();
  tx.runExactly(1, sql`insert into receipts (act_id, jws, kept_at) values (${actId}, ${receipt.jws}, ${instant})`);
  tx.runExactly(
    1,
    sql`update signed_acts set state = ${moved.state}, registration = ${registration},
      registered_at = ${new Date(registeredAt).toISOString()} where act_id = ${actId}`,
  );
  tx.runExactly(
    1,
    sql`update outbox set state = 'registered', trouble = null, changed_at = ${instant}
      where kind = 'act' and act_id = ${actId} and state <> 'registered'`,
  );
  const receiptSha256 = createHash('sha256').update(receipt.jws).digest('hex');
  journalise(tx, now, { kind: 'actRegistered', actId, signedSha256: sha256, number, receiptSha256 });
  return true;
}
