import { PdfArray, PdfDict, PdfError, PdfRef, PdfString, firstPage, pageCount, readForm } from '../pdf/index.ts';
import type { FormField, PdfDocument, PdfValue } from '../pdf/index.ts';
import { encodeText } from '../pdf/syntax/text.ts';
import { appendToArray, editDict } from '../pdf/write/edit.ts';
import { dict, name, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import { IncrementalUpdate } from '../pdf/write/update.ts';
import { extensionChanges } from './extension.ts';
import { chooseField } from './field.ts';
import { refuseAmbiguity, refuseFile, refuseUnsignable } from './refusals.ts';
import type { SigningView } from './refusals.ts';
import { claimEntries, signatureDict } from './signature-dict.ts';
import type { SignatureClaims } from './signature-dict.ts';

/** An update with a signature whose /ByteRange and /Contents are still empty. Offsets count within `bytes`. */
export interface PlacedSignature {
  readonly bytes: Buffer;
  readonly fieldName: string;
  readonly byteRangeAt: number;
  readonly contentsAt: number;
  readonly contentsEnd: number;
}

type Changes = Record<string, Writable | undefined>;

const signaturesExist = 1;
const appendOnly = 2;
const printAndLocked = 132;

/**
 * Lays out the one incremental update that adds a signature: the signature dictionary, its field, and what leads to them
 * (form, page, catalog). Nothing else changes, and what is not understood stays as it is.
 * @throws PdfError, PadesError when the document cannot or must not be signed.
 */
export function placeSignature(
  document: PdfDocument,
  claims: SignatureClaims,
  contentsBytes: number,
  wantedField?: string,
): PlacedSignature {
  refuseFile(document);
  const view = viewOf(document);
  refuseUnsignable(document, view);
  const choice = chooseField(document, view, wantedField);
  const update = new IncrementalUpdate(document);
  const signature = update.reserve();
  const text = signatureDict('signature', claimEntries(claims), contentsBytes);
  update.put(signature, text.text);
  const catalog: Changes = extensionChanges(document, view.catalog, update);
  if (choice.kind === 'existing') {
    fillField(document, update, choice.field, signature);
    Object.assign(catalog, formChanges(document, view, update, undefined));
  } else {
    const field = update.reserve();
    addField(document, update, field, signature, choice.name);
    Object.assign(catalog, formChanges(document, view, update, field));
  }
  if (Object.keys(catalog).length > 0) update.put(document.catalog().ref, editDict(view.catalog, catalog));
  const { bytes, start, values } = update.layOut();
  const base = values.get(signature.num)! - start;
  return {
    bytes,
    fieldName: choice.kind === 'existing' ? choice.field.name : choice.name,
    byteRangeAt: base + text.byteRangeAt,
    contentsAt: base + text.contentsAt,
    contentsEnd: base + text.contentsEnd,
  };
}

/** What of a document signing looks at. @throws PdfError `damaged` */
export function viewOf(document: PdfDocument): SigningView {
  const catalog = document.catalog().dict;
  const value = document.get(catalog, 'AcroForm');
  if (value !== null && !(value instanceof PdfDict)) throw new PdfError('damaged', 'a form that is no dictionary');
  // A page tree that cannot be counted is shown differently by different readers.
  if (pageCount(document) === 0) throw new PdfError('damaged', 'the document has no page');
  const acroForm = value ?? undefined;
  return { catalog, acroForm, form: acroForm && readForm(document, acroForm) };
}

/** A new, invisible field: a widget without size on the first page. */
function addField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: PdfRef,
  signature: PdfRef,
  fieldName: string,
): void {
  const page = firstPage(document);
  refuseAmbiguity(page.dict, ['Annots']);
  const widget = dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: new PdfString(encodeText(fieldName)),
    F: printAndLocked,
    Rect: [0, 0, 0, 0],
    P: page.ref,
    V: signature,
  });
  update.put(field, widget);
  extendArray(document, update, page.dict.get('Annots'), field, (annots) =>
    update.put(page.ref, editDict(page.dict, { Annots: annots })),
  );
}

/** An existing empty field: gets its value, and a blank appearance where it occupies space and has none. */
function fillField(document: PdfDocument, update: IncrementalUpdate, field: FormField, signature: PdfRef): void {
  const changes: Changes = { V: signature };
  const widget = field.widgets[0];
  const size = widget && !widget.dict.has('AP') ? rectSize(document, widget.dict) : undefined;
  if (size) {
    const blank = update.reserve();
    update.put(blank, blankAppearance(size));
    const appearance = dict({ N: blank });
    if (widget!.ref.num === field.ref.num) changes['AP'] = appearance;
    else update.put(widget!.ref, editDict(widget!.dict, { AP: appearance }));
  }
  update.put(field.ref, editDict(field.dict, changes));
}

function rectSize(document: PdfDocument, widget: PdfDict): readonly [number, number] | undefined {
  const rect =
    document
      .getArray(widget, 'Rect')
      ?.toArray(8)
      .map((item) => document.resolve(item)) ?? [];
  const [x1, y1, x2, y2] = rect.map((value) => (typeof value === 'number' ? value : 0));
  const size = [Math.abs((x2 ?? 0) - (x1 ?? 0)), Math.abs((y2 ?? 0) - (y1 ?? 0))] as const;
  return size[0] > 0 && size[1] > 0 ? size : undefined;
}

function blankAppearance([width, height]: readonly [number, number]): Writable {
  const form = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: [0, 0, width, height],
    Resources: dict({}),
  });
  return stream(form, '');
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
