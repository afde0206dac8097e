/**
 * X.509 certificates (RFC 5280), read by our own parser so that every field we decide by is one we saw. Keys and signatures
 * go to crypto.ts.
 */
import { readAlgorithmIdentifier, schemeFrom } from '../asn1/algorithm-identifier.ts';
import type { AlgorithmIdentifier } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asBytesOfBits, asInteger, asOid, asSequence, asTime } from '../asn1/values.ts';
import * as der from '../asn1/write.ts';
import { importOtherKey, importPublicKey, keySize, sha256Hex } from '../crypto.ts';
import type { OtherKey, PublicKey, SignatureScheme } from '../crypto.ts';
import { CertificateError } from './errors.ts';
import { readExtensions } from './extensions.ts';
import type { CertificateExtensions } from './extensions.ts';
import { readName } from './name.ts';
import type { DistinguishedName } from './name.ts';

/** What kind of key a certificate certifies. */
export type KeyAlgorithm =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: 'p256' | 'p384' | 'p521' }
  /** Keys that only others use: they verify, and never sign here. */
  | { readonly kind: 'other'; readonly curve: OtherKey['curve'] }
  | { readonly kind: 'unsupported'; readonly oid: string };

export interface Certificate extends CertificateExtensions {
  readonly der: Uint8Array;
  /** Lower-case hexadecimal SHA-256 of the DER: the certificate's name in this program. */
  readonly sha256: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly serialNumber: bigint;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The SubjectPublicKeyInfo as encoded. */
  readonly spki: Uint8Array;
  readonly keyAlgorithm: KeyAlgorithm;
  /** null when `keyAlgorithm` is unsupported. */
  readonly publicKey: PublicKey | null;
  /** The bytes that the issuer signed. */
  readonly tbs: Uint8Array;
  /** null when it is a scheme we cannot verify; `signatureOid` then still names it. */
  readonly signatureScheme: SignatureScheme | null;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
}

/**
 * Reads one DER certificate.
 * @throws CertificateError when it is not one (never another error, whatever the bytes).
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  try {
    // A copy: what we hand out must not change (or keep a whole file alive) with the buffer it came in.
    return readCertificate(Uint8Array.from(bytes));
  } catch (error) {
    if (error instanceof Asn1Error) throw new CertificateError('malformed', `not a certificate: ${error.message}`);
    throw error;
  }
}

function readCertificate(bytes: Uint8Array): Certificate {
  const [tbs, outer, signature, ...rest] = asSequence(readAsn1(bytes, { limits: { depth: 24, values: 20_000 } }));
  if (tbs === undefined || rest.length > 0) throw new Asn1Error('unexpected', 'three fields expected');
  const fields = [...asSequence(tbs)];
  const version = fields[0]?.isContext(0) ? asInteger(fields.shift()!.children[0]) : 0n;
  const [serial, inner, issuer, validity, subject, spki, ...optional] = fields;
  const [notBefore, notAfter] = asSequence(validity);
  const algorithm = readAlgorithmIdentifier(outer);
  if (Buffer.compare(readAlgorithmIdentifier(inner).encoded, algorithm.encoded) !== 0) {
    throw new CertificateError('algorithmMismatch', 'a certificate that names two signature algorithms');
  }
  const extensions = optional.find((field) => field.isContext(3));
  if (version > 2n || (extensions !== undefined && version !== 2n))
    throw new Asn1Error('unexpected', 'version 3 expected');
  const key = readKey(spki);
  return {
    der: bytes,
    sha256: sha256Hex(bytes),
    serialNumber: asInteger(serial),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: asTime(notBefore),
    notAfter: asTime(notAfter),
    spki: spki!.encoded,
    ...key,
    tbs: tbs.encoded,
    signatureScheme: schemeFrom(algorithm),
    signatureOid: algorithm.oid,
    signature: asBytesOfBits(signature),
    ...readExtensions(extensions),
  };
}

function readKey(value: Asn1Value | undefined): { keyAlgorithm: KeyAlgorithm; publicKey: PublicKey | null } {
  const [identifierValue, bits] = asSequence(value);
  const identifier = readAlgorithmIdentifier(identifierValue);
  const keyBits = asBytesOfBits(bits);
  const unsupported = { keyAlgorithm: { kind: 'unsupported', oid: identifier.oid } as const, publicKey: null };
  const other = otherCurveOf(identifier);
  if (other !== null) {
    const publicKey = importOtherKey(other, keyBits);
    return publicKey === null ? unsupported : { keyAlgorithm: { kind: 'other', curve: other }, publicKey };
  }
  const curve = curveOf(identifier);
  const encoded = identifier.oid === oids.rsaPss ? asPlainRsa(keyBits) : value!.encoded;
  if (![oids.rsaEncryption, oids.rsaPss].includes(identifier.oid as never) && curve === null) return unsupported;
  const publicKey = importPublicKey(encoded);
  const size = publicKey === null ? null : keySize(publicKey);
  if (size === null) return unsupported;
  if (size.kind === 'rsa') return { keyAlgorithm: { kind: 'rsa', bits: size.bits }, publicKey };
  return curve === null ? unsupported : { keyAlgorithm: { kind: 'ec', curve }, publicKey };
}

/** BoringSSL does not read keys marked for RSASSA-PSS; the key itself is the same as any RSA key. */
function asPlainRsa(keyBits: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.oid(oids.rsaEncryption), der.nullValue()), der.bitString(keyBits));
}

const otherCurves: ReadonlyMap<string, OtherKey['curve']> = new Map([
  [oids.brainpoolP256r1, 'brainpoolP256r1'],
  [oids.brainpoolP384r1, 'brainpoolP384r1'],
  [oids.brainpoolP512r1, 'brainpoolP512r1'],
]);

/** RFC 5639 for Brainpool, RFC 8410 for the Edwards curves. */
function otherCurveOf({ oid, parameters }: AlgorithmIdentifier): OtherKey['curve'] | null {
  if (oid === oids.ed25519) return parameters === null ? 'ed25519' : null;
  if (oid === oids.ed448) return parameters === null ? 'ed448' : null;
  if (oid !== oids.ecPublicKey || !parameters?.isUniversal(6)) return null;
  return otherCurves.get(asOid(parameters)) ?? null;
}

function curveOf(identifier: AlgorithmIdentifier): 'p256' | 'p384' | 'p521' | null {
  if (identifier.oid !== oids.ecPublicKey || !identifier.parameters?.isUniversal(6)) return null;
  switch (asOid(identifier.parameters)) {
    case oids.p256:
      return 'p256';
    case oids.p384:
      return 'p384';
    case oids.p521:
      return 'p521';
    default:
      return null;
  }
}

/** Whether the certificate names itself as its issuer (which says nothing about who signed it). */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.key === certificate.issuer.key;
}
