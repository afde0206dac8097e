import type { OverContent } from '../appearance/page-place.ts';
import type { ByteSink, ByteSource } from '../bytes.ts';
import { buildSignedAttributes, buildSignedData, digestToSign } from '../cms/build.ts';
import { createDigest, digestOf, keySize } from '../crypto.ts';
import type { Hash, SignatureAlgorithm } from '../crypto.ts';
import { openPdf, PdfError, recoverPdf } from '../pdf/index.ts';
import type { PdfDocument, PdfLimits, PdfOptions } from '../pdf/index.ts';
import type { Certificate } from '../trust/certificate.ts';
import { hasStrongKey, mayDigitallySign } from '../trust/suitability.ts';
import { PadesError } from './errors.ts';
import { placeSignature } from './place.ts';
import type { PlacedSignature, PlacementWish } from './place.ts';
import { byteRangeText } from './signature-dict.ts';

export interface SigningRequest extends PlacementWish {
  /** The document as it is. The caller closes it. */
  readonly source: ByteSource;
  /** Gets a copy of the document in the same pass that hashes it; the update is left to the caller. */
  readonly sink?: ByteSink | undefined;
  /** Lower-case hexadecimal SHA-256 of the bytes that were shown. When the source has another one, nothing is signed. */
  readonly expectedSha256?: string | undefined;
  /** Bytes of /Contents beyond what this signature needs, for attributes that are added later. */
  readonly spareBytes?: number | undefined;
  /** Opens an encrypted document: the user's password or the owner's. */
  readonly password?: string | undefined;
  readonly limits?: Partial<PdfLimits> | undefined;
}

/** First stage: the place for the signature exists, the document is hashed, the digest waits for the token. */
export interface PreparedPdf {
  readonly stage: 'prepared';
  readonly inputSize: number;
  readonly inputSha256: string;
  readonly fieldName: string;
  readonly signingTime: Date;
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  /** First and last range: all of the future file but the /Contents token. */
  readonly byteRange: readonly [0, number, number, number];
  /** DER of the attributes, as signed (tag SET). */
  readonly signedAttributes: Uint8Array;
  /** What goes to the token, and the only thing that does. */
  readonly digestToSign: Uint8Array;
  /** Bytes of CMS that fit into /Contents. */
  readonly contentsBytes: number;
  /** The update to append, its /Contents still zero. */
  readonly update: Uint8Array;
  /** Where the /Contents token stands within `update`. */
  readonly contentsAt: number;
  /** SHA-256 after the input's last byte. Fork it with `copy()`; it is never finished itself. */
  readonly inputHash: Hash;
  /** The document's cross-references were damaged; the update brings new ones for all of it. */
  readonly repaired: boolean;
  /** What the page shows where a new visible signature lies; undefined without one. Worth saying before the PIN. */
  readonly over: OverContent | undefined;
}

/** What B-B needs is computed; this much is added so that later attributes fit without a wish for more. */
const defaultSpareBytes = 2048;

/**
 * Prepares a document for one signature (PAdES B-B): checks that it may be signed, lays out the update, hashes the document
 * once (and copies it, when there is a sink) and builds the signed attributes.
 * @throws PdfError, PadesError, and whatever source and sink throw.
 */
export async function preparePdf(request: SigningRequest): Promise<PreparedPdf> {
  const { source, certificate, chain, algorithm } = request;
  requireFittingCertificate(certificate, algorithm);
  const contentsBytes = estimateContents(request);
  const { placed, repaired } = placeOrRepair(request, contentsBytes);
  const byteRange = [
    0,
    source.size + placed.contentsAt,
    source.size + placed.contentsEnd,
    placed.bytes.length - placed.contentsEnd,
  ] as const;
  placed.bytes.write(byteRangeText(byteRange), placed.byteRangeAt, 'latin1');
  const { inputHash, rangeHash } = await hashInput(request);
  const inputSha256 = inputHash.copy().digest('hex');
  if (request.expectedSha256 !== undefined && request.expectedSha256 !== inputSha256) {
    throw new PadesError('inputChanged', `the document's SHA-256 is ${inputSha256}, not ${request.expectedSha256}`);
  }
  rangeHash.update(placed.bytes.subarray(0, placed.contentsAt)).update(placed.bytes.subarray(placed.contentsEnd));
  const signedAttributes = buildSignedAttributes({ messageDigest: rangeHash.digest(), certificate, algorithm });
  return {
    stage: 'prepared',
    inputSize: source.size,
    inputSha256,
    fieldName: placed.fieldName,
    signingTime: request.signingTime,
    algorithm,
    certificate,
    chain,
    byteRange,
    signedAttributes,
    digestToSign: digestToSign(signedAttributes, algorithm),
    contentsBytes,
    update: placed.bytes,
    contentsAt: placed.contentsAt,
    inputHash,
    repaired,
    over: placed.over,
  };
}

