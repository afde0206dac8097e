/** What is wrong with a path, in terms of findings. */
import { certificateMaterials } from '../trust/algorithms.ts';
import type { AlgorithmTable } from '../trust/algorithms.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { ChainResult } from '../trust/chain.ts';
import type { Findings } from './findings.ts';
import type { Existence } from './proofs.ts';
import type { Testimony } from './revocation-status.ts';

interface About {
  /** The signer's certificate. */
  readonly certificate: Certificate;
  readonly existence: Existence;
  readonly now: Date;
  readonly algorithms: AlgorithmTable;
  /** For an expired signer: a statement that it was not revoked before it ended. */
  readonly known: Testimony | null;
}

/** Notes why a path is not trusted. */
export function explainPath(
  result: Extract<ChainResult, { kind: 'untrusted' }>,
  about: About,
  findings: Findings,
): void {
  const isSigner = result.at === about.certificate;
  const who = isSigner ? 'the signer’s certificate' : `the certificate of ${nameOf(result.at)}`;
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
      return isSigner ? explainExpired(about, findings) : authorityExpired(who, findings);
    case 'notYetValid':
      return explainEarly(isSigner, who, about, findings);
    case 'notAuthority':
      findings.doubt('CERTIFICATE_CHAIN_GENERAL_FAILURE', 'notAuthority', `An issuer is no authority: ${who}.`);
      return;
    case 'pathTooLong':
      findings.doubt('CERTIFICATE_CHAIN_GENERAL_FAILURE', 'pathTooLong', `The path is longer than allowed by ${who}.`);
      return;
    case 'nameNotPermitted':
      findings.doubt(
        'CHAIN_CONSTRAINTS_FAILURE',
        'nameNotPermitted',
        `A name is outside what an authority above may certify: ${who}.`,
      );
      return;
    case 'policyNotPermitted':
      findings.doubt(
        'CHAIN_CONSTRAINTS_FAILURE',
        'policyNotPermitted',
        'The path demands a certificate policy that it does not have.',
      );
      return;
    case 'unprocessedExtension':
      findings.doubt(
        'CHAIN_CONSTRAINTS_FAILURE',
        'unprocessedExtension',
        `A limit is set that we cannot check (${result.at.unprocessed.join(', ')}) in ${who}.`,
      );
      return;
    case 'weakAlgorithm':
      return explainWeak(result, who, about, findings);
  }
}

/** An algorithm that held once only lacks a proof that the signature is from then. */
function explainWeak(
  { at, path }: Extract<ChainResult, { kind: 'untrusted' }>,
  who: string,
  { algorithms }: About,
  findings: Findings,
): void {
  const materials = certificateMaterials(at, at !== path.at(-1), algorithms);
  const held = materials.every(({ reliability }) => reliability !== 'never');
  findings.doubt(
    held ? 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' : 'CRYPTO_CONSTRAINTS_FAILURE',
    'weakCertificate',
    `Made with an algorithm or key that we do not accept${held ? ' any more' : ''}: ${who}.`,
  );
}

/** Expired when the signature is first known to have existed (EN 319 102-1, 5.3 and 5.5). */
function explainExpired({ certificate, existence, known }: About, findings: Findings): void {
  const { notBefore } = existence;
  if (notBefore !== null && notBefore > certificate.notAfter) {
    findings.fail('EXPIRED', 'signedAfterExpiry', 'The certificate had expired before this can have been signed.');
  } else if (known === null) {
    findings.doubt(
      'OUT_OF_BOUNDS_NO_POE',
      'certificateExpired',
      'At the time of checking, the signer’s certificate had expired.',
    );
  } else {
    findings.doubt(
      'OUT_OF_BOUNDS_NOT_REVOKED',
      'certificateExpired',
      'The signer’s certificate had expired without having been revoked; nothing proves that it was used before.',
    );
  }
}

function authorityExpired(who: string, findings: Findings): void {
  findings.doubt('OUT_OF_BOUNDS_NO_POE', 'certificateExpired', `At the time of checking, ${who} had expired.`);
}

/** A signature that is proven to be older than the certificate was not made with it. */
function explainEarly(isSigner: boolean, who: string, { existence, now }: About, findings: Findings): void {
  const sentence = `At the time of checking, ${who} was not valid yet.`;
  if (isSigner && existence.by < now)
    findings.fail('NOT_YET_VALID', 'olderThanCertificate', 'The signature is older than the signer’s certificate.');
  else findings.doubt('NOT_YET_VALID', 'certificateNotYetValid', sentence);
}

export function nameOf(certificate: Certificate): string {
  return certificate.subject.commonName ?? certificate.subject.organization ?? certificate.sha256.slice(0, 16);
}

function issuerOf(certificate: Certificate): string {
  return certificate.issuer.commonName ?? certificate.issuer.text;
}
