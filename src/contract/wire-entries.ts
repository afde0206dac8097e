import { z } from 'zod';
import { exceptionalAccessMs } from './exceptional-access.ts';
import { ActId, CaseId, Instant, Sha256 } from './ids.ts';
import type { DraftId } from './wire-drafts.ts';
import { frozenShape, reviewShapes } from './wire-review.ts';

/**
 * What is noted of a case and of its acts beside the acts themselves: a piece of evidence that came in, a visado, a withdrawal, a notice
 * that was given. An entry is made once and never changed; its id is chosen where it is made, so it may be sent again after a cut.
 *
 * PUT /v1/cases/{caseId}/entries/{entryId}   CaseEntry -> 201 | 200 the same again | 409 `act-state`, `act-id-reused`
 */
export const EntryId = z.uuid().brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;

export const PartyPole = z.enum([
  'accused',
  'victim',
  'complainant',
  'witness',
  'defender',
  'adviser',
  'expert',
  'other',
]);
export type PartyPole = z.infer<typeof PartyPole>;

export const Party = z.strictObject({
  pole: PartyPole,
  name: z.string().trim().min(1).max(200),
  /** As the person gave it: a document's number, or empty. */
  document: z.string().max(40),
});
export type Party = z.infer<typeof Party>;

/** What a case is called, and who its parties are. */
export const CaseNaming = z.strictObject({
  caption: z.string().trim().min(1).max(300),
  parties: z.array(Party).max(100),
});
export type CaseNaming = z.infer<typeof CaseNaming>;

/** What makes a case urgent, set by hand. `detained` stands in the case itself. */
export const CaseFlags = z.strictObject({ fatalDeadline: z.boolean(), vulnerableVictim: z.boolean() });
export type CaseFlags = z.infer<typeof CaseFlags>;

/** How a case came to be. */
export const CaseOrigin = z.enum(['complaint', 'police', 'ownMotion', 'remission', 'flagrancy', 'other']);
export type CaseOrigin = z.infer<typeof CaseOrigin>;

export const EntryAuthor = z.strictObject({ personId: z.string().min(1).max(200), name: z.string().min(1).max(200) });

/**
 * `P-<device>-C<n>`: what a case is called until the repository gave it its number. The device's part is of eight letters and digits at
 * least, so two desks without a line never say the same; `C` tells it from the provisional number of an act.
 */
export const ProvisionalNumber = z.string().regex(/^P-[A-Z0-9]{8,16}-C[0-9]{4,9}$/);

/** What is said of a case when it is opened at a desk, with or without a line. */
export const CaseOpening = z.strictObject({
  provisionalNumber: ProvisionalNumber,
  /** `office`: the office's own series of notes and administrative acts, in no case. */
  series: z.enum(['case', 'office']),
  origin: CaseOrigin,
  parties: z.array(Party).max(100),
  flags: CaseFlags,
  by: EntryAuthor,
  deviceId: z.string().min(1).max(200),
  /** The workstation's clock: a claim (law 6). */
  openedAt: Instant,
});
export type CaseOpening = z.infer<typeof CaseOpening>;

const common = {
  entryId: EntryId,
  caseId: CaseId,
  officeId: z.string().min(1),
  by: EntryAuthor,
  deviceId: z.string().min(1).max(200),
  at: Instant,
};
const entry = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...shape });

export const PieceOrigin = z.enum(['paper', 'digital', 'photograph', 'device']);
export type PieceOrigin = z.infer<typeof PieceOrigin>;
export const PieceType = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']);
export type PieceType = z.infer<typeof PieceType>;

/** `hearing`: told there, by what the minutes of it say. */
export const NoticeMeans = z.enum(['electronicDomicile', 'serviceNotice', 'inPerson', 'telephone', 'hearing']);
export type NoticeMeans = z.infer<typeof NoticeMeans>;

/** Who is to be told of an act, by the name by which notices name them; `pole` of a party of the case, null of anybody else. */
export const Addressee = z.strictObject({ name: z.string().trim().min(1).max(200), pole: PartyPole.nullable() });
export type Addressee = z.infer<typeof Addressee>;

