/** Which certificate a SignerInfo means, and whether the ESS attribute ties the signature to it (EN 319 102-1, 5.2.3). */
import { Asn1Error } from '../asn1/errors.ts';
import { compareReference } from '../cms/attributes.ts';
import type { SigningCertificateReference } from '../cms/attributes.ts';
import type { SignerInfo } from '../cms/parse.ts';
import { equalBytes } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { CertificateError } from '../trust/errors.ts';
import type { Memory } from '../trust/memory.ts';
import { readName } from '../trust/name.ts';
import type { Findings } from './findings.ts';

const mostCertificates = 200;

/** Reads the certificates that came along, leaving out those that are none. */
export function readCertificates(list: readonly Uint8Array[], findings: Findings, memory: Memory): Certificate[] {
  const certificates: Certificate[] = [];
  if (list.length > mostCertificates) {
    findings.note('manyCertificates', `Only the first ${mostCertificates} of ${list.length} certificates were read.`);
  }
  for (const der of list.slice(0, mostCertificates)) {
    try {
      certificates.push(memory.certificate(der));
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      findings.note('badCertificate', 'A certificate that came along cannot be read.');
    }
  }
  return certificates;
}

function findCandidates(signer: SignerInfo, certificates: readonly Certificate[]): Certificate[] {
  const { sid } = signer;
  if (sid.kind === 'keyIdentifier') {
    return certificates.filter(
      ({ subjectKeyIdentifier }) => subjectKeyIdentifier !== null && equalBytes(subjectKeyIdentifier, sid.id),
    );
  }
  const issuer = nameKey(sid.issuer);
  return certificates.filter((each) => each.serialNumber === sid.serialNumber && each.issuer.key === issuer);
}

function nameKey(value: Parameters<typeof readName>[0]): string | null {
  try {
    return readName(value).key;
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
}

/** The certificate that the signer identifier names; of several, the one that the ESS attribute refers to. */
export function chooseCertificate(
  signer: SignerInfo,
  certificates: readonly Certificate[],
  references: readonly SigningCertificateReference[],
): Certificate | null {
  const candidates = findCandidates(signer, certificates);
  const referred = candidates.find((each) => references.some((one) => compareReference(one, each) === 'match'));
  return referred ?? candidates[0] ?? null;
}

/** ESS (RFC 5035): every reference present must be to the signer's certificate. */
export function checkReferences(
  references: readonly SigningCertificateReference[],
  certificate: Certificate,
  findings: Findings,
): 'v1' | 'v2' | null {
  let best: 'v1' | 'v2' | null = null;
  let weak = false;
  for (const reference of references) {
    const result = compareReference(reference, certificate);
    switch (result) {
      case 'otherHash':
        findings.doubt(
          'NO_SIGNING_CERTIFICATE_FOUND',
          'certificateReference',
          'The signature refers to another certificate than the one that came along.',
        );
        return null;
      case 'unknownDigest':
        findings.doubt(
          'CRYPTO_CONSTRAINTS_FAILURE',
          'certificateReferenceDigest',
          'The reference to the certificate uses a digest that we do not accept.',
        );
        return null;
      case 'otherIssuerSerial':
        findings.note(
          'certificateReferenceSerial',
          'The reference to the certificate has the right digest, but another issuer or serial number.',
        );
        break;
      case 'match':
        break;
    }
    // The first that matches is the newest: an older one beside it, for older readers, weakens nothing.
    if (best === null) weak = reference.digest === 'sha1';
    best ??= reference.version === 2 ? 'v2' : 'v1';
  }
  if (weak) {
    findings.note('oldCertificateReference', 'The reference to the certificate is the old one, with SHA-1.');
  }
  return best;
}
