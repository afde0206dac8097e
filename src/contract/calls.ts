import { OfficeDiagnostics } from './diagnostics.ts';
import { DeskHealth } from './health.ts';
import { Fleet } from './wire-fleet.ts';
import { z } from 'zod';
import {
  AccessPage,
  AccessVerdict,
  EnrolmentStanding,
  EnrolmentWay,
  EnrolmentWish,
  PeopleAnswer,
  PeopleOrder,
} from './people.ts';
import { ActRow, Batch, BatchItem, PinCustom, Tray } from './acts.ts';
import { CaseRow, CaseSheet, CaseWish, EntryRow, PieceWish } from './cases.ts';
import { Locale, Role } from './config.ts';
import { Finding } from './doctor.ts';
import { Draft, DraftCase, DraftRow, DraftSaved, DraftVersionRow, OwnProposal } from './drafts.ts';
import { Failure } from './failures.ts';
import { HomeCheck, HomeStatus, Leaving } from './home.ts';
import { ActId, BatchId, CaseId, Instant, Sha256 } from './ids.ts';
import { HealthRow, Preflight, VerificationReport } from './levels.ts';
import { OwnNote, OwnNoteId, OwnNotes } from './own-notes.ts';
import { Action } from './permissions.ts';
import { largestPicked } from './picked-size.ts';
import { PickedFile } from './picked.ts';
import { ReceiptStatement } from './receipts.ts';
import { LineDetail, Pin } from './line.ts';
import { CheckpointText, LogPlace, LogStanding, ReceiptFile } from './log.ts';
import { DriverHint, ReaderFacts } from './readers.ts';
import { ActChanges, DraftCounts, DraftShelf, ReviewSheet } from './review.ts';
import { call } from './rpc.ts';
import { RuleFinding } from './rules.ts';
import { SearchAnswer, SearchStanding, SearchWish } from './search.ts';
import { AnswersLeft, CarriedParcel, Carrying, StickExported, StickImported } from './stick.ts';
import { TemplateOutline } from './templates.ts';
import { TokenListing } from './token.ts';
import { VisibleChoice } from './visible.ts';
import { DraftId, DraftParagraph, DraftTemplate, DraftText, DraftVersionId } from './wire-drafts.ts';
import { ActLabel, CaseFlags, ConfidentialityLevel, CorrectionHow, NoticeMeans } from './wire-entries.ts';
import { Remark, RemarkPlace } from './wire-review.ts';
import { Macro } from './writing.ts';

/** Who sign an act after the first, in this order. */
const OtherSigners = z.array(z.string()).max(9).default([]);

/** From which end of a list its pages are read; the rows of each are in the list's own order all the same. */
const ReadFrom = z.enum(['start', 'end']).default('start');

/** The status strip: it never lies. `lastContactAt` is the last answer of the repository that parsed. */
/** A desk that was found to be one of two of the same name. */
export const ForkedDevice = z.strictObject({ deviceId: z.string(), was: z.string(), since: Instant });
export type ForkedDevice = z.infer<typeof ForkedDevice>;

export const Line = z.strictObject({
  state: z.enum(['online', 'offline', 'notConfigured']),
  lastContactAt: Instant.nullable(),
  lastFailure: Failure.nullable(),
  waiting: z.int(),
  refused: z.int(),
  /** Set aside after several failures of their own; tried again now and then. */
  aside: z.int(),
  syncing: z.boolean(),
  /** The feed's end was not reached: what it proposed so far is not shown before. Left out where there is nothing of the kind. */
  settling: z.literal(true).optional(),
  /** The repository knows another history of this desk: it goes by a name of its own since then, until that stands in its configuration. */
  forkedDevice: ForkedDevice.optional(),
  /**
   * The office's own repository answers: whether the central one answers that, and when it did last, by the clock over there. Left out where
   * the central repository is spoken to directly.
   */
  centre: z.strictObject({ reached: z.boolean(), lastContactAt: Instant.nullable() }).optional(),
  /** Repository clock minus this clock, in milliseconds, at the last contact; null before the first. */
  clockOffsetMs: z.number().nullable(),
});
export type Line = z.infer<typeof Line>;

