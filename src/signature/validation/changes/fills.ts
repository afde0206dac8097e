/** Fields that were filled in after signing: what each says now, and whether what it shows is that. */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfArray, PdfDict, PdfName, PdfRef, PdfStream, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import { sameObject, sameValue } from './compare.ts';
import type { AnyValue } from './compare.ts';
import type { Comparison } from './comparison.ts';
import { areaOf } from './geometry.ts';
import { objectNumbered } from './references.ts';
import type { FieldFacts } from './roles.ts';
import { comparable, isMark, textShownBy } from './shown-text.ts';

const pushButton = 1 << 16;
const comboBox = 1 << 17;
const password = 1 << 13;
const mostWidgets = 1_000;
/** Square points that a box to tick may take. */
const largestMark = 48 * 48;

/** Judges every field that was filled in. @throws PdfError */
export function checkFills(comparison: Comparison): void {
  for (const field of comparison.filled.values()) {
    comparison.budget.check();
    const dict = objectNumbered(comparison.now, field.num);
    if (!(dict instanceof PdfDict)) continue;
    for (const widget of widgetsOf(comparison.now, field.num, dict)) checkWidget(comparison, field, widget);
  }
}

interface Widget {
  readonly num: number;
  readonly dict: PdfDict;
}

function widgetsOf(document: PdfDocument, num: number, dict: PdfDict): Widget[] {
  const kids = document.get(dict, 'Kids');
  const list = kids instanceof PdfArray ? kids.toArray(mostWidgets) : [];
  const children = list.flatMap((ref): Widget[] => {
    const kid = document.resolve(ref);
    const isWidget = ref instanceof PdfRef && kid instanceof PdfDict && !kid.has('T');
    return isWidget ? [{ num: ref.num, dict: kid }] : [];
  });
  return dict.has('AP') || children.length === 0 ? [{ num, dict }, ...children] : children;
}

function checkWidget(comparison: Comparison, field: FieldFacts, widget: Widget): void {
  const { log } = comparison;
  switch (field.type) {
    case 'Tx':
    case 'Ch':
      return checkShownValue(comparison, field, widget);
    case 'Btn':
      return checkButton(comparison, field, widget);
    case undefined:
    default:
      log.forbid('fieldChanged', `The field ${field.name}, which cannot be filled in, was changed.`);
  }
}

function checkShownValue(comparison: Comparison, field: FieldFacts, { dict }: Widget): void {
  const { log, now } = comparison;
  const trouble = (why: string) =>
    log.unclear('valueNotShown', `What the field ${field.name} shows may not be what it says: ${why}.`);
  // Without a picture viewers draw the value themselves.
  const appearance = now.get(dict, 'AP');
  if (appearance === null) return;
  const streams = appearance instanceof PdfDict ? appearance.entries.map(({ key }) => now.get(appearance, key)) : [];
  if (streams.length === 0 || !streams.every((each) => each instanceof PdfStream)) {
    return trouble('it has no picture, or several');
  }
  const accepted = acceptedTexts(now, dict);
  try {
    for (const stream of streams) {
      const shown = textShownBy(now, stream, (value) => isOldObject(comparison, value));
      if (shown.kind === 'strange') trouble(shown.why);
      else if (!accepted(shown.text)) trouble(`it shows “${shown.text.slice(0, 40)}”`);
    }
  } catch (error) {
    if (!(error instanceof PdfError) || error.kind === 'tooSlow') throw error;
    trouble('its picture cannot be read');
  }
}

/** Which texts a picture may show, given the field's value, options and flags. */
function acceptedTexts(document: PdfDocument, dict: PdfDict): (shown: string) => boolean {
  const flags = inherited(document, dict, 'Ff');
  const bits = typeof flags === 'number' ? flags : 0;
  const type = inherited(document, dict, 'FT');
  const values = textsOf(document, inherited(document, dict, 'V'));
  const isChoice = type instanceof PdfName && type.value === 'Ch';
  if (isChoice) {
    const options = optionsOf(document, inherited(document, dict, 'Opt'));
    const meant = values.flatMap((value) => [
      value,
      ...options.filter(({ code }) => code === value).map((o) => o.label),
    ]);
    if ((bits & comboBox) !== 0) return (shown) => (shown === '' && values.length === 0) || meant.includes(shown);
    // A list box shows its options one after the other, from one of them on; which is chosen is a matter of ground colour.
    const all = options.map(({ label }) => label).join('');
    return (shown) => all.includes(shown);
  }
  const value = values.join('');
  if ((bits & password) !== 0) return (shown) => /^\**$/.test(shown);
  return (shown) => shown === value;
}