/**
 * Places the signature; in a document whose structure is damaged, after a search for what it holds. When that finds no whole
 * document either, the first reason stands.
 */
function placeOrRepair(request: SigningRequest, contentsBytes: number): { placed: PlacedSignature; repaired: boolean } {
  const { source, limits, password } = request;
  const options = { ...limits, password };
  try {
    return { placed: placeSignature(openPdf(source, options), request, contentsBytes), repaired: false };
  } catch (error) {
    if (!(error instanceof PdfError) || (error.kind !== 'damaged' && error.kind !== 'truncated')) throw error;
    const document = recoveredOrUndefined(source, options);
    if (!document) throw error;
    return { placed: placeSignature(document, request, contentsBytes), repaired: true };
  }
}

function recoveredOrUndefined(source: ByteSource, options: PdfOptions): PdfDocument | undefined {
  try {
    return recoverPdf(source, options);
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

/** One pass over the document: both digests, and the copy. `rangeHash` is left open for the update. */
async function hashInput({ source, sink, algorithm }: SigningRequest): Promise<{ inputHash: Hash; rangeHash: Hash }> {
  const inputHash = createDigest('sha256');
  const other = digestOf(algorithm) === 'sha256' ? undefined : createDigest(digestOf(algorithm));
  let seen = 0;
  for await (const piece of source.stream(0, source.size)) {
    // The sink works while this thread hashes; both must be done before the piece's memory is used again.
    const written = sink?.append(piece);
    inputHash.update(piece);
    other?.update(piece);
    await written;
    seen += piece.length;
  }
  if (seen !== source.size) throw new PadesError('inputChanged', `the document has ${seen} bytes, not ${source.size}`);
  return { inputHash, rangeHash: other ?? inputHash.copy() };
}

/** Size of the finished CMS at most (a signature of the greatest possible length), and the spare room. */
function estimateContents({ certificate, chain, algorithm, spareBytes }: SigningRequest): number {
  const digestLength = Number(digestOf(algorithm).slice(3)) / 8;
  const messageDigest = new Uint8Array(digestLength);
  const signedAttributes = buildSignedAttributes({ messageDigest, certificate, algorithm });
  const signature = new Uint8Array(greatestSignature(certificate)).fill(0xff);
  const longest = buildSignedData({ algorithm, signedAttributes, signature, certificate, chain });
  return longest.length + (spareBytes ?? defaultSpareBytes);
}

/** Bytes of an RSA signature, or of an ECDSA one in DER with both numbers at their longest. */
function greatestSignature({ publicKey }: Certificate): number {
  const size = publicKey && keySize(publicKey);
  if (size?.kind === 'rsa') return Math.ceil(size.bits / 8);
  return 2 * (Math.ceil(521 / 8) + 1 + 2) + 3;
}

/** @throws PadesError `certificate` when a key is too weak, of another kind than the algorithm, or not meant for signing. */
export function requireFittingCertificate(certificate: Certificate, algorithm: SignatureAlgorithm): void {
  const wanted = algorithm.startsWith('ecdsa') ? 'ec' : 'rsa';
  if (certificate.keyAlgorithm.kind !== wanted) {
    throw new PadesError(
      'certificate',
      `${algorithm} needs another key than the certificate's ${certificate.keyAlgorithm.kind}`,
    );
  }
  if (!hasStrongKey(certificate)) throw new PadesError('certificate', 'the key is too short to sign with');
  if (!mayDigitallySign(certificate)) throw new PadesError('certificate', 'the certificate is not meant for signing');
}
