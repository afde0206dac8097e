/** Verifying a PDF: every signature and document time-stamp in it, and what happened to the document since. */
import type { ByteSource } from '../bytes.ts';
import { openPdf } from '../pdf/document.ts';
import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import type { Certificate } from '../trust/certificate.ts';
import { Budget, thinkingTime } from './budget.ts';
import { ChangeJudge, noChange } from './changes/judge.ts';
import type { Judgement } from './changes/judge.ts';
import type { VerifyOptions } from './options.ts';
import { judgePath } from './path-judge.ts';
import type { PathJudgement } from './path-judge.ts';
import type { Existence } from './proofs.ts';
import { detailsOf } from './details.ts';
import { digestRanges } from './pdf/digests.ts';
import { examine, prepare } from './pdf/examine.ts';
import type { Candidate } from './pdf/examine.ts';
import { hasSecurityStore, readSecurityStore } from './pdf/security-store.ts';
import { countByteRanges } from './pdf/salvage.ts';
import { readSignatures } from './pdf/signature-dictionary.ts';
import { placed, stampsOf, takeInCms } from './pdf/stamps.ts';
import type { Placed } from './pdf/stamps.ts';
import { summarize } from './signer-summary.ts';
import { isBefore, judgeStamps, latestWithin, noteStamps, provenContent } from './stamps.ts';
import type { JudgedStamp } from './stamps.ts';
import { TrustContext } from './trust-context.ts';
import type { BaselineLevel, FileVerdict, SignatureVerdict } from './verdict.ts';

interface Judged extends Placed {
  readonly judgement: Judgement;
}

/**
 * Verifies every signature of a PDF. The answer is always a verdict, whatever the bytes are; it takes memory for the
 * file's structure only, and time for one pass over its bytes.
 * @throws the system's error when `source` cannot be read; nothing else.
 */
export async function verifyPdf(source: ByteSource, options: VerifyOptions): Promise<FileVerdict> {
  return (await verifyAndKeep(source, options)).verdict;
}

/** A verdict, and the document it is on; null where the file cannot be followed, and the verdict says why. */
export type VerifiedFile =
  | { readonly document: PdfDocument; readonly verdict: FileVerdict }
  | { readonly document: null; readonly verdict: FileVerdict & { readonly error: string } };

/**
 * Verifies as `verifyPdf` does, and leaves the document open for what else is asked of the same bytes (`judgeAddition`, `pageCount`): it
 * reads from `source` as long as it is used.
 * @throws the system's error when `source` cannot be read; nothing else.
 */
export async function verifyAndKeep(source: ByteSource, options: VerifyOptions): Promise<VerifiedFile> {
  const budget = new Budget(thinkingTime(source.size));
  try {
    const document = openPdf(source, { milliseconds: budget.remaining, password: options.password });
    return { verdict: await verifyOpened(document, options, budget), document };
  } catch (error) {
    if (error instanceof PdfError) return { verdict: await damaged(source, error), document: null };
    throw error;
  }
}

/** A file that cannot be followed to its signatures. Those that are seen in passing fail: what they cover is not what is shown. */
async function damaged(source: ByteSource, error: PdfError): Promise<FileVerdict & { readonly error: string }> {
  const count = error.kind === 'notPdf' || error.kind === 'empty' ? 0 : await countByteRanges(source);
  const verdict: SignatureVerdict = {
    field: null,
    kind: 'signature',
    // What took too long was not seen to be bad.
    indication: error.kind === 'tooSlow' ? 'INDETERMINATE' : 'TOTAL_FAILED',
    subIndication: 'FORMAT_FAILURE',
    level: null,
    signer: null,
    coversWholeDocument: false,
    modification: 'unclear',
    reasons: [`damagedDocument: The structure of the document is damaged (${error.message}).`],
    details: null,
  };
  return { signatures: Array.from({ length: count }, () => verdict), error: `${error.kind}: ${error.message}.` };
}

async function verifyOpened(document: PdfDocument, options: VerifyOptions, budget: Budget): Promise<FileVerdict> {
  const { source } = document;
  const found = readSignatures(document);
  const candidates = found.map((signature) => prepare(signature, found, source.size));
  const jobs = candidates.flatMap(({ job }) => (job === null ? [] : [job]));
  const digests = await budget.without(digestRanges(source, jobs));
  const context = new TrustContext(options, budget);
  const hasStore = found.length > 0 && readSecurityStore(document, context);
  const input = {
    source,
    digests,
    options: {
      otherCertificates: context.evidence.certificates,
      algorithms: context.policy.algorithms,
      memory: context.memory,
    },
  };
  const judge = new ChangeJudge(document, candidates.flatMap(endOf), budget);
  const judged: Judged[] = [];
  for (const candidate of candidates) {
    budget.check();
    const examined = await examine(candidate, input);
    const each = placed(candidate, examined);
    takeInCms(each, context);
    judged.push({ ...each, judgement: judgeChanges(candidate, judge) });
  }
  const stamps = await judgeStamps(judged.filter(isWhole).flatMap(stampsOf), context);
  const signatures: SignatureVerdict[] = [];
  for (const each of judged) {
    signatures.push(await toVerdict(each, { judged, stamps, hasStore, fileSize: source.size }, context));
  }
  return { signatures, error: null };
}

