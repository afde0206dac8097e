/** One signature of a PDF against the bytes it covers: format, digest, cryptography, time-stamps, trust. */
import type { ByteSource } from '../../bytes.ts';
import { signingTimeOf } from '../../cms/attributes.ts';
import { CmsError } from '../../cms/errors.ts';
import { parseSignedData } from '../../cms/parse.ts';
import type { SignedData, SignerInfo } from '../../cms/parse.ts';
import { digestFrom } from '../../asn1/algorithm-identifier.ts';
import { oids } from '../../asn1/oids.ts';
import { createDigest, digest, equalBytes } from '../../crypto.ts';
import type { AnyDigest } from '../../crypto.ts';
import { parseTimeStampToken } from '../../timestamp/token.ts';
import type { TimeStampToken } from '../../timestamp/token.ts';
import { digestMaterial } from '../../trust/algorithms.ts';
import type { Material } from '../../trust/algorithms.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { padesObstacles } from '../baseline.ts';
import { Findings } from '../findings.ts';
import { checkSigner } from '../signer-check.ts';
import type { SignedContent, SignerCheckOptions } from '../signer-check.ts';
import { examineTimestamp, readTimestamps } from '../timestamp-check.ts';
import type { TimestampFacts } from '../timestamp-check.ts';
import { checkByteRange } from './byte-range.ts';
import type { DigestJob } from './digests.ts';
import type { ByteRange, PdfSignature } from './signature-dictionary.ts';

/** A signature on its way to a verdict. */
export interface Candidate {
  readonly signature: PdfSignature;
  readonly findings: Findings;
  /** null when there is nothing to digest. */
  readonly range: ByteRange | null;
  readonly content:
    | { readonly kind: 'signature'; readonly signedData: SignedData; readonly signer: SignerInfo }
    | { readonly kind: 'timestamp'; readonly token: TimeStampToken }
    | null;
  /** The digest of the range that will be asked for. */
  readonly job: DigestJob | null;
}

/** What examining a candidate brought to light. */
export interface Examined {
  readonly certificate: Certificate | null;
  readonly certificates: readonly Certificate[];
  readonly claimed: Date | null;
  /** Whether it is PAdES baseline B, whoever signed. */
  readonly isBaseline: boolean;
  readonly materials: readonly Material[];
  /** Time-stamps over the signature value, and over the content before it was signed. */
  readonly timestamps: readonly TimestampFacts[];
  readonly contentTimestamps: readonly TimestampFacts[];
  /** For a document time-stamp: what it says itself. */
  readonly timestamp: TimestampFacts | null;
}

/** What examining may use beside what a signature carries. */
export interface ExamineInput {
  readonly source: ByteSource;
  readonly digests: ReadonlyMap<DigestJob, Uint8Array>;
  readonly options: Required<SignerCheckOptions>;
}

/** Reads dictionary and CMS, and says which digest will be needed. Never throws on bad input. */
export function prepare(signature: PdfSignature, all: readonly PdfSignature[], fileSize: number): Candidate {
  const findings = new Findings();
  const range = checkByteRange(signature, all, fileSize, findings);
  if (signature.sharedWith.length > 0) {
    findings.note('sharedSignature', `The fields ${signature.sharedWith.join(', ')} show the same signature.`);
  }
  const content = range === null ? null : readContent(signature, signature.contents, findings);
  const algorithm = content === null ? null : digestNeeded(signature, content);
  const job = range === null || algorithm === null ? null : { range, algorithm };
  return { signature, findings, range, content, job };
}

