/** Whether a certificate is one to sign with. */
import type { Certificate } from './certificate.ts';

/** Why a certificate may not sign documents. */
export type UnsuitableReason =
  /** keyUsage is present and has neither digitalSignature nor nonRepudiation. */
  | 'keyUsage'
  /** A certificate of an authority. */
  | 'authority'
  | 'notYetValid'
  | 'expired'
  /** A key we cannot use: too short, or of a kind not supported. */
  | 'key'
  /** An extended key usage for something else only, such as a server or time-stamps. */
  | 'extendedKeyUsage';

/** Shortest RSA modulus accepted, in bits. */
export const minimumRsaBits = 2048;

// Purposes under which a person's signature on a document is at home: any; e-mail protection; client authentication (what many
// public authorities put in personal certificates); Microsoft's and Adobe's document signing; RFC 9336.
const personalPurposes: ReadonlySet<string> = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
  '1.3.6.1.5.5.7.3.36',
]);

/** Whether the certificate's key usage allows signatures on documents (RFC 5280, 4.2.1.3); absent means yes. */
export function mayDigitallySign(certificate: Certificate): boolean {
  const usage = certificate.keyUsage;
  return usage === null || usage.has('digitalSignature') || usage.has('nonRepudiation');
}

/** Whether the key is of a kind and size that we accept. */
export function hasStrongKey(certificate: Certificate): boolean {
  const key = certificate.keyAlgorithm;
  return key.kind === 'ec' || (key.kind === 'rsa' && key.bits >= minimumRsaBits);
}

/**
 * Everything that speaks against signing a document with this certificate at a moment; empty when nothing does.
 * Trust is not asked here: see chain.ts.
 */
export function unsuitableReasons(certificate: Certificate, at: Date): UnsuitableReason[] {
  const purposes = certificate.extendedKeyUsage?.purposes;
  const reasons: (UnsuitableReason | false)[] = [
    !mayDigitallySign(certificate) && 'keyUsage',
    certificate.basicConstraints?.ca === true && 'authority',
    at < certificate.notBefore && 'notYetValid',
    at > certificate.notAfter && 'expired',
    !hasStrongKey(certificate) && 'key',
    purposes !== undefined && !purposes.some((purpose) => personalPurposes.has(purpose)) && 'extendedKeyUsage',
  ];
  return reasons.filter((reason) => reason !== false);
}
