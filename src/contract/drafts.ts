import { z } from 'zod';
import { Failure } from './failures.ts';
import { ActId, CaseId, Instant } from './ids.ts';
import { DraftId, DraftText, DraftVersionId } from './wire-drafts.ts';

/** Who is said to be writing a draft now, and until when. It locks nothing. */
export const Writing = z.strictObject({ holder: z.string(), until: Instant });
export type Writing = z.infer<typeof Writing>;

/** One line of the list of drafts. */
export const DraftRow = z.strictObject({
  draftId: DraftId,
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  actType: z.string(),
  title: z.string(),
  /** Of the text in hand: when it was saved, by this or that clock, and by whom. */
  changedAt: Instant,
  changedBy: z.string(),
  /** Where the text in hand is: on this PC alone, or at the repository too. */
  place: z.enum(['here', 'sent']),
  /** So many texts stand beside the one in hand, to be brought together with it. */
  beside: z.int().min(0),
  archived: z.boolean(),
  /** Why it could not be sent, when it was tried last. */
  trouble: Failure.nullable(),
  /** Another PC of the office. */
  writing: Writing.nullable(),
  /** With colleagues, come back from them, or at its signer's; absent while it is with nobody. */
  review: z.strictObject({ state: z.enum(['inReview', 'returned', 'toSign']), by: z.string() }).optional(),
});
export type DraftRow = z.infer<typeof DraftRow>;

/** A saved text. */
export const DraftSaved = z.strictObject({
  versionId: DraftVersionId,
  text: DraftText,
  author: z.string(),
  savedAt: Instant,
  made: z.enum(['here', 'elsewhere']),
});
export type DraftSaved = z.infer<typeof DraftSaved>;

export const Draft = z.strictObject({
  row: DraftRow,
  hand: DraftSaved,
  /** What stands beside it, the first to come first; a text that has not come yet is counted in the row only. */
  beside: z.array(DraftSaved),
  /** It makes an act anew that the registry refused: which, and why. Known at the desk that signed that act, and told to the others. */
  remakes: z.strictObject({ actId: ActId, title: z.string(), reason: Failure, at: Instant }).optional(),
});
export type Draft = z.infer<typeof Draft>;

/** One line of a draft's history. */
export const DraftVersionRow = z.strictObject({
  versionId: DraftVersionId,
  title: z.string(),
  author: z.string(),
  savedAt: Instant,
  made: z.enum(['here', 'elsewhere']),
  place: z.enum(['here', 'sent']),
  characters: z.int(),
  archived: z.boolean(),
  /** It brought several texts together. */
  merges: z.boolean(),
});
export type DraftVersionRow = z.infer<typeof DraftVersionRow>;

/** What was put before its signer from a draft: the text that was frozen, and whether the repository has it. */
export const OwnProposal = z.strictObject({
  actId: ActId,
  versionId: DraftVersionId,
  state: z.enum(['waiting', 'sent', 'refused']),
  trouble: Failure.nullable(),
  proposedAt: Instant,
});
export type OwnProposal = z.infer<typeof OwnProposal>;

/** A case that a draft may be begun in. */
export const DraftCase = z.strictObject({ caseId: CaseId, caseNumber: z.string(), caption: z.string() });
export type DraftCase = z.infer<typeof DraftCase>;
