/** Verifying a file that is a CMS signature itself (.p7m with its content inside, .p7s beside it). */
import type { ByteSource } from '../bytes.ts';
import { signingTimeOf } from '../cms/attributes.ts';
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import type { SignedData, SignerInfo } from '../cms/parse.ts';
import { digest } from '../crypto.ts';
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
import type { SignedContent } from './signer-check.ts';
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
    const digests = new ContentDigests();
    for (const signer of signedData.signerInfos.slice(0, mostSigners)) {
      budget.check();
      signatures.push(await verifySigner(signedData, signer, options, { budget, digests }));
    }
    return { signatures, error: null };
  } catch (error) {
    if (error instanceof CmsError || error instanceof PdfError) {
      return { signatures: [], error: `${error.kind}: ${error.message}.` };
    }
    throw error;
  }
}

/** Digests of the content, which all signers of a file share. */
class ContentDigests {
  readonly #known = new Map<AnyDigest, Uint8Array>();

  of(content: Uint8Array, algorithm: AnyDigest): Uint8Array {
    const known = this.#known.get(algorithm) ?? digest(algorithm, content);
    this.#known.set(algorithm, known);
    return known;
  }
}

async function verifySigner(
  signedData: SignedData,
  signer: SignerInfo,
  options: VerifyOptions,
  { budget, digests }: { readonly budget: Budget; readonly digests: ContentDigests },
): Promise<SignatureVerdict> {
  const findings = new Findings();
  const bytes = contentOf(signedData, options, findings);
  const context = new TrustContext(options, budget);
  const content: SignedContent | null =
    bytes === null ? null : { digest: (algorithm) => digests.of(bytes, algorithm), pieces: () => [bytes] };
  const { algorithms } = context.policy;
  const check = await checkSigner(signedData, signer, content, findings, context.evidence.certificates, algorithms);
  context.evidence.addCertificates(check.certificates);
  const place = { end: Infinity, own: [] as Date[] };
  takeIn(context.evidence, { signedData, signer }, 'signature', { signed: place, unsigned: { end: Infinity } });
  const stamps = await judgeStamps(await stampsOf(signer, bytes, place, context, findings), context);
  noteStamps(stamps, findings);
  const existence = { by: context.proofs.existed(place), notBefore: provenContent(stamps) };
  const { certificate, certificates: own, materials } = check;
  const path =
    certificate === null
      ? null
      : await judgePath({ certificate, purpose: 'signature', existence, own, materials }, context, findings);
  const obstacles = cadesObstacles(signedData, signer, check);
  if (obstacles.length > 0) findings.note('notBaseline', `Not a CAdES baseline signature: ${obstacles.join('; ')}.`);
  const isBaseline = obstacles.length === 0 && !findings.failed && bytes !== null;
  return {
    field: null,
    kind: 'signature',
    ...findings.result,
    level: isBaseline ? levelOf(certificate, path, stamps, context) : null,
    signer: summarize(check.certificate, claimedTime(signer)),
    coversWholeDocument: bytes !== null,
    modification: bytes === null ? 'unclear' : 'none',
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
  content: Uint8Array | null,
  place: Place & { readonly own: Date[] },
  context: TrustContext,
  findings: Findings,
): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  const lists = [
    ['signature', signer.unsignedAttributes, oids.signatureTimeStamp, signer.signature],
    ['content', signer.signedAttributes ?? [], oids.contentTimeStamp, content],
  ] as const;
  for (const [kind, attributes, oid, covered] of lists) {
    for (const token of readTimestamps(attributes, oid, findings)) {
      if (covered === null) continue;
      const imprinted = (algorithm: AnyDigest) => digest(algorithm, covered);
      const facts = await examineTimestamp(token, imprinted, context.evidence.certificates, context.policy.algorithms);
      context.evidence.addCertificates(facts.certificates);
      const tokenSigner = token.signedData.signerInfos[0];
      const nowhere = { end: Infinity };
      if (tokenSigner !== undefined) {
        takeIn(context.evidence, { signedData: token.signedData, signer: tokenSigner }, 'timestamp', {
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

/** The content inside, or the one given beside; never a choice between two. */
function contentOf(signedData: SignedData, options: VerifyOptions, findings: Findings): Uint8Array | null {
  const { detachedContent } = options;
  if (signedData.content !== null && detachedContent !== undefined) {
    findings.fail('FORMAT_FAILURE', 'embeddedContent', 'A detached signature carries content of its own.');
  }
  const content = signedData.content ?? detachedContent ?? null;
  if (content === null) {
    findings.doubt('SIGNED_DATA_NOT_FOUND', 'contentMissing', 'The signed content is not in this file.');
  }
  return content;
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
