/** What signatures and time-stamps a document holds, each verified by itself, and the digest of the whole, in one pass over the bytes. */
import { digestFrom } from '../../asn1/algorithm-identifier.ts';
import type { ByteSource } from '../../bytes.ts';
import { oids } from '../../asn1/oids.ts';
import { CmsError } from '../../cms/errors.ts';
import { parseSignedData } from '../../cms/parse.ts';
import type { SignedData, SignerInfo } from '../../cms/parse.ts';
import { createDigest, digest } from '../../crypto.ts';
import type { AnyDigest, Hash } from '../../crypto.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { parseTimeStampToken } from '../../timestamp/token.ts';
import type { TimeStampToken } from '../../timestamp/token.ts';
import { checkToken } from '../../timestamp/verify.ts';
import type { Certificate } from '../../trust/certificate.ts';
import type { Memory } from '../../trust/memory.ts';
import { checkByteRange } from '../../validation/pdf/byte-range.ts';
import { digestRanges, helps } from '../../validation/pdf/digests.ts';
import type { DigestJob, KnownBeginning } from '../../validation/pdf/digests.ts';
import { readSignatures } from '../../validation/pdf/signature-dictionary.ts';
import type { ByteRange, PdfSignature } from '../../validation/pdf/signature-dictionary.ts';
import { Findings } from '../../validation/findings.ts';
import { checkSigner } from '../../validation/signer-check.ts';

/** A time-stamp that holds by itself: its imprint, its signature, what its certificate is for. */
export interface Stamp {
  readonly time: Date;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
}

/** A person's signature that holds. */
export interface SurveyedSignature {
  readonly fieldName: string;
  readonly range: ByteRange;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  /** Time-stamps within the signature (EN 319 122-1, 5.3). */
  readonly stamps: readonly Stamp[];
}

/** A document time-stamp that holds. */
export interface SurveyedStamp extends Stamp {
  readonly fieldName: string;
  readonly range: ByteRange;
}

export interface Survey {
  /** In the order of the revisions that brought them. */
  readonly signatures: readonly SurveyedSignature[];
  readonly documentStamps: readonly SurveyedStamp[];
  /** Signatures and time-stamps that do not hold. */
  readonly broken: readonly { readonly fieldName: string; readonly detail: string }[];
  /** SHA-256 after the last byte. Fork it with `copy()`; it is never finished itself. */
  readonly hash: Hash;
}

interface Candidate {
  readonly signature: PdfSignature;
  readonly range: ByteRange;
  readonly content:
    | { readonly kind: 'signature'; readonly signedData: SignedData; readonly signer: SignerInfo }
    | { readonly kind: 'timeStamp'; readonly token: TimeStampToken };
  readonly job: DigestJob;
}

type Broken = Survey['broken'][number];

/**
 * Reads and verifies every signature of a document.
 * @param known spares a second reading of what the caller has just read.
 * @throws PdfError, and what the source throws.
 */
export async function surveyPdf(
  document: PdfDocument,
  source: ByteSource,
  memory: Memory,
  known?: KnownBeginning,
): Promise<Survey> {
  const all = readSignatures(document);
  const candidates: Candidate[] = [];
  const broken: Broken[] = [];
  for (const signature of all) {
    const read = readCandidate(signature, all, source.size);
    if ('detail' in read) broken.push(read);
    else candidates.push(read);
  }
  candidates.sort((a, b) => a.range.end - b.range.end);
  const { digests, hash } = await digestOnce(source, candidates, known);
  const signatures: SurveyedSignature[] = [];
  const documentStamps: SurveyedStamp[] = [];
  for (const candidate of candidates) {
    const found = await check(candidate, digests.get(candidate.job), memory);
    if ('detail' in found) broken.push(found);
    else if ('stamps' in found) signatures.push(found);
    else documentStamps.push(found);
  }
  return { signatures, documentStamps, broken, hash };
}

