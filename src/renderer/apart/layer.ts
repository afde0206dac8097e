import { TextLayer, type PDFPageProxy } from 'pdfjs-dist';
import type { Layer, Run } from './messages.ts';

/** Sets out a page's words as pdf.js does, and tells where each run came to lie. */
export async function layerOf(page: PDFPageProxy): Promise<Layer> {
  const viewport = page.getViewport({ scale: 1 });
  const container = document.createElement('div');
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container, viewport });
  await layer.render();
  const runs: Run[] = [];
  for (const node of container.children) {
    const before = runs.at(-1);
    if (node instanceof HTMLSpanElement) runs.push(runOf(node));
    // A line may end twice: an empty run keeps the second.
    else if (before && !before.ends) runs[runs.length - 1] = { ...before, ends: true };
    else runs.push({ ...nowhere, ends: true });
  }
  const { pageWidth, pageHeight } = viewport.rawDims as { pageWidth: number; pageHeight: number };
  const turn = [90, 180, 270].find((angle) => angle === viewport.rotation) as 90 | 180 | 270 | undefined;
  return { runs, turn: turn ?? 0, size: { width: pageWidth, height: pageHeight } };
}

/** A sheet's words as its layer has them: one end of line wherever one ends. */
export async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

const nowhere: Run = {
  ...{ text: '', direction: 'ltr', family: 'serif', left: 0, top: 0, height: 0, stretch: 1, turn: 0, ends: false },
};

function runOf(span: HTMLSpanElement): Run {
  const { style } = span;
  const figure = (text: string, otherwise: number): number => {
    const value = Number.parseFloat(text);
    return Number.isFinite(value) ? value : otherwise;
  };
  return {
    text: span.textContent,
    direction: span.dir === 'rtl' ? 'rtl' : 'ltr',
    family: /monospace/.test(style.fontFamily)
      ? 'monospace'
      : /sans-serif/.test(style.fontFamily)
        ? 'sans-serif'
        : 'serif',
    left: figure(style.left, 0),
    top: figure(style.top, 0),
    height: figure(style.getPropertyValue('--font-height'), 0),
    stretch: figure(style.getPropertyValue('--scale-x'), 1),
    turn: figure(style.getPropertyValue('--rotate'), 0),
    ends: false,
  };
}
