/** The revisions of a PDF: which bytes each signature covers, and what every later update changed. */
import type { ByteSource } from '../bytes.ts';
import { openPdf } from '../pdf/document.ts';
import type { PdfDocument } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import { revisionsOf } from '../pdf/revisions.ts';
import { Budget, reportTime, thinkingTime } from './budget.ts';
import { ChangeJudge } from './changes/judge.ts';
import { prefixOf } from './pdf/prefix.ts';
import { readSignatures } from './pdf/signature-dictionary.ts';
import type { PdfSignature } from './pdf/signature-dictionary.ts';
import type { Modification } from './verdict.ts';

/** The bytes that a signature covers: the file's first `size` bytes are the document as it was signed. */
export interface SignedRevision {
  /** Full name of the field. */
  readonly field: string;
  readonly kind: 'signature' | 'documentTimestamp';
  readonly size: number;
}

/** What one revision is and did. */
export interface RevisionReport {
  /** The file's first `size` bytes are the document after this revision. */
  readonly size: number;
  /** Fields of the signatures that cover exactly this much. */
  readonly signatures: readonly string[];
  /** Against the revision before; `none` for the first. */
  readonly modification: Modification;
  /** Kinds of changes, as far as they are known ones. */
  readonly changes: readonly string[];
  /** Each `code: sentence` in English. */
  readonly reasons: readonly string[];
}

/**
 * For each signature with a sensible byte range, in the order of the form: how much of the file it covers. Nothing is verified here.
 * A file that cannot be opened has none.
 */
export function signedRevisions(source: ByteSource, password?: string): SignedRevision[] {
  const document = opened(source, new Budget(thinkingTime(source.size)), password);
  return document === null
    ? []
    : signaturesIn(document).flatMap(({ field, kind, byteRange }) =>
        byteRange === null || byteRange.end > source.size ? [] : [{ field, kind, size: byteRange.end }],
      );
}

const mostRevisions = 100;

/**
 * What every revision changed, oldest first; each is compared with the one before it by the rules for signed documents. For
 * reports: verdicts compare each signed revision with the whole. At most a hundred; null when the file cannot be opened.
 */
export function describeRevisions(source: ByteSource, password?: string): RevisionReport[] | null {
  const budget = new Budget(reportTime(source.size));
  const document = opened(source, budget, password);
  if (document === null) return null;
  const signatures = signaturesIn(document);
  const marks = revisionsOf(document).map(({ end }) => end ?? source.size);
  const signed = signatures.flatMap(({ byteRange }) => (byteRange === null ? [] : [byteRange.end]));
  const sizes = [...new Set([...marks, ...signed, source.size])].filter((size) => size <= source.size);
  const reports: RevisionReport[] = [];
  let before: number | null = null;
  const [first = source.size] = sizes.toSorted((a, b) => a - b);
  const whole = new ChangeJudge(document, [first], budget);
  for (const size of sizes.sort((a, b) => a - b).slice(0, mostRevisions)) {
    const fields = signatures.filter(({ byteRange }) => byteRange?.end === size).map(({ field }) => field);
    reports.push({ size, signatures: fields, ...changesBetween(source, { before, size }, whole, budget, password) });
    before = size;
  }
  return reports;
}

type Changes = Pick<RevisionReport, 'modification' | 'changes' | 'reasons'>;

function changesBetween(
  source: ByteSource,
  { before, size }: { readonly before: number | null; readonly size: number },
  whole: ChangeJudge,
  budget: Budget,
  password: string | undefined,
): Changes {
  if (before === null) return { modification: 'none', changes: [], reasons: [] };
  const unclear = (reason: string): Changes => ({ modification: 'unclear', changes: [], reasons: [reason] });
  const document = opened(prefixOf(source, size), budget, password);
  if (document === null) return unclear('revisionIncomplete: The bytes up to here are not a complete document.');
  try {
    budget.check();
    const { modification, kinds, reasons } = new ChangeJudge(document, [before], budget, whole).judge(before);
    return { modification, changes: [...kinds], reasons };
  } catch (error) {
    if (error instanceof PdfError) return unclear(`changesUnreadable: ${error.message}.`);
    throw error;
  }
}

function opened(source: ByteSource, budget: Budget, password: string | undefined): PdfDocument | null {
  try {
    const document = openPdf(source, { milliseconds: budget.remaining, password });
    document.catalog();
    return document;
  } catch (error) {
    if (error instanceof PdfError) return null;
    throw error;
  }
}

function signaturesIn(document: PdfDocument): PdfSignature[] {
  try {
    return readSignatures(document);
  } catch (error) {
    if (error instanceof PdfError) return [];
    throw error;
  }
}
