import { z } from 'zod';
import { DraftRow, DraftSaved } from './drafts.ts';
import { ActId, Instant } from './ids.ts';
import { DraftVersionId } from './wire-drafts.ts';
import { Remark } from './wire-review.ts';

/** Which drafts are asked for: all, those this person wrote, those that wait to be looked over, those that came back to this person. */
export const DraftShelf = z.enum(['all', 'mine', 'toReview', 'returned']);
export type DraftShelf = z.infer<typeof DraftShelf>;

export const DraftCounts = z.strictObject({ mine: z.int(), toReview: z.int(), returned: z.int() });
export type DraftCounts = z.infer<typeof DraftCounts>;

/** A remark as it stands against the text in hand. */
export const RemarkRow = z.strictObject({
  remark: Remark,
  by: z.string(),
  at: Instant,
  round: z.int(),
  resolved: z.strictObject({ by: z.string(), at: Instant }).nullable(),
  /** `words`: the very words are there, `paragraph`: they were changed, `gone`: the paragraph is not there any more. */
  anchor: z.enum(['text', 'words', 'paragraph', 'gone']),
  /** The stretch in the text in hand, where its words are there. */
  stretch: z.strictObject({ from: z.int(), to: z.int() }).nullable(),
});
export type RemarkRow = z.infer<typeof RemarkRow>;

/** How a draft stands with its colleagues. */
export const ReviewSheet = z.strictObject({
  row: DraftRow,
  hand: DraftSaved,
  state: z.enum(['draft', 'inReview', 'returned', 'toSign']),
  round: z.int().min(0),
  asked: z.strictObject({ by: z.string(), at: Instant, versionId: DraftVersionId }).nullable(),
  /** The open ones first, in the order of the text. */
  remarks: z.array(RemarkRow),
  /** The act that it became last. */
  actId: ActId.nullable(),
  /** What this person read of it last, where that is another text than the one in hand. */
  read: z.strictObject({ at: Instant, saved: DraftSaved }).nullable(),
  /** What this person may do now. */
  may: z.strictObject({
    ask: z.boolean(),
    /** Take back what he or she sent to be looked over. */
    recall: z.boolean(),
    giveBack: z.boolean(),
    /** Let it go to its signer while it is looked over. */
    freeze: z.boolean(),
    /** And vouch for it: nobody vouches for what he or she sent to be looked over. */
    vouch: z.boolean(),
  }),
});
export type ReviewSheet = z.infer<typeof ReviewSheet>;

/** What became of an act since this person read it last, before signing it. */
export const ActChanges = z.strictObject({
  /** When this person was shown other bytes of it last; null: never, or these are the bytes. */
  readAt: Instant.nullable(),
  /** When the present bytes were shown first; null while they are new to this person. */
  seenAt: Instant.nullable(),
  /** The texts that were frozen then and now, where both are known here; null also where the text is the same. */
  texts: z.strictObject({ before: DraftSaved, now: DraftSaved }).nullable(),
  /** `signatures`: the text is the one that was read, and others signed it since. */
  what: z.enum(['nothing', 'signatures', 'text', 'unknown']),
  signedSince: z.array(z.strictObject({ name: z.string(), at: Instant, electronic: z.literal(true).optional() })),
});
export type ActChanges = z.infer<typeof ActChanges>;
