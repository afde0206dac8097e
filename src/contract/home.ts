import { z } from 'zod';
import { Failure } from './failures.ts';
import { Instant } from './ids.ts';

/**
 * How the copy at the second place stands. `off`: none is configured. `waiting`: the first one is still to be made. `good`: the last
 * one is whole. `absent`: the place is not there now (a stick that is not plugged in, a line that is down): a state, not a failure. `otherPlace`: something
 * else lies there than where copies went before, and a person has to say yes. `failing`: the last attempt failed.
 */
export const HomeState = z.enum(['off', 'waiting', 'good', 'absent', 'otherPlace', 'failing']);
export type HomeState = z.infer<typeof HomeState>;

export const HomeStatus = z.strictObject({
  state: HomeState,
  /** Null where none is configured, or the repository alone keeps them. */
  folder: z.string().nullable(),
  /** The repository keeps them: a copy counts once it said so. */
  repository: z.boolean(),
  copying: z.boolean(),
  /** When the newest whole copy was made or found to be still true; null before the first. */
  lastCopyAt: Instant.nullable(),
  /** Signed acts and longer files that the repository does not have yet and the newest copy does not hold. */
  uncovered: z.int(),
  /** Files that the repository does not have yet. */
  unsent: z.int(),
  /** The place lies on the very disk of the office's own data: it saves from a damaged file, not from a lost computer. */
  sameDisk: z.boolean(),
  failure: Failure.nullable(),
});
export type HomeStatus = z.infer<typeof HomeStatus>;

/** What a check of the copies found, generation by generation, newest first. */
export const HomeCheck = z.strictObject({
  folder: z.string(),
  generations: z.array(
    z.strictObject({
      name: z.string(),
      /** Files that are not what was written there, or not there. */
      damaged: z.array(z.string()),
      files: z.int(),
    }),
  ),
});
export type HomeCheck = z.infer<typeof HomeCheck>;

/** What emptying this desk would cost, or cost. */
export const Leaving = z.strictObject({
  /** Files and texts of drafts, at every seat of this desk, that the repository does not have yet. */
  files: z.int().min(0),
  drafts: z.int().min(0),
  /** A whole copy at the second place holds all of them. */
  copied: z.boolean(),
  /** The institution's recovery keys open what stays; without them nobody does. */
  recoverable: z.boolean(),
  /** Where what only existed here was put, sealed; empty as long as it was only asked about. */
  left: z.array(z.string()),
});
export type Leaving = z.infer<typeof Leaving>;

/** What was brought back, from which copy. */
export const Restored = z.strictObject({
  generation: z.string(),
  madeAt: Instant,
  /** Copies that were newer and not whole, and why each was passed over. */
  passedOver: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  journalEntries: z.int(),
  signedActs: z.int(),
  files: z.int(),
  unsent: z.int(),
  /** Entries that a damaged journal still gave up, newer than the copy. */
  salvaged: z.int(),
  /** Where what lay in the folder before was put; null when there was nothing. */
  setAside: z.string().nullable(),
});
export type Restored = z.infer<typeof Restored>;
