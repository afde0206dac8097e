import { useLayoutEffect, useState, type RefObject } from 'react';

/** So wide, in CSS pixels, that case and author stand beside an act's title. */
const roomyFrom = 640;

/**
 * Whether the list has room for all its columns, as it has where it takes the paper's place. Known to the rows and not to the style sheet
 * alone: a row of a narrow list does without the cells that nobody sees.
 */
export function useRoomy(list: RefObject<HTMLElement | null>): boolean {
  const [roomy, setRoomy] = useState(false);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    const look = (): void => setRoomy(current.offsetWidth >= roomyFrom);
    look();
    const watch = new ResizeObserver(look);
    watch.observe(current);
    return () => watch.disconnect();
  }, [list]);
  return roomy;
}
