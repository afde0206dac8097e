import { PadesError } from '../errors.ts';
import { PdfArray, PdfDict, PdfString } from '../../pdf/index.ts';
import type { FormField, PdfDocument, PdfRef } from '../../pdf/index.ts';
import { encodeText } from '../../pdf/syntax/text.ts';
import { dict, name } from '../../pdf/write/serialise.ts';
import type { Writable } from '../../pdf/write/serialise.ts';
import { refuseAmbiguity } from '../refusals.ts';
import type { CertificationLevel } from './in-force.ts';

/** A signature reference (ISO 32000-2, table 256) that certifies the document: DocMDP with its level. */
export function certification(level: CertificationLevel): Writable {
  const parameters = dict({ Type: name('TransformParams'), P: level, V: name('1.2') });
  return dict({ Type: name('SigRef'), TransformMethod: name('DocMDP'), TransformParams: parameters });
}

const mostFields = 10_000;

/** A lock over all fields that lets nothing but proof be added (ISO 32000-2, table 236). */
export function wholeLock(): Writable {
  return dict({ Type: name('SigFieldLock'), Action: name('All'), P: 1 });
}

/**
 * The signature reference that the /Lock of a field asks for: FieldMDP with the same action and fields, over the catalog.
 * @param whole lock everything, whatever the field's own lock says
 * @returns undefined for a field without a lock.
 * @throws PadesError `locked` for a lock that is not understood.
 */
export function fieldLock(
  document: PdfDocument,
  field: FormField,
  catalog: PdfRef,
  whole: boolean,
): Writable | undefined {
  if (whole) return fieldMdp('All', undefined, catalog);
  const value = document.get(field.dict, 'Lock');
  if (value === null) return undefined;
  if (!(value instanceof PdfDict)) throw notUnderstood(field);
  refuseAmbiguity(value, ['Action', 'Fields', 'P']);
  const action = document.get(value, 'Action');
  const kind = value.name('Action');
  if (action === null || !(kind === 'All' || kind === 'Include' || kind === 'Exclude')) throw notUnderstood(field);
  const level = document.get(value, 'P');
  if (level !== null && level !== 1 && level !== 2 && level !== 3) throw notUnderstood(field);
  return fieldMdp(kind, kind === 'All' ? undefined : namedFields(document, value, field), catalog);
}

function fieldMdp(kind: 'All' | 'Include' | 'Exclude', fields: Writable | undefined, catalog: PdfRef): Writable {
  const parameters = dict({
    Type: name('TransformParams'),
    Action: name(kind),
    Fields: fields,
    V: name('1.2'),
  });
  return dict({
    Type: name('SigRef'),
    TransformMethod: name('FieldMDP'),
    TransformParams: parameters,
    Data: catalog,
  });
}

function namedFields(document: PdfDocument, lock: PdfDict, field: FormField): Writable {
  const list = document.get(lock, 'Fields');
  if (!(list instanceof PdfArray)) throw notUnderstood(field);
  return list.toArray(mostFields).map((item) => {
    const said = document.resolve(item);
    if (said instanceof PdfString) return new PdfString(encodeText(said.text));
    throw notUnderstood(field);
  });
}

function notUnderstood({ name: field }: FormField): PadesError {
  return new PadesError('locked', `the field ${field} demands a lock that is not understood`);
}
