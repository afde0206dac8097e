/** What may happen to a document's form after signing: signatures in new or empty fields, and filling in. */
import type { PdfDocument } from '../../pdf/document.ts';
import { openPdf } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfArray, PdfDict, PdfRef, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import { prefixOf } from '../pdf/prefix.ts';
import { changedKeys, sameObject, sameValue } from './compare.ts';
import type { AnyValue } from './compare.ts';
import { additions, bothSides, isDictOrAbsent, isNewObject, isTextOrAbsent } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { objectNumbered } from './references.ts';
import { areaOf } from './geometry.ts';
import { fieldFacts, noField } from './roles.ts';
import type { FieldFacts } from './roles.ts';

const mostFields = 100_000;

/** /AcroForm. */
export function compareForms(comparison: Comparison, before: AnyValue, now: AnyValue): void {
  const { log } = comparison;
  if (!isDictOrAbsent(before) || !(now instanceof PdfDict)) {
    log.forbid('formRemoved', 'The form of the document was removed.');
    return;
  }
  for (const key of changedKeys(before ?? undefined, now)) {
    const [old, fresh] = bothSides(comparison, before?.get(key), now.get(key));
    switch (key) {
      case 'Fields':
        compareFieldLists(comparison, old, fresh, noField);
        break;
      case 'SigFlags':
        if (!gainsFlags(old, fresh, 3)) log.forbid('formChanged', 'The form’s signature flags were changed.');
        break;
      case 'DR':
        compareResources(comparison, old, fresh, 0);
        break;
      case 'DA':
        if ((old ?? null) !== null) log.forbid('formChanged', 'The form’s default appearance was changed.');
        break;
      case 'NeedAppearances':
        if (fresh === true) log.unclear('formRedrawn', 'Viewers are told to draw all form fields anew.');
        break;
      default:
        log.forbid('formChanged', `The form’s entry ${key} was changed.`);
    }
  }
}

/** The list of fields, or of a field's kids: everything stays in place, signature fields may come. */
export function compareFieldLists(comparison: Comparison, before: AnyValue, now: AnyValue, parent: FieldFacts): void {
  const added = additions(before, now, mostFields);
  if (added === null) {
    comparison.log.forbid('fieldRemoved', 'A form field was removed, replaced or moved.');
    return;
  }
  if (added.length > 0 && parent.signed) {
    comparison.log.forbid('signatureFieldChanged', `The signed field ${parent.name} was given another place.`);
  }
  for (const field of added) checkNewField(comparison, field, parent, 0);
}

/**
 * Resources may be added for new appearances; what was there must stay as it was.
 * @param level 0: /DR, whose entries are groups (/Font, ...); 1: a group, whose entries are the resources.
 */
export function compareResources(comparison: Comparison, before: AnyValue, now: AnyValue, level: 0 | 1): void {
  const changed = () => comparison.log.forbid('formResourcesChanged', 'A resource of the form was changed.');
  if (!isDictOrAbsent(before) || !(now instanceof PdfDict)) return changed();
  for (const key of changedKeys(before ?? undefined, now)) {
    const old = before?.get(key) ?? null;
    if (old === null) continue;
    if (level === 1) return changed();
    const sides = bothSides(comparison, old, now.get(key));
    if (sides[0] instanceof PdfDict) compareResources(comparison, ...sides, 1);
    else if (!sameValue(...sides)) changed();
  }
}

/** A field (or widget) of the signed revision whose dictionary is another now. */
export function compareField(comparison: Comparison, before: AnyValue, now: AnyValue, field: FieldFacts): void {
  const { log } = comparison;
  if (!(before instanceof PdfDict) || !(now instanceof PdfDict)) {
    log.forbid('fieldRemoved', `The form field ${field.name} was removed.`);
    return;
  }
  const keys = changedKeys(before, now);
  if (keys.length === 0) return;
  const rest = keys.filter((key) => !isNeutral(comparison, before, now, key));
  if (rest.includes('Kids')) {
    const sides = bothSides(comparison, before.get('Kids'), now.get('Kids'));
    compareFieldLists(comparison, ...sides, field);
  }
  const others = rest.filter((key) => key !== 'Kids');
  if (others.length === 0) return;
  if (field.type === 'Sig') compareSignatureField(comparison, before, now, field, others);
  else compareFilledField(comparison, field, others, before, now);
}

