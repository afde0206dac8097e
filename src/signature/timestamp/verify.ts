/** Whether a time-stamp token is one to rely on (RFC 3161, 2.2 and 2.3; RFC 5816; EN 319 422). */
import { oids } from '../asn1/oids.ts';
import { digest, equalBytes } from '../crypto.ts';
import type { AnyDigest } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { Memory } from '../trust/memory.ts';
import { mayDigitallySign } from '../trust/suitability.ts';
import { Findings } from '../validation/findings.ts';
import { checkSigner } from '../validation/signer-check.ts';
import type { TimeStampObstacle } from './authority.ts';
import type { TimeStampToken } from './token.ts';

export type TokenCheck =
  | {
      readonly kind: 'good';
      readonly time: Date;
      readonly certificate: Certificate;
      /** Every readable certificate that came along. */
      readonly certificates: readonly Certificate[];
    }
  | { readonly kind: 'bad'; readonly obstacle: TimeStampObstacle; readonly detail: string };

/**
 * Checks a token by itself: what it covers, its signature, the certificate it names and what that one is for, at the time it states.
 * Whether the certificate leads to a trusted authority is asked elsewhere.
 * @param imprinted the digest of what the token should cover.
 */
export async function checkToken(
  token: TimeStampToken,
  imprinted: (algorithm: AnyDigest) => Uint8Array,
  memory?: Memory,
): Promise<TokenCheck> {
  const { info, signedData, content } = token;
  const [signer, ...others] = signedData.signerInfos;
  if (signer === undefined || others.length > 0) return bad('badToken', 'not exactly one signer');
  if (info.imprintDigest === null || info.imprintDigest === 'sha1' || info.imprintDigest === 'sha224') {
    return bad('notWhatWasAsked', 'an imprint that proves nothing');
  }
  if (!equalBytes(imprinted(info.imprintDigest), info.imprint)) return bad('notWhatWasAsked', 'another imprint');
  const findings = new Findings();
  const signed = { digest: (algorithm: AnyDigest) => digest(algorithm, content), pieces: () => [content] };
  const check = await checkSigner(signedData, signer, signed, findings, { memory });
  if (!findings.passed || check.certificate === null) return bad('badToken', findings.reasons[0] ?? 'no certificate');
  if (check.reference === null) return bad('badToken', 'nothing ties it to its certificate');
  const { certificate, certificates } = check;
  if (!isForTimeStamps(certificate)) return bad('wrongUsage', 'the certificate is not one for time-stamps alone');
  if (info.time < certificate.notBefore || info.time > certificate.notAfter) {
    return bad('notValid', `the certificate was not valid on ${info.time.toISOString()}`);
  }
  return { kind: 'good', time: info.time, certificate, certificates };
}

/** RFC 3161, 2.3: extended key usage, critical, timeStamping and nothing else. */
function isForTimeStamps(certificate: Certificate): boolean {
  const usage = certificate.extendedKeyUsage;
  if (usage === null || !usage.critical || !mayDigitallySign(certificate)) return false;
  return usage.purposes.length === 1 && usage.purposes[0] === oids.timeStamping;
}

function bad(obstacle: TimeStampObstacle, detail: string): TokenCheck {
  return { kind: 'bad', obstacle, detail };
}
