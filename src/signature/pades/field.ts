import { PadesError } from './errors.ts';
import { refuseAmbiguity } from './refusals.ts';
import type { SigningView } from './refusals.ts';
import type { FormField, PdfDocument } from '../pdf/index.ts';

/** Where the signature goes: an empty signature field that exists, or a new one with this name. */
export type FieldChoice =
  { readonly kind: 'existing'; readonly field: FormField } | { readonly kind: 'new'; readonly name: string };

/** Which field is wished for. */
export interface FieldWish {
  /** Full name of an empty signature field, or the name for a new one. */
  readonly fieldName?: string | undefined;
  /**
   * Takes the first empty signature field in the order of the form: whoever prepared the document laid down who signs when.
   * Without an empty field it is as if this was not said. A name is worth more.
   */
  readonly nextField?: boolean | undefined;
}

const readOnly = 1;

/**
 * Chooses the field. A wanted name that exists must be an empty signature field; one that does not exist names a new field.
 * Without a wish the new field gets the first free name of the form `Signature1`.
 * @throws PadesError `fieldName`, `fieldTaken`, `fieldSigned`, `fieldReadOnly` or `formBroken`.
 */
export function chooseField(document: PdfDocument, { form }: SigningView, wish: FieldWish): FieldChoice {
  const next = wish.nextField === true ? form?.fields.find((field) => isEmptySignature(document, field)) : undefined;
  const wanted = wish.fieldName ?? next?.name;
  const names = new Set([...(form?.rootNames ?? []), ...(form?.fields ?? []).map(({ name }) => name)]);
  if (wanted === undefined) return { kind: 'new', name: freeName(names) };
  const found = form?.fields.filter(({ name }) => name === wanted) ?? [];
  if (found.length > 1) throw new PadesError('formBroken', `two fields are called ${wanted}`);
  if (found[0]) return { kind: 'existing', field: requireFree(document, found[0]) };
  if (names.has(wanted)) throw new PadesError('fieldTaken', `${wanted} groups other fields`);
  // A full stop separates the names of parent and child (ISO 32000-1, 12.7.3.2), so it cannot be part of one.
  if (wanted === '' || wanted.includes('.')) throw new PadesError('fieldName', `no field can be called "${wanted}"`);
  return { kind: 'new', name: wanted };
}

function isEmptySignature(document: PdfDocument, { type, value }: FormField): boolean {
  return type === 'Sig' && (value === undefined || document.resolve(value) === null);
}

function freeName(names: ReadonlySet<string>): string {
  for (let number = 1; ; number++) if (!names.has(`Signature${number}`)) return `Signature${number}`;
}

function requireFree(document: PdfDocument, field: FormField): FormField {
  refuseAmbiguity(field.dict, ['FT', 'V', 'T', 'Ff', 'Kids', 'Lock', 'SV', 'AP', 'Rect', 'P']);
  if (field.type !== 'Sig') throw new PadesError('fieldTaken', `${field.name} is not a signature field`);
  if (field.value !== undefined && document.resolve(field.value) !== null) {
    throw new PadesError('fieldSigned', `${field.name} is signed`);
  }
  if ((field.flags & readOnly) !== 0) throw new PadesError('fieldReadOnly', `${field.name} is read-only`);
  if (field.widgets.length > 1) throw new PadesError('formBroken', `${field.name} is shown in several places`);
  return field;
}
