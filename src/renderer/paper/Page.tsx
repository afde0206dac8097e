import { useLayoutEffect, useRef, useState } from 'react';
import { useHouse, useWords } from '../app/context.tsx';
import type { Layer, PageSize } from '../apart/messages.ts';
import type { Drawn, Paper } from './open.ts';

/** Pixels of this screen to the point, at so many CSS pixels. */
export const pixelsOf = (scale: number): number => scale * (window.devicePixelRatio || 1);

/**
 * One page: the drawing, and over it its text (unseen, for selection and for screen readers). `onDrawn` is called once a frame was
 * shown with its pixels.
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

  // Before the frame: a page that was made ready is on the canvas in the first one there is.
  useLayoutEffect(() => {
    let left = false;
    const ready = number === 1 ? shelf.firstPage(paper, pixelsOf(scale)) : null;
    const drawing = ready ? null : paper.draw(number, pixelsOf(scale));
    void (async () => {
      try {
        const drawn = ready ?? (await drawing!.promise);
        if (left || !canvas.current) return ready ? undefined : drawn.bitmap.close();
        onSize(number, drawn.size);
        putUp(drawn, canvas.current);
        if (!ready) drawn.bitmap.close();
        if (paper.whole && drawn.lacks) throw new Error('an image could not be decoded');
        await frameShown();
        if (left) return;
        onDrawn(number);
        const layer = await paper.layer(number);
        if (left || !text.current) return;
        setOut(layer, text.current);
        setSilent(layer.runs.every((run) => run.text.trim() === ''));
        onText();
      } catch {
        if (!left) onFailed();
      }
    })();
    return () => {
      left = true;
      drawing?.cancel();
    };
  }, [shelf, paper, number, scale, onSize, onDrawn, onText, onFailed]);

  const label = say('paper.page', { page: formats.number(number), pages: formats.number(paper.pages) });
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

/** Resolves after the next frame of this window was made. A window that nobody can see makes none. */
const frameShown = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Puts a whole drawing up: a half page is never seen. */
function putUp({ bitmap }: Drawn, on: HTMLCanvasElement): void {
  on.width = bitmap.width;
  on.height = bitmap.height;
  on.getContext('2d')?.drawImage(bitmap, 0, 0);
}

/** Makes the words that lie over the drawing, as plain text and figures of this side's making. */
function setOut({ runs, turn, size }: Layer, over: HTMLDivElement): void {
  over.dataset['turn'] = String(turn);
  over.style.width = `calc(var(--total-scale-factor) * ${size.width}px)`;
  over.style.height = `calc(var(--total-scale-factor) * ${size.height}px)`;
  const words = runs.flatMap((run) => {
    const end = document.createElement('br');
    end.role = 'presentation';
    const span = document.createElement('span');
    span.role = 'presentation';
    span.dir = run.direction;
    span.textContent = run.text;
    span.style.left = `${run.left}%`;
    span.style.top = `${run.top}%`;
    span.style.fontFamily = run.family;
    span.style.setProperty('--font-height', `${run.height}px`);
    span.style.setProperty('--scale-x', String(run.stretch));
    span.style.setProperty('--rotate', `${run.turn}deg`);
    return [...(run.text === '' ? [] : [span]), ...(run.ends ? [end] : [])];
  });
  over.replaceChildren(...words);
}
