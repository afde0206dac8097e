import { PadesError } from '../pades/errors.ts';
import { inherited, PdfArray, PdfDict, pageNumbered } from '../pdf/index.ts';
import type { PdfDocument, PdfPage, PdfRef, PdfValue } from '../pdf/index.ts';
import type { Frame } from './draw.ts';

/** Left, bottom, right, top. */
export type Box = readonly [number, number, number, number];

/** Where a visible signature goes, on the page as it is seen: turned by its /Rotate, cut to its crop box. */
export interface PagePlace {
  /** From 1 on. */
  readonly page: number;
  /** Distance of the lower left corner from the page's, then width and height: in points. */
  readonly rect: readonly [x: number, y: number, width: number, height: number];
}

/** The same in the page's own coordinates. */
export interface FoundPlace {
  readonly page: PdfPage;
  readonly box: Box;
  readonly frame: Frame;
}

/**
 * Finds a place on a page.
 * @throws PadesError `pageMissing` for a page that is not there and a rectangle outside it; `placeTaken` over an annotation.
 */
export function findPlace(document: PdfDocument, { page: number, rect }: PagePlace): FoundPlace {
  const page = Number.isInteger(number) ? pageNumbered(document, number) : undefined;
  if (!page) throw new PadesError('pageMissing', `there is no page ${number}`);
  const crop = pageBox(document, page.dict);
  const rotation = rotationOf(document, page.dict);
  const [x, y, width, height] = rect;
  const turned = rotation === 90 || rotation === 270;
  const [seenWidth, seenHeight] = [crop[2] - crop[0], crop[3] - crop[1]];
  const [pageWidth, pageHeight] = turned ? [seenHeight, seenWidth] : [seenWidth, seenHeight];
  const inside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= pageWidth && y + height <= pageHeight;
  if (!inside) {
    const size = `${pageWidth.toFixed(0)} by ${pageHeight.toFixed(0)}`;
    throw new PadesError('pageMissing', `the rectangle does not lie on page ${number}, which has ${size} points`);
  }
  const box = boxOf([toPage(crop, rotation, x, y), toPage(crop, rotation, x + width, y + height)].flat());
  refuseOccupied(document, page.dict, box, undefined);
  return { page, box, frame: { width, height, rotation } };
}

/** How an appearance has to be drawn for a widget that is there: by its rectangle and its page's rotation. */
export function frameOf(document: PdfDocument, page: PdfDict | undefined, box: Box): Frame {
  const rotation = page === undefined ? 0 : rotationOf(document, page);
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  return rotation === 90 || rotation === 270 ? { width: height, height: width, rotation } : { width, height, rotation };
}

/** A rectangle (ISO 32000-1, 7.9.5) with its corners in order; undefined for anything else. */
export function readBox(document: PdfDocument, value: PdfValue | undefined): Box | undefined {
  const array = document.resolve(value);
  const numbers = array instanceof PdfArray ? array.toArray(8).map((item) => document.resolve(item)) : [];
  if (numbers.length !== 4 || !numbers.every((item) => typeof item === 'number')) return undefined;
  return boxOf(numbers as number[]);
}

const a4: Box = [0, 0, 595, 842];

function pageBox(document: PdfDocument, page: PdfDict): Box {
  const read = (key: string) => readBox(document, inherited(document, page, key) as PdfValue);
  const media = read('MediaBox') ?? a4;
  const crop = read('CropBox') ?? media;
  const both: Box = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ];
  return both[0] < both[2] && both[1] < both[3] ? both : media;
}

function rotationOf(document: PdfDocument, page: PdfDict): Frame['rotation'] {
  const value = inherited(document, page, 'Rotate');
  const turned = typeof value === 'number' ? ((value % 360) + 360) % 360 : 0;
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0;
}

/** A point of the page as it is seen, in the page's own coordinates. /Rotate turns clockwise. */
function toPage([left, bottom, right, top]: Box, rotation: Frame['rotation'], x: number, y: number): number[] {
  switch (rotation) {
    case 0:
      return [left + x, bottom + y];
    case 90:
      return [right - y, bottom + x];
    case 180:
      return [right - x, top - y];
    case 270:
      return [left + y, top - x];
  }
}

function boxOf(numbers: readonly number[]): Box {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

const mostAnnotations = 20_000;
const hidden = 2;

/**
 * Refuses a box that covers an annotation or a field: what stood there would no longer be seen.
 * @param own the widget that the box belongs to, if it is there already.
 * @throws PadesError `placeTaken`
 */
export function refuseOccupied(document: PdfDocument, page: PdfDict, box: Box, own: PdfRef | undefined): void {
  for (const item of document.getArray(page, 'Annots')?.toArray(mostAnnotations) ?? []) {
    const annotation = document.resolve(item);
    if (!(annotation instanceof PdfDict) || (own && 'num' in Object(item) && (item as PdfRef).num === own.num))
      continue;
    const flags = document.get(annotation, 'F');
    const unseen = annotation.name('Subtype') === 'Popup' || (typeof flags === 'number' && (flags & hidden) !== 0);
    const other = readBox(document, annotation.get('Rect'));
    if (!unseen && other && overlap(box, other)) {
      throw new PadesError('placeTaken', `an annotation (${annotation.name('Subtype') ?? '?'}) is there already`);
    }
  }
}

function overlap(a: Box, b: Box): boolean {
  return Math.min(a[2], b[2]) > Math.max(a[0], b[0]) && Math.min(a[3], b[3]) > Math.max(a[1], b[1]);
}
