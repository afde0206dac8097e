/** What an OCSP response says about a certificate, once its signature and its signer were checked (RFC 6960, 3.2 and 4.2.2). */
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import { asBytesOfBits, asSequence } from '../asn1/values.ts';
import { digest, equalBytes, verifySignature } from '../crypto.ts';
import { parseCertificate } from '../trust/certificate.ts';
import type { Certificate } from '../trust/certificate.ts';
import { CertificateError } from '../trust/errors.ts';
import type { RevocationAnswer, RevocationRefusal } from './answer.ts';
import { refused } from './answer.ts';
import type { SignatureCheck } from './crl-judge.ts';
import type { OcspCertId, OcspResponse, SingleResponse } from './ocsp.ts';

export interface OcspQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Certificates among which the responder's may be, beside those that came along. They need not be trusted. */
  readonly others?: readonly Certificate[];
  /** Statements made later than this are none. */
  readonly at: Date;
  readonly verify?: SignatureCheck;
  /** How the certificates that came along are read; callers that ask about many remember them. */
  readonly read?: typeof parseCertificate;
  /** Responders that are trusted by themselves (RFC 6960, 4.2.2.2, local configuration). */
  readonly mayAnswer?: (responder: Certificate, at: Date) => boolean;
}

/**
 * Asks a response about a certificate. A delegated responder was issued directly by the certificate's issuer for this purpose;
 * whether it was revoked itself (unless it says nocheck) is for the caller to find out.
 */
export function askResponse(response: OcspResponse, question: OcspQuestion): RevocationAnswer | RevocationRefusal {
  const { certificate, issuer, at } = question;
  const single = response.responses.find((each) => isAbout(each.certId, certificate, issuer));
  if (single === undefined) return refused('notAbout');
  if (response.unprocessed.length > 0 || single.unprocessed.length > 0) return refused('unprocessedExtension');
  if (isOfAnother(single, certificate)) return refused('otherCertificate');
  const { thisUpdate, nextUpdate } = single;
  if (thisUpdate > at || response.producedAt > at || (nextUpdate !== null && nextUpdate < thisUpdate)) {
    return refused('impossibleTime');
  }
  const signer = findResponder(response, question);
  if (!('sha256' in signer)) return signer;
  return {
    kind: 'answer',
    source: 'ocsp',
    status: single.status,
    thisUpdate,
    nextUpdate,
    producedAt: response.producedAt,
    reachesBackTo: single.archiveCutoff,
    signer,
    authority: signer.sha256 === issuer.sha256 ? 'issuer' : 'delegate',
    signatureOid: response.signatureOid,
  };
}

/** Whether an id names the certificate: its number, and its issuer by name and key. */
export function isAbout(id: OcspCertId, certificate: Certificate, issuer: Certificate): boolean {
  if (id.serialNumber !== certificate.serialNumber || id.digest === null) return false;
  return (
    equalBytes(digest(id.digest, certificate.issuer.der), id.issuerNameHash) &&
    equalBytes(digest(id.digest, keyBits(issuer)), id.issuerKeyHash)
  );
}

/** The bits of a certificate's public key, without their tag: what key hashes are made of (RFC 6960, 4.1.1). */
export function keyBits(certificate: Certificate): Uint8Array {
  return asBytesOfBits(asSequence(readAsn1(certificate.spki))[1]);
}

function isOfAnother({ certHash }: SingleResponse, certificate: Certificate): boolean {
  if (certHash === null) return false;
  return certHash.digest === null || !equalBytes(digest(certHash.digest, certificate.der), certHash.hash);
}

const mostResponders = 8;

function findResponder(response: OcspResponse, question: OcspQuestion): Certificate | RevocationRefusal {
  const { issuer, others = [], verify = verifySignature, read = parseCertificate, mayAnswer = () => false } = question;
  const { signatureScheme: scheme } = response;
  if (scheme === null) return refused('unknownAlgorithm');
  const carried = response.certificates.slice(0, mostResponders).flatMap((der) => readable(der, read));
  const candidates = [issuer, ...carried, ...others].filter((each) => isResponder(response, each));
  let obstacle = refused('unknownSigner');
  for (const signer of candidates.slice(0, mostResponders)) {
    if (signer.publicKey === null) obstacle = refused('unknownAlgorithm');
    else if (!verify(scheme, signer.publicKey, response.tbs, response.signature)) obstacle = refused('badSignature');
    else if (!mayAnswer(signer, response.producedAt) && !maySpeakFor(issuer, signer, verify))
      obstacle = refused('notEntitled');
    else if (!wasValid(signer, response.producedAt)) obstacle = refused('signerNotValid');
    else return signer;
  }
  return obstacle;
}

function isResponder({ responderId }: OcspResponse, certificate: Certificate): boolean {
  return responderId.kind === 'name'
    ? certificate.subject.key === responderId.key
    : equalBytes(digest('sha1', keyBits(certificate)), responderId.hash);
}

/** The issuer itself, or one whom it appointed directly, for this, and with a certificate that we fully understand. */
function maySpeakFor(issuer: Certificate, signer: Certificate, verify: SignatureCheck): boolean {
  if (signer.sha256 === issuer.sha256 || Buffer.compare(signer.spki, issuer.spki) === 0) return true;
  if (signer.issuer.key !== issuer.subject.key || issuer.publicKey === null || signer.signatureScheme === null)
    return false;
  const purposes = signer.extendedKeyUsage?.purposes ?? [];
  const { keyUsage } = signer;
  const maySign = keyUsage === null || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  if (!purposes.includes(oids.ocspSigning) || !maySign || signer.unprocessed.length > 0) return false;
  return verify(signer.signatureScheme, issuer.publicKey, signer.tbs, signer.signature);
}

function wasValid(signer: Certificate, at: Date): boolean {
  return signer.notBefore <= at && at <= signer.notAfter;
}

function readable(bytes: Uint8Array, read: typeof parseCertificate): Certificate[] {
  try {
    return [read(bytes)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}
