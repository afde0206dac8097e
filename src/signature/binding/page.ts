import { deflateSync } from 'node:zlib';
import { boundsOf, concat, identity } from '../appearance/matrix.ts';
import type { Matrix } from '../appearance/matrix.ts';
import { readBox, seenPage, toPage } from '../appearance/page-place.ts';
import type { SeenPage } from '../appearance/page-place.ts';
import { PdfArray, PdfDict, PdfStream, PdfString, inherited } from '../pdf/index.ts';
import type { PdfDocument, PdfPage, PdfRef, PdfValue } from '../pdf/index.ts';
import { RawText, dict, name, serialise, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import type { Copier } from './copier.ts';
import type { NewFile } from './new-file.ts';

const mostAnnotations = 2_000;
const hiddenOrNoView = 2 | 32;

/** What is drawn over a page: operators in points of the page as it is seen, from its lower left corner. */
export type Stamp = (seen: { readonly width: number; readonly height: number }) => string;

/** What all pages of the new file share. */
export interface Shared {
  readonly file: NewFile;
  /** The font `/F` and the colour `/Black` of stamps. */
  readonly resources: PdfRef;
  readonly stamp: Stamp;
}

/**
 * Copies a page as it is seen: its contents, and what signatures and notes show on it, as pictures that cannot be filled in any more. The
 * links to addresses stay links.
 * @returns the entries of the new page but /Type and /Parent. @throws PdfError
 */
export function copyPage(document: PdfDocument, page: PdfPage, copier: Copier, shared: Shared): Map<string, Writable> {
  const { file, resources, stamp } = shared;
  const seen = seenPage(document, page.dict);
  const box = [...seen.crop];
  const contents = putContents(document, page.dict, copier, file, box);
  const { shown, links } = annotations(document, page.dict, copier, file);
  const xObjects: [string, Writable][] = [
    ['Page', contents],
    ...shown.map(({ ref }, at): [string, Writable] => [`A${at}`, ref]),
  ];
  const drawn = shown.map(({ matrix }, at) => `q ${numbers(matrix)} cm /A${at} Do Q`);
  const form = file.add(
    stream(
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [0, 0, seen.width, seen.height],
        Matrix: [...upright(seen)],
        Resources: resources,
      }),
      stamp(seen),
    ),
  );
  xObjects.push(['Stamp', form]);
  const operators = ['q /Page Do Q', ...drawn, 'q /Stamp Do Q', ''].join('\n');
  const unit = document.get(page.dict, 'UserUnit');
  return new Map<string, Writable>([
    ['MediaBox', box],
    ['Rotate', seen.rotation],
    ...(typeof unit === 'number' ? [['UserUnit', unit] as [string, Writable]] : []),
    ['Resources', dict({ XObject: new Map(xObjects) })],
    ['Contents', file.add(stream(dict({}), operators))],
    ...(links.length > 0 ? [['Annots', links] as [string, Writable]] : []),
  ]);
}

/** The page's contents as one picture with resources of its own: whatever state they leave ends with it. */
function putContents(
  document: PdfDocument,
  page: PdfDict,
  copier: Copier,
  file: NewFile,
  box: readonly number[],
): PdfRef {
  const to = file.reserve();
  const resources = inherited(document, page, 'Resources');
  const group = document.get(page, 'Group');
  const changes = {
    Type: '/XObject',
    Subtype: '/Form',
    BBox: `[${numbers(box)}]`,
    Resources: resources instanceof PdfDict ? copier.value(resources) : '<< >>',
    Group: group instanceof PdfDict ? copier.value(group) : undefined,
  };
  const parts = streamsOf(document, page.get('Contents'));
  const [only] = parts;
  if (parts.length === 1 && only) copier.putStream(to, only, changes);
  else {
    // A token may not go over the border of two streams, but two tokens may meet there (ISO 32000-1, 7.8.2).
    const whole = Buffer.concat(parts.flatMap((part) => [document.streamBytes(part), Buffer.from('\n')]));
    const packed = deflateSync(whole);
    const entries = Object.entries(changes).flatMap(([key, text]) => (text === undefined ? [] : [`/${key} ${text}`]));
    file.putStream(to, [...entries, '/Filter /FlateDecode'].join(' '), packed.length, [packed]);
  }
  copier.flush();
  return to;
}

