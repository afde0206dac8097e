import type { ByteSource } from '../bytes.ts';
import { digestFrom } from '../asn1/algorithm-identifier.ts';
import { oids } from '../asn1/oids.ts';
import { singleValue } from '../cms/attributes.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { digest } from '../crypto.ts';
import type { DigestAlgorithm } from '../crypto.ts';
import { PdfArray, PdfDict, PdfError, PdfRef, PdfString, entriesOf, openPdf } from '../pdf/index.ts';
import type { PdfDocument } from '../pdf/index.ts';
import { parseTimeStampToken } from '../timestamp/token.ts';
import { checkToken } from '../timestamp/verify.ts';
import type { Certificate } from '../trust/certificate.ts';
import { checkSigner } from '../validation/signer-check.ts';
import { Findings } from '../validation/findings.ts';
import { SignedDigester } from './digests.ts';
import type { SignedDigests } from './digests.ts';
import { PadesError } from './errors.ts';

/** What the written document must turn out to be. */
export interface SignedExpectation {
  readonly certificate: Certificate;
  /** Lower-case hexadecimal SHA-256 of the whole document. */
  readonly expectedSha256: string;
  /** Size of the document before this signature, and its SHA-256 when known: it must be a prefix of the new one. */
  readonly inputSize: number;
  readonly inputSha256?: string | undefined;
  /** The update was written over damaged cross-references, and so has to stand alone. */
  readonly repaired?: boolean | undefined;
  /** Opens an encrypted document. */
  readonly password?: string | undefined;
  /** What a time-stamp within the signature must say; null: there must be none. */
  readonly timeStampedAt?: Date | null | undefined;
}

/** Last stage: what lies in `source` was read again and holds. */
export interface CheckedPdf {
  readonly stage: 'checked';
  readonly sha256: string;
  readonly size: number;
}

/** How the check gets its digests: somebody may have read the bytes already while they were written; `again` reads them now. */
export type DigestReader = (plan: DigestPlan, again: () => Promise<SignedDigests>) => Promise<SignedDigests>;

/** What is to be digested. */
export interface DigestPlan {
  readonly algorithm: DigestAlgorithm;
  readonly inputSize: number;
  /** The /Contents token's place in the whole file. */
  readonly gapStart: number;
  readonly gapEnd: number;
}

/**
 * Reads a signed document back from where it was written and verifies its newest signature: byte range, digest, CMS and
 * certificate. What this program has not verified itself is not a signed document.
 * @throws PadesError `checkFailed`.
 */
export async function checkSignedPdf(
  source: ByteSource,
  expected: SignedExpectation,
  readDigests: DigestReader = (_plan, again) => again(),
): Promise<CheckedPdf> {
  try {
    const document = openPdf(source, { password: expected.password });
    const signature = findSignature(document, source.size, expected);
    const { signedData, signer } = readCms(signature.contents);
    const { gapStart, gapEnd } = signature;
    const plan = { gapStart, gapEnd, algorithm: digestAlgorithmOf(signer), inputSize: expected.inputSize };
    const digests = await readDigests(plan, () => digestAgain(source, plan));
    ensure(digests.sha256 === expected.expectedSha256, `the written document's SHA-256 is ${digests.sha256}`);
    ensure(
      expected.inputSha256 === undefined || digests.inputSha256 === expected.inputSha256,
      'the written document does not begin with the input',
    );
    await requireGoodSigner(signedData, signer, digests, expected.certificate);
    if (expected.timeStampedAt !== undefined) await requireTimeStamp(signer, expected.timeStampedAt);
    return { stage: 'checked', sha256: digests.sha256, size: source.size };
  } catch (error) {
    if (!(error instanceof PdfError || error instanceof CmsError)) throw error;
    throw new PadesError('checkFailed', `the written document cannot be read: ${error.message}`, { cause: error });
  }
}

function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new PadesError('checkFailed', message);
}

interface FoundSignature {
  readonly contents: Uint8Array;
  readonly gapStart: number;
  readonly gapEnd: number;
}

