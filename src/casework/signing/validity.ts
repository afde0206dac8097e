import type { CertificateUnsuitable } from '../../contract/failures.ts';
import type { TokenCertificate, TokenListing } from '../../contract/token.ts';

/**
 * A listing with validity judged at `now`. The host goes by this computer's clock, which decides nothing (law 6); every other reason is
 * the host's to know, and stands.
 */
export function judgedAt(listing: TokenListing, now: Date): TokenListing {
  return {
    ...listing,
    tokens: listing.tokens.map((token) => ({
      ...token,
      certificates: token.certificates.map((one) => ({ ...one, unsuitable: unsuitableAt(one, now) })),
    })),
  };
}

function unsuitableAt({ unsuitable, notBefore, notAfter }: TokenCertificate, now: Date): CertificateUnsuitable | null {
  if (unsuitable !== null && unsuitable !== 'expired' && unsuitable !== 'notYetValid') return unsuitable;
  if (now > new Date(notAfter)) return 'expired';
  return now < new Date(notBefore) ? 'notYetValid' : null;
}
