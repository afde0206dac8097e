import { drawAppearance } from '../appearance/draw.ts';
import type { Appearance } from '../appearance/draw.ts';
import { findPlace, frameOf, readBox, refuseOccupied } from '../appearance/page-place.ts';
import type { OverContent, PagePlace } from '../appearance/page-place.ts';
import { firstPage, PdfRef, PdfString, pageByRef } from '../pdf/index.ts';
import type { FormField, PdfDocument, PdfPage } from '../pdf/index.ts';
import { encodeText } from '../pdf/syntax/text.ts';
import { editDict } from '../pdf/write/edit.ts';
import { dict, name, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../pdf/write/update.ts';
import { isPdfA1 } from './archival.ts';
import { PadesError } from './errors.ts';
import { extendArray } from './form-update.ts';
import { refuseAmbiguity } from './refusals.ts';

/** What a visible signature shows, and where a new field is to be. */
export interface VisibleWish extends Appearance {
  /** Needed for a new field; an existing one is where it is. */
  readonly place?: PagePlace | undefined;
}

const printAndLocked = 132;

/** A field that an update brings. */
export interface NewField {
  readonly field: PdfRef;
  /** What its page shows where it is to be seen; undefined for one that is not. */
  readonly over: OverContent | undefined;
}

/** A new field with its widget: of no size on the first page, or visible where it is wished. */
export function addField(
  document: PdfDocument,
  update: IncrementalUpdate,
  signature: PdfRef,
  fieldName: string,
  visible: VisibleWish | undefined,
): NewField {
  const field = update.reserve();
  const place = visible?.place;
  if (visible && !place) throw new PadesError('pageMissing', 'a new visible field needs a place on a page');
  const found = visible && place ? findPlace(document, place) : undefined;
  const page: PdfPage = found?.page ?? firstPage(document);
  refuseAmbiguity(page.dict, ['Annots']);
  const drawn = visible && found ? drawAppearance(update, visible, found.frame) : unseenAppearance(document, update);
  update.put(
    field,
    dict({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: new PdfString(encodeText(fieldName)),
      F: printAndLocked,
      Rect: found ? [...found.box] : [0, 0, 0, 0],
      P: page.ref,
      V: signature,
      MK: found && found.frame.rotation !== 0 ? dict({ R: found.frame.rotation }) : undefined,
      AP: drawn && dict({ N: drawn }),
    }),
  );
  extendArray(document, update, page.dict.get('Annots'), field, (annots) =>
    update.put(page.ref, editDict(page.dict, { Annots: annots })),
  );
  return { field, over: found?.over };
}

/**
 * An existing empty field: gets its value (and a lock, where it demands one) and, where it occupies space, what is to be seen there: the wished appearance, or a blank
 * one where it has none.
 */
export function fillField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: FormField,
  value: { readonly V: PdfRef; readonly Lock?: Writable },
  visible: VisibleWish | undefined,
): void {
  const [widget] = field.widgets;
  const changes = widget ? seenChanges(document, update, widget, visible) : {};
  if (!widget && visible) throw new PadesError('pageMissing', `the field ${field.name} is on no page`);
  if (!widget || widget.ref.num === field.ref.num) {
    update.put(field.ref, editDict(field.dict, { ...value, ...changes }));
    return;
  }
  update.put(field.ref, editDict(field.dict, value));
  if (Object.keys(changes).length > 0) update.put(widget.ref, editDict(widget.dict, changes));
}

function seenChanges(
  document: PdfDocument,
  update: IncrementalUpdate,
  widget: FormField['widgets'][number],
  visible: VisibleWish | undefined,
): Record<string, Writable | undefined> {
  const box = readBox(document, widget.dict.get('Rect'));
  const hasSize = box !== undefined && box[0] < box[2] && box[1] < box[3];
  if (!visible) {
    if (!hasSize || widget.dict.has('AP')) return {};
    return { AP: dict({ N: blankAppearance(update, box[2] - box[0], box[3] - box[1]) }) };
  }
  if (!hasSize) throw new PadesError('pageMissing', 'the field has no size, and so nothing can be seen in it');
  const ref = widget.dict.get('P');
  const page = ref instanceof PdfRef ? pageByRef(document, ref) : undefined;
  if (page) refuseOccupied(document, page.dict, box, widget.ref);
  const drawn = drawAppearance(update, visible, frameOf(document, page?.dict, box));
  return { AP: dict({ N: drawn }), F: printAndLocked };
}

/** PDF/A-1 wants an appearance even where nothing can be seen; elsewhere there is none. */
function unseenAppearance(document: PdfDocument, update: IncrementalUpdate): PdfRef | undefined {
  return isPdfA1(document) ? blankAppearance(update, 0, 0) : undefined;
}

function blankAppearance(update: IncrementalUpdate, width: number, height: number): PdfRef {
  const form = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: [0, 0, width, height],
    Resources: dict({}),
  });
  const ref = update.reserve();
  update.put(ref, stream(form, ''));
  return ref;
}
