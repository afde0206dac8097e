/** What a revocation list or an OCSP response says about one certificate, in common terms. */
import type { Certificate } from '../trust/certificate.ts';

/** CRLReason (RFC 5280, 5.3.1). */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

const reasons: ReadonlyMap<number, RevocationReason> = new Map([
  [0, 'unspecified'],
  [1, 'keyCompromise'],
  [2, 'cACompromise'],
  [3, 'affiliationChanged'],
  [4, 'superseded'],
  [5, 'cessationOfOperation'],
  [6, 'certificateHold'],
  [8, 'removeFromCRL'],
  [9, 'privilegeWithdrawn'],
  [10, 'aACompromise'],
]);

/** The reason that a number stands for; null for numbers that stand for none. */
export function reasonNumbered(number: number): RevocationReason | null {
  return reasons.get(number) ?? null;
}

export type RevocationStatus =
  | { readonly kind: 'good' }
  | {
      readonly kind: 'revoked';
      readonly at: Date;
      readonly reason: RevocationReason | null;
      /** When the key is known or suspected to have been lost, where the authority says so (invalidityDate). */
      readonly invalidSince: Date | null;
    }
  /** The responder does not know the certificate. */
  | { readonly kind: 'unknown' };

/** A statement about one certificate whose signature was verified. */
export interface RevocationAnswer {
  readonly kind: 'answer';
  readonly source: 'crl' | 'ocsp';
  readonly status: RevocationStatus;
  /** When the statement was true. */
  readonly thisUpdate: Date;
  /** Until when a newer one was promised; null when nothing was promised. */
  readonly nextUpdate: Date | null;
  /** When the statement was signed: producedAt of a response, thisUpdate of a list. */
  readonly producedAt: Date;
  /**
   * Certificates that expired since then are still spoken of (expiredCertsOnCRL, archiveCutoff); null: only those that had not
   * expired at `thisUpdate`.
   */
  readonly reachesBackTo: Date | null;
  /** The certificate whose key signed the statement. */
  readonly signer: Certificate;
  /** `issuer`: the authority that issued the certificate; otherwise somebody whose own standing has to be looked at. */
  readonly authority: 'issuer' | 'delegate';
  /** The signed bytes and the algorithm's OID, for judging how long the signature proves something. */
  readonly signatureOid: string;
}

/** Why a statement says nothing about a certificate. */
export type RevocationObstacle =
  /** It is about other certificates. */
  | 'notAbout'
  /** No known certificate that may speak for the issuer signed it. */
  | 'unknownSigner'
  | 'badSignature'
  /** SHA-1 and the like where they were not accepted any more, or an algorithm that we cannot verify. */
  | 'unknownAlgorithm'
  /** The one who signed is not entitled to: no cRLSign, no OCSPSigning, issued by somebody else. */
  | 'notEntitled'
  /** The signer's certificate was not valid when the statement was made. */
  | 'signerNotValid'
  /** A critical extension that we do not process, or one whose content makes no sense. */
  | 'unprocessedExtension'
  /** It speaks of a certificate of the same number with another content (certHash). */
  | 'otherCertificate'
  /** Its times contradict each other, or it was made later than the moment of checking. */
  | 'impossibleTime'
  /** It was made after the certificate had expired, and such certificates are not on it. */
  | 'silentAboutExpired';

export interface RevocationRefusal {
  readonly kind: 'refused';
  readonly obstacle: RevocationObstacle;
}

export const refused = (obstacle: RevocationObstacle): RevocationRefusal => ({ kind: 'refused', obstacle });

/**
 * Whether an answer is recent enough to speak for a moment (EN 319 102-1, 5.2.5): made true after it, or before it and not yet
 * due for renewal. An answer that promises no renewal counts from when it was signed.
 * @param longestAge milliseconds that a policy accepts instead of the promise.
 */
export function freshness(
  answer: Pick<RevocationAnswer, 'thisUpdate' | 'nextUpdate' | 'producedAt'>,
  at: Date,
  longestAge: number | null = null,
): 'fresh' | 'stale' {
  const { thisUpdate, nextUpdate, producedAt } = answer;
  if (thisUpdate >= at || (nextUpdate === null && producedAt >= at)) return 'fresh';
  const accepted = longestAge ?? (nextUpdate === null ? null : nextUpdate.getTime() - thisUpdate.getTime());
  return accepted !== null && at.getTime() - thisUpdate.getTime() <= accepted ? 'fresh' : 'stale';
}

/**
 * Whether a statement can know about a certificate: one that had expired before it was made is dropped from lists, unless the
 * authority says how far back it still speaks (RFC 5280, 3.3; X.509, 9.5.2.12; RFC 6960, 4.4.4).
 */
export function reaches(answer: Pick<RevocationAnswer, 'thisUpdate' | 'reachesBackTo'>, certificate: Certificate) {
  const { notAfter } = certificate;
  return answer.thisUpdate <= notAfter || (answer.reachesBackTo !== null && answer.reachesBackTo <= notAfter);
}
