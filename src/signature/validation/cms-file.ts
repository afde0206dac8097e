/** Verifying a file that is a CMS signature itself (.p7m with its content inside, .p7s beside it). */
import { bufferSource } from '../bytes.ts';
import type { ByteSource } from '../bytes.ts';
import { signingTimeOf } from '../cms/attributes.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { createDigest, digest } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { AnyDigest } from '../crypto.ts';
import { oids } from '../asn1/oids.ts';
import { PdfError } from '../pdf/errors.ts';
import { cadesObstacles } from './baseline.ts';
import { Budget, thinkingTime } from './budget.ts';
import { detailsOf } from './details.ts';
import { Findings } from './findings.ts';
import type { VerifyOptions } from './options.ts';
import { checkSigner } from './signer-check.ts';
import type { SignedContent, SignerCheckOptions } from './signer-check.ts';
import { summarize } from './signer-summary.ts';
import { judgePath } from './path-judge.ts';
import type { PathJudgement } from './path-judge.ts';
import type { Place } from './proofs.ts';
import { judgeStamps, noteStamps, provenContent, takeIn } from './stamps.ts';
import type { JudgedStamp, Stamp } from './stamps.ts';
import { examineTimestamp, readTimestamps } from './timestamp-check.ts';
import { TrustContext } from './trust-context.ts';
import type { BaselineLevel, FileVerdict, SignatureVerdict } from './verdict.ts';

const largestFile = 64 << 20;
const mostSigners = 50;

/** Verifies every signer of a CMS file. @throws the system's error when `source` cannot be read; nothing else. */
export async function verifyCms(source: ByteSource, options: VerifyOptions): Promise<FileVerdict> {
  if (source.size > largestFile) return { signatures: [], error: 'tooBig: A signature file larger than the limit.' };
  const budget = new Budget(thinkingTime(source.size));
  try {
    const signedData = parseSignedData(unwrapPem(source.readSync(0, source.size)), 'zeros');
    const signatures: SignatureVerdict[] = [];
    const content = contentOf(signedData, options);
    const signed = content && new SignedBytes(content, budget);
    for (const signer of signedData.signerInfos.slice(0, mostSigners)) {
      budget.check();
      signatures.push(await verifySigner(signedData, signer, options, { budget, signed }));
    }
    return { signatures, error: null };
  } catch (error) {
    if (error instanceof CmsError || error instanceof PdfError) {
      return { signatures: [], error: `${error.kind}: ${error.message}.` };
    }
    throw error;
  }
}

/** Times that the content may be read: once for each digest that honest signers use, and some to spare. */
const mostPasses = 12;

/** The content and its digests, which all signers of a file share. It may be a film: it is never held in memory. */
class SignedBytes implements SignedContent {
  readonly #source: ByteSource;
  readonly #budget: Budget;
  readonly #known = new Map<AnyDigest, Uint8Array>();
  #passes = 0;

  constructor(source: ByteSource, budget: Budget) {
    this.#source = source;
    this.#budget = budget;
  }

  async digest(algorithm: AnyDigest): Promise<Uint8Array> {
    const known = this.#known.get(algorithm);
    if (known !== undefined) return known;
    // Reading and digesting is no thinking: an honest file may have any size.
    const found = await this.#budget.without(this.#digest(algorithm));
    this.#known.set(algorithm, found);
    return found;
  }

  async #digest(algorithm: AnyDigest): Promise<Uint8Array> {
    const hash = createDigest(algorithm);
    for await (const piece of this.pieces()) hash.update(piece);
    return hash.digest();
  }

  pieces(): AsyncIterable<Uint8Array> {
    if (++this.#passes > mostPasses) throw new PdfError('tooSlow', 'the content would have to be read too often');
    return this.#source.stream(0, this.#source.size);
  }
}

function optionsIn({ evidence, policy, memory }: TrustContext): Required<SignerCheckOptions> {
  return { otherCertificates: evidence.certificates, algorithms: policy.algorithms, memory };
}