function readCandidate(signature: PdfSignature, all: readonly PdfSignature[], size: number): Candidate | Broken {
  const findings = new Findings();
  const fieldName = signature.field;
  const range = checkByteRange(signature, all, size, findings);
  if (range === null || !findings.passed || signature.contents === null) {
    return { fieldName, detail: findings.reasons[0] ?? 'no contents' };
  }
  try {
    const content = readContent(signature, signature.contents);
    const algorithm =
      content.kind === 'timeStamp' ? content.token.info.imprintDigest : digestFrom(content.signer.digestAlgorithm);
    if (algorithm === null) return { fieldName, detail: 'a digest that we do not compute' };
    return { signature, range, content, job: { range, algorithm } };
  } catch (error) {
    if (error instanceof CmsError) return { fieldName, detail: error.message };
    throw error;
  }
}

/** @throws CmsError */
function readContent({ kind }: PdfSignature, contents: Uint8Array): Candidate['content'] {
  if (kind === 'documentTimestamp') return { kind: 'timeStamp', token: parseTimeStampToken(contents, 'zeros') };
  const signedData = parseSignedData(contents, 'zeros');
  const [signer, ...others] = signedData.signerInfos;
  if (signer === undefined || others.length > 0) throw new CmsError('malformed', 'not exactly one signer');
  return { kind: 'signature', signedData, signer };
}

/** One pass: the digest of every range, and of the whole. */
async function digestOnce(source: ByteSource, candidates: readonly Candidate[], given: KnownBeginning | undefined) {
  const jobs = candidates.map(({ job }) => job);
  const known = given !== undefined && helps(given, jobs) ? given : undefined;
  const hash = known === undefined ? createDigest('sha256') : known.sha256.copy();
  let seen = known?.size ?? 0;
  const tapped: ByteSource = {
    ...source,
    size: source.size,
    async *stream(from, to) {
      for await (const piece of source.stream(from, to)) {
        hash.update(piece);
        seen += piece.length;
        yield piece;
      }
    },
  };
  const digests = await digestRanges(tapped, jobs, known);
  for await (const piece of source.stream(seen, source.size)) hash.update(piece);
  return { digests, hash };
}

async function check(
  { signature, range, content }: Candidate,
  computed: Uint8Array | undefined,
  memory: Memory,
): Promise<SurveyedSignature | SurveyedStamp | Broken> {
  const fieldName = signature.field;
  if (computed === undefined) return { fieldName, detail: 'ranges that overlap more than they should' };
  if (content.kind === 'timeStamp') {
    const result = await checkToken(content.token, () => computed, memory);
    if (result.kind === 'bad') return { fieldName, detail: `${result.obstacle}: ${result.detail}` };
    return { fieldName, range, ...result };
  }
  const findings = new Findings();
  const { signedData, signer } = content;
  const signed = { digest: () => computed, pieces: () => [] };
  const result = await checkSigner(signedData, signer, signed, findings, { memory });
  if (!findings.passed || result.certificate === null || signer.signedAttributes === null) {
    return { fieldName, detail: findings.reasons[0] ?? 'no signed attributes' };
  }
  const { certificate, certificates } = result;
  return { fieldName, range, certificate, certificates, stamps: await stampsOf(signer, memory) };
}

const mostStamps = 10;

/** The time-stamps within a signature that hold; others prove nothing and take nothing away. */
async function stampsOf({ unsignedAttributes, signature }: SignerInfo, memory: Memory): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  const values = unsignedAttributes
    .filter(({ oid }) => oid === oids.signatureTimeStamp)
    .flatMap(({ values }) => values);
  for (const value of values.slice(0, mostStamps)) {
    const token = readToken(value.encoded);
    const result = token && (await checkToken(token, (algorithm: AnyDigest) => digest(algorithm, signature), memory));
    if (result?.kind === 'good') stamps.push(result);
  }
  return stamps;
}

function readToken(bytes: Uint8Array): TimeStampToken | null {
  try {
    return parseTimeStampToken(bytes);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}
