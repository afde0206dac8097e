import type { ActRow } from '../../contract/acts.ts';
import type { StoodFor } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import { capacityInPlaceOf } from '../../contract/words/in-place-of.ts';
import type { VisibleChoice } from '../../contract/visible.ts';
import {
  type ByteSource,
  PdfError,
  type PreparedPdf,
  openPdf,
  pageCount,
  preparePdf,
  verifyPdf,
} from '../../signature/index.ts';
import { mayMove } from '../acts/moves.ts';
import { inWhosePlace, objectionToTurn, signaturesOf } from '../joint/turn.ts';
import { wasSeen } from '../acts/seen.ts';
import { readAct } from '../casefile/act-rows.ts';
import type { DocumentStore } from '../documents/index.ts';
import type { ReadableDB } from '../store/index.ts';
import type { Appearances } from './appearance.ts';
import type { KindObjection } from './electronic.ts';
import { signingFailure } from './refusals.ts';
import type { Signer } from './signer.ts';

/** One act, wished to be signed with the bytes that were seen (law 2). */
export interface Wish {
  readonly actId: string;
  readonly documentSha256: string;
  /** Opens an encrypted document; kept in memory until the act is signed, and nowhere else. */
  readonly password?: string | undefined;
}

/** Ready for the token, with the digest that is all of it that will leave the office. */
export interface PreparedAct {
  readonly act: ActRow;
  readonly pdf: PreparedPdf;
  readonly password: string | undefined;
  /** In whose place it is signed; null where the act names this person, or nobody. */
  readonly inPlaceOf: StoodFor | null;
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
  /** In whose places that person may sign with this certificate, as it stands now. */
  readonly standsFor: () => readonly StoodFor[];
  /** Whether an act may be signed by a signature of this kind. */
  readonly kindObjection: KindObjection;
  /** Stands in the signature dictionary; the reason only where a substitute signs. */
  readonly appearances: Appearances;
  /** What is signed as today. */
  readonly capacity: string;
  readonly claims: { readonly name: string; readonly location: string; readonly reason?: string };
}

/** Whether an act may be signed as it stands now; null when it may. Looked at before preparing, and again before each signature. */
export function objection(
  {
    reader,
    personId,
    standsFor,
    kindObjection,
  }: Pick<PrepareRooms, 'reader' | 'personId' | 'standsFor' | 'kindObjection'>,
  wish: Wish,
  electronic: boolean,
): Exclude<Preparation, { kind: 'ready' }> | null {
  const act = readAct(reader, wish.actId);
  if (!act) return { kind: 'failed', failure: { kind: 'actUnknown', actId: wish.actId } };
  const kind = kindObjection(act, electronic);
  if (kind) return { kind: 'failed', failure: kind };
  const turn = objectionToTurn(act, { personId, standsFor: standsFor() });
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

/** What was prepared says in whose place it is signed: signed as another's, it would be refused. */
export function placeGone(
  { personId, standsFor }: Pick<PrepareRooms, 'personId' | 'standsFor'>,
  { act, inPlaceOf }: Pick<PreparedAct, 'act' | 'inPlaceOf'>,
): Exclude<Preparation, { kind: 'ready' }> | null {
  const now = inWhosePlace(act, { personId, standsFor: standsFor() });
  return now?.personId === inPlaceOf?.personId
    ? null
    : { kind: 'failed', failure: { kind: 'actChanged', actId: act.actId } };
}

/** What other programs show of the signature: in the file it is called what it is. */
const electronicReason = (reason: string | null | undefined): string =>
  `Firma electrónica (Ley 25.506, art. 5)${reason ? ` · ${reason}` : ''}`;

/** Nobody signs on top of a signature that does not hold: why one does not, or null. Who vouches for it is for the report to say. */
async function brokenSignature(source: ByteSource, password: string | undefined): Promise<string | null> {
  const verdict = await verifyPdf(source, { anchors: [], policy: { revocation: 'ifAvailable' }, password });
  if (verdict.error !== null) return verdict.error;
  const broken = verdict.signatures.find(({ indication }) => indication === 'TOTAL_FAILED');
  return broken ? `${broken.subIndication}: ${broken.reasons.join('; ')}`.slice(0, 300) : null;
}

/** Whether somebody without its password can still tell what was signed and count its pages: the registry is one of them. */
function isLegible(source: ByteSource): boolean {
  try {
    return pageCount(openPdf(source)) > 0;
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}

/** First stage. The stored bytes are hashed again here, and nothing goes on whose hash is not the one that was seen. */
export async function prepareAct(
  rooms: PrepareRooms,
  wish: Wish,
  signer: Signer,
  choice: VisibleChoice | null,
): Promise<Preparation> {
  const no = objection(rooms, wish, signer.electronic);
  if (no) return no;
  const act = readAct(rooms.reader, wish.actId);
  if (!act) throw new Error('an act vanished between two looks');
  try {
    const source = rooms.fetched.open(wish.documentSha256);
    try {
      const { password } = wish;
      if (password !== undefined && !isLegible(source)) {
        const detail = 'nothing of its structure can be read without the password';
        return { kind: 'failed', failure: { kind: 'pdfRefused', reason: 'encrypted', detail } };
      }
      const broken = act.joint ? await brokenSignature(source, password) : null;
      if (broken !== null) {
        return { kind: 'failed', failure: { kind: 'pdfRefused', reason: 'signatureBroken', detail: broken } };
      }
      const at = rooms.clock();
      const inPlaceOf = inWhosePlace(act, { personId: rooms.personId, standsFor: rooms.standsFor() });
      const capacity = inPlaceOf ? capacityInPlaceOf(rooms.capacity, inPlaceOf.name) : rooms.capacity;
      const claims = inPlaceOf ? { ...rooms.claims, reason: capacity } : rooms.claims;
      const pdf = await preparePdf({
        source,
        password,
        certificate: signer.certificate,
        chain: signer.chain,
        algorithm: signer.algorithm,
        expectedSha256: wish.documentSha256,
        signingTime: at,
        ...(choice?.reason ? { reason: choice.reason } : {}),
        ...claims,
        ...(signer.electronic ? { reason: electronicReason(choice?.reason ?? claims.reason) } : {}),
        visible: choice
          ? rooms.appearances({
              choice,
              at,
              actId: act.actId,
              certificate: signer.certificate,
              electronic: signer.electronic,
              capacity,
            })
          : undefined,
      });
      return { kind: 'ready', prepared: { act, pdf, password, inPlaceOf } };
    } finally {
      source.close();
    }
  } catch (error) {
    const failure = signingFailure(error, wish.documentSha256);
    if (!failure) throw error;
    return { kind: 'failed', failure };
  }
}
