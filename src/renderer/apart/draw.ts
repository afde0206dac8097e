import { AnnotationMode, type PDFPageProxy } from 'pdfjs-dist';
import { maxPixels } from './messages.ts';

export interface Drawing {
  readonly promise: Promise<ImageBitmap>;
  cancel(): void;
}

/** Draws a page whole before anybody sees it. `scale`: pixels of one point. */
export function draw(page: PDFPageProxy, scale: number, forPrint: boolean): Drawing {
  const natural = page.getViewport({ scale });
  const viewport = page.getViewport({
    scale: scale * Math.min(1, Math.sqrt(maxPixels / (natural.width * natural.height))),
  });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({
    ...{ canvas, viewport, annotationMode: AnnotationMode.ENABLE },
    ...(forPrint ? { intent: 'print' } : {}),
  });
  return { promise: task.promise.then(() => createImageBitmap(canvas)), cancel: () => task.cancel() };
}

/** pdf.js leaves out, without a word, an image that it could not decode: it stands in the page's objects as nothing. */
export function lacksImages(page: PDFPageProxy): boolean {
  for (const objects of [page.objs, page.commonObjs]) {
    for (const [, data] of objects as Iterable<[string, unknown]>) if (data === null) return true;
  }
  return false;
}
