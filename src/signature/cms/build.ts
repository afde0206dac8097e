/**
 * Building the CMS of a PAdES or CAdES baseline signature (RFC 5652, RFC 5035, RFC 6211; EN 319 142-1, 5 and 6.3; EN 319 122-1, 5).
 * Building has two halves with the token between them: attributes to be signed, then the finished SignedData.
 */
import { writeDigestAlgorithm, writeSignatureAlgorithm } from '../asn1/algorithm-identifier.ts';
import { oids } from '../asn1/oids.ts';
import * as der from '../asn1/write.ts';
import { digest, digestLength, digestOf } from '../crypto.ts';
import type { DigestAlgorithm, SignatureAlgorithm } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { CmsError } from './errors.ts';

/**
 * The signed attributes: content-type, message-digest, signing-certificate-v2, CMSAlgorithmProtection, and nothing else but, for
 * CAdES, signing-time. PAdES baseline keeps the claimed time in /M alone (EN 319 142-1, 6.3), CAdES baseline demands the attribute
 * (EN 319 122-1, 6.3).
 * @param messageDigest digest of what is signed, made with the algorithm's digest.
 * @param signingTime for CAdES only.
 * @returns DER of the SET OF Attribute with tag 0x31: exactly the bytes whose digest the token signs (RFC 5652, 5.4).
 */
export function buildSignedAttributes(parts: {
  readonly messageDigest: Uint8Array;
  readonly certificate: Certificate;
  readonly algorithm: SignatureAlgorithm;
  readonly signingTime?: Date | undefined;
}): Uint8Array {
  const digestAlgorithm = digestOf(parts.algorithm);
  if (parts.messageDigest.length !== digestLength[digestAlgorithm]) {
    throw new RangeError(`a ${digestAlgorithm} digest has ${digestLength[digestAlgorithm]} bytes`);
  }
  requireFittingKey(parts.certificate, parts.algorithm);
  return der.setOf([
    attribute(oids.contentType, der.oid(oids.data)),
    attribute(oids.messageDigest, der.octetString(parts.messageDigest)),
    ...(parts.signingTime === undefined ? [] : [attribute(oids.signingTime, der.time(parts.signingTime))]),
    attribute(oids.signingCertificateV2, signingCertificateV2(parts.certificate, digestAlgorithm)),
    attribute(
      oids.cmsAlgorithmProtection,
      der.sequence(writeDigestAlgorithm(digestAlgorithm), der.implicit(1, writeSignatureAlgorithm(parts.algorithm))),
    ),
  ]);
}

/** What goes to the token: the digest of the signed attributes. */
export function digestToSign(signedAttributes: Uint8Array, algorithm: SignatureAlgorithm): Uint8Array {
  return digest(digestOf(algorithm), signedAttributes);
}

/**
 * The finished ContentInfo with one SignerInfo, detached.
 * @param parts.signature RSA: as the token gave it. ECDSA: DER (see `ecdsaRawToDer`).
 * @param parts.chain further certificates to carry, in any order; the signer's own is added.
 * @param parts.timeStampToken a time-stamp over `signature` (EN 319 122-1, 5.3), as its authority gave it.
 */
export function buildSignedData(parts: {
  readonly algorithm: SignatureAlgorithm;
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly timeStampToken?: Uint8Array | undefined;
}): Uint8Array {
  const { timeStampToken } = parts;
  const digestAlgorithm = writeDigestAlgorithm(digestOf(parts.algorithm));
  const certificates = new Map([parts.certificate, ...parts.chain].map((each) => [each.sha256, each.der]));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(parts.certificate.issuer.der, der.integer(parts.certificate.serialNumber)),
    digestAlgorithm,
    der.retag(parts.signedAttributes, 0xa0),
    writeSignatureAlgorithm(parts.algorithm),
    der.octetString(parts.signature),
    ...(timeStampToken === undefined ? [] : [der.setOf([attribute(oids.signatureTimeStamp, timeStampToken)], 0xa1)]),
  );
  const signedData = der.sequence(
    der.integer(1),
    der.setOf([digestAlgorithm]),
    der.sequence(der.oid(oids.data)),
    der.setOf([...certificates.values()], 0xa0),
    der.setOf([signerInfo]),
  );
  return der.sequence(der.oid(oids.signedData), der.explicit(0, signedData));
}

/**
 * Turns a token's raw ECDSA signature r‖s into the DER that CMS carries (RFC 3279, 2.2.3).
 * Tokens may give shorter even lengths than the curve's; the halves are then still r and s.
 * @throws CmsError `badSignatureValue` for an empty or odd length, more than 2 × 66 bytes, or a half that is zero.
 */
export function ecdsaRawToDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  if (raw.length === 0 || !Number.isInteger(half) || half > 66) {
    throw new CmsError('badSignatureValue', `${raw.length} bytes cannot be r and s`);
  }
  const [r, s] = [raw.subarray(0, half), raw.subarray(half)];
  if (r.every((byte) => byte === 0) || s.every((byte) => byte === 0)) {
    throw new CmsError('badSignatureValue', 'r and s are never zero');
  }
  return der.sequence(der.unsignedInteger(r), der.unsignedInteger(s));
}

function attribute(id: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(id), der.setOf([value]));
}

/** ESS signing-certificate-v2 (RFC 5035, 3): hashAlgorithm is left out when it is the DEFAULT, SHA-256. */
function signingCertificateV2(certificate: Certificate, digestAlgorithm: DigestAlgorithm): Uint8Array {
  const hashAlgorithm = digestAlgorithm === 'sha256' ? [] : [writeDigestAlgorithm(digestAlgorithm)];
  const issuerSerial = der.sequence(
    der.sequence(der.explicit(4, certificate.issuer.der)),
    der.integer(certificate.serialNumber),
  );
  const essCertId = der.sequence(
    ...hashAlgorithm,
    der.octetString(digest(digestAlgorithm, certificate.der)),
    issuerSerial,
  );
  return der.sequence(der.sequence(essCertId));
}

function requireFittingKey(certificate: Certificate, algorithm: SignatureAlgorithm): void {
  const wanted = algorithm.startsWith('ecdsa') ? 'ec' : 'rsa';
  if (certificate.keyAlgorithm.kind !== wanted) {
    throw new CmsError('keyMismatch', `${algorithm} with a certificate for a ${certificate.keyAlgorithm.kind} key`);
  }
}