/** The one signature dictionary that the newest update brings, which must cover all of the file but its /Contents. */
function findSignature(
  document: PdfDocument,
  size: number,
  { inputSize, repaired = false }: SignedExpectation,
): FoundSignature {
  const [newest, before] = document.chain.sections;
  ensure(newest!.offset >= inputSize, 'the newest cross-references are older than the update');
  const standsAlone = repaired && before === undefined;
  ensure(standsAlone || (before !== undefined && before.offset < inputSize), 'more than one update after the input');
  const found: { num: number; dict: PdfDict }[] = [];
  const values = new Set<number>();
  for (const [num, entry] of entriesOf(document.newestSection)) {
    if (repaired && (entry.kind !== 'plain' || entry.offset < inputSize)) continue;
    ensure(entry.kind === 'plain' && entry.offset >= inputSize, `object ${num} of the update lies outside it`);
    const value = document.object(new PdfRef(num, entry.gen))?.value;
    if (!(value instanceof PdfDict)) continue;
    if (value.has('ByteRange')) found.push({ num, dict: value });
    const field = value.get('V');
    if (field instanceof PdfRef) values.add(field.num);
  }
  ensure(found.length === 1, `${found.length} signatures in one update`);
  const { num, dict } = found[0]!;
  ensure(values.has(num), 'no field of the update has the signature as its value');
  return { ...coverage(dict, size), contents: contentsOf(dict) };
}

function contentsOf(dict: PdfDict): Uint8Array {
  const contents = dict.get('Contents');
  ensure(contents instanceof PdfString && dict.repeated.size === 0, 'a signature dictionary without clear /Contents');
  return contents.bytes;
}

/** The gap must be exactly the /Contents token, and everything else must be covered. */
function coverage(dict: PdfDict, size: number): { gapStart: number; gapEnd: number } {
  const array = dict.get('ByteRange');
  const range = array instanceof PdfArray ? array.toArray(5) : [];
  const [first, gapStart, gapEnd, last] = range;
  const span = dict.span('Contents');
  ensure(range.length === 4 && first === 0 && span !== undefined, 'a /ByteRange of another form');
  ensure(gapStart === span.start && gapEnd === span.end, 'a /ByteRange that leaves out something else than /Contents');
  ensure(typeof last === 'number' && span.end + last === size, 'a /ByteRange that does not cover the whole file');
  return { gapStart: span.start, gapEnd: span.end };
}

function readCms(contents: Uint8Array): { signedData: SignedData; signer: SignerInfo } {
  const signedData = parseSignedData(contents, 'zeros');
  const [signer, ...others] = signedData.signerInfos;
  ensure(signer !== undefined && others.length === 0, 'not exactly one signer');
  ensure(signedData.content === null, 'a signature that carries its content');
  return { signedData, signer };
}

function digestAlgorithmOf(signer: SignerInfo): DigestAlgorithm {
  const algorithm = digestFrom(signer.digestAlgorithm);
  ensure(algorithm === 'sha256' || algorithm === 'sha384' || algorithm === 'sha512', 'a digest that we never use');
  return algorithm;
}

async function requireGoodSigner(
  signedData: SignedData,
  signer: SignerInfo,
  digests: SignedDigests,
  certificate: Certificate,
): Promise<void> {
  const findings = new Findings();
  const content = { digest: () => Buffer.from(digests.range, 'hex'), pieces: () => [] };
  const check = await checkSigner(signedData, signer, content, findings);
  ensure(findings.passed, `the written signature does not hold: ${findings.reasons.join(' ')}`);
  ensure(check.certificate?.sha256 === certificate.sha256, 'the written signature names another certificate');
  ensure(check.reference === 'v2', 'the written signature does not bind its certificate');
}

/** Checks the time-stamps within a signature, of which there may be one. @throws PadesError `checkFailed`. */
export async function requireTimeStamp(
  { unsignedAttributes, signature }: SignerInfo,
  expected: Date | null,
): Promise<void> {
  const value = singleValue(unsignedAttributes, oids.signatureTimeStamp);
  ensure((value === null) === (expected === null), 'a time-stamp too few or too many');
  if (value === null || expected === null) return;
  const check = await checkToken(parseTimeStampToken(value.encoded), (algorithm) => digest(algorithm, signature));
  ensure(check.kind === 'good', 'the time-stamp within the signature does not hold');
  ensure(check.time.getTime() === expected.getTime(), 'the time-stamp within the signature says another time');
}

async function digestAgain(source: ByteSource, plan: DigestPlan): Promise<SignedDigests> {
  const digester = new SignedDigester(plan.algorithm);
  for await (const piece of source.stream(0, plan.inputSize)) digester.update(piece);
  const update = source.readSync(plan.inputSize, source.size - plan.inputSize);
  return digester.finish(update, plan.gapStart - plan.inputSize, plan.gapEnd - plan.inputSize);
}
