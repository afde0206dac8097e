import { PdfDict } from '../../pdf/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { readPermissions } from '../../validation/changes/permissions.ts';
import { PadesError } from '../errors.ts';
import type { SigningView } from '../refusals.ts';

/** What certifies a document: nothing but signing (1), filling in and signing (2), or annotating as well (3). */
export type CertificationLevel = 1 | 2 | 3;

/** What the signatures of a document demand of whatever comes after them (ISO 32000-2, 12.8.2.2, 12.8.2.4, 12.7.5.5). */
export interface RulesInForce {
  /** The strictest DocMDP or lock; null without any. */
  readonly level: CertificationLevel | null;
  /** Whether a field may no longer be changed, by its full name. */
  readonly locked: (field: string) => boolean;
  /** Whether a signature (no document time-stamp) is there already. */
  readonly signed: boolean;
}

/** @throws PadesError `certified` for a certification that cannot be read. */
export function rulesInForce(document: PdfDocument, { catalog, form }: SigningView): RulesInForce {
  const { level, locked } = readPermissions(document);
  const perms = document.getDict(catalog, 'Perms');
  // A certification that no field shows may still be one to other readers.
  if (perms && document.get(perms, 'DocMDP') !== null && level === null) {
    throw new PadesError('certified', 'the document is certified in a way that cannot be read');
  }
  const signed = (form?.fields ?? []).some((field) => {
    const value = field.type === 'Sig' ? document.resolve(field.value) : null;
    return value instanceof PdfDict && value.name('SubFilter') !== 'ETSI.RFC3161';
  });
  return { level, locked, signed };
}

/** What is about to be added. */
export interface Addition {
  readonly field: string;
  readonly isNewField: boolean;
  readonly visible: boolean;
  readonly certify: CertificationLevel | undefined;
}

/**
 * Refuses an addition that an earlier signature forbids: nobody gains by a signature that breaks another.
 * @throws PadesError `certified`, `locked` or `notFirst`.
 */
export function refuseForbidden(rules: RulesInForce, { field, isNewField, visible, certify }: Addition): void {
  if (certify !== undefined && (rules.signed || rules.level !== null)) {
    throw new PadesError('notFirst', 'only the first signature of a document can certify it');
  }
  if (rules.level === 1) throw new PadesError('certified', 'a signature in force permits no change, not even signing');
  // Under a certification, what may be seen was decided before: only its author's fields may be filled in (P 1 and 2).
  if (rules.level === 2 && isNewField && visible) {
    throw new PadesError('certified', 'the certified document permits no new visible field');
  }
  if (rules.locked(field)) throw new PadesError('locked', `the field ${field} is locked by a signature`);
}
