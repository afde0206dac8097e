/** What a window may ask of trays, acts, cases and what is found in them. */
import { z } from 'zod';
import { ActRow, Tray } from '../acts.ts';
import { AgendaRow } from '../agenda.ts';
import { CaseRow, CaseSheet, CaseWish, EntryRow, ExceptionalAccess, PieceWish } from '../cases.ts';
import { Draft, DraftSaved } from '../drafts.ts';
import { ActId, CaseId, Instant, Sha256 } from '../ids.ts';
import { HealthRow } from '../levels.ts';
import { OwnNote, OwnNoteId, OwnNotes } from '../own-notes.ts';
import { largestPicked } from '../picked-size.ts';
import { ActChanges } from '../review.ts';
import { call } from '../rpc.ts';
import { SearchAnswer, SearchWish } from '../search.ts';
import {
  EntryId,
  ActLabel,
  Addressee,
  CaseFlags,
  CaseMove,
  CaseNaming,
  ConfidentialityLevel,
  HearingWhat,
  NoticeMeans,
  NoticeTrouble,
} from '../wire-entries.ts';
import { KnownOffice } from '../wire-offices.ts';
import { RemarkPlace } from '../wire-review.ts';

/** From which end of a list its pages are read; the rows of each are in the list's own order all the same. */
const ReadFrom = z.enum(['start', 'end']).default('start');

/** A way of looking at a tray, by the name that a person gave it. */
export const SavedFilter = z.strictObject({
  name: z.string().trim().min(1).max(60),
  tray: Tray,
  search: z.string().max(200),
  vouched: z.boolean(),
  labels: z.array(z.string().max(40)).max(10),
  dueDays: z.int().min(0).max(366).nullable(),
});
export type SavedFilter = z.infer<typeof SavedFilter>;

/** Why a line of a case that was bound has a sheet that says so instead of its file. */
export const LeftOut = z.enum(['secret', 'missing', 'damaged', 'encrypted', 'tiff', 'tooLarge', 'unsupported']);
export type LeftOut = z.infer<typeof LeftOut>;