/** A time-stamp in a range that is wrong, or whose bytes were changed, covers nothing. */
function isWhole({ candidate }: Judged): boolean {
  return !candidate.findings.failed;
}

function endOf({ range, findings }: Candidate): number[] {
  return range === null || findings.failed ? [] : [range.end];
}

/** A signature whose own range is wrong covers no revision: what came later cannot be told. */
function judgeChanges(candidate: Candidate, judge: ChangeJudge): Judgement {
  const [end] = endOf(candidate);
  if (end === undefined) return { ...noChange, modification: 'unclear', revision: null };
  const judgement = judge.judge(end);
  const [first = 'modified: The document was changed.'] = judgement.reasons;
  if (judgement.modification === 'forbidden') candidate.findings.fail('FORMAT_FAILURE', ...split(first));
  if (judgement.modification === 'unclear') candidate.findings.doubt('FORMAT_FAILURE', ...split(first));
  for (const reason of judgement.reasons) candidate.findings.note(...split(reason));
  return judgement;
}

function split(reason: string): [code: string, sentence: string] {
  const colon = reason.indexOf(': ');
  return [reason.slice(0, colon), reason.slice(colon + 2)];
}

/** What the verdict on one signature has to know about the others. */
interface Whole {
  readonly judged: readonly Judged[];
  readonly stamps: readonly JudgedStamp[];
  readonly hasStore: boolean;
  readonly fileSize: number;
}

async function toVerdict(each: Judged, whole: Whole, context: TrustContext): Promise<SignatureVerdict> {
  const { candidate, examined, judgement } = each;
  const { signature, findings, range } = candidate;
  const own = whole.stamps.filter((stamp) => stamp.field === signature.field && stamp.covers === range?.end);
  const { path, existence } = await judgeTime(each, own, whole, context);
  const level = examined.isBaseline && !findings.failed ? levelOf(each, path, whole, context) : null;
  const materials = examined.timestamp?.materials ?? examined.materials;
  return {
    field: signature.field,
    kind: signature.kind,
    ...findings.result,
    level,
    signer: summarize(examined.certificate, examined.claimed),
    coversWholeDocument: range !== null && range.end === whole.fileSize && !findings.failed,
    modification: judgement.modification,
    reasons: findings.reasons,
    details: detailsOf({ coverage: range, materials, existence, now: context.now, path, stamps: own }),
  };
}

/** The path of a signer at the earliest moment that is proven; for a document time-stamp, what was found out before. */
async function judgeTime(
  { candidate, examined, place }: Judged,
  own: readonly JudgedStamp[],
  whole: Whole,
  context: TrustContext,
): Promise<{ path: PathJudgement | null; existence: Existence }> {
  const { findings, range } = candidate;
  if (examined.timestamp !== null) {
    findings.include(examined.timestamp.findings);
    const stamp = own.find(({ kind }) => kind === 'document');
    return { path: stamp?.path ?? null, existence: stamp?.existence ?? { by: context.now, notBefore: null } };
  }
  noteStamps(own, findings);
  const existence: Existence = {
    by: context.proofs.existed(place),
    notBefore: latestOf(latestWithin(whole.stamps, range?.end ?? 0), provenContent(own)),
  };
  if (existence.notBefore !== null && isBefore(existence.by, existence.notBefore, context)) {
    findings.doubt(
      'TIMESTAMP_ORDER_FAILURE',
      'timestampOrder',
      'The time-stamps say that it existed before something that it covers.',
    );
  }
  const { certificate, certificates, materials } = examined;
  if (certificate === null) return { path: null, existence };
  const path = await judgePath(
    { certificate, purpose: 'signature', existence, own: certificates, materials },
    context,
    findings,
  );
  return { path, existence };
}

function latestOf(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function levelOf(
  { candidate, examined }: Judged,
  path: PathJudgement | null,
  whole: Whole,
  context: TrustContext,
): BaselineLevel {
  const end = candidate.range?.end ?? Infinity;
  const later = whole.judged.filter((other) => isLaterTimestamp(other, end));
  if (later.length === 0 && !examined.timestamps.some((each) => each.intact)) return 'B-B';
  if (!whole.hasStore || !hasValidationData(examined.certificate, path, context)) return 'B-T';
  const archived = later.some(({ judgement }) => judgement.revision !== null && hasSecurityStore(judgement.revision));
  return archived ? 'B-LTA' : 'B-LT';
}

/** Document time-stamps that hold and cover the signature. */
function isLaterTimestamp({ candidate, examined }: Judged, end: number): boolean {
  return examined.timestamp?.intact === true && !candidate.findings.failed && (candidate.range?.end ?? 0) > end;
}

/**
 * Whether the document carries what is needed to judge the signer's certificate later: revocation data of every certificate
 * below the trust anchor, or, where no anchor is known to say how far up that is, of the signer's own.
 */
function hasValidationData(
  certificate: Certificate | null,
  path: PathJudgement | null,
  { evidence }: TrustContext,
): boolean {
  if (certificate === null) return false;
  const below =
    path === null || path.anchor === null ? [certificate] : path.links.slice(0, -1).map((link) => link.certificate);
  return below.every((each) => evidence.about(each).some(({ origin }) => origin === 'store'));
}