/** Why an addressee is still to be told: the notice could not be given, or what was given is to be given again. */
export const NoticeTrouble = z.strictObject({
  kind: z.enum(['failed', 'repeat']),
  reason: z.string().trim().min(1).max(1000),
});
export type NoticeTrouble = z.infer<typeof NoticeTrouble>;

/** `clarifies` and `rectifies` stand beside the act; what `replaces` it takes its place once it is registered itself. */
export const CorrectionHow = z.enum(['clarifies', 'rectifies', 'replaces']);
export type CorrectionHow = z.infer<typeof CorrectionHow>;

export const ConfidentialityLevel = z.int().min(0).max(5);

/** Why a case goes to another office: sent on or up, for want of jurisdiction, or to be joined to another case there. */
export const MoveHow = z.enum(['remission', 'jurisdictionDecline', 'joinder']);
export type MoveHow = z.infer<typeof MoveHow>;

/** The identifier of an office, as its repository knows it. */
export const OfficeId = z.string().trim().min(1).max(100);

/** To which office a case goes, why, and by which of its registered acts that was ordered. */
const moveShape = {
  to: OfficeId,
  how: MoveHow,
  actId: ActId,
  /** Of a joinder, the number of the case that it is joined to; null else. */
  joinedTo: z.string().trim().min(1).max(60).nullable(),
  reason: z.string().trim().min(1).max(1000),
};
export const CaseMove = z
  .strictObject(moveShape)
  .refine(
    ({ how, joinedTo }) => (how === 'joinder') === (joinedTo !== null),
    'joinedTo: of a joinder, and of it alone',
  );
export type CaseMove = z.infer<typeof CaseMove>;

/** Which hearing it is and where, in the office's own words; may be empty. */
export const HearingWhat = z.string().trim().max(160);

export const ActLabel = z.string().trim().min(1).max(40);

/** An act that was made on paper while the office could not work, as the scan of it is taken in. */
export const PaperAct = z.strictObject({
  actType: z.string().trim().min(1).max(80),
  signedBy: z.string().trim().min(1).max(300),
  madeAt: Instant,
});
export type PaperAct = z.infer<typeof PaperAct>;

