import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import type { PageSize } from '../apart/messages.ts';
import type { Paper } from './open.ts';

const gap = 16;

export interface Pages {
  /** The pages in sight and one beside them, with their distance from the top in pixels. */
  readonly pages: readonly { number: number; top: number }[];
  /** The page that fills most of the view. */
  readonly page: number;
  readonly scale: number;
  readonly total: number;
  sizeOf(number: number): PageSize;
  setSize(number: number, size: PageSize): void;
  goTo(number: number): void;
  /** The next page (+1) or the one before (-1), from where the paper stands now and not from what was last drawn. */
  turn(by: 1 | -1): void;
}

/**
 * Which pages of a paper to draw, and where. Sizes are learnt as pages are drawn (until then a page is as large as the first), so
 * that nine hundred pages open as fast as one.
 */
export function usePages(
  paper: Paper,
  scroller: RefObject<HTMLDivElement | null>,
  scaleFor: (width: number, firstPage: PageSize) => number,
): Pages {
  const [width, setWidth] = useState(0);
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(() => new Map([[1, paper.firstSize]]));
  useLayoutEffect(() => {
    const { current } = scroller;
    if (!current) return;
    // Known before the first frame, which has the page in it then.
    setWidth(current.clientWidth);
    const watch = new ResizeObserver(() => setWidth(current.clientWidth));
    watch.observe(current);
    return () => watch.disconnect();
  }, [scroller]);

  const sizeOf = (number: number): PageSize => sizes.get(number) ?? sizes.get(1)!;
  const scale = scaleFor(width === 0 ? 700 : width, sizeOf(1));
  const virtual = useVirtualizer({
    count: paper.pages,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => Math.round(sizeOf(index + 1).height * scale) + gap,
    overscan: 1,
    paddingStart: gap,
  });
  useEffect(() => virtual.measure(), [virtual, scale, sizes]);

  const setSize = useCallback((number: number, size: PageSize) => {
    setSizes((now) => {
      const known = now.get(number);
      return known?.width === size.width && known.height === size.height ? now : new Map(now).set(number, size);
    });
  }, []);

  const goTo = (number: number): void =>
    virtual.scrollToIndex(Math.min(Math.max(number, 1), paper.pages) - 1, { align: 'start' });
  const drawn = virtual.getVirtualItems();
  const middle = (virtual.scrollOffset ?? 0) + (virtual.scrollRect?.height ?? 0) / 2;
  const inView = drawn.find(({ start, end }) => start <= middle && middle < end) ?? drawn[0];
  return {
    pages: width === 0 ? [] : drawn.map(({ index, start }) => ({ number: index + 1, top: start })),
    page: (inView?.index ?? 0) + 1,
    scale,
    total: virtual.getTotalSize(),
    sizeOf,
    setSize,
    goTo,
    turn: (by) => {
      const { current } = scroller;
      if (!current) return;
      const at = virtual.getVirtualItemForOffset(current.scrollTop + current.clientHeight / 2);
      goTo((at?.index ?? 0) + 1 + by);
    },
  };
}
