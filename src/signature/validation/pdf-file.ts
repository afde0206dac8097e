/** Verifying a PDF: every signature and document time-stamp in it, and what happened to the document since. */
import type { ByteSource } from '../bytes.ts';
import { openPdf } from '../pdf/document.ts';
import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import { buildChain } from '../trust/chain.ts';
import { Budget, thinkingTime } from './budget.ts';
import { ChangeJudge } from './changes/judge.ts';
import type { Judgement } from './changes/judge.ts';
import type { VerifyOptions } from './options.ts';
import { digestRanges } from './pdf/digests.ts';
import { checkSignerTrust, examine, prepare } from './pdf/examine.ts';
import type { Candidate, Examined } from './pdf/examine.ts';
import { coversPath, readSecurityStore } from './pdf/security-store.ts';
import type { SecurityStore } from './pdf/security-store.ts';
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
    return await verifyOpened(openPdf(source, { milliseconds: budget.remaining }), options, budget);
  } catch (error) {
    if (error instanceof PdfError) return { signatures: [], error: `${error.kind}: ${error.message}.` };
    throw error;
  }
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
  if (end === undefined) return { modification: 'unclear', reasons: [], revision: null };
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

/** Whether the document carries what is needed to judge the signer's certificate path without a line. */
function hasValidationData(examined: Examined, store: SecurityStore, trust: TrustInput): boolean {
  if (examined.certificate === null) return false;
  const known = [...store.certificates, ...examined.certificates, ...trust.intermediates];
  const anchors = new Set(trust.anchors.map((each) => each.sha256));
  const { path } = buildChain(examined.certificate, { anchors: [], intermediates: known, at: trust.at });
  return coversPath(store, path, anchors);
}