export const CaseEntry = z.discriminatedUnion('kind', [
  /** A file that was taken in, by its hash; the file was sent before. */
  entry('piece', {
    sha256: Sha256,
    size: z.int().min(1),
    mediaType: PieceType,
    fileName: z.string().min(1).max(200),
    title: z.string().trim().min(1).max(300),
    origin: PieceOrigin,
    place: z.string().trim().min(1).max(200),
    broughtBy: z.string().trim().min(1).max(200),
    confidentialityLevel: z.int().min(0).max(5),
    paperAct: PaperAct.optional(),
  }),
  /** A colleague looked the act over and vouches for exactly these bytes (law 2). */
  entry('visado', { actId: ActId, documentSha256: Sha256 }),
  /** It is not to be signed any more; only before the first signature. */
  entry('withdrawn', { actId: ActId, documentSha256: Sha256, reason: z.string().trim().min(1).max(1000) }),
  /** Who is to be told of an act, from now on; nobody where the list is empty. Noted while it waits for a signature or once it is registered. */
  entry('addressees', { actId: ActId, addressees: z.array(Addressee).max(100) }),
  /**
   * One addressee was told of a registered act; or was not, where there is `trouble`. `givenAt`: when that was, by whoever notes it, where it
   * was not just now.
   */
  entry('notified', {
    actId: ActId,
    addressee: z.string().trim().min(1).max(200),
    means: NoticeMeans,
    trouble: NoticeTrouble.optional(),
    givenAt: Instant.optional(),
  }),
  /** The act's line stays in the index, what it says is for those it names. */
  entry('sealed', { actId: ActId, reason: z.string().trim().min(1).max(1000) }),
  /** What makes the case urgent, as it is from now on. */
  entry('flags', { flags: CaseFlags, detained: z.boolean() }),
  /** Somebody who does not decide it asks that the case be as confidential as this from now on. */
  entry('levelAsked', { level: ConfidentialityLevel, reason: z.string().trim().min(1).max(1000) }),
  /**
   * How confidential the case is from now on. Raised by one person; lowered where another one asked for exactly that, in the entry that
   * `asked` names.
   */
  entry('levelSet', {
    level: ConfidentialityLevel,
    reason: z.string().trim().min(1).max(1000),
    asked: EntryId.nullable(),
  }),
  /** Somebody asks that a registered act be less confidential than it was put at; how confidential its case is stays as it is. */
  entry('actLevelAsked', {
    actId: ActId,
    level: ConfidentialityLevel,
    reason: z.string().trim().min(1).max(1000),
  }),
  /** How confidential an act is from now on, beside its case: less than before, where another person asked for exactly that, in `asked`. */
  entry('actLevelSet', {
    actId: ActId,
    level: ConfidentialityLevel,
    reason: z.string().trim().min(1).max(1000),
    asked: EntryId,
  }),
  /** Who makes it reads the case and its acts for a while, whoever they are for: what is read in an emergency, and why. */
  entry('breakGlass', { reason: z.string().trim().min(1).max(1000) }),
  /** Somebody who does not decide it prepared that the case goes to another office. */
  entry('moveAsked', moveShape),
  /** The case is another office's from now on. `asked`: what was prepared, where somebody did. */
  entry('moved', { ...moveShape, asked: EntryId.nullable() }),
  /** The office's own word for an act, put on or taken off. */
  entry('label', { actId: ActId, label: ActLabel, on: z.boolean() }),
  /** When the case is heard next, as it is from now on; null: no hearing is set. `what`: which hearing and where, in the office's words. */
  entry('hearing', { hearingAt: Instant.nullable(), what: HearingWhat }),
  /** What the case is called and who its parties are from now on, what that `was`, and why it was corrected. */
  entry('captionSet', { ...CaseNaming.shape, was: CaseNaming, reason: z.string().trim().min(1).max(1000) }),
  /** Until when it is to be signed, as it is from now on; null: no day. */
  entry('due', { actId: ActId, dueAt: Instant.nullable() }),
  /** A draft was begun that corrects a registered act: what becomes of it is bound to that act, both ways. */
  entry('correcting', { actId: ActId, draftId: z.uuid().brand<'DraftId'>(), how: CorrectionHow }),
  /**
   * An act that was signed and that the registry refused for good is made anew as this draft: nobody is to sign it, return it or wait for it any
   * more. `documentSha256`: what was signed. `problem`, `detail`: why it was refused, as the registry said (`ProblemCode`, or a later one).
   */
  entry('remade', {
    actId: ActId,
    documentSha256: Sha256,
    draftId: z.uuid().brand<'DraftId'>(),
    problem: z.string().min(1).max(60),
    detail: z.string().max(500),
  }),
  entry('reviewAsked', reviewShapes.reviewAsked),
  entry('reviewRecalled', reviewShapes.reviewRecalled),
  entry('reviewReturned', reviewShapes.reviewReturned),
  entry('remarkResolved', reviewShapes.remarkResolved),
  entry('frozen', { actId: ActId, ...frozenShape }),
]);
export type CaseEntry = z.infer<typeof CaseEntry>;
export type EntryKind = CaseEntry['kind'];
export type EntryOf<K extends EntryKind> = Extract<CaseEntry, { kind: K }>;

/** The act that an entry is of; null for what is of the case. */
export const actOf = (given: CaseEntry): ActId | null => ('actId' in given ? given.actId : null);

/** The draft that an entry is of; null for what is of the case or of an act. */
export const draftOf = (given: CaseEntry): DraftId | null => ('draftId' in given ? given.draftId : null);

/** Whether an exceptional access is in force at `now` (milliseconds). One that was noted by a clock that runs ahead begins when that time comes. */
export function isExceptionalNow({ at }: Pick<EntryOf<'breakGlass'>, 'at'>, now: number): boolean {
  const since = now - Date.parse(at);
  return since >= 0 && since < exceptionalAccessMs;
}
