import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { SignatureAlgorithm, TokenCertificate, TokenListing } from '../../contract/token.ts';
import {
  type Certificate,
  CertificateError,
  anchorsFor,
  buildChain,
  isElectronic,
  isSelfIssued,
  parseCertificate,
  parseCertificates,
} from '../../signature/index.ts';

/** Who signs, with what: found on the token as it is plugged in now. */
export interface Signer {
  readonly tokenSerial: string;
  readonly tokenLabel: string;
  readonly practice: boolean;
  readonly name: string;
  readonly certificate: Certificate;
  /** Signs electronically, not digitally (Ley 25.506, art. 5). */
  readonly electronic: boolean;
  /** Certificates to carry beside it, nearest first, the root left out. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
}

/** Finds the chosen certificate on the chosen token, or says why it cannot sign. */
export function findSigner(
  listing: TokenListing,
  chosen: { readonly tokenSerial: string; readonly certificateSha256: string },
  trustAnchors: readonly string[],
  now: Date,
): Outcome<Signer> {
  const token = listing.tokens.find((one) => one.serial === chosen.tokenSerial);
  if (!token) return failed({ kind: 'tokenAbsent', token: chosen.tokenSerial });
  const matches = token.certificates.filter((one) => one.certificateSha256 === chosen.certificateSha256);
  const [found] = matches;
  if (!found) return failed({ kind: 'certificateMissing', certificateSha256: chosen.certificateSha256 });
  if (found.unsuitable !== null) return failed({ kind: 'certificateUnsuitable', reason: found.unsuitable });
  const certificate = readCertificate(found.der);
  if (!certificate) return failed({ kind: 'certificateUnsuitable', reason: 'unreadable' });
  // The address is computed here: what a token calls its certificate is not proof of which one it is.
  if (certificate.sha256 !== chosen.certificateSha256) return failed({ kind: 'certificateChanged' });
  const algorithm = chooseAlgorithm(found, certificate);
  if (!algorithm) return failed({ kind: 'mechanismMissing', algorithm: certificate.keyAlgorithm.kind });
  const others = token.certificates.filter((one) => one !== found);
  return done({
    tokenSerial: token.serial,
    tokenLabel: token.label,
    practice: token.practice,
    name: found.commonName,
    certificate,
    electronic: isElectronic(certificate),
    chain: chainOf(certificate, others, trustAnchors, now),
    algorithm,
  });
}

/** The digest as strong as the key, no stronger: SHA-384 for P-384, SHA-512 for P-521, SHA-256 for the rest. */
function chooseAlgorithm(offered: TokenCertificate, certificate: Certificate): SignatureAlgorithm | null {
  const key = certificate.keyAlgorithm;
  const wishes: readonly SignatureAlgorithm[] =
    key.kind === 'ec'
      ? key.curve === 'p384'
        ? ['ecdsa-sha384', 'ecdsa-sha512']
        : key.curve === 'p521'
          ? ['ecdsa-sha512']
          : ['ecdsa-sha256', 'ecdsa-sha384', 'ecdsa-sha512']
      : ['rsa-pkcs1-sha256', 'rsa-pkcs1-sha384', 'rsa-pkcs1-sha512', 'rsa-pss-sha256', 'rsa-pss-sha384'];
  return wishes.find((wish) => offered.algorithms.includes(wish)) ?? null;
}

function chainOf(
  certificate: Certificate,
  onToken: readonly TokenCertificate[],
  trustAnchors: readonly string[],
  now: Date,
): Certificate[] {
  const anchors = anchorsFor(certificate, trustAnchors.flatMap(readCertificates));
  const intermediates = [...onToken.flatMap(({ der }) => readCertificate(der) ?? []), ...anchors];
  const { path } = buildChain(certificate, { anchors, intermediates, at: now });
  return path.filter((one) => one.sha256 !== certificate.sha256 && !isSelfIssued(one));
}

function readCertificate(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return null;
    throw error;
  }
}

function readCertificates(pem: string): Certificate[] {
  try {
    return parseCertificates(Buffer.from(pem));
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}
