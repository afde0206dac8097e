import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';

/** What belongs to one copy of a desk. Sealed like the rest; hashes are of the files before they were sealed. */
export const CopyList = z.strictObject({
  v: z.literal(1),
  officeId: z.string().min(1),
  deviceId: z.string().min(1),
  madeAt: Instant,
  /** The program that made it. */
  version: z.string(),
  journal: z.strictObject({ sha256: Sha256, size: z.int().min(1), entries: z.int().min(0), head: Sha256 }),
  files: z.array(z.strictObject({ sha256: Sha256, size: z.int().min(1) })),
});
export type CopyList = z.infer<typeof CopyList>;

/**
 * Anybody can seal to a recovery key, so a share that others may write to could hold a journal of theirs. Where the office has an access
 * key its signature stands beside the list.
 */
export const SignedCopyList = z.strictObject({ list: z.string(), signature: z.base64().nullable() });
export type SignedCopyList = z.infer<typeof SignedCopyList>;

/** What a desk remembers of its copies between two starts. Losing it costs a question, and one copy made again. */
export const HomeMemory = z.strictObject({
  v: z.literal(1),
  /** Places that a person, or the first copy, made ours. */
  places: z.array(z.string()).max(50),
  lastCopyAt: Instant.nullable(),
});
export type HomeMemory = z.infer<typeof HomeMemory>;

/** The store key, as it lies sealed beside the data. */
export const StoreKeyEscrow = z.strictObject({ v: z.literal(1), storeKey: z.string().regex(/^[0-9a-f]{64}$/) });
export type StoreKeyEscrow = z.infer<typeof StoreKeyEscrow>;
