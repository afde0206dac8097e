/**
 * What a certification lets others add may still not hide or rewrite what was certified: annotations and signatures that lie over
 * a page's own text or pictures are not taken for harmless.
 */
import { PdfError } from '../../pdf/errors.ts';
import { PdfArray, PdfDict, PdfStream } from '../../pdf/syntax/objects.ts';
import type { AnyValue } from './compare.ts';
import type { Comparison } from './comparison.ts';
import { areaOf } from './geometry.ts';
import { operatorsIn, shownStrings } from './operators.ts';
import { objectNumbered } from './references.ts';
import { shownPoints } from './page-text.ts';

/** Signs of a reader beside the text, and windows that open when asked: they are drawn as small icons, or not at all. */
const icons: ReadonlySet<string> = new Set(['Text', 'Popup', 'Link', 'FileAttachment', 'Sound']);
/** Marks on text itself. */
const marks: ReadonlySet<string> = new Set(['Highlight', 'Underline', 'Squiggly', 'StrikeOut']);
/** Actions that lead somewhere and run nothing. */
const harmless: ReadonlySet<string> = new Set(['URI', 'GoTo']);
/** Icons are small whatever their rectangle says, but a picture of their own fills it. */
const mostIconArea = 64 * 64;

/** Judges an annotation that was added, or changed, where the signed revision permits annotations. @throws PdfError */
export function checkAnnotation(comparison: Comparison, dict: PdfDict, page: PdfDict | null): void {
  const { log, now } = comparison;
  const subtype = dict.name('Subtype') ?? '';
  const action = now.get(dict, 'A');
  if (dict.has('AA') || (action !== null && !(action instanceof PdfDict && harmless.has(action.name('S') ?? '')))) {
    log.forbid('actionAdded', 'An annotation was added that runs something.');
    return;
  }
  const isIcon = icons.has(subtype) && (!dict.has('AP') || (areaOf(now, dict.get('Rect')) ?? Infinity) <= mostIconArea);
  if (isIcon || (marks.has(subtype) && !writes(comparison, now.get(dict, 'AP'), 0))) return;
  if (subtype === 'Redact')
    log.unclear('coveringAnnotation', 'An annotation was added that blacks out what the page says.');
  else if (liesOverContent(comparison, dict, page)) {
    log.unclear('coveringAnnotation', 'An annotation was added that lies over what the page says.');
  }
}

/** Whether a rectangle lies over something that one page of the signed revision shows; true when that cannot be told. */
export function liesOverContent(comparison: Comparison, annotation: PdfDict, page: PdfDict | null): boolean {
  const { before, now, budget, roles } = comparison;
  const box = now.resolve(annotation.get('Rect'));
  const numbers = box instanceof PdfArray ? box.toArray(8).map((each) => now.resolve(each)) : [];
  const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = numbers.map((each) => (typeof each === 'number' ? each : NaN));
  if ([x0, y0, x1, y1].some(Number.isNaN)) return true;
  const [left, right, low, high] = [Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1)];
  // Which page it is on may not be known; then no page may show anything there.
  const pages = page === null ? [...roles.content.pages].map((num) => objectNumbered(before, num)) : [page];
  try {
    return pages.some(
      (each) =>
        each instanceof PdfDict &&
        shownPoints(before, each, budget).some(([x, y]) => x >= left && x <= right && y >= low && y <= high),
    );
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return true;
    throw error;
  }
}

/** Whether an appearance shows text or pictures rather than lines and areas. */
function writes(comparison: Comparison, value: AnyValue, depth: number): boolean {
  const { now } = comparison;
  if (depth > 6) return true;
  if (value instanceof PdfDict)
    return value.entries.some(({ key }) => writes(comparison, now.get(value, key), depth + 1));
  if (!(value instanceof PdfStream)) return false;
  if (depth > 1 && value.dict.name('Subtype') === 'Image') return true;
  const resources = now.getDict(value.dict, 'Resources');
  const objects = resources === undefined ? null : now.get(resources, 'XObject');
  if (writes(comparison, objects as AnyValue, depth + 1)) return true;
  for (const operator of operatorsIn(now.streamBytes(value))) {
    if (shownStrings(operator) !== null || operator.name === 'BI') return true;
  }
  return false;
}