async function verifySigner(
  signedData: SignedData,
  signer: SignerInfo,
  options: VerifyOptions,
  { budget, signed }: { readonly budget: Budget; readonly signed: SignedBytes | null },
): Promise<SignatureVerdict> {
  const findings = new Findings();
  noteContent(signedData, options, findings);
  const context = new TrustContext(options, budget);
  const check = await checkSigner(signedData, signer, signed, findings, optionsIn(context));
  context.evidence.addCertificates(check.certificates);
  const place = { end: Infinity, own: [] as Date[] };
  takeIn(context, { signedData, signer }, 'signature', { signed: place, unsigned: { end: Infinity } });
  const stamps = await judgeStamps(await stampsOf(signer, signed, place, context, findings), context);
  noteStamps(stamps, findings);
  const existence = { by: context.proofs.existed(place), notBefore: provenContent(stamps) };
  const { certificate, certificates: own, materials } = check;
  const path =
    certificate === null
      ? null
      : await judgePath({ certificate, purpose: 'signature', existence, own, materials }, context, findings);
  const obstacles = cadesObstacles(signedData, signer, check);
  if (obstacles.length > 0) findings.note('notBaseline', `Not a CAdES baseline signature: ${obstacles.join('; ')}.`);
  const isBaseline = obstacles.length === 0 && !findings.failed && signed !== null;
  return {
    field: null,
    kind: 'signature',
    ...findings.result,
    level: isBaseline ? levelOf(certificate, path, stamps, context) : null,
    signer: summarize(check.certificate, claimedTime(signer)),
    coversWholeDocument: signed !== null,
    modification: signed === null ? 'unclear' : 'none',
    reasons: findings.reasons,
    details: detailsOf({ coverage: null, materials, existence, now: context.now, path, stamps }),
  };
}

/** EN 319 122-1, 6.3: B-LT carries the revocation data of its whole path inside. Archive time-stamps are not read. */
function levelOf(
  certificate: Certificate | null,
  path: PathJudgement | null,
  stamps: readonly JudgedStamp[],
  { evidence }: TrustContext,
): BaselineLevel {
  if (!stamps.some(({ facts, kind }) => facts.intact && kind === 'signature')) return 'B-B';
  const below = path?.anchor ? path.links.slice(0, -1).map((link) => link.certificate) : [certificate];
  const isCarried = below.every(
    (each) => each !== null && evidence.about(each).some(({ origin }) => origin === 'signature'),
  );
  return isCarried ? 'B-LT' : 'B-T';
}

/** The time-stamps of a signer. A CMS has no later revisions: nothing but they prove anything here. */
async function stampsOf(
  signer: SignerInfo,
  content: SignedContent | null,
  place: Place & { readonly own: Date[] },
  context: TrustContext,
  findings: Findings,
): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  const lists = [
    ['signature', signer.unsignedAttributes, oids.signatureTimeStamp, ofSignature(signer)],
    ['content', signer.signedAttributes ?? [], oids.contentTimeStamp, content],
  ] as const;
  for (const [kind, attributes, oid, covered] of lists) {
    for (const token of readTimestamps(attributes, oid, findings)) {
      if (covered === null) continue;
      const imprinted = (algorithm: AnyDigest) => covered.digest(algorithm);
      const facts = await examineTimestamp(token, imprinted, optionsIn(context));
      context.evidence.addCertificates(facts.certificates);
      const tokenSigner = token.signedData.signerInfos[0];
      const nowhere = { end: Infinity };
      if (tokenSigner !== undefined) {
        takeIn(context, { signedData: token.signedData, signer: tokenSigner }, 'timestamp', {
          signed: nowhere,
          unsigned: nowhere,
        });
      }
      const proves = kind === 'signature' ? place.own : null;
      stamps.push({ kind, facts, covers: 0, place: kind === 'content' ? place : nowhere, field: null, proves });
    }
  }
  return stamps;
}

const ofSignature = ({ signature }: SignerInfo): Pick<SignedContent, 'digest'> => ({
  digest: (algorithm) => digest(algorithm, signature),
});

/** The content inside, or the one given beside. */
function contentOf({ content }: SignedData, { detachedContent }: VerifyOptions): ByteSource | null {
  if (content !== null) return bufferSource(content);
  if (detachedContent === undefined) return null;
  return detachedContent instanceof Uint8Array ? bufferSource(detachedContent) : detachedContent;
}

/** Never a choice between two contents. */
function noteContent({ content }: SignedData, { detachedContent }: VerifyOptions, findings: Findings): void {
  if (content !== null && detachedContent !== undefined) {
    findings.fail('FORMAT_FAILURE', 'embeddedContent', 'A detached signature carries content of its own.');
  }
  if (content === null && detachedContent === undefined) {
    findings.doubt('SIGNED_DATA_NOT_FOUND', 'contentMissing', 'The signed content is not in this file.');
  }
}

function claimedTime(signer: SignerInfo): Date | null {
  try {
    return signingTimeOf(signer.signedAttributes ?? []);
  } catch (error) {
    if (error instanceof CmsError) return null;
    throw error;
  }
}

/** The bytes of a PEM block, or the bytes themselves. */
function unwrapPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const match = /^\s*-----BEGIN (?:CMS|PKCS7)-----([A-Za-z0-9+/=\s]+)-----END /.exec(text);
  return match === null ? bytes : Buffer.from(match[1]!, 'base64');
}
