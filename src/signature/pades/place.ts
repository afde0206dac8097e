import type { OverContent } from '../appearance/page-place.ts';
import { PdfError } from '../pdf/index.ts';
import type { PdfDocument, PdfRef } from '../pdf/index.ts';
import { editDict } from '../pdf/write/edit.ts';
import { dict } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import { IncrementalUpdate } from '../pdf/write/update.ts';
import { extensionChanges } from './extension.ts';
import { chooseField } from './field.ts';
import type { FieldChoice, FieldWish } from './field.ts';
import { formChanges, viewOf } from './form-update.ts';
import type { Changes } from './form-update.ts';
import { refuseFile, refuseUnsignable } from './refusals.ts';
import type { SigningView } from './refusals.ts';
import { refuseForbidden, rulesInForce } from './rules/in-force.ts';
import { certification, fieldLock, wholeLock } from './rules/references.ts';
import { honourSeedValues } from './rules/seed-values.ts';
import type { Obeyed, Promised } from './rules/seed-values.ts';
import { claimEntries, signatureDict } from './signature-dict.ts';
import type { SignatureClaims } from './signature-dict.ts';
import { addField, fillField } from './widget.ts';
import type { VisibleWish } from './widget.ts';

export { extendArray, formChanges, viewOf } from './form-update.ts';

/** Everything about a signature that decides what goes into the document. */
export interface PlacementWish extends SignatureClaims, FieldWish, Promised {
  readonly visible?: VisibleWish | undefined;
}

/** An update with a signature whose /ByteRange and /Contents are still empty. Offsets count within `bytes`. */
export interface PlacedSignature {
  readonly bytes: Buffer;
  readonly fieldName: string;
  readonly byteRangeAt: number;
  readonly contentsAt: number;
  readonly contentsEnd: number;
  /** What the page shows where a new visible field lies; undefined without one. */
  readonly over: OverContent | undefined;
}

/**
 * Lays out the one incremental update that adds a signature: the signature dictionary, its field, and what leads to them
 * (form, page, catalog). Nothing else changes, and what is not understood stays as it is.
 * @throws PdfError, PadesError when the document cannot or must not be signed.
 */
export function placeSignature(document: PdfDocument, wish: PlacementWish, contentsBytes: number): PlacedSignature {
  refuseFile(document);
  const view = viewOf(document);
  refuseUnsignable(document, view);
  const choice = chooseField(document, view, wish);
  const { locks } = refuseByRules(document, view, choice, wish);
  const update = new IncrementalUpdate(document);
  const signature = update.reserve();
  const text = signatureDict('signature', entriesOf(document, choice, wish, locks), contentsBytes);
  update.put(signature, text.text);
  const catalog: Changes = extensionChanges(document, view.catalog, update);
  const { changes, over } = putField(document, view, update, choice, signature, { ...wish, locks });
  Object.assign(catalog, changes);
  if (wish.certify !== undefined) catalog['Perms'] = certified(document, view, signature);
  if (Object.keys(catalog).length > 0) update.put(document.catalog().ref, editDict(view.catalog, catalog));
  const { bytes, start, values } = update.layOut();
  const base = values.get(signature.num)! - start;
  return {
    bytes,
    fieldName: nameOf(choice),
    byteRangeAt: base + text.byteRangeAt,
    contentsAt: base + text.contentsAt,
    contentsEnd: base + text.contentsEnd,
    over,
  };
}

function nameOf(choice: FieldChoice): string {
  return choice.kind === 'existing' ? choice.field.name : choice.name;
}

/** What earlier signatures forbid, and what the field demands. @throws PadesError */
function refuseByRules(document: PdfDocument, view: SigningView, choice: FieldChoice, wish: PlacementWish): Obeyed {
  refuseForbidden(rulesInForce(document, view), {
    field: nameOf(choice),
    isNewField: choice.kind === 'new',
    visible: wish.visible !== undefined,
    certify: wish.certify,
  });
  return choice.kind === 'existing' ? honourSeedValues(document, choice.field, wish) : { locks: false };
}

/** Claims, and the references by which the signature certifies the document or locks fields. */
function entriesOf(
  document: PdfDocument,
  choice: FieldChoice,
  wish: PlacementWish,
  locks: boolean,
): ReadonlyMap<string, Writable> {
  const catalog = document.catalog().ref;
  const lock = choice.kind === 'existing' ? fieldLock(document, choice.field, catalog, locks) : undefined;
  const references = [wish.certify && certification(wish.certify), lock].filter((each) => each !== undefined);
  return references.length === 0 ? claimEntries(wish) : new Map([...claimEntries(wish), ['Reference', references]]);
}

/** @returns what the catalog must say of the form, and what a new visible field lies over. */
function putField(
  document: PdfDocument,
  view: SigningView,
  update: IncrementalUpdate,
  choice: FieldChoice,
  signature: PdfRef,
  { visible, locks }: { readonly visible?: VisibleWish | undefined; readonly locks: boolean },
): { changes: Changes; over: OverContent | undefined } {
  if (choice.kind === 'existing') {
    const value = locks ? { V: signature, Lock: wholeLock() } : { V: signature };
    fillField(document, update, choice.field, value, visible);
    return { changes: formChanges(document, view, update, undefined), over: undefined };
  }
  const { field, over } = addField(document, update, signature, choice.name, visible);
  return { changes: formChanges(document, view, update, field), over };
}

/** /Perms with the certifying signature; usage rights and whatever else it holds stay. */
function certified(document: PdfDocument, { catalog }: SigningView, signature: PdfRef): Writable {
  const perms = document.get(catalog, 'Perms');
  if (perms === null) return dict({ DocMDP: signature });
  const known = document.getDict(catalog, 'Perms');
  if (!known) throw new PdfError('damaged', '/Perms that is no dictionary');
  return editDict(known, { DocMDP: signature });
}
