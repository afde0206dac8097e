import { z } from 'zod';
import { ActRow } from './acts.ts';
import { CaseId } from './ids.ts';

/** What may be found: an act, a piece of evidence, a draft, or a case by its caption, number and parties. */
export const FoundKind = z.enum(['act', 'piece', 'draft', 'case']);
export type FoundKind = z.infer<typeof FoundKind>;

export const SearchWish = z.strictObject({
  /** Words that must all occur, each also as the beginning of a longer one; "in quotes" as they stand; -word must not occur. */
  text: z.string().max(300),
  kinds: z.array(FoundKind).max(4).default([]),
  /** Only this case; null looks in all of the office. */
  caseId: CaseId.nullable().default(null),
  limit: z.int().min(1).max(500).default(50),
  /** How long to go on reading documents that were never read before answering: for a command, which ends with its answer. */
  patienceMs: z.int().min(0).max(600_000).default(0),
});
export type SearchWish = z.infer<typeof SearchWish>;

/** A stretch of text around what was found; `hit` is the found word itself. */
export const Stretch = z.strictObject({ text: z.string(), hit: z.boolean() });
export type Stretch = z.infer<typeof Stretch>;

export const Found = z.strictObject({
  kind: FoundKind,
  /** The act, the piece's entry, the draft or the case. */
  id: z.string(),
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  title: z.string(),
  /** As the trays have it; of an act alone. */
  act: ActRow.nullable(),
  /** The sheet on which it was found, counted from 1; null where it was found by its title, its case or its parties. */
  page: z.int().nullable(),
  /** On how many sheets it was found. */
  pages: z.int(),
  excerpt: z.array(Stretch),
});
export type Found = z.infer<typeof Found>;

/** How much of what lies on this PC can be found by its words. */
export const SearchStanding = z.strictObject({
  /** Still to be read. */
  waiting: z.int(),
  /** Files that are not on this PC: found by title and case only. */
  elsewhere: z.int(),
  /** Images without text, files that are encrypted or could not be read: found by title and case only. */
  silent: z.int(),
});
export type SearchStanding = z.infer<typeof SearchStanding>;

export const SearchAnswer = z.strictObject({ found: z.array(Found), total: z.int(), standing: SearchStanding });
export type SearchAnswer = z.infer<typeof SearchAnswer>;
