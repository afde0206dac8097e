/** Judging time-stamp tokens (RFC 3161; EN 319 102-1, 5.4): what they cover, who made them, when. */
import { CmsError } from '../cms/errors.ts';
import type { CmsAttribute } from '../cms/parse.ts';
import { equalBytes } from '../crypto.ts';
import { digest } from '../crypto.ts';
import type { AnyDigest } from '../crypto.ts';
import { oids } from '../asn1/oids.ts';
import { parseTimeStampToken } from '../timestamp/token.ts';
import type { TimeStampToken } from '../timestamp/token.ts';
import type { Certificate } from '../trust/certificate.ts';
import { Findings } from './findings.ts';
import { checkSigner } from './signer-check.ts';
import { checkTrust } from './trust-check.ts';
import type { TrustInput } from './trust-check.ts';

export interface TimestampCheck {
  readonly time: Date;
  readonly authority: Certificate | null;
  readonly certificates: readonly Certificate[];
  /** Whether the token covers what it should and its signature holds, whoever made it. */
  readonly intact: boolean;
  /** Whether it also comes from an authority that was given as trusted: it then proves the time. */
  readonly trusted: boolean;
  readonly findings: Findings;
}

/** Checks a token that was read. `imprinted` gives the digest of what the token should cover. */
export async function checkTimestamp(
  token: TimeStampToken,
  imprinted: (algorithm: AnyDigest) => Uint8Array | Promise<Uint8Array>,
  trust: TrustInput,
): Promise<TimestampCheck> {
  const findings = new Findings();
  const { info, signedData, content } = token;
  if (info.imprintDigest === null) {
    findings.doubt(
      'CRYPTO_CONSTRAINTS_FAILURE',
      'unknownDigest',
      'The time-stamp uses a digest that we do not accept.',
    );
  } else if (!equalBytes(await imprinted(info.imprintDigest), info.imprint)) {
    findings.fail('HASH_FAILURE', 'timestampMismatch', 'The time-stamp was made for something else.');
  }
  const [signer, ...others] = signedData.signerInfos;
  if (signer === undefined || others.length > 0) {
    findings.fail('FORMAT_FAILURE', 'timestampSigners', 'A time-stamp has exactly one signer.');
    return { time: info.time, authority: null, certificates: [], intact: false, trusted: false, findings };
  }
  const signed = { digest: (algorithm: AnyDigest) => digest(algorithm, content), pieces: () => [content] };
  const check = await checkSigner(signedData, signer, signed, findings, trust.intermediates);
  const intact = !findings.failed && check.certificate !== null && check.reference !== null;
  if (check.certificate !== null) {
    const intermediates = [...trust.intermediates, ...check.certificates];
    checkTrust(check.certificate, 'timestamp', { ...trust, intermediates }, findings);
  }
  return {
    time: info.time,
    authority: check.certificate,
    certificates: check.certificates,
    intact,
    trusted: findings.passed && intact,
    findings,
  };
}

const mostTimestamps = 10;

/** The signature time-stamps among a signer's unsigned attributes (EN 319 122-1, 5.3). Unreadable ones are noted. */
export async function checkSignatureTimestamps(
  attributes: readonly CmsAttribute[],
  signature: Uint8Array,
  trust: TrustInput,
  findings: Findings,
): Promise<TimestampCheck[]> {
  const checks: TimestampCheck[] = [];
  const values = attributes.filter((each) => each.oid === oids.signatureTimeStamp).flatMap((each) => each.values);
  for (const value of values.slice(0, mostTimestamps)) {
    const token = readToken(value.encoded);
    if (token === null) {
      findings.note('badTimestamp', 'A time-stamp of the signature cannot be read.');
      continue;
    }
    const check = await checkTimestamp(token, (algorithm) => digest(algorithm, signature), trust);
    if (!check.intact) {
      const why = check.findings.reasons[0] ?? 'it is not tied to its certificate';
      findings.note('timestampNotIntact', `A time-stamp of the signature does not hold (${why}).`);
    } else if (!check.trusted)
      findings.note('timestampNotTrusted', 'A time-stamp comes from an authority not trusted here.');
    checks.push(check);
  }
  return checks;
}

function readToken(bytes: Uint8Array): TimeStampToken | null {
  try {
    return parseTimeStampToken(bytes);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}
