import type { ActId, Sha256 } from '../../contract/ids.ts';
import { PartialHeader, PartialStatement } from '../../contract/receipts.ts';
import { Proposal, type SignedInPlace, type SignerNames } from '../../contract/wire.ts';
import { openJws } from '../../proof/index.ts';
import { jointBook } from '../joint/book.ts';
import { kindOf } from '../joint/signed-as.ts';
import type { FinalNo } from './books.ts';
import type { CentralRooms } from './central-rooms.ts';

/** What is signed of a signature, and its kind, which is told beside that. */
export interface ToldSignature {
  readonly receipt: string;
  /** Electronic, not digital. */
  readonly electronic?: true | undefined;
  /** By this person, in the place of whom the act names. */
  readonly substitute?: SignedInPlace | undefined;
  /** Of a registration, who signed, where that was told. */
  readonly signers?: SignerNames | undefined;
}

/**
 * Takes what the central repository says of a signature: of one that came here, it is its answer; one that was made elsewhere takes its place
 * among the others, and what the office had in that place has lost. Answers false where no pinned key signed it.
 */
export function takePartial(rooms: CentralRooms, told: ToldSignature): boolean {
  const { receipt } = told;
  const { db, register, pins } = rooms;
  const statement = openJws(receipt, pins, PartialHeader, PartialStatement);
  if (!statement) {
    rooms.onOddity('partlySigned');
    return false;
  }
  const { actId, n, sha256, size, prefixSha256, prefixSize } = statement;
  if (register.halves.of(actId, sha256)) {
    if (register.halves.taken(actId, sha256, receipt))
      register.tell({ kind: 'partlySigned', actId, receipt, ...kindOf(told) });
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
  ).run(actId, n, sha256, size, prefixSha256, JSON.stringify({ ...statement, ...kindOf(told) }), receipt);
  register.books.want({ sha256, size, after: prefixSha256, afterSize: prefixSize });
  register.tell({ kind: 'partlySigned', actId, receipt, ...kindOf(told) });
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
