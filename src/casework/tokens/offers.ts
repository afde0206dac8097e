import type { CertificateOffer, LibraryState } from '../../contract/calls.ts';
import type { TokenCertificate } from '../../contract/token.ts';
import { cuilOf, isElectronic } from '../../signature/index.ts';
import { electronicIdOf } from '../enrolment/electronic.ts';
import { readCertificate } from '../certificates.ts';

/** For whom and when certificates are ranked. */
export interface OfferFacts {
  readonly now: Date;
  /** The person's CUIL as the office's configuration has it; null where it has none. */
  readonly cuil: string | null;
  /** Who this person is to the repository: what it writes where it knows no CUIL. */
  readonly personId: string;
  /** The certificate chosen last, from the settings. */
  readonly chosenLast: string | null;
  /** Issuers (the name a person reads) that this office expects, the dearest first; empty where it has no wish. */
  readonly issuers: readonly string[];
  /** What this machine knows of a certificate's revocation, without asking anybody. */
  readonly revocationOf: (certificate: TokenCertificate) => CertificateOffer['revocation'];
}

type Unranked = Omit<CertificateOffer, 'rank'> & { readonly certificate: TokenCertificate };
const dayMs = 86_400_000;

/**
 * Every certificate on every token, the one to offer first. What may sign comes before what may not, the person's own before one
 * that names nobody and one of somebody else last; then the one chosen last, the expected issuer, and the one that lasts longest.
 * The host has put those that state nonRepudiation first, and equal ones keep its order.
 */
export function rankOffers(libraries: readonly LibraryState[], facts: OfferFacts): CertificateOffer[] {
  const offers = libraries.flatMap(({ libraryId, listing }) =>
    (listing?.tokens ?? []).flatMap((token) =>
      token.certificates.map((certificate) => judge(libraryId, token.serial, certificate, facts)),
    ),
  );
  const keys = offers.map((offer) => ({ offer, key: keyOf(offer, facts) }));
  return keys
    .sort((a, b) => compare(a.key, b.key))
    .map(({ offer: { certificate: _certificate, ...offer } }, rank) => ({ ...offer, rank }));
}

function judge(libraryId: string, tokenSerial: string, certificate: TokenCertificate, facts: OfferFacts): Unranked {
  const cuil = cuilOf(certificate.serialNumber);
  const read = readCertificate(certificate.der);
  const own = facts.cuil?.replace(/\D/g, '') ?? null;
  const daysLeft = Math.floor((Date.parse(certificate.notAfter) - facts.now.getTime()) / dayMs);
  const revocation = facts.revocationOf(certificate);
  return {
    ...{ libraryId, tokenSerial, certificateSha256: certificate.certificateSha256, certificate },
    usable: certificate.unsuitable === null && revocation !== 'revoked',
    owner: ownerOf(certificate, cuil, own, facts.personId),
    ...{ cuil, daysLeft, revocation },
    expiry: expiryOf(daysLeft),
    chosenLast: certificate.certificateSha256 === facts.chosenLast,
    electronic: read !== null && isElectronic(read),
  };
}

function ownerOf(
  { serialNumber }: TokenCertificate,
  cuil: string | null,
  own: string | null,
  personId: string,
): CertificateOffer['owner'] {
  if (serialNumber === electronicIdOf(personId)) return 'self';
  if (cuil === null || own === null) return 'unknown';
  return cuil === own ? 'self' : 'other';
}

/** Warned of when fewer than 60, 30 and 7 days are left. */
function expiryOf(daysLeft: number): CertificateOffer['expiry'] {
  if (daysLeft < 0) return 'expired';
  if (daysLeft < 7) return 'within7';
  if (daysLeft < 30) return 'within30';
  return daysLeft < 60 ? 'within60' : 'fine';
}

const ownerOrder = { self: 0, unknown: 1, other: 2 } as const;

function keyOf(offer: Unranked, { issuers }: OfferFacts): readonly number[] {
  const issuer = issuers.indexOf(offer.certificate.issuer);
  return [
    offer.usable ? 0 : 1,
    ownerOrder[offer.owner],
    // Who has a token signs digitally, unless he or she chooses otherwise.
    offer.electronic ? 1 : 0,
    offer.chosenLast ? 0 : 1,
    issuer < 0 ? issuers.length : issuer,
    -offer.daysLeft,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