function textsOf(document: PdfDocument, value: AnyValue): string[] {
  if (value instanceof PdfString) return [comparable(value.text)];
  if (value instanceof PdfStream) return [comparable(Buffer.from(document.streamBytes(value)).toString('latin1'))];
  if (!(value instanceof PdfArray)) return [];
  return value.toArray(10_000).flatMap((item) => {
    const text = document.resolve(item);
    return text instanceof PdfString ? [comparable(text.text)] : [];
  });
}

function optionsOf(document: PdfDocument, value: AnyValue): { code: string; label: string }[] {
  const list = value instanceof PdfArray ? value.toArray(10_000) : [];
  return list.flatMap((item) => {
    const [code, label = code] = textsOf(document, document.resolve(item));
    return code === undefined || label === undefined ? [] : [{ code, label }];
  });
}

/** A check box or radio button: its state follows its value, and its pictures stay as they were signed. */
function checkButton(comparison: Comparison, field: FieldFacts, { num, dict }: Widget): void {
  const { log, now, before } = comparison;
  const flags = inherited(now, dict, 'Ff');
  if (typeof flags === 'number' && (flags & pushButton) !== 0) {
    log.forbid('buttonChanged', `The button ${field.name}, which holds no value, was changed.`);
    return;
  }
  const old = objectNumbered(before, num);
  const [was, is] = [old instanceof PdfDict ? old.get('AP') : undefined, dict.get('AP')];
  if (!samePictures(comparison, was, is, 0) && !isSmallMark(comparison, dict)) {
    log.unclear('buttonRedrawn', `The pictures of the button ${field.name} were changed.`);
  }
  const state = dict.name('AS');
  const value = inherited(now, dict, 'V');
  const isOff = state === undefined || state === 'Off';
  if (!isOff && !(value instanceof PdfName && value.value === state)) {
    log.unclear('valueNotShown', `The button ${field.name} shows another state than its value.`);
  }
}

/** Whether a button is small and shows marks only: programs draw those anew when they tick a box. */
function isSmallMark({ now }: Comparison, widget: PdfDict): boolean {
  if ((areaOf(now, widget.get('Rect')) ?? Infinity) > largestMark) return false;
  const pictures = streamsIn(now, widget.get('AP'), 0);
  try {
    return pictures.every((each) => isMark(now, each));
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return false;
    throw error;
  }
}

function streamsIn(document: PdfDocument, value: PdfValue | undefined, depth: number): PdfStream[] {
  const target = document.resolve(value);
  if (target instanceof PdfStream) return [target];
  if (!(target instanceof PdfDict) || depth > 2) return [];
  return target.entries.flatMap(({ key }) => streamsIn(document, target.get(key), depth + 1));
}

/** Whether two appearances lead to the same streams, each still what it was. */
function samePictures(
  comparison: Comparison,
  a: PdfValue | undefined,
  b: PdfValue | undefined,
  depth: number,
): boolean {
  const { before, now } = comparison;
  const [was, is] = [before.resolve(a), now.resolve(b)];
  if (was instanceof PdfDict && is instanceof PdfDict && depth < 3) {
    const keys = [...new Set([...was.entries, ...is.entries].map(({ key }) => key))];
    return keys.every((key) => samePictures(comparison, was.get(key), is.get(key), depth + 1));
  }
  return was instanceof PdfStream || is instanceof PdfStream
    ? sameObject([before, was], [now, is])
    : sameValue(was as AnyValue, is as AnyValue);
}

/** Whether a value stands in an object that the signed revision has, too. That it did not change is looked at elsewhere. */
function isOldObject({ before }: Comparison, value: PdfValue | undefined): boolean {
  return value instanceof PdfRef && objectNumbered(before, value.num) !== null;
}

/** A field's entry, own or inherited. */
function inherited(document: PdfDocument, dict: PdfDict, key: string): AnyValue {
  let node: AnyValue = dict;
  for (let level = 0; node instanceof PdfDict && level < 32; level++) {
    const value = document.get(node, key);
    if (value !== null) return value;
    node = document.get(node, 'Parent');
  }
  return null;
}
