import { z } from 'zod';
import { Sha256 } from './ids.ts';
import { DraftId, DraftVersionId } from './wire-drafts.ts';

/**
 * What is noted of a draft while colleagues look it over: entries of its case (`wire-entries.ts`) that are told to those who draft, and
 * that never become part of the file. Each time it is sent to be looked over is a round, counted from 1: what is said names its round, so
 * that the order in which it arrives, and everybody's clock, decide nothing.
 */
export const ReviewRound = z.int().min(0).max(10_000);

/** A word of whoever looked it over, about a paragraph or a stretch of it. */
export const Remark = z
  .strictObject({
    remarkId: z.string().min(1).max(100),
    /** Null: of the whole text. */
    paragraphId: z.string().min(1).max(40).nullable(),
    /** The stretch, in UTF-16 units of the paragraph as it was read; both 0: all of it. */
    from: z.int().min(0),
    to: z.int().min(0),
    /** The words that it was about, as they stood. */
    quote: z.string().max(400),
    text: z.string().trim().min(1).max(2000),
  })
  .refine(({ from, to }) => from <= to, 'a stretch that ends before it begins');
export type Remark = z.infer<typeof Remark>;

/** Where a remark stands: a paragraph, or a stretch of it. */
export const RemarkPlace = z.strictObject({
  paragraphId: z.string().min(1).max(40),
  from: z.int().min(0),
  to: z.int().min(0),
  quote: z.string().max(400),
});
export type RemarkPlace = z.infer<typeof RemarkPlace>;

const draft = { draftId: DraftId, round: ReviewRound };

/** By their kinds, what an entry about a draft says. */
export const reviewShapes = {
  /** Its author asks to have this text looked over. */
  reviewAsked: { ...draft, versionId: DraftVersionId },
  /** Whoever asked takes that back: the text is in his or her hands again, unless a colleague answered before. */
  reviewRecalled: { ...draft },
  /** It goes back to its author, with what is to be mended. */
  reviewReturned: { ...draft, versionId: DraftVersionId, remarks: z.array(Remark).min(1).max(50) },
  /** A remark was answered by the text. */
  remarkResolved: { draftId: DraftId, remarkId: z.string().min(1).max(100) },
} as const;

/** A text was frozen into an act and put before its signer; `round` 0 where nobody looked it over. */
export const frozenShape = { ...draft, versionId: DraftVersionId, documentSha256: Sha256 } as const;