/** Entries that change nothing about what a field says or shows. */
function isNeutral({ roles }: Comparison, before: PdfDict, now: PdfDict, key: string): boolean {
  const [old, fresh] = [before.get(key) ?? null, now.get(key)];
  if (key === 'M') return isTextOrAbsent(old) && isTextOrAbsent(fresh);
  if (key === 'P') return old === null && fresh instanceof PdfRef && roles.content.pages.has(fresh.num);
  return key === 'Type' && old === null && now.name('Type') === 'Annot';
}

/** What signing may write into an empty signature field beside /V. */
const signingKeys: ReadonlySet<string> = new Set(['V', 'AP', 'F', 'MK', 'DA', 'Q', 'AS', 'Ff']);
/** What makes a field without a place on a page into one that has a place. */
const placingKeys: ReadonlySet<string> = new Set([
  'Subtype',
  'Rect',
  'AP',
  'F',
  'MK',
  'DA',
  'BS',
  'Border',
  'StructParent',
]);

function compareSignatureField(
  comparison: Comparison,
  before: PdfDict,
  now: PdfDict,
  field: FieldFacts,
  keys: readonly string[],
): void {
  const { log } = comparison;
  if (field.signed) {
    log.forbid('signatureFieldChanged', `The signed field ${field.name} was changed (${keys.join(', ')}).`);
    return;
  }
  const hadNoWidget = (before.get('Subtype') ?? null) === null;
  const stranger = keys.find((key) => !signingKeys.has(key) && !(hadNoWidget && placingKeys.has(key)));
  if (stranger !== undefined) {
    log.forbid('fieldChanged', `The entry ${stranger} of the field ${field.name} was changed.`);
    return;
  }
  if (log.permissions.locked(field.name)) log.forbid('lockedField', `The locked field ${field.name} was signed.`);
  noteSignature(comparison, now, field);
}

/** Tells time-stamps from signatures. */
function noteSignature(comparison: Comparison, dict: PdfDict, field: FieldFacts): void {
  const { now, log } = comparison;
  const value = now.get(dict, 'V');
  if (!(value instanceof PdfDict)) {
    log.forbid('fieldChanged', `The signature field ${field.name} was changed and not signed.`);
    return;
  }
  if (!coversField(comparison, value, field.num)) {
    log.unclear('unsignedField', `The signature in the field ${field.name} does not cover the field itself.`);
  }
  if (value.name('SubFilter') !== 'ETSI.RFC3161') {
    log.note('signature');
  } else {
    log.note('documentTimestamp');
    if (isVisible(now, dict)) log.unclear('visibleTimestamp', 'A time-stamp was added that shows something on a page.');
  }
}

/** A new field nobody has signed yet: it must not show anything, or anybody could write over a page unsigned. */
function noteEmptyField({ now, log }: Comparison, dict: PdfDict): void {
  log.note('signature');
  const draws = ['AP', 'MK'].some((key) => now.get(dict, key) !== null);
  if (draws && isVisible(now, dict)) {
    log.unclear('visibleEmptyField', 'An empty signature field was added that shows something on a page.');
  }
}

/**
 * Whether a signature covers the object of the field that shows it. Else somebody could hang another's signature, or something
 * that only looks like one, into a field and draw there what nobody has signed.
 */
function coversField(comparison: Comparison, signature: PdfDict, field: number): boolean {
  const { now } = comparison;
  const range = now.get(signature, 'ByteRange');
  const numbers = range instanceof PdfArray ? range.toArray(8) : [];
  const [start, before, after, length] = numbers.map((each) => (typeof each === 'number' ? each : NaN));
  const entry = now.entry(field);
  const place = entry?.kind === 'packed' ? now.entry(entry.stream) : entry;
  if (place?.kind !== 'plain' || numbers.length !== 4 || start !== 0) return false;
  const at = place.offset;
  if (at < before! || (at >= after! && at < after! + length!)) return true;
  return at >= after! + length! && isRepeatOf(comparison, after! + length!, field);
}

/** Whether a field says what it said in the first `end` bytes already: some programs write all fields anew when they add one. */
function isRepeatOf({ now, budget }: Comparison, end: number, field: number): boolean {
  try {
    const { password, source } = now;
    const signed = openPdf(prefixOf(source, end), { milliseconds: budget.remaining, password });
    const [then, today] = [objectNumbered(signed, field), objectNumbered(now, field)];
    return then !== null && today !== null && sameObject([signed, then], [now, today]);
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return false;
    throw error;
  }
}

/** Whether a widget takes up room on its page. */
export function isVisible(document: PdfDocument, widget: PdfDict): boolean {
  return areaOf(document, widget.get('Rect')) !== 0;
}

/** What filling in a field may change: its value, how that is shown, which state is on. */
const fillingKeys: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'I', 'RV']);

