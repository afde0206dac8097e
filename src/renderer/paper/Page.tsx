import { TextLayer, type PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useHouse, useWords } from '../app/context.tsx';
import { drawAside, putUp } from './draw.ts';
import type { Paper } from './open.ts';
import type { PageSize } from './page-size.ts';

/**
 * One page: the drawing, and over it its text (unseen, for selection and for screen readers). `onDrawn` is called once its pixels are
 * on the canvas, with the page's natural size.
 */
export function Page({
  paper,
  number,
  scale,
  size,
  onSize,
  onDrawn,
  onText,
  onFailed,
}: {
  paper: Paper;
  number: number;
  scale: number;
  /** Natural size in CSS pixels at scale 1. */
  size: PageSize;
  onSize: (number: number, size: PageSize) => void;
  onDrawn: (number: number) => void;
  /** Its text stands over the drawing. */
  onText: () => void;
  onFailed: () => void;
}) {
  const { say, formats } = useWords();
  const { shelf } = useHouse();
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [silent, setSilent] = useState(false);

  useEffect(() => {
    let left = false;
    let cancel = (): void => undefined;
    void (async () => {
      try {
        const page = await paper.pdf.getPage(number);
        if (left || !canvas.current || !text.current) return;
        const natural = page.getViewport({ scale: 1 });
        onSize(number, { width: natural.width, height: natural.height });
        const ready = number === 1 ? shelf.firstPage(paper, scale) : null;
        const drawing = ready ? null : drawAside(page, scale);
        const layer = new TextLayer({
          textContentSource: page.streamTextContent(),
          container: text.current,
          viewport: page.getViewport({ scale }),
        });
        text.current.replaceChildren();
        cancel = () => {
          drawing?.cancel();
          layer.cancel();
        };
        if (drawing) await drawing.promise;
        if (left || !canvas.current) return;
        putUp(ready ?? drawing!.canvas, canvas.current);
        if (paper.whole && lacksImages(page)) throw new Error('an image could not be decoded');
        onDrawn(number);
        await layer.render();
        if (left) return;
        setSilent(layer.textContentItemsStr.join('').trim() === '');
        onText();
      } catch {
        if (!left) onFailed();
      }
    })();
    return () => {
      left = true;
      cancel();
    };
  }, [shelf, paper, number, scale, onSize, onDrawn, onText, onFailed]);

  const label = say('paper.page', { page: formats.number(number), pages: formats.number(paper.pdf.numPages) });
  return (
    <section className="page" aria-label={label} style={{ width: size.width * scale, height: size.height * scale }}>
      <canvas ref={canvas} aria-hidden className="page-drawing" />
      <div
        ref={text}
        className="page-text"
        data-page={number}
        style={{ '--total-scale-factor': scale } as React.CSSProperties}
      />
      {silent ? <p className="heard">{say('paper.noText')}</p> : null}
    </section>
  );
}

/** pdf.js leaves out, without a word, an image that it could not decode: it stands in the page's objects as nothing. */
function lacksImages(page: PDFPageProxy): boolean {
  for (const objects of [page.objs, page.commonObjs]) {
    for (const [, data] of objects as Iterable<[string, unknown]>) if (data === null) return true;
  }
  return false;
}