function streamsOf(document: PdfDocument, value: PdfValue | undefined): PdfStream[] {
  const contents = document.resolve(value);
  if (contents instanceof PdfStream) return [contents];
  if (!(contents instanceof PdfArray)) return [];
  return contents.toArray(100_000).flatMap((item) => {
    const part = document.resolve(item);
    return part instanceof PdfStream ? [part] : [];
  });
}

interface Shown {
  readonly ref: PdfRef;
  readonly matrix: Matrix;
}

function annotations(
  document: PdfDocument,
  page: PdfDict,
  copier: Copier,
  file: NewFile,
): { readonly shown: readonly Shown[]; readonly links: readonly PdfRef[] } {
  const shown: Shown[] = [];
  const links: PdfRef[] = [];
  for (const item of document.getArray(page, 'Annots')?.toArray(mostAnnotations) ?? []) {
    const annotation = document.resolve(item);
    if (!(annotation instanceof PdfDict)) continue;
    const flags = document.get(annotation, 'F');
    if (typeof flags === 'number' && (flags & hiddenOrNoView) !== 0) continue;
    const link = linkOf(document, annotation);
    if (link) links.push(file.add(link));
    const own = annotation.name('Subtype') === 'Popup' ? undefined : appearanceOf(document, annotation, copier, file);
    if (own) shown.push(own);
  }
  copier.flush();
  return { shown, links };
}

/** A link to an address; links within a document lead nowhere in another one. */
function linkOf(document: PdfDocument, annotation: PdfDict): Writable | undefined {
  const action = annotation.name('Subtype') === 'Link' ? document.getDict(annotation, 'A') : undefined;
  const uri = action?.name('S') === 'URI' ? document.get(action, 'URI') : undefined;
  const rect = readBox(document, annotation.get('Rect'));
  if (!(uri instanceof PdfString) || !rect) return undefined;
  const says = document.get(annotation, 'Contents');
  return dict({
    Type: name('Annot'),
    Subtype: name('Link'),
    Rect: [...rect],
    Border: [0, 0, 0],
    // Printed (ISO 19005-2, 6.3.2).
    F: 4,
    A: dict({ S: name('URI'), URI: new PdfString(uri.bytes) }),
    Contents: says instanceof PdfString ? new PdfString(says.bytes) : undefined,
  });
}

/** What an annotation shows, and how that goes into its rectangle (ISO 32000-1, 12.5.5, algorithm 8.1). */
function appearanceOf(document: PdfDocument, annotation: PdfDict, copier: Copier, file: NewFile): Shown | undefined {
  const rect = readBox(document, annotation.get('Rect'));
  const normal = document.get(document.getDict(annotation, 'AP') ?? annotation, 'N');
  const state = annotation.name('AS');
  const picked = normal instanceof PdfDict && state !== undefined ? document.get(normal, state) : normal;
  if (!rect || !(picked instanceof PdfStream)) return undefined;
  const box = readBox(document, picked.dict.get('BBox'));
  const turned = document.getArray(picked.dict, 'Matrix')?.toArray(6) ?? [];
  const own =
    turned.length === 6 && turned.every((one) => typeof one === 'number') ? (turned as unknown as Matrix) : identity;
  const bounds = box && boundsOf(box, own);
  if (!bounds || bounds[2] <= bounds[0] || bounds[3] <= bounds[1] || rect[2] <= rect[0] || rect[3] <= rect[1])
    return undefined;
  const [wide, high] = [(rect[2] - rect[0]) / (bounds[2] - bounds[0]), (rect[3] - rect[1]) / (bounds[3] - bounds[1])];
  const ref = file.reserve();
  copier.putStream(ref, picked, { Type: '/XObject', Subtype: '/Form' });
  return {
    ref,
    matrix: concat([wide, 0, 0, high, -bounds[0] * wide, -bounds[1] * high], [1, 0, 0, 1, rect[0], rect[1]]),
  };
}

/** From points of the page as it is seen to the page's own coordinates. */
function upright({ crop, rotation, unit }: SeenPage): Matrix {
  const [x0, y0] = toPage(crop, rotation, 0, 0) as [number, number];
  const [x1, y1] = toPage(crop, rotation, 1 / unit, 0) as [number, number];
  const [x2, y2] = toPage(crop, rotation, 0, 1 / unit) as [number, number];
  return [x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0];
}

const numbers = (values: readonly number[]): string => values.map((value) => serialise(value)).join(' ');

/** Black by measure, not by device: allowed in every PDF/A, with an output intent or without one. */
export const black = new RawText('[/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>]');
