import { z } from 'zod';
import { Locale } from './locale.ts';
import { largestPicked } from './picked-size.ts';

const PickedBytes = z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= largestPicked);

/** A file that is no act, to be verified as it is. */
export const PickedFile = z.strictObject({
  bytes: PickedBytes,
  /** The document that a detached signature is about. */
  beside: PickedBytes.nullable(),
  /** Opens an encrypted PDF. Kept nowhere. */
  password: z.string().min(1).max(127).nullable(),
  locale: Locale,
});
export type PickedFile = z.infer<typeof PickedFile>;
