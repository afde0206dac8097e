/** Which token and which certificate a command works with, from what the person named. Nothing is ever guessed among several. */
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { Token, TokenCertificate, TokenListing } from '../contract/token.ts';

export interface TokenWish {
  readonly label: string | undefined;
  readonly serial: string | undefined;
}

/** The tokens with this label and serial; without either, all of them. */
export function tokensAnswering(listing: TokenListing, wish: TokenWish): Token[] {
  return listing.tokens.filter(
    (token) =>
      (wish.label === undefined || token.label.trim() === wish.label.trim()) &&
      (wish.serial === undefined || token.serial.trim() === wish.serial.trim()),
  );
}

/**
 * The certificate named by its SHA-256 (the first 8 digits are enough), its key id, its label or its holder's name; without a
 * name, the only one that may sign.
 */
export function chooseCertificate(token: Token, wish: string | undefined): Outcome<TokenCertificate> {
  if (wish !== undefined) {
    const named = token.certificates.filter((certificate) => answersTo(certificate, wish));
    const [only, ...others] = named;
    if (only === undefined) return failed({ kind: 'certificateMissing', certificateSha256: wish });
    if (others.length > 0) return failed({ kind: 'certificateAmbiguous', matches: named.length });
    return only.unsuitable === null ? done(only) : failed({ kind: 'certificateUnsuitable', reason: only.unsuitable });
  }
  const suitable = token.certificates.filter((certificate) => certificate.unsuitable === null);
  const [only, ...others] = suitable;
  if (others.length > 0) return failed({ kind: 'certificateAmbiguous', matches: suitable.length });
  if (only !== undefined) return done(only);
  const reason = token.certificates[0]?.unsuitable;
  return reason === undefined || reason === null
    ? failed({ kind: 'certificateMissing', certificateSha256: '' })
    : failed({ kind: 'certificateUnsuitable', reason });
}

function answersTo(certificate: TokenCertificate, wish: string): boolean {
  const hex = wish.toLowerCase().replaceAll(/[\s:]/g, '');
  if (/^[0-9a-f]{8,64}$/.test(hex) && certificate.certificateSha256.startsWith(hex)) return true;
  return [certificate.keyId, certificate.label, certificate.commonName].includes(wish);
}
