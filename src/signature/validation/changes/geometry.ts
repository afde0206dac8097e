/** How much of a page a widget takes. */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfArray, PdfDict } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { AnyValue } from './compare.ts';

const largestShare = 0.4;
const pageAreaUnknown = 595 * 842;

/** Whether a widget hides more than two fifths of its page. */
export function coversMuch(document: PdfDocument, widget: PdfDict, page: PdfDict | null): boolean {
  const area = areaOf(document, widget.get('Rect')) ?? Infinity;
  return area > largestShare * (page === null ? pageAreaUnknown : pageArea(document, page));
}

function pageArea(document: PdfDocument, page: PdfDict): number {
  let node: AnyValue = page;
  for (let level = 0; node instanceof PdfDict && level < 64; level++) {
    const area = areaOf(document, node.get('MediaBox'));
    if (area !== null) return area;
    node = document.get(node, 'Parent');
  }
  return pageAreaUnknown;
}

/** Area of a rectangle; null when it is none. */
export function areaOf(document: PdfDocument, value: PdfValue | undefined): number | null {
  const box = document.resolve(value);
  if (!(box instanceof PdfArray)) return null;
  const numbers = box.toArray(8).map((item) => document.resolve(item));
  if (numbers.length !== 4 || numbers.some((each) => typeof each !== 'number')) return null;
  const [x0, y0, x1, y1] = numbers as [number, number, number, number];
  return Math.abs(x1 - x0) * Math.abs(y1 - y0);
}
