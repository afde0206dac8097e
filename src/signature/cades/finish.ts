import { digestFrom } from '../asn1/algorithm-identifier.ts';
import type { ByteSource } from '../bytes.ts';
import { signingTimeOf } from '../cms/attributes.ts';
import { buildSignedData } from '../cms/build.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { DigestAlgorithm } from '../crypto.ts';
import { requireTimeStamp } from '../pades/check.ts';
import { PadesError } from '../pades/errors.ts';
import { signatureValueOf } from '../pades/finish.ts';
import type { TokenSignature } from '../pades/finish.ts';
import type { FreshTimeStamp } from '../timestamp/client.ts';
import type { Certificate } from '../trust/certificate.ts';
import { Findings } from '../validation/findings.ts';
import { checkSigner } from '../validation/signer-check.ts';
import { digestContent } from './prepare.ts';
import type { PreparedCades } from './prepare.ts';

/** Second stage: the signature, a DER ContentInfo without its content. */
export interface SignedCades {
  readonly stage: 'signed';
  readonly signature: Uint8Array;
  readonly contentSize: number;
  readonly contentSha256: string;
  readonly certificate: Certificate;
  readonly signingTime: Date;
  /** When a time-stamp within the signature says that it existed; null: there is none (B-B). */
  readonly timeStampedAt: Date | null;
}

/**
 * Makes the finished signature.
 * @param timeStamp what `stampSignature` got for it, for B-T.
 * @throws PadesError `signatureWrong` when the token's answer does not verify with the certificate's public key.
 */
export function finishCades(
  prepared: PreparedCades,
  token: TokenSignature,
  timeStamp: Pick<FreshTimeStamp, 'token' | 'time'> | null = null,
): SignedCades {
  const { algorithm, signedAttributes, certificate, chain, contentSize, contentSha256, signingTime } = prepared;
  const signature = buildSignedData({
    algorithm,
    signedAttributes,
    signature: signatureValueOf(prepared, token),
    certificate,
    chain,
    timeStampToken: timeStamp?.token,
  });
  const timeStampedAt = timeStamp?.time ?? null;
  return { stage: 'signed', signature, contentSize, contentSha256, certificate, signingTime, timeStampedAt };
}

/** What a signature that was written must turn out to be. */
export type CadesExpectation = Pick<SignedCades, 'contentSha256' | 'certificate' | 'signingTime' | 'timeStampedAt'>;

/**
 * Reads a signature back from where it was written, and its content again, and verifies the one with the other (law 3).
 * @throws PadesError `checkFailed`.
 */
export async function checkCades(bytes: Uint8Array, content: ByteSource, expected: CadesExpectation): Promise<void> {
  try {
    const signedData = parseSignedData(bytes);
    const [signer, ...others] = signedData.signerInfos;
    ensure(signer !== undefined && others.length === 0, 'not exactly one signer');
    ensure(signedData.content === null, 'a signature that carries its content');
    const algorithm = digestFrom(signer.digestAlgorithm);
    const { contentSha256, messageDigest } = await digestContent(content, algorithm as DigestAlgorithm);
    ensure(contentSha256 === expected.contentSha256, `the content's SHA-256 is ${contentSha256}`);
    const findings = new Findings();
    const check = await checkSigner(signedData, signer, { digest: () => messageDigest, pieces: () => [] }, findings);
    ensure(findings.passed, `the written signature does not hold: ${findings.reasons.join(' ')}`);
    ensure(check.certificate?.sha256 === expected.certificate.sha256, 'it names another certificate');
    ensure(check.reference === 'v2', 'it does not bind its certificate');
    const claimed = signingTimeOf(signer.signedAttributes ?? []);
    ensure(claimed?.getTime() === expected.signingTime.getTime(), 'it claims another time');
    await requireTimeStamp(signer, expected.timeStampedAt);
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    throw new PadesError('checkFailed', `the written signature cannot be read: ${error.message}`, { cause: error });
  }
}

function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new PadesError('checkFailed', message);
}
