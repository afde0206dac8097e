import { PdfArray, PdfDict, PdfError, PdfRef, pageCount, readForm } from '../pdf/index.ts';
import type { PdfDocument, PdfValue } from '../pdf/index.ts';
import { appendToArray, editDict } from '../pdf/write/edit.ts';
import { dict } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../pdf/write/update.ts';
import type { SigningView } from './refusals.ts';

/** Keys of a dictionary to be set. */
export type Changes = Record<string, Writable | undefined>;

const signaturesExist = 1;
const appendOnly = 2;

/** Reads what signing looks at. @throws PdfError */
export function viewOf(document: PdfDocument): SigningView {
  const catalog = document.catalog().dict;
  const value = document.get(catalog, 'AcroForm');
  if (value !== null && !(value instanceof PdfDict)) throw new PdfError('damaged', 'a form that is no dictionary');
  // A page tree that cannot be counted is shown differently by different readers.
  if (pageCount(document) === 0) throw new PdfError('damaged', 'the document has no page');
  const acroForm = value ?? undefined;
  return { catalog, acroForm, form: acroForm && readForm(document, acroForm) };
}

/** What the catalog must say of the form; the form's own objects go into the update. */
export function formChanges(
  document: PdfDocument,
  view: SigningView,
  update: IncrementalUpdate,
  newField: PdfRef | undefined,
): Changes {
  const { acroForm, catalog } = view;
  if (!acroForm) {
    const created = update.reserve();
    update.put(created, dict({ Fields: newField ? [newField] : [], SigFlags: signaturesExist | appendOnly }));
    return { AcroForm: created };
  }
  const changes: Changes = {};
  const flags = document.get(acroForm, 'SigFlags');
  const known = typeof flags === 'number' ? flags : 0;
  if ((known & 3) !== 3) changes['SigFlags'] = known | signaturesExist | appendOnly;
  if (newField)
    extendArray(document, update, acroForm.get('Fields'), newField, (fields) => (changes['Fields'] = fields));
  if (Object.keys(changes).length === 0) return {};
  const ref = catalog.get('AcroForm');
  if (!(ref instanceof PdfRef)) return { AcroForm: editDict(acroForm, changes) };
  update.put(ref, editDict(acroForm, changes));
  return {};
}

/**
 * Adds an element to an array that may be direct, an object of its own, or missing: an object is put anew, otherwise `place`
 * gets the array to put where it was.
 */
export function extendArray(
  document: PdfDocument,
  update: IncrementalUpdate,
  current: PdfValue | undefined,
  element: PdfRef,
  place: (array: Writable) => void,
): void {
  const array = document.resolve(current);
  if (array === null) place([element]);
  else if (!(array instanceof PdfArray)) throw new PdfError('damaged', 'something else where an array must be');
  else if (current instanceof PdfRef) update.put(current, appendToArray(array, element));
  else place(appendToArray(array, element));
}
