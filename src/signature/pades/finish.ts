import { buildSignedData, ecdsaRawToDer } from '../cms/build.ts';
import { CmsError } from '../cms/errors.ts';
import { schemeOf, verifySignature } from '../crypto.ts';
import type { FreshTimeStamp } from '../timestamp/client.ts';
import type { Certificate } from '../trust/certificate.ts';
import { PadesError } from './errors.ts';
import type { PreparedPdf } from './prepare.ts';

/** Second stage: what the token returned. RSA: as long as the modulus. ECDSA: r and s, one after the other (PKCS#11). */
export interface TokenSignature {
  readonly bytes: Uint8Array;
}

/** Third stage: the signature is in its place and verifies. The document is input ‖ `update`. */
export interface SignedPdf {
  readonly stage: 'signed';
  readonly update: Uint8Array;
  readonly inputSize: number;
  readonly inputSha256: string;
  /** Size and lower-case hexadecimal SHA-256 of the whole signed document. */
  readonly size: number;
  readonly sha256: string;
  readonly fieldName: string;
  readonly byteRange: readonly [0, number, number, number];
  readonly certificate: Certificate;
  readonly signingTime: Date;
  readonly repaired: boolean;
  /** When a time-stamp within the signature says that it existed; null: there is none (B-B). */
  readonly timeStampedAt: Date | null;
}

/**
 * Puts the token's signature into its place.
 * @param timeStamp what `stampSignature` got for it, for B-T.
 * @throws PadesError `signatureWrong` when it does not verify with the certificate's public key, `signatureTooLarge` when the
 * CMS does not fit. The prepared stage is not changed.
 */
export function finishPdf(
  prepared: PreparedPdf,
  token: TokenSignature,
  timeStamp: Pick<FreshTimeStamp, 'token' | 'time'> | null = null,
): SignedPdf {
  const { algorithm, signedAttributes, certificate, chain } = prepared;
  const signature = signatureValueOf(prepared, token);
  const timeStampToken = timeStamp?.token;
  const cms = buildSignedData({ algorithm, signedAttributes, signature, certificate, chain, timeStampToken });
  if (cms.length > prepared.contentsBytes) {
    throw new PadesError('signatureTooLarge', `${cms.length} bytes of signature, room for ${prepared.contentsBytes}`);
  }
  const update = Buffer.from(prepared.update);
  update.write(Buffer.from(cms).toString('hex'), prepared.contentsAt + 1, 'latin1');
  return {
    stage: 'signed',
    update,
    inputSize: prepared.inputSize,
    inputSha256: prepared.inputSha256,
    size: prepared.inputSize + update.length,
    sha256: prepared.inputHash.copy().update(update).digest('hex'),
    fieldName: prepared.fieldName,
    byteRange: prepared.byteRange,
    certificate,
    signingTime: prepared.signingTime,
    repaired: prepared.repaired,
    timeStampedAt: timeStamp?.time ?? null,
  };
}

/** What both kinds of signature, in PDFs and beside files, have waiting for the token. */
export type WaitingForToken = Pick<PreparedPdf, 'algorithm' | 'signedAttributes' | 'certificate' | 'chain'>;

/**
 * The value that goes into the CMS, and that a time-stamp is made over: RSA as the token gave it, ECDSA in DER.
 * @throws PadesError `signatureWrong` when it does not verify with the certificate's public key.
 */
export function signatureValueOf(
  { algorithm, signedAttributes, certificate }: WaitingForToken,
  token: TokenSignature,
): Uint8Array {
  const scheme = schemeOf(algorithm);
  const signature = scheme.kind === 'ecdsa' ? derOf(token) : token.bytes;
  if (certificate.publicKey === null || !verifySignature(scheme, certificate.publicKey, signedAttributes, signature)) {
    throw new PadesError('signatureWrong', "the token's signature does not verify with the certificate's key");
  }
  return signature;
}

function derOf(token: TokenSignature): Uint8Array {
  try {
    return ecdsaRawToDer(token.bytes);
  } catch (error) {
    if (error instanceof CmsError) throw new PadesError('signatureWrong', error.message, { cause: error });
    throw error;
  }
}