export const Status = z.strictObject({
  mode: z.enum(['normal', 'practice']),
  version: z.string(),
  office: z.string(),
  person: z.strictObject({
    personId: z.string().optional(),
    name: z.string(),
    role: Role,
    capacity: z.string(),
    permits: z.array(Action).optional(),
  }),
  /** Offices and roles that were granted at this desk, and which one is taken. One alone: nothing to choose. */
  seats: z
    .array(
      z.strictObject({
        ...{ seatId: z.string(), office: z.string(), name: z.string(), role: Role, capacity: z.string() },
        /** Why nobody may sit there now; absent: it is open. `notRenewed`: it has to be renewed by a contact. */
        ended: z.enum(['withdrawn', 'expired', 'notRenewed', 'notGranted']).optional(),
        /** Until when it is granted. */
        until: z.iso.datetime().optional(),
      }),
    )
    .optional(),
  seat: z.string().optional(),
  line: Line,
  /** Entries of the hash-chained journal and its head, for diagnostics. */
  journal: z.strictObject({ entries: z.int(), head: z.string() }),
});
export type Status = z.infer<typeof Status>;

export const Settings = z.strictObject({
  locale: Locale,
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** The certificate chosen last, offered first. */
  certificateSha256: Sha256.nullable(),
  /** How signatures were to be seen last; null: not at all. */
  visible: VisibleChoice.nullable(),
  /** Steps of the tour and of the guided scenarios that were done, as `scenario.step`. */
  practised: z.array(z.string().max(60)).max(200).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** A library that answered, or why it did not. */
export const LibraryState = z.strictObject({
  libraryId: z.string(),
  path: z.string(),
  listing: TokenListing.nullable(),
  failure: Failure.nullable(),
});
export type LibraryState = z.infer<typeof LibraryState>;

/** `password` opens an act that is encrypted; it is kept nowhere. */
const reportWish = z.strictObject({ actId: ActId, locale: Locale, password: z.string().min(1).max(127).optional() });

/** What is to be signed with: a certificate on a token behind a library. */
const signingMeans = {
  libraryId: z.string(),
  tokenSerial: z.string(),
  certificateSha256: Sha256,
};

/** An act to be signed with the bytes that were seen, and what opens them where they are encrypted. Passwords are kept nowhere. */
const ActToSign = z.strictObject({
  actId: ActId,
  documentSha256: Sha256,
  password: z.string().min(1).max(127).optional(),
});

/** A card in a reader that no library answers for: "token seen, driver missing: install X". */
export const UnservedCard = z.strictObject({
  reader: z.string(),
  atr: z.string(),
  /** What the catalogue calls the card; null when it does not know it. */
  card: z.string().nullable(),
  /** What to install; null when the catalogue knows nothing for it. `installed`: it is there and does not answer for this card. */
  driver: DriverHint.nullable(),
});
export type UnservedCard = z.infer<typeof UnservedCard>;

/** A certificate on offer, judged for this person and this day. Ordered: the first is the one to offer. */
export const CertificateOffer = z.strictObject({
  libraryId: z.string(),
  tokenSerial: z.string(),
  certificateSha256: Sha256,
  /** 0 is the best; equal ranks do not occur. */
  rank: z.int(),
  /** It may sign now: its key and usage fit, it is valid, it is not known to be revoked. */
  usable: z.boolean(),
  /** Whose it is, by the CUIL (or CUIT) in its subject against the person's; `unknown` where either is missing. */
  owner: z.enum(['self', 'other', 'unknown']),
  /** Eleven digits, as read from the subject's serialNumber; null where it holds none. */
  cuil: z.string().nullable(),
  /** Whole days until it expires; negative when it has. */
  daysLeft: z.int(),
  /** The nearest of the warnings at 60, 30 and 7 days. */
  expiry: z.enum(['fine', 'within60', 'within30', 'within7', 'expired']),
  /** What is known of its revocation on this machine, without asking anybody. */
  revocation: z.enum(['good', 'revoked', 'unknown']),
  chosenLast: z.boolean(),
  /** It signs electronically, not digitally (Ley 25.506, art. 5). */
  electronic: z.boolean(),
});
export type CertificateOffer = z.infer<typeof CertificateOffer>;

export const TokensAnswer = z.strictObject({
  libraries: z.array(LibraryState),
  /** PC/SC, readers and cards; null where nothing watches them (practice, or the watcher is gone). */
  readers: ReaderFacts.nullable(),
  unserved: z.array(UnservedCard),
  offers: z.array(CertificateOffer),
});
export type TokensAnswer = z.infer<typeof TokensAnswer>;

/**
 * A removal that is rehearsed, in practice mode: `armed` takes the token away after half of the acts of the next login, `out` has it
 * away until it is put back. `card`: a card in software leaves its reader. `staged`: the token stays where it is, and only the office is
 * told that it is gone.
 */
export const RehearsalState = z.enum(['none', 'armed', 'out']);
export type RehearsalState = z.infer<typeof RehearsalState>;
export const RehearsalNow = z.strictObject({ state: RehearsalState, how: z.enum(['card', 'staged']) });
export type RehearsalNow = z.infer<typeof RehearsalNow>;

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

/** A person's electronic signature (Ley 25.506, art. 5) at this desk. */
export const ElectronicStanding = z.strictObject({
  /** The institution's policy has it. */
  isOffered: z.boolean(),
  /** Types of acts that may be signed so, by the office's models. */
  actTypes: z.array(z.string()),
  /** Null where this person made no key here. */
  certificate: z
    .strictObject({ certificateSha256: Sha256, until: Instant, issuer: z.string(), isUsable: z.boolean() })
    .nullable(),
});
export type ElectronicStanding = z.infer<typeof ElectronicStanding>;

/** Everything a window (or the command line) may ask of the office. */
export const calls = {
  'office.status': call(z.strictObject({}), Status),
  /** Sits down at another of the seats that were granted: the office is opened anew as that one (`office.restarted`). */
  'office.sit': call(z.strictObject({ seatId: z.string().max(60) }), z.strictObject({})),
  /** How this desk stands with the repository, and what is granted at it. */
  'enrolment.read': call(z.strictObject({}), EnrolmentStanding),
  /** Asks the repository how devices may be enrolled. */
  'enrolment.ways': call(z.strictObject({}), z.strictObject({ ways: z.array(EnrolmentWay) })),
  /** Enrols this desk for its person; by token, the PIN is asked for once. By `oidc`, `enrolment.page` brings the address to open. */
  'enrolment.enrol': call(EnrolmentWish, EnrolmentStanding),
  /** Comes for the grants now, instead of at the next contact. */
  'enrolment.renew': call(z.strictObject({}), EnrolmentStanding),
  /** How this person's electronic signature stands at this desk. */
  'electronic.read': call(z.strictObject({}), ElectronicStanding),
  /** Opens the PIN window, which asks for a passphrase, and has the key that it makes certified. Needs the line. */
  'electronic.make': call(z.strictObject({}), ElectronicStanding),
  /** What whoever looks after people orders of the repository. */
  'people.order': call(PeopleOrder, PeopleAnswer),
  'accesses.page': call(z.strictObject({ after: z.int().min(0), limit: z.int().min(1).max(500) }), AccessPage),
  'accesses.verify': call(z.strictObject({}), AccessVerdict),
  'settings.read': call(z.strictObject({}), Settings),
  'settings.write': call(Settings.partial(), Settings),

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
    z.strictObject({ rows: z.array(ActRow), total: z.int(), next: z.string().nullable() }),
  ),
  'acts.read': call(z.strictObject({ actId: ActId }), ActRow),
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
  /** One addressee was told of a registered act. */
  'acts.notify': call(
    z.strictObject({ actId: ActId, addressee: z.string().trim().min(1).max(200), means: NoticeMeans }),
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
  /** Begins a draft that corrects a registered act; once frozen, each of the two names the other. */
  'drafts.beginCorrection': call(z.strictObject({ actId: ActId, how: CorrectionHow }), Draft),
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

  /** Of practice mode: cuts the line as a pulled cable would, or joins it again. */
  'practice.cutLine': call(z.strictObject({ isCut: z.boolean() }), z.strictObject({ isCut: z.boolean() })),
  /** Of practice mode: a copy of the act that was signed last here, changed by one bit; null where none was signed. Kept nowhere. */
  'practice.tampered': call(
    z.strictObject({}),
    z.strictObject({ file: z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array) }).nullable() }),
  ),
  /** Practice mode only: has the token pulled out in the middle of the next batch, or puts it back. */
  'practice.rehearseRemoval': call(z.strictObject({ wish: z.enum(['pullOut', 'putBack']) }), RehearsalNow),

  'tokens.list': call(z.strictObject({}), TokensAnswer),
  /** A driver that was parked after several crashes is tried again. */
  'tokens.retry': call(z.strictObject({ libraryId: z.string() }), z.strictObject({})),
  /** Opens the PIN window, which asks for the old PIN (or the PUK) and the new one. Answers when the token took it. */
  'tokens.changePin': call(z.strictObject({ libraryId: z.string(), tokenSerial: z.string() }), z.strictObject({})),
  'tokens.unblockPin': call(z.strictObject({ libraryId: z.string(), tokenSerial: z.string() }), z.strictObject({})),
  /**
   * Looks at everything a signature needs. `trial`: also signs random bytes with this certificate, which asks for the PIN, and
   * verifies what comes. `report` is JSON for IT, with nothing of any case in it.
   */
  'doctor.run': call(
    z.strictObject({
      trial: z.strictObject({ libraryId: z.string(), tokenSerial: z.string(), certificateSha256: Sha256 }).nullable(),
    }),
    z.strictObject({ findings: z.array(Finding), report: z.string() }),
  ),
  /** Whether this desk is well. */
  'health.read': call(z.strictObject({}), DeskHealth),
  /** What the office adds to the bundle for whoever helps from afar; asked by the program, which shows it to the person whole. */
  'diagnostics.office': call(z.strictObject({}), OfficeDiagnostics),
  /** How the desks of the office stand, for IT. */
  'fleet.read': call(z.strictObject({}), Fleet),
  /** Writes the doctor's report into the office's folder of reports, as it was read on the screen; answers where it lies. */
  'doctor.save': call(z.strictObject({ report: z.string().max(2_000_000) }), z.strictObject({ path: z.string() })),
  /** Whether these acts, signed with this certificate, would be accepted: what can be known before the PIN. Changes nothing. */
  'signing.preflight': call(
    z.strictObject({
      items: z.array(ActToSign).min(1).max(5000),
      ...signingMeans,
      visible: VisibleChoice.nullable().default(null),
    }),
    Preflight,
  ),
  /** Starts a batch; it goes on by itself and tells its fate by events. Items neither shown nor vouched for are left out. */
  'signing.start': call(
    z.strictObject({
      items: z.array(ActToSign).min(1).max(5000),
      ...signingMeans,
      /** Marked, but neither shown nor vouched for: written down as left out, so that the report names them. */
      unread: z.array(ActId).max(5000).default([]),
      pin: PinCustom.default('asCard'),
      visible: VisibleChoice.nullable().default(null),
    }),
    Batch,
  ),
  /** What is worth knowing before the PIN, and how this certificate behaved in earlier batches. */
  'signing.preview': call(
    z.strictObject({ items: z.array(ActId).max(5000), ...signingMeans }),
    z.strictObject({
      findings: z.array(RuleFinding),
      /** Milliseconds an act took in the last batch with this certificate; null when there was none. */
      msPerAct: z.number().nullable(),
      /** Whether its key wanted the PIN for each signature then; null when nobody knows. */
      pinPerSignature: z.boolean().nullable(),
    }),
  ),
  /** Holds the batch after the item in hand; the login stays as long as the token and the host keep it. */
  'signing.pause': call(z.strictObject({ batchId: BatchId }), Batch),
  'signing.resume': call(z.strictObject({ batchId: BatchId }), Batch),
  /** The newest batch that ended before its last act, with the acts it left that still wait for a signature; null when there is none. */
  'signing.unfinished': call(
    z.strictObject({}),
    z.strictObject({ batch: Batch, rows: z.array(ActRow).min(1) }).nullable(),
  ),
  /** Does not offer this batch, or one before it, any more. The acts stay to sign. */
  'signing.dismiss': call(z.strictObject({ batchId: BatchId }), z.strictObject({})),
  /** The report of a batch that ended, as text in the language of the settings. Null: of the batch that ended last. */
  'signing.report': call(
    z.strictObject({ batchId: BatchId.nullable() }),
    z.strictObject({ fileName: z.string(), text: z.string(), sha256: Sha256 }),
  ),
  /** Writes the report into the office's folder of reports, as text or on sheets (PDF/A); answers where it lies. */
  'signing.saveReport': call(
    z.strictObject({ batchId: BatchId.nullable(), as: z.enum(['text', 'pdf']) }),
    z.strictObject({ path: z.string() }),
  ),
  /** Stops cleanly after the item in hand; what is kept stays kept. */
  'signing.stop': call(z.strictObject({ batchId: BatchId }), Batch),
  'signing.batch': call(
    z.strictObject({ batchId: BatchId }),
    z.strictObject({ batch: Batch, items: z.array(BatchItem) }),
  ),

  /** Verifies an act's newest file here and now. `locale` is the language of the sentences. */
  'reports.act': call(reportWish, VerificationReport),
  /** The full report as a file among the office's reports. */
  'reports.save': call(reportWish, z.strictObject({ path: z.string() })),
  /** The bytes that this signature of the act's newest file covers, as a document of their own. */
  'reports.revision': call(
    z.strictObject({ actId: ActId, sha256: Sha256, end: z.int().min(1) }),
    z.strictObject({ sha256: Sha256, size: z.int() }),
  ),
  /**
   * Verifies any file that a person picked: a PDF, or a signature beside or around a document. Its bytes are looked at and forgotten;
   * nothing of it is kept or sent. Fails with `pdfPasswordNeeded` or `pdfPasswordWrong` where it stays closed.
   */
  'files.verify': call(PickedFile, VerificationReport),
  /** A case's signed acts of this desk, those that can be proved for the shortest time first. */
  'cases.health': call(
    z.strictObject({ caseId: CaseId, after: z.string().nullable(), limit: z.int().min(1).max(500) }),
    z.strictObject({ rows: z.array(HealthRow), total: z.int(), worrying: z.int(), next: z.string().nullable() }),
  ),
  /** Puts acts up to be raised, or renewed, again: at once, whatever failed before. */
  'levels.renew': call(
    z.strictObject({ actIds: z.array(ActId).min(1).max(5000) }),
    z.strictObject({ queued: z.int(), left: z.int() }),
  ),

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
  /** What another program put on the clipboard (HTML), as paragraphs: styles a draft knows, nothing else of it. */
  'drafts.clean': call(
    z.strictObject({ html: z.string().max(4_000_000) }),
    z.strictObject({ paragraphs: z.array(DraftParagraph) }),
  ),
  /** A document of a word processor (.docx), as paragraphs. `leftOut`: images and the like, which a draft has no place for. */
  'drafts.import': call(
    z.strictObject({ bytes: z.instanceof(Uint8Array) }),
    z.strictObject({ paragraphs: z.array(DraftParagraph), leftOut: z.int() }),
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
  /** What this person noted of an act for himself. Never sent, seen by nobody else; `write` adds a note or changes it. */
  'ownNotes.read': call(z.strictObject({ actId: ActId }), OwnNotes),
  'ownNotes.write': call(OwnNote.omit({ writtenAt: true }), OwnNotes),
  'ownNotes.remove': call(z.strictObject({ noteId: OwnNoteId, actId: ActId }), OwnNotes),
  /** What lies on this PC, found by its words, the best first; nothing that is not for this person's eyes. */
  'search.find': call(SearchWish, SearchAnswer),

  /** Puts what waits in the queue into one sealed parcel in this folder, to be carried to the repository. The line goes on meanwhile. */
  'stick.export': call(z.strictObject({ folder: z.string().min(1) }), StickExported),
  /** Takes in a parcel that was carried here: the repository's answer, or the cases a new desk begins with. */
  'stick.import': call(z.strictObject({ path: z.string().min(1) }), StickImported),
  /** Takes in the parcel of an office that has no line, to pass it on. It stays sealed: nothing of it can be read here. */
  'stick.carry': call(z.strictObject({ path: z.string().min(1) }), CarriedParcel),
  'stick.carried': call(z.strictObject({}), Carrying),
  /** Tries now, whatever the line did before. */
  'stick.passOn': call(z.strictObject({}), Carrying),
  /** Puts the answers to such parcels into a folder, to be carried back. */
  'stick.handOut': call(z.strictObject({ folder: z.string().min(1) }), AnswersLeft),

  /** How the copy at the second place stands. */
  'home.status': call(z.strictObject({}), HomeStatus),
  /** Copies now; answers when it is done or why it was not. `adopt`: this is the right place, whatever lay there before. */
  'home.copyNow': call(z.strictObject({ adopt: z.boolean().default(false) }), HomeStatus),
  /** Reads all copies at the second place and compares them with what was written. */
  'home.check': call(z.strictObject({}), HomeCheck),
  /**
   * Empties this desk when the office closes: what was fetched goes with its keys, what only exists here is put aside, sealed. Copies what the
   * repository does not have first, and is refused while a copy lacks any of it. `really`: not only asks.
   */
  'home.leave': call(z.strictObject({ really: z.boolean() }), Leaving),

  /** Tries the line now and waits until it is drained or stuck. */
  'sync.now': call(z.strictObject({}), Line),
  /** What the line's screen shows. */
  'line.read': call(z.strictObject({}), LineDetail),
  /** Tries something that was set aside as if it had never failed. */
  'line.retry': call(z.strictObject({ key: z.string().max(200) }), z.strictObject({})),
  /** The network of this computer changed: whatever waits for the line is tried at once. */
  'line.networkChanged': call(z.strictObject({}), z.strictObject({})),
  /** The answer to a proxy's question (`proxySignInNeeded`). Kept in memory alone, and tried at once. */
  'line.signIn': call(
    z.strictObject({ user: z.string().min(1).max(200), password: z.string().max(500) }),
    z.strictObject({}),
  ),
  /** Has the files of a case fetched and kept, before a hearing if it has one; `pinned: false` lets them go again. */
  'line.pin': call(Pin.extend({ pinned: z.boolean() }), z.strictObject({})),
  /** The receipt as kept, and what our own check against our own bytes says now. */
  'receipts.read': call(
    z.strictObject({ actId: ActId }),
    z.strictObject({
      jws: z.string(),
      statement: ReceiptStatement,
      verified: z.boolean(),
      failure: Failure.nullable(),
      /** Where it stands in the public log, as this desk proved it; null until then. */
      place: LogPlace.nullable(),
    }),
  ),
  /** Writes a receipt with all that it takes to check it without a line into one file, in the person's folder of downloads. */
  'receipts.save': call(z.strictObject({ actId: ActId }), z.strictObject({ path: z.string() })),
  /** The same, for whoever writes it elsewhere. */
  'receipts.export': call(z.strictObject({ actId: ActId }), ReceiptFile),
  /** What this desk saw for itself of the register's log. */
  'log.standing': call(z.strictObject({}), LogStanding),
  /** Looks at the log now, whatever stands. */
  'log.check': call(z.strictObject({}), LogStanding),
  /** Takes a checkpoint that another office was shown; it is held against this office's log at the next contact. */
  'log.seen': call(
    z.strictObject({ checkpoint: CheckpointText, source: z.string().min(1).max(300) }),
    z.strictObject({ believed: z.boolean() }),
  ),
  /** Takes the log as it is told now, though it does not grow out of what was seen. */
  'log.accept': call(z.strictObject({ reason: z.string().trim().min(10).max(500) }), LogStanding),
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;

/** What the office tells its windows. */
export const events = {
  'trays.changed': z.strictObject({ trays: z.array(Tray) }),
  /** An act was shown to whoever sits here: no tray holds more or less for it. */
  'acts.seen': z.strictObject({ actId: ActId }),
  'line.changed': Line,
  /** Grants came or ended, or the desk was revoked. */
  'enrolment.changed': z.strictObject({}),
  /** The identity provider's page, to be opened in the person's own browser. */
  'enrolment.page': z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  'log.changed': LogStanding,
  'home.changed': HomeStatus,
  /** Parcels of other offices were taken in, answered, or wait for a reason. */
  'carried.changed': z.strictObject({}),
  'search.changed': SearchStanding,
  'cases.changed': z.strictObject({}),
  'drafts.changed': z.strictObject({ draftIds: z.array(DraftId) }),
  'batch.changed': Batch,
  'batch.item': z.strictObject({ batchId: BatchId, index: z.int(), item: BatchItem }),
  'tokens.changed': z.strictObject({}),
  'rehearsal.changed': RehearsalNow,
  'settings.changed': Settings,
  /** The office process died and is back: read everything again. */
  'office.restarted': z.strictObject({}),
} as const;
export type Events = typeof events;
export type EventName = keyof Events;
