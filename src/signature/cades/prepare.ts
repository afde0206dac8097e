/** Signatures beside files of any kind (CAdES detached, EN 319 122-1): over the file's bytes as they are. */
import type { ByteSource } from '../bytes.ts';
import { buildSignedAttributes, digestToSign } from '../cms/build.ts';
import { createDigest, digestOf } from '../crypto.ts';
import type { SignatureAlgorithm } from '../crypto.ts';
import { PadesError } from '../pades/errors.ts';
import { requireFittingCertificate } from '../pades/prepare.ts';
import type { Certificate } from '../trust/certificate.ts';

export interface CadesRequest {
  /** What is signed. The caller closes it. */
  readonly source: ByteSource;
  readonly certificate: Certificate;
  /** Further certificates to carry, in any order. */
  readonly chain: readonly Certificate[];
  readonly algorithm: SignatureAlgorithm;
  /** The claimed time: the signing-time attribute, which the baseline demands. */
  readonly signingTime: Date;
  /** Lower-case hexadecimal SHA-256 of the bytes that were shown. When the source has another one, nothing is signed. */
  readonly expectedSha256?: string | undefined;
}

/** First stage: the content is digested, the attributes wait for the token. */
export interface PreparedCades {
  readonly stage: 'prepared';
  readonly contentSize: number;
  readonly contentSha256: string;
  readonly signingTime: Date;
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  /** DER of the attributes, as signed (tag SET). */
  readonly signedAttributes: Uint8Array;
  /** What goes to the token, and the only thing that does. */
  readonly digestToSign: Uint8Array;
}

/**
 * Prepares a signature of level B-B over a whole source, read once.
 * @throws PadesError `certificate` or `inputChanged`, and what the source throws.
 */
export async function prepareCades(request: CadesRequest): Promise<PreparedCades> {
  const { source, certificate, chain, algorithm, expectedSha256 } = request;
  requireFittingCertificate(certificate, algorithm);
  // The attribute knows whole seconds only.
  const signingTime = new Date(Math.floor(request.signingTime.getTime() / 1000) * 1000);
  const { contentSha256, messageDigest } = await digestContent(source, digestOf(algorithm));
  if (expectedSha256 !== undefined && expectedSha256 !== contentSha256) {
    throw new PadesError('inputChanged', `the file's SHA-256 is ${contentSha256}, not ${expectedSha256}`);
  }
  const signedAttributes = buildSignedAttributes({ messageDigest, certificate, algorithm, signingTime });
  return {
    stage: 'prepared',
    contentSize: source.size,
    contentSha256,
    signingTime,
    algorithm,
    certificate,
    chain,
    signedAttributes,
    digestToSign: digestToSign(signedAttributes, algorithm),
  };
}

/** Both digests of a source in one pass. */
export async function digestContent(
  source: ByteSource,
  algorithm: ReturnType<typeof digestOf>,
): Promise<{ contentSha256: string; messageDigest: Uint8Array }> {
  const sha256 = createDigest('sha256');
  const other = algorithm === 'sha256' ? undefined : createDigest(algorithm);
  for await (const piece of source.stream(0, source.size)) {
    sha256.update(piece);
    other?.update(piece);
  }
  const messageDigest = other?.digest() ?? sha256.copy().digest();
  return { contentSha256: sha256.digest('hex'), messageDigest };
}
