import { AnnotationMode, type PDFPageProxy } from 'pdfjs-dist';

/** No canvas larger than this many pixels, whatever the zoom and the screen. */
const maxPixels = 24_000_000;

export interface Drawing {
  readonly canvas: HTMLCanvasElement;
  readonly promise: Promise<void>;
  cancel(): void;
}

/** Draws a page for this screen's pixels on a canvas of its own, whole before anybody sees it. `scale`: CSS pixels of one point. */
export function drawAside(page: PDFPageProxy, scale: number): Drawing {
  const natural = page.getViewport({ scale });
  const wanted = window.devicePixelRatio || 1;
  const ratio = Math.min(wanted, Math.sqrt(maxPixels / (natural.width * natural.height)));
  const viewport = page.getViewport({ scale: scale * ratio });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
  return { canvas, promise: task.promise, cancel: () => task.cancel() };
}

/** Puts a whole drawing up: a half page is never seen. */
export function putUp(drawn: HTMLCanvasElement, on: HTMLCanvasElement): void {
  on.width = drawn.width;
  on.height = drawn.height;
  on.getContext('2d')?.drawImage(drawn, 0, 0);
}
