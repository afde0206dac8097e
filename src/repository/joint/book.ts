import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId } from '../../contract/ids.ts';
import { type FeedEvent, Proposal, type RegistrationRequest, type SignatureRequest } from '../../contract/wire.ts';
import { isWithdrawnIn } from '../entries/book.ts';
import type { JointAct, SigningOn } from '../register/port.ts';
import { kindOf } from './signed-as.ts';
import {
  type JoinedFile,
  type LastTurn,
  type SignedBefore,
  isSameSignature,
  lastTurnOf,
  standingOf,
  turnOf,
} from './turns.ts';

/** Signatures of acts that name their signers, in their order. Works inside the caller's transactions. */
export interface JointBook {
  activeOf(actId: ActId): JoinedFile[];
  /** Null for an act that anybody of the office may sign. */
  standing(proposal: Proposal): JointAct | null;
  /** Whether it is the last signer's turn, and he or she who asks; null for an act that names nobody. */
  lastTurn(proposal: Proposal, request: RegistrationRequest): LastTurn | null;
  signOn(request: SignatureRequest, sign: (of: number, name: string) => string): SigningOn;
  /** The act goes back: its signatures become history. */
  rest(actId: ActId): void;
}

/** @param log takes what is said of a signature as a leaf, where a log is kept; inside the caller's transaction. */
export function jointBook(
  db: Database.Database,
  tell: (officeId: string, event: FeedEvent) => void,
  log: (statement: string) => void = () => undefined,
): JointBook {
  const activeOf: JointBook['activeOf'] = (actId) =>
    db
      .prepare(
        `SELECT sha256, size, coalesce(request ->> '$.substitute.personId', request ->> '$.personId') AS by
         FROM joint_signatures WHERE act_id = ? AND active = 1 ORDER BY n`,
      )
      .all(actId) as JoinedFile[];
  const standing = (proposal: Proposal): JointAct | null => standingOf(proposal, activeOf(proposal.actId));
  return {
    activeOf,
    standing,
    lastTurn: (proposal, request) => lastTurnOf(standing(proposal), request),
    signOn(request, sign): SigningOn {
      const { actId, n, sha256, size, documentSha256 } = request;
      const row = db.prepare('SELECT case_id, proposal, state FROM acts WHERE act_id = ?').get(actId) as
        { case_id: string; proposal: string; state: string } | undefined;
      if (!row) return { kind: 'actUnknown' };
      const before = db
        .prepare('SELECT n, prefix_sha256, receipt, request FROM joint_signatures WHERE act_id = ? AND sha256 = ?')
        .get(actId, sha256) as SignedBefore | undefined;
      if (before) {
        return isSameSignature(before, request) ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
      }
      const proposal = Proposal.parse(JSON.parse(row.proposal));
      const turn = turnOf(
        { caseId: row.case_id, state: row.state, withdrawn: isWithdrawnIn(db, actId) },
        standing(proposal),
        request,
      );
      if (turn.kind !== 'next') return turn;
      const receipt = sign(turn.of, turn.signer.name);
      db.prepare(
        `INSERT INTO joint_signatures (act_id, n, sha256, size, prefix_sha256, active, request, receipt)
         VALUES (?, ?, ?, ?, ?, 1, ?, ?)`,
      ).run(actId, n, sha256, size, documentSha256, JSON.stringify(request), receipt);
      log(receipt);
      tell(proposal.officeId, { kind: 'partlySigned', actId, receipt, ...kindOf(request) });
      return { kind: 'signed', receipt };
    },
    rest: (actId) =>
      void db.prepare('UPDATE joint_signatures SET active = 0 WHERE act_id = ? AND active = 1').run(actId),
  };
}
