import { z } from 'zod';
import { draftFormat } from './draft-format.ts';
import { draftMost } from './draft-size.ts';
import { ActId, CaseId, Instant } from './ids.ts';

/**
 * Drafts on the wire. A draft is a text that changes; each saved state of it is a version, which never does. Addresses are chosen by the
 * client, so every request may be sent again after a cut.
 *
 * PUT  /v1/drafts/{draftId}                        DraftVersion -> 201 DraftState | 200 the same again
 *      `If-Match: "<versionId>"` names the version it grew from, `If-None-Match: *` says that it is the first. Where that version is not
 *      open any more: 412 `draft-conflict` with the state in `draft`. The version is kept all the same, as one more open one.
 * GET  /v1/drafts/{draftId}                        -> DraftState | 404
 * GET  /v1/drafts/{draftId}/versions/{versionId}   -> DraftVersion | 404
 * PUT  /v1/drafts/{draftId}/lease                  LeaseWish -> 200 Lease or null: who is said to be writing (never a lock)
 */
export const DraftId = z.uuid().brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;

export const DraftVersionId = z.uuid().brand<'DraftVersionId'>();
export type DraftVersionId = z.infer<typeof DraftVersionId>;

/**
 * A stretch of a paragraph, by its places in `text` (UTF-16 units, the end left out). A `field` is a blank of the template that nobody has
 * filled yet, its words standing in the text; a `cite` is a mention of another act of the case, or of a piece of evidence by the id of the
 * entry with which it was taken in, perhaps of pages of it. Both ids are chosen at random, so that one is never the other's.
 */
export const DraftMark = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['bold', 'italic', 'underline']), from: z.int().min(0), to: z.int().min(1) }),
  z.strictObject({
    kind: z.literal('field'),
    from: z.int().min(0),
    to: z.int().min(1),
    name: z.string().min(1).max(60),
  }),
  z.strictObject({ kind: z.literal('cite'), from: z.int().min(0), to: z.int().min(1), actId: ActId }),
]);
export type DraftMark = z.infer<typeof DraftMark>;

/** What a paragraph is, where it is no plain one. A table's text is its cells: `\t` between two of a row, `\n` between two rows. */
export const DraftStyle = z.enum(['heading', 'quote', 'item', 'number', 'table']);
export type DraftStyle = z.infer<typeof DraftStyle>;

/**
 * `id` stays with a paragraph through its versions, so that two texts can be laid side by side. What format 1 does not have may be left
 * out: `style`; `depth` of an item of a list that lies in another (1 to 3); `section`, the part of the template that begins with it;
 * `marks` in the order of their places.
 */
export const DraftParagraph = z
  .strictObject({
    id: z.string().min(1).max(40),
    text: z.string().max(draftMost.paragraph),
    style: DraftStyle.optional(),
    depth: z.int().min(1).max(3).optional(),
    section: z.string().min(1).max(60).optional(),
    marks: z.array(DraftMark).min(1).max(500).optional(),
  })
  .refine(
    ({ text, marks = [] }) => marks.every(({ from, to }) => from < to && to <= text.length),
    'a mark beyond its text',
  );
export type DraftParagraph = z.infer<typeof DraftParagraph>;

/** The model that a text was begun from. */
export const DraftTemplate = z.strictObject({ profile: z.string().min(1).max(60), id: z.string().min(1).max(60) });
export type DraftTemplate = z.infer<typeof DraftTemplate>;

/**
 * What a person writes. `format` says how the paragraphs are to be read; a text of a later format is refused, not guessed at. 1: paragraphs
 * of plain words. 2: those, with styles, marks and a template.
 */
export const DraftText = z
  .strictObject({
    format: z.literal([1, 2]),
    actType: z.string().trim().min(1).max(80),
    title: z.string().max(300),
    paragraphs: z.array(DraftParagraph).max(draftMost.paragraphs),
    template: DraftTemplate.optional(),
    /** Put away. A version like any other: it can be taken out again. */
    archived: z.boolean(),
  })
  .refine(({ paragraphs }) => new Set(paragraphs.map(({ id }) => id)).size === paragraphs.length, 'a paragraph twice')
  .refine((text) => text.format === 2 || draftFormat(text) === 1, 'more than its format has')
  .refine((text) => JSON.stringify(text).length <= draftMost.characters, 'too long');
export type DraftText = z.infer<typeof DraftText>;

export const DraftAuthor = z.strictObject({ personId: z.string().min(1).max(200), name: z.string().min(1).max(200) });
export type DraftAuthor = z.infer<typeof DraftAuthor>;

export const DraftVersion = z.strictObject({
  draftId: DraftId,
  versionId: DraftVersionId,
  caseId: CaseId,
  officeId: z.string().min(1),
  text: DraftText,
  /**
   * Versions that this one takes the place of: none, the one it grew from, or all that it brings together. One of them that the repository
   * does not have yet may come later (a stick brings what was saved in between), and is not open then.
   */
  parents: z.array(DraftVersionId).max(20),
  author: DraftAuthor,
  deviceId: z.string().min(1).max(200),
  /** The workstation's clock: a claim (law 6). */
  savedAt: Instant,
});
export type DraftVersion = z.infer<typeof DraftVersion>;

/** Where a draft stands at the repository. */
export const DraftState = z.strictObject({
  draftId: DraftId,
  caseId: CaseId,
  /** Grows by one with each version: of two states the greater is the newer. */
  revision: z.int().min(1),
  /** Versions that nothing took the place of, the first to come first. More than one: texts to be brought together by a person. */
  open: z.array(DraftVersionId).min(1).max(1000),
});
export type DraftState = z.infer<typeof DraftState>;

export const Lease = z.strictObject({ holder: z.string().min(1).max(200), deviceId: z.string(), until: Instant });
export type Lease = z.infer<typeof Lease>;

/** Says that a person writes, or does not any more. */
export const LeaseWish = z.strictObject({
  holder: z.string().min(1).max(200),
  deviceId: z.string().min(1).max(200),
  /** 0 gives it back. */
  seconds: z.int().min(0).max(3600),
});
export type LeaseWish = z.infer<typeof LeaseWish>;

export const LeaseAnswer = z.strictObject({ lease: Lease.nullable() });
export type LeaseAnswer = z.infer<typeof LeaseAnswer>;
