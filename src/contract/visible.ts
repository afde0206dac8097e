import { z } from 'zod';

/** Where a signature is to be seen on an act's page, and with what reason: a person's choice, remembered among the settings. */
export const VisibleChoice = z.strictObject({
  page: z.union([z.enum(['first', 'last']), z.int().min(1).max(99_999)]),
  /** `free`: wherever the page has room at its bottom; a corner otherwise, whatever stands there. */
  place: z.enum(['free', 'lowerLeft', 'lowerRight', 'upperLeft', 'upperRight']),
  /** Shown, and written into the signature; empty for none. */
  reason: z.string().max(200),
});
export type VisibleChoice = z.infer<typeof VisibleChoice>;