function readContent(signature: PdfSignature, contents: Uint8Array | null, findings: Findings): Candidate['content'] {
  if (contents === null) return null;
  try {
    if (signature.subFilter === 'ETSI.RFC3161') {
      return { kind: 'timestamp', token: parseTimeStampToken(contents, 'zeros') };
    }
    if (!['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'adbe.pkcs7.sha1'].includes(signature.subFilter ?? '')) {
      const name = signature.subFilter ?? 'none';
      findings.doubt('FORMAT_FAILURE', 'unknownFormat', `The signature’s format (${name}) is not one we can check.`);
      return null;
    }
    const signedData = parseSignedData(contents, 'zeros');
    const [signer, ...others] = signedData.signerInfos;
    if (signer !== undefined && others.length === 0) return { kind: 'signature', signedData, signer };
    findings.fail(
      'FORMAT_FAILURE',
      'signerCount',
      `A signature has one signer; this one has ${others.length + 1 - Number(signer === undefined)}.`,
    );
  } catch (error) {
    if (!(error instanceof CmsError)) throw error;
    findings.fail('FORMAT_FAILURE', 'badSignatureContainer', `The signature value cannot be read (${error.message}).`);
  }
  return null;
}

function digestNeeded(signature: PdfSignature, content: NonNullable<Candidate['content']>): AnyDigest | null {
  if (content.kind === 'timestamp') return content.token.info.imprintDigest;
  return signature.subFilter === 'adbe.pkcs7.sha1' ? 'sha1' : digestFrom(content.signer.digestAlgorithm);
}

/** Checks everything but trust and later changes. */
export async function examine(candidate: Candidate, input: ExamineInput): Promise<Examined> {
  const { content, range, findings, signature } = candidate;
  const nothing: Examined = {
    certificate: null,
    certificates: [],
    claimed: signature.claimedTime,
    isBaseline: false,
    materials: [],
    timestamps: [],
    contentTimestamps: [],
    timestamp: null,
  };
  if (content === null || range === null) return nothing;
  const computed = candidate.job === null ? undefined : input.digests.get(candidate.job);
  if (candidate.job !== null && computed === undefined) {
    findings.doubt('FORMAT_FAILURE', 'tooMuchToDigest', 'The signatures of this file overlap more than they should.');
    return nothing;
  }
  if (content.kind === 'signature') {
    return examineSignature(candidate, content, rangeContent(input.source, range, candidate.job, computed), input);
  }
  const imprinted = () => computed ?? new Uint8Array(0);
  const facts = await examineTimestamp(content.token, imprinted, input.options);
  return {
    ...nothing,
    certificate: facts.authority,
    certificates: facts.certificates,
    claimed: facts.time,
    timestamp: facts,
  };
}

async function examineSignature(
  { signature, findings }: Candidate,
  { signedData, signer }: { signedData: SignedData; signer: SignerInfo },
  range: SignedContent,
  { options }: ExamineInput,
): Promise<Examined> {
  const content = await contentOf(signature, signedData, range, findings);
  const check = await checkSigner(signedData, signer, content, findings, options);
  const stamp = (token: TimeStampToken, imprinted: (algorithm: AnyDigest) => Uint8Array | Promise<Uint8Array>) =>
    examineTimestamp(token, imprinted, {
      ...options,
      otherCertificates: [...check.certificates, ...options.otherCertificates],
    });
  const timestamps: TimestampFacts[] = [];
  for (const token of readTimestamps(signer.unsignedAttributes, oids.signatureTimeStamp, findings)) {
    timestamps.push(await stamp(token, (algorithm) => digest(algorithm, signer.signature)));
  }
  const contentTimestamps: TimestampFacts[] = [];
  for (const token of readTimestamps(signer.signedAttributes ?? [], oids.contentTimeStamp, findings)) {
    contentTimestamps.push(await stamp(token, (algorithm) => digestPieces(algorithm, content)));
  }
  const obstacles = padesObstacles(signature.dict, signature.hasClaimedTime, signedData, signer, check);
  if (obstacles.length > 0 && signature.subFilter === 'ETSI.CAdES.detached') {
    findings.note('notBaseline', `Not a PAdES baseline signature: ${obstacles.join('; ')}.`);
  } else if (obstacles.length > 0) {
    findings.note('notPades', 'A PDF signature of the kind before PAdES.');
  }
  return {
    certificate: check.certificate,
    certificates: check.certificates,
    claimed: signature.claimedTime ?? readSigningTime(signer),
    isBaseline: obstacles.length === 0,
    materials:
      signature.subFilter === 'adbe.pkcs7.sha1'
        ? [digestMaterial('sha1', options.algorithms), ...check.materials]
        : check.materials,
    timestamps,
    contentTimestamps,
    timestamp: null,
  };
}

async function digestPieces(algorithm: AnyDigest, content: SignedContent): Promise<Uint8Array> {
  const hash = createDigest(algorithm);
  for await (const piece of content.pieces()) hash.update(piece);
  return hash.digest();
}

/** What the CMS signs: the byte range, or (adbe.pkcs7.sha1) the SHA-1 of it, carried inside. */
async function contentOf(
  signature: PdfSignature,
  signedData: SignedData,
  range: SignedContent,
  findings: Findings,
): Promise<SignedContent> {
  const inside = signedData.content;
  if (signature.subFilter !== 'adbe.pkcs7.sha1') {
    if (inside !== null) {
      findings.fail('FORMAT_FAILURE', 'embeddedContent', 'A detached signature carries content of its own.');
    }
    return range;
  }
  if (inside === null || !equalBytes(inside, await range.digest('sha1'))) {
    findings.fail('HASH_FAILURE', 'digestMismatch', 'The signed content was changed: its digest is another.');
  }
  const bytes = inside ?? new Uint8Array(0);
  return { digest: (algorithm) => digest(algorithm, bytes), pieces: () => [bytes] };
}

function rangeContent(
  source: ByteSource,
  range: ByteRange,
  job: DigestJob | null,
  computed: Uint8Array | undefined,
): SignedContent {
  return {
    digest: (algorithm) => (job?.algorithm === algorithm && computed !== undefined ? computed : new Uint8Array(0)),
    async *pieces() {
      yield* source.stream(0, range.before);
      yield* source.stream(range.after, range.end);
    },
  };
}

function readSigningTime(signer: SignerInfo): Date | null {
  try {
    return signingTimeOf(signer.signedAttributes ?? []);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}
