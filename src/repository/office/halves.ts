import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { SignatureRequest } from '../../contract/wire.ts';
import type { SigningOn } from '../register/port.ts';
import type { FinalNo } from './books.ts';

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
