/** The certificate path of a signature (EN 319 102-1, 5.2.6), in terms of findings. Revocation is not looked at yet. */
import { buildChain } from '../trust/chain.ts';
import type { ChainResult } from '../trust/chain.ts';
import type { Certificate } from '../trust/certificate.ts';
import { mayDigitallySign } from '../trust/suitability.ts';
import { oids } from '../asn1/oids.ts';
import type { Findings } from './findings.ts';

/** What the path must be good for. */
export type Purpose = 'signature' | 'timestamp';

export interface TrustInput {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  /** The moment for which the path must hold. */
  readonly at: Date;
}

/** Checks purpose and path of a signer's certificate. */
export function checkTrust(certificate: Certificate, purpose: Purpose, input: TrustInput, findings: Findings): void {
  checkPurpose(certificate, purpose, findings);
  const result = buildChain(certificate, input);
  if (result.kind === 'trusted') {
    findings.note('revocationNotChecked', 'Whether the certificates were revoked was not looked at.');
    return;
  }
  explain(result, certificate, findings);
}

function checkPurpose(certificate: Certificate, purpose: Purpose, findings: Findings): void {
  if (!mayDigitallySign(certificate)) {
    findings.doubt('CHAIN_CONSTRAINTS_FAILURE', 'keyUsage', 'The certificate’s key usage does not allow signatures.');
  }
  if (purpose === 'signature') return;
  const usage = certificate.extendedKeyUsage;
  if (usage === null || usage.purposes.length !== 1 || usage.purposes[0] !== oids.timeStamping || !usage.critical) {
    findings.doubt(
      'CHAIN_CONSTRAINTS_FAILURE',
      'notTimeStampAuthority',
      'The certificate is not one for time-stamps alone (RFC 3161, 2.3).',
    );
  }
}

function explain(result: Extract<ChainResult, { kind: 'untrusted' }>, signer: Certificate, findings: Findings): void {
  const who = result.at === signer ? 'the signer’s certificate' : `the certificate of ${nameOf(result.at)}`;
  switch (result.problem) {
    case 'noPath':
      findings.doubt(
        'NO_CERTIFICATE_CHAIN_FOUND',
        'noTrustedPath',
        `No path leads from the signer’s certificate to a trusted authority (issuer: ${issuerOf(result.at)}).`,
      );
      return;
    case 'searchTooLong':
      findings.doubt('NO_CERTIFICATE_CHAIN_FOUND', 'searchTooLong', 'Too many certificates to find a path among them.');
      return;
    case 'badSignature':
      findings.doubt('NO_CERTIFICATE_CHAIN_FOUND', 'certificateForged', `The issuer did not sign ${who}.`);
      return;
    case 'expired':
      findings.doubt('OUT_OF_BOUNDS_NO_POE', 'certificateExpired', `At the time of checking, ${who} had expired.`);
      return;
    case 'notYetValid':
      findings.doubt('NOT_YET_VALID', 'certificateNotYetValid', `At the time of checking, ${who} was not valid yet.`);
      return;
    case 'notAuthority':
      findings.doubt('CERTIFICATE_CHAIN_GENERAL_FAILURE', 'notAuthority', `An issuer is no authority: ${who}.`);
      return;
    case 'pathTooLong':
      findings.doubt('CERTIFICATE_CHAIN_GENERAL_FAILURE', 'pathTooLong', `The path is longer than allowed by ${who}.`);
      return;
    case 'unprocessedExtension':
      findings.doubt(
        'CHAIN_CONSTRAINTS_FAILURE',
        'unprocessedExtension',
        `A limit is set that we cannot check (${result.at.unprocessed.join(', ')}) in ${who}.`,
      );
      return;
    case 'weakAlgorithm':
      findings.doubt(
        'CRYPTO_CONSTRAINTS_FAILURE',
        'weakCertificate',
        `Made with an algorithm or key that we do not accept: ${who}.`,
      );
      return;
  }
}

function nameOf(certificate: Certificate): string {
  return certificate.subject.commonName ?? certificate.subject.organization ?? certificate.sha256.slice(0, 16);
}

function issuerOf(certificate: Certificate): string {
  return certificate.issuer.commonName ?? certificate.issuer.text;
}
