/**
 * One SignerInfo against its content (EN 319 102-1, 5.2.2 to 5.2.7 without the certificate path): format, the certificate it
 * names, digest, signature, and the attributes that bind them. The same checks serve signatures and time-stamp tokens.
 */
import { schemeFrom, digestFrom } from '../asn1/algorithm-identifier.ts';
import {
  algorithmProtectionHolds,
  contentTypeOf,
  duplicateAttributes,
  messageDigestOf,
  signingCertificateReferences,
} from '../cms/attributes.ts';
import { CmsError } from '../cms/errors.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { createSignatureVerifier, equalBytes } from '../crypto.ts';
import type { AnyDigest, SignatureScheme } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { digestMaterial, keyMaterial } from '../trust/algorithms.ts';
import type { AlgorithmTable, Material } from '../trust/algorithms.ts';
import { Memory } from '../trust/memory.ts';
import type { Findings } from './findings.ts';
import { checkReferences, chooseCertificate, readCertificates } from './signer-certificate.ts';

/** The bytes that a signature is about. */
export interface SignedContent {
  digest(algorithm: AnyDigest): Uint8Array | Promise<Uint8Array>;
  /** The bytes themselves, for the rare signature without signed attributes. */
  pieces(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface SignerCheck {
  readonly certificate: Certificate | null;
  /** Every readable certificate that came along. */
  readonly certificates: readonly Certificate[];
  /** The ESS attribute that ties the signature to its certificate, when it does. */
  readonly reference: 'v1' | 'v2' | null;
  /** Digest and key that the signature rests on. Whether they held is a question of time, and not asked here. */
  readonly materials: readonly Material[];
}

export interface SignerCheckOptions {
  /** Certificates among which the signer's may be, beside those that came along. */
  readonly otherCertificates?: readonly Certificate[];
  /** Which algorithms were good until when; the house's own table by default. */
  readonly algorithms?: AlgorithmTable;
  /** What the work that this check is part of has read and verified already. */
  readonly memory?: Memory | undefined;
}

/**
 * Checks `signer` and notes what is wrong in `findings`. Never throws on bad input.
 * @param content null when it is not at hand: then only what the signature says by itself is checked.
 */
export async function checkSigner(
  signedData: SignedData,
  signer: SignerInfo,
  content: SignedContent | null,
  findings: Findings,
  { otherCertificates = [], algorithms, memory = new Memory() }: SignerCheckOptions = {},
): Promise<SignerCheck> {
  const certificates = readCertificates(signedData.certificates, findings, memory);
  const references = guarded(findings, () => signingCertificateReferences(signer.signedAttributes ?? [])) ?? [];
  const certificate = chooseCertificate(signer, [...certificates, ...otherCertificates], references);
  checkFormat(signedData, signer, findings);
  const digest = digestFrom(signer.digestAlgorithm);
  if (digest === null) {
    const oid = signer.digestAlgorithm.oid;
    findings.doubt('CRYPTO_CONSTRAINTS_FAILURE', 'unknownDigest', `The digest algorithm ${oid} is not one we accept.`);
  } else {
    await checkDigest(signer, digest, content, findings);
  }
  const digestUsed = digest === null ? [] : [digestMaterial(digest, algorithms)];
  if (certificate === null) {
    findings.doubt(
      'NO_SIGNING_CERTIFICATE_FOUND',
      'noSigningCertificate',
      'The certificate of the signer is not in the signature.',
    );
    return { certificate, certificates, reference: null, materials: digestUsed };
  }
  await checkCryptography(signer, digest, certificate, content, findings, memory);
  const reference = checkReferences(references, certificate, findings);
  const materials = [...digestUsed, ...keyUsed(certificate, algorithms)];
  return { certificate, certificates, reference, materials };
}

function checkFormat(signedData: SignedData, signer: SignerInfo, findings: Findings): void {
  if (signer.signedAttributes === null) {
    findings.doubt(
      'SIG_CONSTRAINTS_FAILURE',
      'noSignedAttributes',
      'The signature has no signed attributes: nothing ties it to one certificate.',
    );
    return;
  }
  const attributes = signer.signedAttributes;
  const repeated = duplicateAttributes(attributes);
  if (repeated.length > 0) {
    findings.fail('FORMAT_FAILURE', 'duplicateAttribute', `Signed attribute ${repeated[0]} appears more than once.`);
    return;
  }
  const contentType = guarded(findings, () => contentTypeOf(attributes));
  if (contentType !== signedData.contentType) {
    findings.fail('FORMAT_FAILURE', 'contentType', 'The content-type attribute is missing or names another type.');
  }
  if (guarded(findings, () => algorithmProtectionHolds(signer)) === false) {
    findings.fail('FORMAT_FAILURE', 'algorithmProtection', 'The algorithms are not the ones that were signed.');
  }
}

async function checkDigest(
  signer: SignerInfo,
  digest: AnyDigest,
  content: SignedContent | null,
  findings: Findings,
): Promise<void> {
  if (signer.signedAttributes === null) return;
  const expected = guarded(findings, () => messageDigestOf(signer.signedAttributes ?? []));
  if (expected === null) {
    findings.fail('FORMAT_FAILURE', 'noMessageDigest', 'The message-digest attribute is missing.');
  } else if (content !== null && !equalBytes(expected, await content.digest(digest))) {
    findings.fail('HASH_FAILURE', 'digestMismatch', 'The signed content was changed: its digest is another.');
  }
}

async function checkCryptography(
  signer: SignerInfo,
  digest: AnyDigest | null,
  certificate: Certificate,
  content: SignedContent | null,
  findings: Findings,
  memory: Memory,
): Promise<void> {
  const scheme = schemeFrom(signer.signatureAlgorithm, digest);
  if (scheme === null || certificate.publicKey === null) {
    const oid = scheme === null ? signer.signatureAlgorithm.oid : keyOid(certificate);
    findings.doubt('CRYPTO_CONSTRAINTS_FAILURE', 'unknownAlgorithm', `The algorithm ${oid} is not one we can check.`);
    return;
  }
  // EdDSA signs the attributes themselves; which digest they name is bound by nothing but custom (RFC 8419).
  if (digest !== null && scheme.kind !== 'eddsa' && scheme.digest !== digest) {
    findings.fail(
      'FORMAT_FAILURE',
      'algorithmMismatch',
      `The content was digested with ${digest}, the signature says ${scheme.digest}.`,
    );
  }
  if (!(await signatureHolds(signer, scheme, certificate, content, memory))) {
    findings.fail('SIG_CRYPTO_FAILURE', 'badSignature', 'The signature value does not fit the signer’s key.');
  }
}

async function signatureHolds(
  signer: SignerInfo,
  scheme: SignatureScheme,
  certificate: Certificate,
  content: SignedContent | null,
  memory: Memory,
): Promise<boolean> {
  const key = certificate.publicKey!;
  if (signer.signedAttributes !== null) {
    return signer.signedAttributeEncodings.some((bytes) => memory.verify(scheme, key, bytes, signer.signature));
  }
  if (content === null) return true; // nothing to check it against, and the missing content is reported by itself
  const verifier = createSignatureVerifier(scheme, key);
  for await (const piece of content.pieces()) verifier.update(piece);
  return verifier.verify(signer.signature);
}

/** A key that we cannot use at all was reported as such. */
function keyUsed({ keyAlgorithm }: Certificate, algorithms?: AlgorithmTable): Material[] {
  return keyAlgorithm.kind === 'unsupported' ? [] : [keyMaterial(keyAlgorithm, algorithms)];
}

function keyOid(certificate: Certificate): string {
  return certificate.keyAlgorithm.kind === 'unsupported' ? certificate.keyAlgorithm.oid : certificate.keyAlgorithm.kind;
}

/** Reads from attributes; one that cannot be read is a failure of format. */
function guarded<T>(findings: Findings, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    findings.fail('FORMAT_FAILURE', 'badAttribute', `A signed attribute cannot be read (${error.message}).`);
    return null;
  }
}
