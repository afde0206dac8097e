import { useRef } from 'react';
import type { ActRow } from '../../contract/acts.ts';

/** Letters that follow each other this closely belong to one word. */
const pauseMs = 800;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();

/** Whether an act is called by these letters: its case's caption, its title or its case's number begin with them. */
export const isCalled = ({ caption, title, caseNumber }: ActRow, letters: string): boolean =>
  [caption, title, caseNumber].some((text) => plain(text).startsWith(letters));

/**
 * The row that the letters typed lead to: the next one called so after the row in hand, around; letters typed quickly make one word, and
 * then the row in hand may be the one already. Null where no row that is here is called so.
 */
export function rowCalled(rows: readonly ActRow[], from: number, letters: string, isLonger: boolean): number | null {
  for (let step = isLonger ? 0 : 1; step <= rows.length; step += 1) {
    const at = (from + step) % rows.length;
    const row = rows[at];
    if (row && isCalled(row, letters)) return at;
  }
  return null;
}

/** Gathers letters as they are typed into a list; answers where they lead, or null for what is no letter. */
export function useTypeahead(): (key: string, rows: readonly ActRow[], from: number) => number | null {
  const typed = useRef({ letters: '', at: 0 });
  return (key, rows, from) => {
    if ([...key].length !== 1 || !/[\p{L}\p{N}]/u.test(key)) return null;
    const now = performance.now();
    const isLonger = now - typed.current.at < pauseMs && typed.current.letters !== '';
    const letters = (isLonger ? typed.current.letters : '') + plain(key);
    typed.current = { letters, at: now };
    return rowCalled(rows, from, letters, isLonger);
  };
}
