import { z } from 'zod';

/** A short form that a person types, and the words that take its place: `hs` for `Hágase saber.` */
export const Macro = z.strictObject({
  /** Letters and digits, without case. */
  short: z
    .string()
    .regex(/^[\p{L}\p{N}]{1,20}$/u)
    .transform((short) => short.toLowerCase()),
  text: z.string().trim().min(1).max(4000),
});
export type Macro = z.infer<typeof Macro>;
