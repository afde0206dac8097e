import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateUnsuitable } from '../contract/failures.ts';
import { Sha256 } from '../contract/ids.ts';
import type { SignatureAlgorithm, TokenCertificate } from '../contract/token.ts';
import { type KeyShape, keyShapeOf } from './algorithms.ts';
import { attributes, readTbs } from './tbs.ts';

/** A certificate as far as choosing one needs it. */
export interface ReadCertificate {
  readonly sha256: Sha256;
  readonly der: Uint8Array;
  readonly commonName: string;
  readonly serialNumber: string | null;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Null when the certificate, or its key, could not be read. */
  readonly key: KeyShape | null;
  readonly authority: boolean;
  /** RFC 5280 4.2.1.3; null when the extension is absent. */
  readonly usage: { readonly digitalSignature: boolean; readonly nonRepudiation: boolean } | null;
}

export function sha256Of(bytes: Uint8Array): Sha256 {
  return Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
}

/** Reads a certificate; what cannot be read comes back with `key: null`, so that a person still sees it listed. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  const sha256 = sha256Of(der);
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(der);
  } catch {
    return {
      ...{ sha256, der, commonName: '', serialNumber: null, issuer: '', key: null, authority: false, usage: null },
      ...{ notBefore: new Date(0), notAfter: new Date(0) },
    };
  }
  const { subject, issuer, usage } = readTbs(der);
  return {
    sha256,
    der,
    commonName: subject.get(attributes.commonName) ?? oneLine(x509.subject),
    serialNumber: subject.get(attributes.serialNumber) ?? null,
    issuer: issuer.get(attributes.commonName) ?? issuer.get(attributes.organization) ?? oneLine(x509.issuer),
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    key: keyShape(x509),
    authority: x509.ca,
    usage,
  };
}

/**
 * Why a certificate may never sign, whatever the time, or null. nonRepudiation or digitalSignature must be stated: a certificate without the extension is
 * refused, as ETSI EN 319 412-2 (4.3.2) obliges issuers to state it.
 */
export function unfitness(certificate: ReadCertificate): CertificateUnsuitable | null {
  const { key, usage } = certificate;
  if (key === null) return 'unreadable';
  if (certificate.authority || !(usage?.nonRepudiation || usage?.digitalSignature)) return 'wrongKeyUsage';
  if (key.kind === 'rsa' && key.bits < 2048) return 'weakKey';
  return null;
}

/**
 * Why a certificate may not sign as this computer's clock has it, or null. Advice where it speaks of time: a clock decides nothing (law
 * 6), so no signature is refused here for it; the office knows better what time it is.
 */
export function unsuitability(
  certificate: ReadCertificate,
  now: Date,
  hasPrivateKey = true,
): CertificateUnsuitable | null {
  const unfit = unfitness(certificate) ?? (hasPrivateKey ? null : 'noPrivateKey');
  if (unfit !== null) return unfit;
  if (now > certificate.notAfter) return 'expired';
  if (now < certificate.notBefore) return 'notYetValid';
  return null;
}

/** The certificate as it is told to the office. */
export function describeCertificate(
  certificate: ReadCertificate,
  on: { label: string; keyId: string; algorithms: SignatureAlgorithm[]; hasPrivateKey: boolean; now: Date },
): TokenCertificate {
  return {
    certificateSha256: certificate.sha256,
    der: new Uint8Array(certificate.der),
    label: on.label,
    keyId: on.keyId,
    commonName: certificate.commonName,
    serialNumber: certificate.serialNumber,
    issuer: certificate.issuer,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    algorithms: on.algorithms,
    unsuitable: unsuitability(certificate, on.now, on.hasPrivateKey),
  };
}

/** Puts first what a person most likely wants: what may sign, and of that what states nonRepudiation. */
export function byPreference(a: ReadCertificate, b: ReadCertificate, now: Date): number {
  const rank = (one: ReadCertificate) =>
    unsuitability(one, now) !== null ? 2 : one.usage?.nonRepudiation === true ? 0 : 1;
  return rank(a) - rank(b);
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function keyShape(x509: X509Certificate): KeyShape | null {
  try {
    return keyShapeOf(x509.publicKey);
  } catch {
    // Curves that the crypto library was built without.
    return null;
  }
}
