import { z } from 'zod';

/**
 * What is asked of whoever holds the practice token, where that is a card in software: POST, JSON, over the loopback, at the address in
 * the office's file. `pullOut`: while it makes its n-th signature from now (from 1), before it answers.
 */
export const PracticeCardWish = z.discriminatedUnion('wish', [
  z.strictObject({ wish: z.literal('look') }),
  z.strictObject({ wish: z.literal('pullOut'), atSignature: z.int().min(1) }),
  z.strictObject({ wish: z.literal('putBack') }),
]);
export type PracticeCardWish = z.infer<typeof PracticeCardWish>;

/** Whether the card is in its reader, after the wish was done. */
export const PracticeCardState = z.strictObject({ inside: z.boolean() });
export type PracticeCardState = z.infer<typeof PracticeCardState>;
