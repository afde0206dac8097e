import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Paper } from './open.ts';
import { fold, occurrences, termsOf } from './finding.ts';

/** Where the paper is to be opened, and which words of a search are to be marked in it. */
export interface OpenAt {
  readonly page: number;
  readonly words: string;
}

export interface Finding {
  readonly open: boolean;
  readonly text: string;
  /** How many were found, and which of them one stands at, from 1; 0 while one stands at none. */
  readonly total: number;
  readonly at: number;
  /** The sheet that is being read for it; null when all were. */
  readonly reading: number | null;
  begin(): void;
  close(): void;
  look(text: string): void;
  step(by: 1 | -1): void;
  /** The text of a sheet is drawn: what was found on it can be marked. */
  onText(): void;
}

interface Place {
  readonly page: number;
  readonly nth: number;
}
const restMs = 120;
const none: readonly Place[] = [];

/** Searches a paper sheet by sheet, marks what was found on those in sight, and walks from one to the next. */
export function useFinding(
  paper: Paper,
  scroller: RefObject<HTMLDivElement | null>,
  pageNow: number,
  goTo: (page: number) => void,
  start: OpenAt | null,
): Finding {
  const [open, setOpen] = useState(start !== null && start.words !== '');
  const [text, setText] = useState(start?.words ?? '');
  const [places, setPlaces] = useState(none);
  const [at, setAt] = useState(0);
  const [reading, setReading] = useState<number | null>(null);
  const [drawn, setDrawn] = useState(0);
  const texts = useRef(new Map<number, Promise<string>>());
  const from = useRef(start?.page ?? pageNow);
  // The words that one came with are marked one by one; what is typed here is looked for as it stands.
  const terms = useRef<readonly string[]>([]);

  useEffect(() => {
    terms.current = !open ? [] : text === start?.words ? termsOf(text) : [fold(text).plain.trim()].filter(Boolean);
    let left = false;
    const search = async (): Promise<void> => {
      const found: Place[] = [];
      setPlaces(none);
      setAt(0);
      if (terms.current.length === 0) return setReading(null);
      let first = true;
      for (let page = 1; page <= paper.pages; page += 1) {
        if (page % 10 === 1) setReading(page);
        const words = await textOf(paper, page, texts.current).catch(() => '');
        if (left) return;
        const here = occurrences(words, terms.current);
        found.push(...here.map((_, nth) => ({ page, nth })));
        if (here.length === 0) continue;
        setPlaces([...found]);
        if (!first || page < from.current) continue;
        first = false;
        setAt(found.length - here.length + 1);
        goTo(page);
      }
      // Nothing further on: the first there is.
      if (first && found[0]) {
        setAt(1);
        goTo(found[0].page);
      }
      setReading(null);
    };
    const timer = setTimeout(() => void search(), restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
    // `goTo` is another function at each drawing; the search begins anew with other words alone.
  }, [paper, open, text]);

  const place = places[at - 1];
  useEffect(() => {
    if (scroller.current) mark(scroller.current, terms.current, place ?? null);
    return () => unmark();
  }, [scroller, place, places, drawn]);

  const onText = useCallback(() => setDrawn((n) => n + 1), []);
  return {
    ...{ open, text, at, reading, onText, total: places.length },
    begin: () => {
      from.current = pageNow;
      setOpen(true);
    },
    close: () => setOpen(false),
    look(words) {
      from.current = pageNow;
      setText(words);
    },
    step(by) {
      if (places.length === 0) return;
      const next = ((at - 1 + by + places.length) % places.length) + 1;
      setAt(next);
      const to = places[next - 1]!;
      if (to.page !== place?.page || !isDrawn(scroller.current, to.page)) goTo(to.page);
    },
  };
}

/** A sheet's words as its layer has them, asked for once. */
function textOf(paper: Paper, page: number, known: Map<number, Promise<string>>): Promise<string> {
  const before = known.get(page);
  if (before) return before;
  const reading = paper.text(page);
  known.set(page, reading);
  return reading;
}

const layerOf = (scroller: HTMLElement | null, page: number): HTMLElement | null =>
  scroller?.querySelector<HTMLElement>(`.page-text[data-page="${page}"]`) ?? null;
const isDrawn = (scroller: HTMLElement | null, page: number): boolean =>
  (layerOf(scroller, page)?.childNodes.length ?? 0) > 0;

const all = 'fojas-found';
const one = 'fojas-found-here';
const unmark = (): void => {
  CSS.highlights.delete(all);
  CSS.highlights.delete(one);
};

/** Marks the words on the sheets in sight without touching them (CSS Custom Highlight API), and brings the one in hand into view. */
function mark(scroller: HTMLElement, terms: readonly string[], place: Place | null): void {
  unmark();
  if (terms.length === 0) return;
  const others = new Highlight();
  const here = new Highlight();
  for (const layer of scroller.querySelectorAll<HTMLElement>('.page-text[data-page]')) {
    const ranges = rangesIn(layer, terms);
    ranges.forEach((range, nth) => {
      const isHere = place !== null && Number(layer.dataset['page']) === place.page && nth === place.nth;
      (isHere ? here : others).add(range);
      if (isHere) bringIntoView(scroller, range);
    });
  }
  CSS.highlights.set(all, others);
  CSS.highlights.set(one, here);
}

function rangesIn(layer: HTMLElement, terms: readonly string[]): Range[] {
  const nodes: { node: Text; start: number }[] = [];
  let text = '';
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) {
      nodes.push({ node, start: text.length });
      text += node.data;
    } else if (node instanceof HTMLBRElement) text += '\n';
  }
  const placed = (offset: number, isEnd: boolean): [Text, number] | null => {
    const found = nodes.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
    return found ? [found.node, Math.min(offset - found.start, found.node.data.length)] : null;
  };
  return occurrences(text, terms).flatMap(({ from, to }) => {
    const [begin, end] = [placed(from, false), placed(to, true)];
    if (!begin || !end) return [];
    const range = document.createRange();
    range.setStart(...begin);
    range.setEnd(...end);
    return [range];
  });
}

function bringIntoView(scroller: HTMLElement, range: Range): void {
  const [box, pane] = [range.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (box.top >= pane.top + 24 && box.bottom <= pane.bottom - 24) return;
  scroller.scrollBy({ top: box.top - pane.top - pane.height / 3 });
}
