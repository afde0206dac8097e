/** The meaning of each `must` of the corpus, as a check on what the program does. */
import { readFileSync } from 'node:fs';
import { openFileSource } from '../../src/signature/bytes.ts';
import { parseTimeStampResponse } from '../../src/signature/timestamp/token.ts';
import { verifyDocument } from '../../src/signature/validation/document.ts';
import type { FileVerdict } from '../../src/signature/validation/verdict.ts';
import type { CorpusRow } from './corpus.ts';
import { trySigning } from './corpus-signing.ts';
import { checkVectorFile } from './wycheproof.ts';

export interface Outcome {
  readonly ok: boolean;
  /** What the program did, in one line. */
  readonly saw: string;
}

const longestAnswer = 2_000; // milliseconds
const mostMemory = 500 << 20; // bytes, resident

/** Reasons that say only that no anchor was given; a defect must be named by another. */
const missingTrust: ReadonlySet<string> = new Set(['noTrustedPath', 'timestampNotTrusted', 'revocationNotChecked']);

/** Does with the file what its row asks for. */
export async function judgeRow(row: CorpusRow): Promise<Outcome> {
  const { must } = row;
  if (must === 'vectors') return judgeVectors(row.path);
  if (must === 'parses') return judgeResponse(row.path);
  if (must.includes('signs') || must === 'refuses') return judgeSigning(row);
  const start = performance.now();
  const verdict = await verify(row.path);
  const time = performance.now() - start;
  const inBounds = time <= longestAnswer && process.memoryUsage().rss <= mostMemory;
  return { ok: inBounds && meets(must, verdict), saw: describe(verdict) };
}

async function verify(path: string): Promise<FileVerdict> {
  const source = openFileSource(path);
  try {
    return await verifyDocument(source, { anchors: [] });
  } finally {
    source.close();
  }
}

function meets(must: string, verdict: FileVerdict): boolean {
  const [kind, argument] = must.split(':');
  const isFlagged = verdict.signatures.some(
    (each) => each.indication === 'TOTAL_FAILED' || isSuspicious(each.modification),
  );
  const intact = verdict.error === null && verdict.signatures.length > 0 && !isFlagged;
  const signatures = verdict.signatures.filter((each) => each.kind === 'signature').length;
  switch (kind) {
    case 'intact':
      return intact && (argument === undefined || signatures === Number(argument));
    case 'level':
      return intact && verdict.signatures.some((each) => each.level === argument);
    case 'flagged':
      return isFlagged;
    case 'failed':
      return verdict.signatures.some((each) => each.indication === 'TOTAL_FAILED');
    case 'notPassed':
      return noYes(verdict) && verdict.signatures.some((each) => each.reasons.some(namesDefect));
    case 'caught':
      return isFlagged || verdict.signatures.length === 0 || verdict.error !== null;
    case 'answers':
      return verdict.error !== null || verdict.signatures.every((each) => each.reasons.length > 0);
    default:
      throw new Error(`unknown must: ${must}`);
  }
}

function isSuspicious(modification: string): boolean {
  return modification === 'forbidden' || modification === 'unclear';
}

function noYes(verdict: FileVerdict): boolean {
  return verdict.signatures.every((each) => each.indication !== 'TOTAL_PASSED');
}

function namesDefect(reason: string): boolean {
  return !missingTrust.has(reason.slice(0, reason.indexOf(':')));
}

function describe({ signatures, error }: FileVerdict): string {
  const parts = signatures.map((each) =>
    [each.indication, each.subIndication, each.level, each.modification, ...each.reasons.slice(0, 1)].join(' '),
  );
  return [...(error === null ? [] : [`error ${error}`]), ...parts].join(' | ') || 'no signatures';
}

async function judgeSigning({ path, must }: CorpusRow): Promise<Outcome> {
  const result = await trySigning(path);
  if (result.kind === 'refused') return { ok: must !== 'signs', saw: `refused: ${result.reason}` };
  const bad = result.complaints.length > 0 ? ` but ${result.complaints.join('; ')}` : '';
  return { ok: must !== 'refuses' && result.complaints.length === 0, saw: `signed${bad}` };
}

function judgeResponse(path: string): Outcome {
  const { status, token } = parseTimeStampResponse(readFileSync(path));
  const saw = `status ${status}, time ${token?.info.time.toISOString() ?? 'none'}`;
  return { ok: status === 0 && token !== null && token.signedData.signerInfos.length === 1, saw };
}

function judgeVectors(path: string): Outcome {
  const { count, complaints } = checkVectorFile(path);
  return { ok: complaints.length === 0, saw: `${count} vectors, wrong: ${complaints.join(', ') || 'none'}` };
}