function compareFilledField(
  { log, filled }: Comparison,
  field: FieldFacts,
  keys: readonly string[],
  before: PdfDict,
  now: PdfDict,
): void {
  const stranger = keys.find((key) => !fillingKeys.has(key) && !(key === 'Ff' && becomesReadOnly(before, now)));
  if (stranger === undefined) {
    log.fill(field.name);
    filled.set(field.num, field);
  } else log.forbid('fieldChanged', `The entry ${stranger} of the field ${field.name} was changed.`);
}

/** Signing programs set the read-only flag on the fields they lock. */
function becomesReadOnly(before: PdfDict, now: PdfDict): boolean {
  return gainsFlags(before.get('Ff'), now.get('Ff'), 1);
}

/** What a new signature field and its widget may say. Nothing here runs a program or hides the field from some viewers. */
const newFieldKeys: ReadonlySet<string> = new Set([
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'Ff', 'V', 'DV', 'Kids', 'Parent', 'Lock', 'SV'],
  ...['Rect', 'P', 'F', 'NM', 'M', 'AP', 'AS', 'MK', 'BS', 'Border', 'C', 'H', 'DA', 'DR', 'Q', 'DS', 'RV', 'Contents'],
  ...['StructParent', 'Lang', 'BM', 'CA', 'ca', 'AF'],
]);

/** Entries that run something, or that hide the field from some viewers. */
const runningKeys: ReadonlySet<string> = new Set(['A', 'AA', 'OC', 'PA']);

function checkNewField(comparison: Comparison, value: PdfValue, parent: FieldFacts, depth: number): void {
  const { now, log, roles, newWidgets } = comparison;
  const dict = now.resolve(value);
  if (!isNewObject(comparison, value) || !(dict instanceof PdfDict) || newWidgets.has(value.num) || depth > 16) {
    log.forbid('foreignField', 'An object that was there before was made into a form field.');
    return;
  }
  newWidgets.add(value.num);
  const isWidgetOnly =
    !(now.get(dict, 'T') instanceof PdfString) && !dict.has('Kids') && depth + parent.name.length > 0;
  const field = fieldFacts(now, value.num, dict, parent);
  if (!isWidgetOnly && roles.fieldNames.has(field.name)) {
    log.unclear('fieldNameTaken', `A field was added with the name of another (${field.name}).`);
  }
  const stranger = strangerIn(dict);
  if (stranger !== undefined) {
    const sentence = `A field was added with an entry that no signature needs (${stranger.key}).`;
    if (runningKeys.has(stranger.key)) log.forbid('foreignField', sentence);
    else log.unclear('foreignField', sentence);
  }
  const page = dict.get('P');
  if ((page ?? null) !== null && !(page instanceof PdfRef && roles.content.pages.has(page.num))) {
    log.unclear('oddPlace', `The added field ${field.name} names a place that is no page of the document.`);
  }
  const kids = now.get(dict, 'Kids');
  const children = kids instanceof PdfArray ? kids.toArray(1_000) : [];
  for (const child of children) checkNewField(comparison, child, field, depth + 1);
  if (field.type === 'Sig') {
    const hasValue = now.get(dict, 'V') !== null;
    if (hasValue) noteSignature(comparison, dict, field);
    else if (!parent.signed) noteEmptyField(comparison, dict);
  } else if (children.length === 0) {
    log.forbid('foreignField', `A form field that is no signature was added (${field.name}).`);
  }
}

/** The first entry that a new field needs not have, the worst ones first. */
function strangerIn(dict: PdfDict) {
  return dict.entries.find(({ key }) => runningKeys.has(key)) ?? dict.entries.find(({ key }) => !newFieldKeys.has(key));
}

function gainsFlags(before: AnyValue, now: AnyValue, allowed: number): boolean {
  const [old, fresh] = [before ?? 0, now];
  if (typeof old !== 'number' || typeof fresh !== 'number') return false;
  return (old & fresh) === old && (fresh & ~old & ~allowed) === 0;
}

/** An appearance stream, or the dictionary of several, that was overwritten in place. */
export function compareAppearance(comparison: Comparison, field: FieldFacts): void {
  const { log, now, filled } = comparison;
  if (field.type !== 'Sig') {
    log.fill(field.name);
    filled.set(field.num, field);
    return;
  }
  const owner = objectNumbered(now, field.num);
  const signedNow = owner instanceof PdfDict && now.get(owner, 'V') instanceof PdfDict;
  if (!field.signed && signedNow) log.note('signature');
  else log.forbid('signatureFieldChanged', `What the signature field ${field.name} shows was changed.`);
}
