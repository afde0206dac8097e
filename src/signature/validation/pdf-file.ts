/** Verifying a PDF: every signature and document time-stamp in it, and what happened to the document since. */
import type { ByteSource } from '../bytes.ts';
import { openPdf } from '../pdf/document.ts';
import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import { buildChain } from '../trust/chain.ts';
import { Budget, thinkingTime } from './budget.ts';
import { ChangeJudge, noChange } from './changes/judge.ts';
import type { Judgement } from './changes/judge.ts';
import type { VerifyOptions } from './options.ts';
import { digestRanges } from './pdf/digests.ts';
import { checkSignerTrust, examine, prepare } from './pdf/examine.ts';
import type { Candidate, Examined } from './pdf/examine.ts';
import { hasRevocationData, readSecurityStore } from './pdf/security-store.ts';
import type { SecurityStore } from './pdf/security-store.ts';
import { countByteRanges } from './pdf/salvage.ts';
import { readSignatures } from './pdf/signature-dictionary.ts';
import { summarize } from './signer-summary.ts';
import type { TimestampCheck } from './timestamp-check.ts';
import type { TrustInput } from './trust-check.ts';
import type { BaselineLevel, FileVerdict, SignatureVerdict } from './verdict.ts';

interface Judged {
  readonly candidate: Candidate;
  readonly examined: Examined;
  readonly judgement: Judgement;
}

/**
 * Verifies every signature of a PDF. The answer is always a verdict, whatever the bytes are; it takes memory for the
 * file's structure only, and time for one pass over its bytes.
 * @throws the system's error when `source` cannot be read; nothing else.
 */
export async function verifyPdf(source: ByteSource, options: VerifyOptions): Promise<FileVerdict> {
  const budget = new Budget(thinkingTime(source.size));
  try {
    return await verifyOpened(openPdf(source, { milliseconds: budget.remaining, password: options.password }), options, budget);
  } catch (error) {
    if (error instanceof PdfError) return damaged(source, error);
    throw error;
  }
}

/** A file that cannot be followed to its signatures. Those that are seen in passing fail: what they cover is not what is shown. */
async function damaged(source: ByteSource, error: PdfError): Promise<FileVerdict> {
  const count = error.kind === 'notPdf' || error.kind === 'empty' ? 0 : await countByteRanges(source);
  const verdict: SignatureVerdict = {
    field: null,
    kind: 'signature',
    indication: 'TOTAL_FAILED',
    subIndication: 'FORMAT_FAILURE',
    level: null,
    signer: null,
    coversWholeDocument: false,
    modification: 'unclear',
    reasons: [`damagedDocument: The structure of the document is damaged (${error.message}).`],
  };
  return { signatures: Array.from({ length: count }, () => verdict), error: `${error.kind}: ${error.message}.` };
}

async function verifyOpened(document: PdfDocument, options: VerifyOptions, budget: Budget): Promise<FileVerdict> {
  const { source } = document;
  const found = readSignatures(document);
  const candidates = found.map((signature) => prepare(signature, found, source.size));
  const jobs = candidates.flatMap(({ job }) => (job === null ? [] : [job]));
  const digests = await budget.without(digestRanges(source, jobs));
  const store = found.length === 0 ? null : readSecurityStore(document, budget);
  const trust: TrustInput = {
    anchors: options.anchors,
    intermediates: [...(options.intermediates ?? []), ...(store?.certificates ?? [])],
    at: options.at ?? new Date(),
  };
  const judge = new ChangeJudge(document, candidates.flatMap(endOf), budget);
  const judged: Judged[] = [];
  for (const candidate of candidates) {
    budget.check();
    const examined = await examine(candidate, source, digests, trust);
    judged.push({ candidate, examined, judgement: judgeChanges(candidate, judge) });
  }
  const signatures = judged.map((each) => toVerdict(each, judged, store, trust, source.size, budget));
  return { signatures, error: null };
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

function toVerdict(
  { candidate, examined, judgement }: Judged,
  all: readonly Judged[],
  store: SecurityStore | null,
  trust: TrustInput,
  fileSize: number,
  budget: Budget,
): SignatureVerdict {
  const { signature, findings, range } = candidate;
  const later = all.filter((other) => isLaterTimestamp(other, range?.end ?? Infinity));
  const stamps = later.map((other) => other.examined.timestamp).filter((each) => each !== null);
  if (examined.timestamp === null) {
    checkSignerTrust(examined, [...examined.timestamps, ...stamps], trust, findings);
  }
  const level = examined.isBaseline && !findings.failed ? levelOf(examined, later, stamps, store, trust, budget) : null;
  return {
    field: signature.field,
    kind: signature.kind,
    ...findings.result,
    level,
    signer: summarize(examined.certificate, examined.claimed),
    coversWholeDocument: range !== null && range.end === fileSize && !findings.failed,
    modification: judgement.modification,
    reasons: findings.reasons,
  };
}

/** Document time-stamps that hold and cover the signature. */
function isLaterTimestamp({ candidate, examined }: Judged, end: number): boolean {
  return examined.timestamp?.intact === true && !candidate.findings.failed && (candidate.range?.end ?? 0) > end;
}

function levelOf(
  examined: Examined,
  later: readonly Judged[],
  stamps: readonly TimestampCheck[],
  store: SecurityStore | null,
  trust: TrustInput,
  budget: Budget,
): BaselineLevel {
  if (![...examined.timestamps, ...stamps].some((each) => each.intact)) return 'B-B';
  if (store === null || !hasValidationData(examined, store, trust)) return 'B-T';
  const archived = later.some(
    ({ judgement }) => judgement.revision !== null && readSecurityStore(judgement.revision, budget) !== null,
  );
  return archived ? 'B-LTA' : 'B-LT';
}

/**
 * Whether the document carries what is needed to judge the signer's certificate later: revocation data of every certificate
 * below the trust anchor, or, where no anchor is known to say how far up that is, of the signer's own.
 */
function hasValidationData({ certificate, certificates }: Examined, store: SecurityStore, trust: TrustInput): boolean {
  if (certificate === null) return false;
  const intermediates = [...certificates, ...trust.intermediates];
  const chain = buildChain(certificate, { ...trust, intermediates });
  const below = chain.kind === 'trusted' ? chain.path.slice(0, -1) : [certificate];
  return below.every((each) => hasRevocationData(store, each));
}
