/** Whether what follows a document in a file is a signature and nothing else. */
import type { ByteSource } from '../bytes.ts';
import { PdfDocument, openPdf } from '../pdf/document.ts';
import { PdfError } from '../pdf/errors.ts';
import { Budget, thinkingTime } from './budget.ts';
import { ChangeJudge } from './changes/judge.ts';
import type { ChangeKind } from './changes/log.ts';

export type AdditionRuling =
  { readonly kind: 'signatureOnly' } | { readonly kind: 'more'; readonly reasons: readonly string[] };

/** What signing adds: the signature with its field and widget, validation data and time-stamps for it, the extensions it uses. */
const ofSigning: ReadonlySet<ChangeKind> = new Set(['signature', 'documentTimestamp', 'validationData', 'extensions']);

/**
 * Judges the bytes behind `documentSize` as later revisions of the document before them, by the rules for signed documents:
 * what is not known to be a part of signing is `more`. That the signature holds is for `verifyPdf` to say.
 * @param file its bytes, or the document that is open already (`verifyAndKeep`).
 * @param documentSize in bytes; the document is the file's beginning, signed before or not.
 * @throws the system's error when the file cannot be read; nothing else.
 */
export function judgeAddition(file: ByteSource | PdfDocument, documentSize: number): AdditionRuling {
  return judgeBehind(file, documentSize, ofSigning, 'signature');
}

/** What raising a signature adds (EN 319 142-1, 6.3): time-stamps and validation data, and the extensions that name them. */
const ofRaising: ReadonlySet<ChangeKind> = new Set(['documentTimestamp', 'validationData', 'extensions']);

export type GrowthRuling =
  { readonly kind: 'proofOnly' } | { readonly kind: 'more'; readonly reasons: readonly string[] };

/**
 * Judges the bytes behind `size` as what raises the signatures before them: time-stamps, validation data and nothing else. That the
 * signatures and time-stamps hold is for `verifyPdf` to say.
 * @param size in bytes; the file as it was before.
 * @throws the system's error when `source` cannot be read; nothing else.
 */
export function judgeGrowth(source: ByteSource, size: number): GrowthRuling {
  const ruling = judgeBehind(source, size, ofRaising, null);
  return ruling.kind === 'signatureOnly' ? { kind: 'proofOnly' } : ruling;
}

function judgeBehind(
  file: ByteSource | PdfDocument,
  documentSize: number,
  allowed: ReadonlySet<ChangeKind>,
  needed: ChangeKind | null,
): AdditionRuling {
  const budget = new Budget(thinkingTime(file instanceof PdfDocument ? file.source.size : file.size));
  try {
    const document = file instanceof PdfDocument ? file : openPdf(file, { milliseconds: budget.remaining });
    document.allow(budget.remaining);
    const { modification, kinds, reasons } = new ChangeJudge(document, [documentSize], budget).judge(documentSize);
    const strange = [...kinds].filter((kind) => !allowed.has(kind));
    const isThere = (needed === null ? kinds.size > 0 : kinds.has(needed)) && modification === 'allowed';
    if (strange.length > 0 && reasons.length === 0) return { kind: 'more', reasons: strange };
    return isThere && strange.length === 0 ? { kind: 'signatureOnly' } : { kind: 'more', reasons };
  } catch (error) {
    if (error instanceof PdfError) return { kind: 'more', reasons: [`${error.kind}: ${error.message}`] };
    throw error;
  }
}
