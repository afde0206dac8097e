import type { Certificate } from '../trust/certificate.ts';
import { isElectronic } from '../trust/electronic.ts';
import type { SignerSummary } from './verdict.ts';

/** What a verdict says about a signer. @param claimed the time that the signer (or time-stamping authority) states. */
export function summarize(certificate: Certificate | null, claimed: Date | null): SignerSummary | null {
  if (certificate === null) return null;
  const { subject, issuer } = certificate;
  return {
    commonName: subject.commonName,
    serialNumber: subject.serialNumber,
    organization: subject.organization,
    issuer: issuer.commonName ?? issuer.organization,
    certificateSha256: certificate.sha256,
    policies: [...(certificate.policy.policies ?? [])],
    electronic: isElectronic(certificate),
    validUntil: certificate.notAfter.toISOString(),
    claimedSigningTime: claimed === null ? null : claimed.toISOString(),
  };
}
