import type { Tray as TrayName } from '../../contract/acts.ts';

/** The trays in the order they stand on the desk. (The contract's list is a schema, which would bring its parser along.) */
export const trays = [
  'toSign',
  'signed',
  'queue',
  'registered',
  'returned',
  'dueToday',
  'toNotify',
] as const satisfies readonly TrayName[];

/** Shelves of drafts that stand among the trays. */
export const shelves = ['mine', 'toReview', 'returned'] as const;
