import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import { PartialHeader, PartialStatement } from '../../contract/receipts.ts';
import { Proposal, type SignatureRequest } from '../../contract/wire.ts';
import { openJws } from '../../proof/index.ts';
import { jointBook } from '../joint/book.ts';
import type { SigningOn } from '../register/port.ts';
import type { FinalNo } from './books.ts';
import type { CentralRooms } from './central.ts';

/** A signature of an act that others sign after, as it came to the office's repository. */
export interface HalfArrival extends Partial<Pick<FinalNo, 'code' | 'detail'>> {
  readonly n: number;
  readonly sha256: Sha256;
  readonly statement: string;
  readonly state: 'received' | 'taken' | 'refused';
  /** What the central repository said of it, once it took it. */
  readonly receipt: string | null;
  readonly refusal: string | null;
}

/** The signatures that came to the office and what became of them. The caller opens the transactions. */
export interface HalfBook {
  of(actId: ActId, sha256: string): HalfArrival | null;
  keep(actId: ActId, half: Pick<HalfArrival, 'n' | 'sha256' | 'statement'>): void;
  taken(actId: ActId, sha256: Sha256, receipt: string): boolean;
  refused(actId: ActId, sha256: Sha256, no: FinalNo): boolean;
  /** From the n-th on the signatures of an act are history: nobody goes on from them. Answers which they were. */
  restFrom(actId: ActId, n: number): Sha256[];
}

export function openHalves(db: Database.Database): HalfBook {
  const run = (sql: string, ...values: unknown[]): number => db.prepare(sql).run(...values).changes;
  return {
    of: (actId, sha256) =>
      (db.prepare('SELECT * FROM office_halves WHERE act_id = ? AND sha256 = ?').get(actId, sha256) as
        HalfArrival | undefined) ?? null,
    keep: (actId, { n, sha256, statement }) =>
      void run(
        "INSERT INTO office_halves (act_id, n, sha256, statement, state) VALUES (?, ?, ?, ?, 'received')",
        ...[actId, n, sha256, statement],
      ),
    taken: (actId, sha256, receipt) =>
      run(
        "UPDATE office_halves SET state = 'taken', receipt = ? WHERE act_id = ? AND sha256 = ? AND state = 'received'",
        ...[receipt, actId, sha256],
      ) > 0,
    refused: (actId, sha256, { code, detail, refusal }) =>
      run(
        `UPDATE office_halves SET state = 'refused', code = ?, detail = ?, refusal = ?
         WHERE act_id = ? AND sha256 = ? AND state = 'received'`,
        ...[code, detail, refusal ?? null, actId, sha256],
      ) > 0,
    restFrom: (actId, n) =>
      (
        db
          .prepare('UPDATE joint_signatures SET active = 0 WHERE act_id = ? AND active = 1 AND n >= ? RETURNING sha256')
          .all(actId, n) as { sha256: Sha256 }[]
      ).map(({ sha256 }) => sha256),
  };
}

/** What was said before of this signature; null where it did not come here. */
export function halfBefore(halves: HalfBook, { actId, sha256, n }: SignatureRequest): SigningOn | null {
  const before = halves.of(actId, sha256);
  if (!before) return null;
  if (before.n !== n) return { kind: 'reused' };
  if (before.receipt !== null) return { kind: 'replayed', receipt: before.receipt };
  if (before.state === 'received') return { kind: 'received', statement: before.statement };
  const { code = 'internal', detail = '', refusal } = before;
  return { kind: 'refused', code, detail, ...(refusal === null ? {} : { refusal }) };
}

/**
 * Takes what the central repository says of a signature: of one that came here, it is its answer; one that was made elsewhere takes its place
 * among the others, and what the office had in that place has lost. Answers false where no pinned key signed it.
 */
export function takePartial(rooms: CentralRooms, receipt: string): boolean {
  const { db, register, pins } = rooms;
  const statement = openJws(receipt, pins, PartialHeader, PartialStatement);
  if (!statement) {
    rooms.onOddity('partlySigned');
    return false;
  }
  const { actId, n, sha256, size, prefixSha256, prefixSize } = statement;
  if (register.halves.of(actId, sha256)) {
    if (register.halves.taken(actId, sha256, receipt)) register.tell({ kind: 'partlySigned', actId, receipt });
    return true;
  }
  const isKnown = db.prepare('SELECT 1 FROM joint_signatures WHERE act_id = ? AND sha256 = ?').get(actId, sha256);
  const act = db.prepare('SELECT proposal, state FROM acts WHERE act_id = ?').get(actId) as
    { proposal: string; state: string } | undefined;
  if (isKnown || act?.state !== 'toSign') return true;
  const proposal = Proposal.parse(JSON.parse(act.proposal));
  const active = jointBook(db, () => undefined).activeOf(actId);
  const before = n === 1 ? proposal.documentSha256 : active[n - 2]?.sha256;
  // Of a round that was over long ago, as a feed tells it that is read again.
  if (!proposal.signers || before !== prefixSha256) return true;
  for (const lost of register.halves.restFrom(actId, n))
    refuseHalf(rooms, { actId, n, sha256: lost }, { code: 'not-your-turn', detail: 'another signature came first' });
  db.prepare(
    `INSERT INTO joint_signatures (act_id, n, sha256, size, prefix_sha256, active, request, receipt)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?)`,
  ).run(actId, n, sha256, size, prefixSha256, JSON.stringify(statement), receipt);
  register.books.want({ sha256, size, after: prefixSha256, afterSize: prefixSize });
  register.tell({ kind: 'partlySigned', actId, receipt });
  return true;
}

/** The central repository's final no to a signature: nobody of the office goes on from it any more. */
export function refuseHalf(
  { register }: Pick<CentralRooms, 'register'>,
  { actId, n, sha256 }: { readonly actId: ActId; readonly n: number; readonly sha256: Sha256 },
  no: FinalNo,
): void {
  if (!register.halves.refused(actId, sha256, no)) return;
  register.halves.restFrom(actId, n);
  register.tell({ kind: 'halfRefused', actId, n, sha256, problem: no.code, detail: no.detail });
}
