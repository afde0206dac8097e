/** What a window may ask of drafts and their review. */
import { z } from 'zod';
import { ActRow } from '../acts.ts';
import { Draft, DraftCase, DraftRow, DraftSaved, DraftVersionRow, OwnProposal } from '../drafts.ts';
import { ActId, CaseId, Instant, Sha256 } from '../ids.ts';
import { DraftCounts, DraftShelf, ReviewSheet } from '../review.ts';
import { call } from '../rpc.ts';
import { TemplateOutline } from '../templates.ts';
import { DraftId, DraftParagraph, DraftTemplate, DraftText, DraftVersionId } from '../wire-drafts.ts';
import { CorrectionHow } from '../wire-entries.ts';
import { Remark } from '../wire-review.ts';
import { Macro } from '../writing.ts';

/** Who sign an act after the first, in this order. */
const OtherSigners = z.array(z.string()).max(9).default([]);

export const draftsCalls = {
  /** Begins a draft that corrects a registered act; once frozen, each of the two names the other. */
  'drafts.beginCorrection': call(z.strictObject({ actId: ActId, how: CorrectionHow }), Draft),
  /**
   * Makes an act anew that the registry refused for good: its text as a new draft (where this desk never had the text, its title). Once: asked
   * again it answers with that draft. Fails with `actForbids` for any other act.
   */
  'drafts.remake': call(z.strictObject({ actId: ActId }), Draft),
  /** Drafts of the office, those that were changed last first. `after` is `next` of the page before. */
  'drafts.list': call(
    z.strictObject({
      archived: z.boolean().default(false),
      shelf: DraftShelf.default('all'),
      search: z.string().max(200).default(''),
      after: z.string().nullable().default(null),
      limit: z.int().min(1).max(500).default(200),
    }),
    z.strictObject({ rows: z.array(DraftRow), total: z.int(), next: z.string().nullable() }),
  ),
  'drafts.read': call(z.strictObject({ draftId: DraftId }), Draft),
  'drafts.begin': call(z.strictObject({ caseId: CaseId, text: DraftText }), Draft),
  /** The models of this office's profiles, to begin a draft from. */
  'drafts.templates': call(z.strictObject({}), z.strictObject({ templates: z.array(TemplateOutline) })),
  /** Begins a draft from a model: its blanks filled with what the case, the office and the person tell. */
  'drafts.beginFrom': call(z.strictObject({ caseId: CaseId, template: DraftTemplate }), Draft),
  /** What another program put on the clipboard (HTML), as paragraphs: styles a draft knows, nothing else of it. `struck`: words left out, being struck out. */
  'drafts.clean': call(
    z.strictObject({ html: z.string().max(4_000_000) }),
    z.strictObject({ paragraphs: z.array(DraftParagraph), struck: z.int().min(0) }),
  ),
  /** A document of a word processor (.docx), as paragraphs. `leftOut`: images and the like, which a draft has no place for. */
  'drafts.import': call(
    z.strictObject({ bytes: z.instanceof(Uint8Array) }),
    z.strictObject({ paragraphs: z.array(DraftParagraph), leftOut: z.int(), struck: z.int().min(0) }),
  ),
  /** This person's short forms of words. */
  'macros.read': call(z.strictObject({}), z.strictObject({ macros: z.array(Macro) })),
  /** Takes the place of all of them. */
  'macros.write': call(z.strictObject({ macros: z.array(Macro).max(500) }), z.strictObject({ macros: z.array(Macro) })),
  /** Which of these words no dictionary has. `language`: Spanish as it is written in Argentina. */
  'spelling.check': call(
    z.strictObject({ words: z.array(z.string().max(100)).max(3000) }),
    z.strictObject({ wrong: z.array(z.string()) }),
  ),
  'spelling.suggest': call(
    z.strictObject({ word: z.string().max(100) }),
    z.strictObject({ words: z.array(z.string()) }),
  ),
  /** Takes a word for right from now on, for this person; `known: false` forgets it again. */
  'spelling.learn': call(
    z.strictObject({ word: z.string().trim().min(1).max(100), known: z.boolean().default(true) }),
    z.strictObject({ own: z.array(z.string()) }),
  ),
  /**
   * Keeps a text; durable when it answers, and what was before it stays readable. `grewFrom` is the version that the person began to write
   * from, `merges` what stood beside it and is brought together in it.
   */
  'drafts.save': call(
    z.strictObject({
      draftId: DraftId,
      grewFrom: DraftVersionId,
      text: DraftText,
      merges: z.array(DraftVersionId).max(19).default([]),
    }),
    Draft,
  ),
  /** Every saved text of a draft that is on this PC, the newest first. */
  'drafts.history': call(z.strictObject({ draftId: DraftId }), z.strictObject({ versions: z.array(DraftVersionRow) })),
  'drafts.version': call(z.strictObject({ versionId: DraftVersionId }), DraftSaved),
  /** Tells the others that the person of this desk writes, or does not any more. Locks nothing. */
  'drafts.writing': call(z.strictObject({ draftId: DraftId, writes: z.boolean() }), z.strictObject({})),
  /** Cases in which a draft may be begun. */
  'drafts.cases': call(
    z.strictObject({ search: z.string().max(200).default('') }),
    z.strictObject({ cases: z.array(DraftCase) }),
  ),
  /** Whom an act may be put before, and what became of this draft when it was, the last time. */
  'drafts.signers': call(
    z.strictObject({ draftId: DraftId }),
    z.strictObject({
      signers: z.array(z.strictObject({ personId: z.string(), name: z.string(), capacity: z.string() })),
      proposed: OwnProposal.nullable(),
    }),
  ),
  /** The text in hand as its sheets, unsigned: what would be proposed, byte for byte. `documents.read` serves them for a while. */
  'drafts.sheet': call(
    z.strictObject({ draftId: DraftId, signer: z.string().nullable(), others: OtherSigners }),
    z.strictObject({ versionId: DraftVersionId, sha256: Sha256 }),
  ),
  /**
   * Freezes the text as it was shown (`documentSha256`, from `drafts.sheet`) and puts it before its signer, in this desk's tray at once and
   * in everybody's when the repository has it. Fails with `actChanged` where the sheets would be others by now.
   */
  'drafts.propose': call(
    z.strictObject({
      draftId: DraftId,
      versionId: DraftVersionId,
      signer: z.string().nullable(),
      others: OtherSigners,
      documentSha256: Sha256,
      dueAt: Instant.nullable(),
      /** Whoever looked it over vouches for exactly these bytes: the act goes before its signer with a visado. */
      vouch: z.boolean().default(false),
    }),
    ActRow,
  ),
  'drafts.counts': call(z.strictObject({}), DraftCounts),
  /** Asks colleagues to look the text in hand over. Fails with `draftIncomplete` where its model asks for more. */
  'review.ask': call(z.strictObject({ draftId: DraftId, versionId: DraftVersionId }), ReviewSheet),
  /** Takes back what this person sent to be looked over; what a colleague answered stays answered. Fails with `actForbids`, `notAllowed`. */
  'review.recall': call(z.strictObject({ draftId: DraftId }), ReviewSheet),
  'review.read': call(z.strictObject({ draftId: DraftId }), ReviewSheet),
  /** The person was shown this text: what changes from here on is what is new to him or her. */
  'review.markRead': call(z.strictObject({ draftId: DraftId, versionId: DraftVersionId }), z.strictObject({})),
  /** Gives it back to its author with remarks, which stay beside the text and never enter the file. */
  'review.giveBack': call(
    z.strictObject({
      draftId: DraftId,
      versionId: DraftVersionId,
      remarks: z.array(Remark).min(1).max(50),
    }),
    ReviewSheet,
  ),
  'review.resolve': call(z.strictObject({ draftId: DraftId, remarkId: z.string().min(1).max(100) }), ReviewSheet),
} as const;
