import { createHash } from 'node:crypto';

/**
 * Cursors of the feed and of the receipts. A cursor names a place, and a mark of what stood there: a register that was put back from a copy,
 * and has told other things since, finds that another event stands at the place it is asked to go on from, and says that it does not know
 * the cursor. The desk then begins anew, instead of missing what was told at places that it believes to have read.
 */
export type CursorLetter = 's' | 'r';

const pattern = /^([sr])([0-9]{1,15})\.([0-9a-f]{12}|-)$/;

/** @param event the office's newest at or before the place, as it is stored; null where there is none. */
export const cursorAt = (letter: CursorLetter, place: number, event: string | null): string =>
  `${letter}${place}.${event === null ? '-' : createHash('sha256').update(event).digest('hex').slice(0, 12)}`;

/** The place that a cursor names, to be believed only where `cursorAt` says the same of it; null where it is no cursor of ours. */
export function placeNamed(letter: CursorLetter, cursor: string): number | null {
  const match = pattern.exec(cursor);
  return match?.[1] === letter ? Number(match[2]) : null;
}
