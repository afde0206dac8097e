import type { PdfDocument } from '../../pdf/document.ts';
import { PdfArray, PdfDict, PdfRef, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';
import { sameValue } from './compare.ts';
import type { AnyValue } from './compare.ts';
import type { ChangeLog } from './log.ts';
import type { FieldFacts, Roles } from './roles.ts';

/** Two revisions of a document under comparison: as it was signed, and as it is now. */
export interface Comparison {
  readonly before: PdfDocument;
  readonly now: PdfDocument;
  readonly roles: Roles;
  readonly log: ChangeLog;
  readonly budget: Budget;
  /** Widgets of fields that were added, and that pages may therefore show. Grows while the form is compared. */
  readonly newWidgets: Set<number>;
  /** Fields whose value or picture was changed, by number. Grows while objects are compared. */
  readonly filled: Map<number, FieldFacts>;
}

/** A place that may hold a value or a reference to it, in both revisions, references followed. */
export function bothSides(comparison: Comparison, before: AnyValue, now: AnyValue): readonly [AnyValue, AnyValue] {
  return [comparison.before.resolve(before as PdfValue), comparison.now.resolve(now as PdfValue)];
}

/** Whether a reference names an object that the signed revision does not have. */
export function isNewObject({ before }: Comparison, value: PdfValue): value is PdfRef {
  if (!(value instanceof PdfRef)) return false;
  const entry = before.entry(value.num);
  return entry === undefined || entry.kind === 'free';
}

/**
 * What a list gained, when everything it held is still there in the same order.
 * @returns null when something was removed, replaced or moved.
 */
export function additions(before: AnyValue, now: AnyValue, limit: number): PdfValue[] | null {
  if ((before ?? null) !== null && !(before instanceof PdfArray)) return null;
  if ((now ?? null) !== null && !(now instanceof PdfArray)) return null;
  const kept = before instanceof PdfArray ? before.toArray(limit) : [];
  const added: PdfValue[] = [];
  let next = 0;
  for (const item of now instanceof PdfArray ? now.toArray(limit) : []) {
    if (next < kept.length && sameValue(kept[next], item)) next++;
    else added.push(item);
  }
  return next === kept.length ? added : null;
}

export function isDictOrAbsent(value: AnyValue): value is PdfDict | null | undefined {
  return (value ?? null) === null || value instanceof PdfDict;
}

/** Dates and other text; a reference is none, for what it names could be drawn. */
export function isTextOrAbsent(value: AnyValue): boolean {
  return (value ?? null) === null || value instanceof PdfString;
}