export const actsCalls = {
  'trays.counts': call(z.strictObject({}), z.record(Tray, z.int())),
  /**
   * Keyset paging: `after` is `next` of the page before, read from the start or, page by page backwards, from the end. `search` matches
   * caption, number, title, author.
   */
  'trays.page': call(
    z.strictObject({
      tray: Tray,
      after: z.string().nullable(),
      limit: z.int().min(1).max(500),
      search: z.string().max(200).default(''),
      /** Of the tray to sign, only what a colleague's visado covers in its present bytes. */
      vouched: z.boolean().default(false),
      /** Only what bears each of these labels. */
      labels: z.array(z.string().max(40)).max(10).default([]),
      /** Only what is due in so many days, or was before. */
      dueDays: z.int().min(0).max(366).nullable().default(null),
      from: ReadFrom,
    }),
    z.strictObject({
      ...{ rows: z.array(ActRow), total: z.int(), next: z.string().nullable() },
      /** Of the tray of what was signed: how many of `total` were signed today, by this computer's calendar. They come first. */
      today: z.int().min(0).optional(),
    }),
  ),
  'acts.read': call(z.strictObject({ actId: ActId }), ActRow),
  /**
   * The registered act that has a sheet of the case, or a number in it; null where none has. `last`: the last sheet, or number, there is; 0 while
   * nothing of it is registered. Answered from what is known here.
   */
  'cases.leaf': call(
    z.strictObject({ caseId: CaseId, what: z.enum(['sheet', 'act']), number: z.int().min(1).max(999_999_999) }),
    z.strictObject({ act: ActRow.nullable(), last: z.int().min(0) }),
  ),
  /** The case's index: registered acts first, in order, then those on their way. `after` is `next` of the page before. */
  'cases.index': call(
    z.strictObject({
      caseId: CaseId,
      after: z.string().nullable().default(null),
      limit: z.int().min(1).max(500).default(500),
      /** As in a tray. What is not for these eyes is found by nothing. */
      search: z.string().max(200).default(''),
      from: ReadFrom,
    }),
    z.strictObject({
      caseNumber: z.string(),
      caption: z.string(),
      acts: z.array(ActRow),
      total: z.int(),
      next: z.string().nullable(),
    }),
  ),
  /** Cases of this office, those opened last first. `after` is `next` of the page before. */
  'cases.list': call(
    z.strictObject({
      search: z.string().max(200).default(''),
      series: z.enum(['case', 'office']).default('case'),
      after: z.string().nullable().default(null),
      limit: z.int().min(1).max(500).default(200),
    }),
    z.strictObject({ rows: z.array(CaseRow), total: z.int(), next: z.string().nullable() }),
  ),
  'cases.read': call(z.strictObject({ caseId: CaseId }), CaseSheet),
  /** Opens a case, with or without a line: durable when it answers, under a provisional number until the repository gives it one. */
  'cases.open': call(CaseWish, CaseSheet),
  /** What makes the case urgent, as it is from now on. */
  'cases.setFlags': call(z.strictObject({ caseId: CaseId, detained: z.boolean(), flags: CaseFlags }), CaseSheet),
  /**
   * Makes a case as confidential as that from now on, with the reason. Who may not decide it asks for it; it is lowered by another person
   * than the one who asked. Which of the two it was, the newest entry says (`levelSet`, `levelAsked`). Fails with `notAllowed`.
   */
  'cases.setLevel': call(
    z.strictObject({ caseId: CaseId, level: ConfidentialityLevel, reason: z.string().trim().min(1).max(1000) }),
    CaseSheet,
  ),
  /**
   * Opens a case to this person for a day, to be read only, whoever it and its acts are for; `caseNumber` is either of its numbers, in full. The
   * reason is kept before anything is shown, with or without a line, and told to every magistrate and secretary of the office. Fails with
   * `notAllowed`, and with `caseUnknown` where no such case was told of here.
   */
  'cases.breakGlass': call(
    z.strictObject({
      caseNumber: z.string().trim().min(1).max(60),
      reason: z.string().trim().min(1).max(1000),
    }),
    CaseSheet,
  ),
  /** Exceptional accesses to cases of this office, the newest first: at most the last 50. */
  'cases.exceptional': call(z.strictObject({}), z.strictObject({ accesses: z.array(ExceptionalAccess) })),
  /**
   * Has a case go to another office by order of a registered act of it, or, of whoever may only prepare that, asks for it: the newest entry says
   * which (`moved`, `moveAsked`). Durable when it answers; the case is the other office's once the repository has it. Fails with `notAllowed`,
   * `caseMoved` where it went already, `actForbids` where the act is not registered, `actsWait` where acts still wait for a signature.
   */
  'cases.move': call(z.strictObject({ caseId: CaseId, move: CaseMove }), CaseSheet),
  /** When the case is heard next, from now on, in the whole office; null: that no hearing is set. Durable when it answers. */
  'cases.setHearing': call(
    z.strictObject({ caseId: CaseId, hearingAt: Instant.nullable(), what: HearingWhat.default('') }),
    CaseSheet,
  ),
  /**
   * Corrects what the case is called and who its parties are: an entry of the case, told to the whole office. Fails with `badInput` where it is
   * that already. Durable when it answers.
   */
  'cases.setCaption': call(
    z.strictObject({ caseId: CaseId, ...CaseNaming.shape, reason: z.string().trim().min(1).max(1000) }),
    CaseSheet,
  ),
  /** The other offices that this desk knows of, by name; null where nobody told of them: any may be named then. */
  'offices.known': call(z.strictObject({}), z.strictObject({ offices: z.array(KnownOffice).nullable() })),
  /** Hearings from one instant until before another, the first first: at most 500, `more` where there are others. */
  'cases.agenda': call(
    z.strictObject({ from: Instant, until: Instant }),
    z.strictObject({ rows: z.array(AgendaRow), more: z.boolean() }),
  ),
  /** Begins the minutes of an outage in this case, from the connectivity log. `from` is when it began, as `line.read` told it. */
  'cases.contingency': call(z.strictObject({ caseId: CaseId, from: Instant }), Draft),
  /** The receipt that a citizen takes home, as sheets; `documents.read` serves them for a while. */
  'cases.receipt': call(z.strictObject({ caseId: CaseId }), z.strictObject({ sha256: Sha256, size: z.int() })),
  /** Takes a file in as a piece of evidence, as it is. */
  'pieces.add': call(
    PieceWish.extend({
      bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= largestPicked),
    }),
    CaseSheet,
  ),
  /** The same, of a file on this computer of whatever size. */
  'pieces.addFile': call(
    PieceWish.omit({ mediaType: true, fileName: true }).extend({ path: z.string().min(1) }),
    CaseSheet,
  ),
  /** A visado over the act's present bytes: dropped by any change of them. */
  'acts.vouch': call(z.strictObject({ actId: ActId, documentSha256: Sha256 }), ActRow),
  /** Takes an act out of the tray before anybody signed it. */
  'acts.withdraw': call(
    z.strictObject({ actId: ActId, documentSha256: Sha256, reason: z.string().trim().min(1).max(1000) }),
    ActRow,
  ),
  /**
   * Sets aside what the registry refused for good of an act: a return of it, or a signature that others come after. It waits in the queue no
   * more; its reason stays. Fails with `actForbids` where nothing was refused, and of an act that was refused itself (`drafts.remake`).
   */
  'acts.setAside': call(z.strictObject({ actId: ActId }), ActRow),
  /** Who is to be told of an act, from now on; nobody where the list is empty. */
  'acts.setAddressees': call(z.strictObject({ actId: ActId, addressees: z.array(Addressee).max(100) }), ActRow),
  /** One addressee was told of a registered act; or was not, where there is `trouble`. */
  'acts.notify': call(
    z.strictObject({
      actId: ActId,
      addressee: z.string().trim().min(1).max(200),
      means: NoticeMeans,
      trouble: NoticeTrouble.optional(),
      /** When that was, where it was not just now; not in the future. */
      givenAt: Instant.optional(),
    }),
    ActRow,
  ),
  /** Makes a registered act less confidential than it was put at, where another person asked for exactly that; asks for it else. */
  'acts.setLevel': call(
    z.strictObject({ actId: ActId, level: ConfidentialityLevel, reason: z.string().trim().min(1).max(1000) }),
    ActRow,
  ),
  /** Hides what a registered act says from whom it does not name; its line stays in the index. */
  'acts.seal': call(z.strictObject({ actId: ActId, reason: z.string().trim().min(1).max(1000) }), ActRow),
  /** Puts the office's own word on an act, or takes it off. */
  'acts.label': call(z.strictObject({ actId: ActId, label: ActLabel, on: z.boolean() }), ActRow),
  /** The labels in use, those of most acts first. */
  'trays.labels': call(
    z.strictObject({}),
    z.strictObject({ labels: z.array(z.strictObject({ label: z.string(), n: z.int() })) }),
  ),
  /** Until when an act that was put before its signer is to be signed, from now on. */
  'acts.setDue': call(z.strictObject({ actId: ActId, dueAt: Instant.nullable() }), ActRow),
  /** The ways of looking at trays that this person gave a name. */
  'filters.read': call(z.strictObject({}), z.strictObject({ filters: z.array(SavedFilter) })),
  /** Takes the place of all of them. */
  'filters.write': call(
    z.strictObject({ filters: z.array(SavedFilter).max(50) }),
    z.strictObject({ filters: z.array(SavedFilter) }),
  ),
  /** What was noted of an act, the oldest first. */
  'acts.notes': call(z.strictObject({ actId: ActId }), z.strictObject({ entries: z.array(EntryRow) })),
  /** A slice of a document: at most 1 MiB a call; shorter only at the end. The hash is the address (law 5). */
  'documents.read': call(
    z.strictObject({ sha256: Sha256, offset: z.int().min(0), length: z.int().min(1).max(1_048_576) }),
    z.strictObject({ bytes: z.instanceof(Uint8Array), size: z.int() }),
  ),
  /** The person was shown these very bytes (law 2). Fails with `actChanged` when they are not the act's present bytes. */
  'acts.markShown': call(
    z.strictObject({ actId: ActId, documentSha256: Sha256, via: z.enum(['window', 'terminal']) }),
    ActRow,
  ),
  'acts.return': call(
    z.strictObject({
      actId: ActId,
      documentSha256: Sha256,
      remark: z.string().trim().min(1).max(4000),
      /** Of the text that the act was frozen from (`acts.text`), the words that the remark is about. */
      about: RemarkPlace.optional(),
    }),
    ActRow,
  ),
  /** A case's signed acts of this desk, those that can be proved for the shortest time first. */
  'cases.health': call(
    z.strictObject({ caseId: CaseId, after: z.string().nullable(), limit: z.int().min(1).max(500) }),
    z.strictObject({ rows: z.array(HealthRow), total: z.int(), worrying: z.int(), next: z.string().nullable() }),
  ),
  /** The text that the act in force was frozen from, where it is known here. */
  'acts.text': call(z.strictObject({ actId: ActId }), z.strictObject({ text: DraftSaved.nullable() })),
  /** What changed in an act since this person read it last. */
  'acts.changes': call(z.strictObject({ actId: ActId }), ActChanges),
  /**
   * A copy of an act on paper, written down in the journal. `sha256`: the file that is copied, as it was shown. A certified one has a cover
   * (`documents.read` serves it for a while). Fails with `notAllowed` where the role may not certify, `actForbids` where nobody signed yet.
   */
  'acts.copy': call(
    z.strictObject({ actId: ActId, sha256: Sha256, kind: z.enum(['simple', 'certified']), pages: z.int().min(1) }),
    z.strictObject({ code: z.string(), cover: Sha256.nullable(), madeAt: Instant }),
  ),
  /**
   * The same of a piece of evidence; `code` is the beginning of its hash, for a piece has no code at the register. Fails with `badInput`
   * where this person sees no such piece in the case, `notAllowed` where he or she may not certify it.
   */
  'pieces.copy': call(
    z.strictObject({ caseId: CaseId, entryId: EntryId, kind: z.enum(['simple', 'certified']), pages: z.int().min(1) }),
    z.strictObject({ code: z.string(), cover: Sha256.nullable(), madeAt: Instant }),
  ),
  /**
   * The whole case as one PDF file on this computer: a cover, an index, and what it holds, sheet by sheet; `originals` lays the signed files in.
   * `to`: a new file (`.pdf`), or a folder that gets one called after the case. Answers when it is whole (`binding.changed` tells how far it is), or
   * was stopped; `busy` where another one is being made. What is not for these eyes, or cannot be shown, has a sheet that says why. Fails
   * with `fileExists`, `diskFull`, `fileUnreadable`.
   */
  'cases.bind': call(
    z.strictObject({ caseId: CaseId, to: z.string().trim().min(1).max(4096), originals: z.boolean().default(false) }),
    z.discriminatedUnion('state', [
      z.strictObject({
        state: z.literal('bound'),
        path: z.string(),
        sha256: Sha256,
        size: z.int(),
        /** Of which part of PDF/A (ISO 19005, conformance B) the file says it is. */
        archive: z.union([z.literal(2), z.literal(3)]).nullable(),
        /** Acts and pieces, and the sheets that they take; those in front are not counted. */
        lines: z.int(),
        sheets: z.int(),
        leftOut: z.array(z.strictObject({ title: z.string(), leftOut: LeftOut })),
      }),
      z.strictObject({ state: z.literal('stopped') }),
      z.strictObject({ state: z.literal('busy') }),
    ]),
  ),
  'cases.stopBinding': call(z.strictObject({}), z.strictObject({})),
  /** What this person noted of an act for himself. Never sent, seen by nobody else; `write` adds a note or changes it. */
  'ownNotes.read': call(z.strictObject({ actId: ActId }), OwnNotes),
  'ownNotes.write': call(OwnNote.omit({ writtenAt: true }), OwnNotes),
  'ownNotes.remove': call(z.strictObject({ noteId: OwnNoteId, actId: ActId }), OwnNotes),
  /** What lies on this PC, found by its words, the best first; nothing that is not for this person's eyes. */
  'search.find': call(SearchWish, SearchAnswer),
} as const;
