import { PadesError } from '../pades/errors.ts';
import { inherited, PdfArray, PdfDict, PdfRef, pageCount, pageNumbered } from '../pdf/index.ts';
import type { PdfDocument, PdfPage, PdfValue } from '../pdf/index.ts';
import { surveyContent } from './content.ts';
import type { Survey } from './content.ts';
import type { Frame } from './draw.ts';
import { overlap } from './matrix.ts';
import type { Box } from './matrix.ts';

/** Where a visible signature goes, on the page as it is seen: turned by its /Rotate, cut to its crop box. */
export interface PagePlace {
  /** From 1 on. */
  readonly page: number | 'last';
  /**
   * Distance of the lower left corner from the page's, then width and height: in points; or a corner of the page, within its margins.
   * Without it, a free place is looked for at the bottom of the page.
   */
  readonly rect?: SeenRect | Corner | undefined;
}

export type Corner = 'lowerLeft' | 'lowerRight' | 'upperLeft' | 'upperRight';

export type SeenRect = readonly [x: number, y: number, width: number, height: number];

/** Whether the page shows something where the signature goes; unknown where that cannot be told (a scan, for example). */
export type OverContent = 'nothing' | 'something' | 'unknown';

/** The same in the page's own coordinates. */
export interface FoundPlace {
  readonly page: PdfPage;
  readonly box: Box;
  readonly frame: Frame;
  readonly over: OverContent;
}

/**
 * Finds a place on a page.
 * @throws PadesError `pageMissing` for a page that is not there and a rectangle outside it; `placeTaken` over an annotation, and
 * where no free place is found at the bottom.
 */
export function findPlace(document: PdfDocument, { page: asked, rect }: PagePlace): FoundPlace {
  const number = asked === 'last' ? pageCount(document) : asked;
  const page = Number.isInteger(number) ? pageNumbered(document, number) : undefined;
  if (!page) throw new PadesError('pageMissing', `there is no page ${number}`);
  const seen = seenPage(document, page.dict);
  const survey = surveyContent(document, page.dict, seen.crop);
  const free = (candidate: Box) => overOf(candidate, survey) === 'nothing' && !occupant(document, page.dict, candidate);
  const given = typeof rect === 'string' ? cornerOf(seen, rect) : rect;
  const wanted = given ?? bottomCandidates(seen).find((each) => free(boxOn(seen, each)));
  if (!wanted) throw new PadesError('placeTaken', `page ${number} has no free place at its bottom`);
  const [x, y, width, height] = wanted;
  const inside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= seen.width && y + height <= seen.height;
  if (!inside) {
    const size = `${seen.width.toFixed(0)} by ${seen.height.toFixed(0)}`;
    throw new PadesError('pageMissing', `the rectangle does not lie on page ${number}, which has ${size} points`);
  }
  const box = boxOn(seen, wanted);
  refuseOccupied(document, page.dict, box, undefined);
  return { page, box, frame: { width, height, rotation: seen.rotation }, over: overOf(box, survey) };
}

/** A page as it is seen: cut to its crop box, turned by its /Rotate. */
export interface SeenPage {
  readonly crop: Box;
  /** Points of a unit of the page's own coordinates. */
  readonly unit: number;
  readonly rotation: Frame['rotation'];
  /** In points. */
  readonly width: number;
  readonly height: number;
}

export function seenPage(document: PdfDocument, page: PdfDict): SeenPage {
  const crop = pageBox(document, page);
  const rotation = rotationOf(document, page);
  const unit = unitOf(document, page);
  const [width, height] = [(crop[2] - crop[0]) * unit, (crop[3] - crop[1]) * unit];
  return rotation === 90 || rotation === 270
    ? { crop, unit, rotation, width: height, height: width }
    : { crop, unit, rotation, width, height };
}

function boxOn({ crop, rotation, unit }: SeenPage, [x, y, width, height]: SeenRect): Box {
  const corner = toPage(crop, rotation, x / unit, y / unit);
  return boxOf([corner, toPage(crop, rotation, (x + width) / unit, (y + height) / unit)].flat());
}

/** Large sheets are drawn in units of more than a point (ISO 32000-1, table 30, /UserUnit). */
function unitOf(document: PdfDocument, page: PdfDict): number {
  const unit = document.get(page, 'UserUnit');
  return typeof unit === 'number' && unit > 0 && unit <= 75_000 ? unit : 1;
}

/** Distance from the edges that printers and binders need, and what a signature is given at the bottom: as much as there is. */
const margin = 28;
const sizes = [
  [260, 72],
  [240, 56],
  [200, 42],
] as const;

/** Left, right, middle: at the bottom of the page, in every size that goes. */
function bottomCandidates({ width }: SeenPage): SeenRect[] {
  return sizes.flatMap(([wide, high]) =>
    [margin, width - margin - wide, (width - wide) / 2].map((x): SeenRect => [x, margin, wide, high]),
  );
}

/** On a page too narrow for it, as much as there is. */
function cornerOf({ width, height }: SeenPage, corner: Corner): SeenRect {
  const [wide, high] = [Math.min(sizes[0][0], width - 2 * margin), Math.min(sizes[0][1], height - 2 * margin)];
  const x = corner === 'lowerLeft' || corner === 'upperLeft' ? margin : width - margin - wide;
  return [x, corner === 'lowerLeft' || corner === 'lowerRight' ? margin : height - margin - high, wide, high];
}

function overOf(box: Box, { boxes, complete }: Survey): OverContent {
  if (boxes.some((each) => overlap(each, box))) return 'something';
  return complete ? 'nothing' : 'unknown';
}

/** How an appearance has to be drawn for a widget that is there: by its rectangle and its page's rotation. */
export function frameOf(document: PdfDocument, page: PdfDict | undefined, box: Box): Frame {
  const rotation = page === undefined ? 0 : rotationOf(document, page);
  const unit = page === undefined ? 1 : unitOf(document, page);
  const [width, height] = [(box[2] - box[0]) * unit, (box[3] - box[1]) * unit];
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
export function toPage([left, bottom, right, top]: Box, rotation: Frame['rotation'], x: number, y: number): number[] {
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
  const found = occupant(document, page, box, own);
  if (found) throw new PadesError('placeTaken', `an annotation (${found.name('Subtype') ?? '?'}) is there already`);
}

function occupant(document: PdfDocument, page: PdfDict, box: Box, own?: PdfRef): PdfDict | undefined {
  for (const item of document.getArray(page, 'Annots')?.toArray(mostAnnotations) ?? []) {
    const annotation = document.resolve(item);
    if (!(annotation instanceof PdfDict) || (item instanceof PdfRef && item.num === own?.num)) continue;
    const flags = document.get(annotation, 'F');
    const unseen = annotation.name('Subtype') === 'Popup' || (typeof flags === 'number' && (flags & hidden) !== 0);
    const other = readBox(document, annotation.get('Rect'));
    if (!unseen && other && overlap(box, other)) return annotation;
  }
  return undefined;
}
