import { z } from 'zod';
import { call } from './rpc.ts';

/** A file that is carried by hand, as it lies on a disk. */
const CarriedFile = z.strictObject({ path: z.string(), name: z.string(), size: z.int().min(0) });

/** A disk or stick that was plugged in: where it is, how it is called, and what room is left in bytes (null: it does not say). */
export const Volume = z.strictObject({
  path: z.string(),
  name: z.string(),
  freeBytes: z.int().min(0).nullable(),
  /** Parcels and answers that lie at its top, the newest first. */
  files: z.array(CarriedFile).max(50),
});
export type Volume = z.infer<typeof Volume>;

/** Asked of the program itself: where files may be put and taken. A window learns paths and names of these alone, and opens nothing. */
export const placesCalls = {
  /** `chooser`: the system has a dialog for it. */
  'places.list': call(z.strictObject({}), z.strictObject({ volumes: z.array(Volume).max(40), chooser: z.boolean() })),
  /** Lets the person choose in the system's own dialog; null: nothing was chosen. */
  'places.choose': call(
    z.strictObject({ what: z.enum(['folder', 'file']) }),
    z.strictObject({ path: z.string().nullable() }),
  ),
} as const;
export type PlacesCalls = typeof placesCalls;
