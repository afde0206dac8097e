/** A time-stamp kept beside what it covers: read, checked, and led to a trusted authority where some are given. */
import { digest } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { buildChain } from '../trust/chain.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { CmsError } from '../cms/errors.ts';
import { parseTimeStampToken } from './token.ts';
import type { TimeStampToken } from './token.ts';
import { checkToken } from './verify.ts';

export type StampVerdict =
  /** `authority`: who gave it, by its certificate's name; null where no anchors were given to believe it by. */
  | { readonly kind: 'good'; readonly time: Date; readonly authority: string | null }
  | { readonly kind: 'bad'; readonly detail: string };

/** Checks a TimeStampToken (DER, RFC 3161) over these bytes. The path to an anchor has to hold at the time that the token states. */
export async function verifyStampOver(
  token: Uint8Array,
  covered: Uint8Array,
  anchors: readonly Certificate[] | null,
): Promise<StampVerdict> {
  let parsed: TimeStampToken;
  try {
    parsed = parseTimeStampToken(token);
  } catch (error) {
    if (error instanceof Asn1Error || error instanceof CmsError) return { kind: 'bad', detail: error.message };
    throw error;
  }
  const check = await checkToken(parsed, (algorithm) => digest(algorithm, covered));
  if (check.kind === 'bad') return { kind: 'bad', detail: `${check.obstacle}: ${check.detail}` };
  const { time, certificate, certificates } = check;
  if (anchors === null) return { kind: 'good', time, authority: null };
  const chain = buildChain(certificate, { anchors, intermediates: certificates, at: time });
  if (chain.kind === 'untrusted') return { kind: 'bad', detail: chain.problem };
  return { kind: 'good', time, authority: certificate.subject.commonName ?? certificate.sha256 };
}
