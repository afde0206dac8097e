import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { type ByteSource, type PreparedPdf, preparePdf, verifyPdf } from '../../signature/index.ts';
import { mayMove } from '../acts/moves.ts';
import { objectionToTurn, signaturesOf } from '../joint/turn.ts';
import { wasSeen } from '../acts/seen.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { DocumentStore } from '../documents/index.ts';
import type { ReadableDB } from '../store/index.ts';
import { signingFailure } from './refusals.ts';
import type { Signer } from './signer.ts';

/** One act, wished to be signed with the bytes that were seen (law 2). */
export interface Wish {
  readonly actId: string;
  readonly documentSha256: string;
}

/** Ready for the token, with the digest that is all of it that will leave the office. */
export interface PreparedAct {
  readonly act: ActRow;
  readonly pdf: PreparedPdf;
}

export type Preparation =
  | { readonly kind: 'ready'; readonly prepared: PreparedAct }
  /** Nobody saw these bytes: left out, which is not a failure of the act. */
  | { readonly kind: 'leftOut'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface PrepareRooms {
  readonly reader: ReadableDB;
  readonly fetched: DocumentStore;
  readonly clock: () => Date;
  /** Whose desk it is. */
  readonly personId: string;
  /** Stands in the signature dictionary; the reason only where a substitute signs. */
  readonly claims: { readonly name: string; readonly location: string; readonly reason?: string };
}

/** Whether an act may be signed as it stands now; null when it may. Looked at before preparing, and again before each signature. */
export function objection(
  reader: ReadableDB,
  wish: Wish,
  personId: string,
): Exclude<Preparation, { kind: 'ready' }> | null {
  const act = readAct(reader, wish.actId);
  if (!act) return { kind: 'failed', failure: { kind: 'actUnknown', actId: wish.actId } };
  const turn = objectionToTurn(act, personId);
  if (turn) return { kind: 'failed', failure: turn };
  if (!mayMove(act.state, { kind: 'sign', ...signaturesOf(act) })) {
    return { kind: 'failed', failure: { kind: 'actForbids', state: act.state, move: 'sign' } };
  }
  if (act.documentSha256 !== wish.documentSha256) {
    return { kind: 'failed', failure: { kind: 'actChanged', actId: wish.actId } };
  }
  if (!wasSeen(act)) {
    return { kind: 'leftOut', failure: { kind: 'actNotShown', actId: wish.actId } };
  }
  return null;
}

/** Nobody signs on top of a signature that does not hold: why one does not, or null. Who vouches for it is for the report to say. */
async function brokenSignature(source: ByteSource): Promise<string | null> {
  const verdict = await verifyPdf(source, { anchors: [], policy: { revocation: 'ifAvailable' } });
  if (verdict.error !== null) return verdict.error;
  const broken = verdict.signatures.find(({ indication }) => indication === 'TOTAL_FAILED');
  return broken ? `${broken.subIndication}: ${broken.reasons.join('; ')}`.slice(0, 300) : null;
}

/** First stage. The stored bytes are hashed again here, and nothing goes on whose hash is not the one that was seen. */
export async function prepareAct(rooms: PrepareRooms, wish: Wish, signer: Signer): Promise<Preparation> {
  const no = objection(rooms.reader, wish, rooms.personId);
  if (no) return no;
  const act = readAct(rooms.reader, wish.actId);
  if (!act) throw new Error('an act vanished between two looks');
  try {
    const source = rooms.fetched.open(wish.documentSha256);
    try {
      const broken = act.joint ? await brokenSignature(source) : null;
      if (broken !== null) return { kind: 'failed', failure: { kind: 'signatureInvalid', detail: broken } };
      const pdf = await preparePdf({
        source,
        certificate: signer.certificate,
        chain: signer.chain,
        algorithm: signer.algorithm,
        expectedSha256: wish.documentSha256,
        signingTime: rooms.clock(),
        ...rooms.claims,
      });
      return { kind: 'ready', prepared: { act, pdf } };
    } finally {
      source.close();
    }
  } catch (error) {
    const failure = signingFailure(error, wish.documentSha256);
    if (!failure) throw error;
    return { kind: 'failed', failure };
  }
}
