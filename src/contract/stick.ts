import { z } from 'zod';
import { Failure, ParcelRefusal } from './failures.ts';
import { ActId, CaseId, Instant, Sha256 } from './ids.ts';
import { CheckpointText, LogHead } from './log.ts';
import { BundleLine } from './wire-bundle.ts';
import { DraftState, DraftVersion, DraftVersionId } from './wire-drafts.ts';
import { CaseEntry, EntryId } from './wire-entries.ts';
import {
  CaseRecord,
  FeedEvent,
  Proposal,
  RegistrationRequest,
  RenditionRequest,
  Return,
  SignatureRequest,
} from './wire.ts';

/**
 * The lists of parcels that are carried by hand (`parcel/parcel.ts` is their form). Each is signed with the office's key, which office and
 * repository both derive from its access key, and sealed: to the repository (`parcelRecipient`), or back to the office. A desk that is
 * enrolled for its person holds no such key: it signs with the one it was enrolled with (`desk`), and its answer comes signed with the key
 * of receipts and sealed to that desk alone.
 */
const ParcelFile = z.strictObject({ sha256: Sha256, size: z.int().min(1) });
const head = { v: z.literal(1), parcelId: z.uuid(), officeId: z.string().min(1).max(200), madeAt: Instant };

/** What a workstation, or an office's repository, sends: in the order in which it is to be done. */
export const ParcelItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('case'), case: CaseRecord }),
  z.strictObject({ kind: z.literal('proposal'), proposal: Proposal }),
  // Of a draft the text in hand first, then those that the repository never had: what it grew from, and what stands beside it.
  z.strictObject({ kind: z.literal('draft'), version: DraftVersion }),
  z.strictObject({ kind: z.literal('entry'), entry: CaseEntry }),
  z.strictObject({ kind: z.literal('signature'), request: SignatureRequest }),
  z.strictObject({ kind: z.literal('return'), return: Return }),
  z.strictObject({ kind: z.literal('act'), request: RegistrationRequest }),
  z.strictObject({ kind: z.literal('rendition'), request: RenditionRequest }),
]);
export type ParcelItem = z.infer<typeof ParcelItem>;

/** A desk that signs for itself: the key it was enrolled with, and to whom (age) its answer is sealed. */
export const DeskSigner = z.strictObject({
  key: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  }),
  answerTo: z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/),
});
export type DeskSigner = z.infer<typeof DeskSigner>;

/** Where the register's log stood when the parcel was made, and that it grew out of the tree of `from` leaves. */
const CarriedLog = z.strictObject({ from: z.int().min(0), head: LogHead });

/** Which cases a new workstation is to begin with; none named: all that its person may see. */
const wished = { caseNumbers: z.array(z.string().min(1).max(60)).max(1000), maxBytes: z.int().min(0) };
export const SeedWish = z.strictObject({ ...wished, caseNumbers: wished.caseNumbers.min(1) });
export type SeedWish = z.infer<typeof SeedWish>;

/** The same, asked by the workstation itself: `version` is the newest wording that it knows (`wireVersion`). */
export const CarriedWish = z.strictObject({ ...wished, version: z.iso.date() });
export type CarriedWish = z.infer<typeof CarriedWish>;

export const OutwardParcel = z.strictObject({
  ...head,
  kind: z.literal('outward'),
  deviceId: z.string().min(1).max(200),
  /** Left out where the office's key signs. */
  desk: DeskSigner.optional(),
  /** The newest that this PC proved: the answer has to grow out of it. */
  checkpoint: CheckpointText.optional(),
  items: z.array(ParcelItem).max(20_000),
  files: z.array(ParcelFile).max(40_000),
  /** A desk that asks for what it is to begin with sends nothing else: what is answered is a seed. */
  wish: CarriedWish.optional(),
});
export type OutwardParcel = z.infer<typeof OutwardParcel>;

/**
 * What became of one item: as the same thing sent over the line would have been answered. `done`: what has no receipt (a case, a proposal, a
 * draft, an entry) is there.
 */
const ParcelOutcome = z.strictObject({
  item: z.enum(['case', 'proposal', 'draft', 'entry', 'signature', 'return', 'act', 'rendition']),
  /** The act's, or the case's, the version's or the entry's, id. */
  id: z.union([ActId, CaseId, DraftVersionId, EntryId]),
  /** Of a version of a draft: what it grew from and brought together. */
  parents: z.array(DraftVersionId).optional(),
  line: z.union([BundleLine, z.strictObject({ kind: z.literal('done') })]),
});
export type ParcelOutcome = z.infer<typeof ParcelOutcome>;

/** What the repository answers; `inReplyTo` is the parcel it answers to. */
export const AnswerParcel = z.strictObject({
  ...head,
  kind: z.literal('answer'),
  repository: z.string(),
  inReplyTo: z.uuid(),
  outcomes: z.array(ParcelOutcome).max(20_000),
  log: CarriedLog.optional(),
  files: z.array(ParcelFile).max(0),
});
export type AnswerParcel = z.infer<typeof AnswerParcel>;

/** A draft as it is carried to a desk: where it stands, and what was ever saved of it, as far as it fits. */
export const CarriedDraft = z
  .strictObject({ state: DraftState, versions: z.array(DraftVersion).min(1).max(20_000) })
  .refine(
    ({ state, versions }) =>
      versions.every(({ draftId, caseId }) => draftId === state.draftId && caseId === state.caseId),
    'a version of another draft',
  )
  .refine(
    ({ state, versions }) => state.open.every((id) => versions.some(({ versionId }) => versionId === id)),
    'an open version is missing',
  );
export type CarriedDraft = z.infer<typeof CarriedDraft>;

/** What a new workstation begins with: what the feed would tell of some cases, their drafts, and their files as far as they fit. */
export const SeedParcel = z.strictObject({
  ...head,
  kind: z.literal('seed'),
  repository: z.string(),
  events: z.array(FeedEvent).max(200_000),
  drafts: z.array(CarriedDraft).max(20_000).optional(),
  log: CarriedLog.optional(),
  /** Of a seed that was wished for: which one it answers, and the numbers that are no case of the office, or none for that person. */
  inReplyTo: z.uuid().optional(),
  unknown: z.array(z.string()).max(1000).optional(),
  files: z.array(ParcelFile).max(100_000),
});
export type SeedParcel = z.infer<typeof SeedParcel>;

export const parcelLimits = {
  listBytes: 64 * 1024 * 1024,
  /** Of the texts that drafts grew from, in characters of JSON: the newest go, older ones stay where they are. */
  earlierTexts: 24 * 1024 * 1024,
  /** Of a seed that another desk fetches over its line, list and files, in bytes: it comes in one answer. */
  carriedSeed: 48 * 1024 * 1024,
  /** Of what a seed tells and brings: events, and files. */
  events: 200_000,
  files: 100_000,
  /** Of a whole parcel, in bytes: a large stick's worth. */
  bytes: 16 * 2 ** 30,
} as const;

/** An answer over the line that is more than anybody reads: it is as large when it is asked for again, and holds up no other parcel. */
export const parcelTooLarge: Failure = {
  kind: 'registrationRefused',
  problem: 'parcel-refused',
  detail: 'asksTooMuch',
};

/** Sealed parcels over the line, where one carries them there. */
export const parcelType = 'application/vnd.fojas.parcel';

export const StickExported = z.strictObject({
  path: z.string(),
  parcelId: z.uuid(),
  /** What the repository to which it is sealed calls itself; null where only the configuration names its key. */
  sealedTo: z.string().nullable(),
  acts: z.int(),
  returns: z.int(),
  renditions: z.int(),
  /** Cases that were opened here, acts that were put before a signer, signatures that others come after, texts, and what was noted. */
  cases: z.int(),
  proposals: z.int(),
  signatures: z.int(),
  drafts: z.int(),
  entries: z.int(),
  bytes: z.int(),
  /** Acts whose files are gone or damaged here, left out. */
  leftOut: z.int(),
});
export type StickExported = z.infer<typeof StickExported>;

/** A wish for cases that was written to a stick; `sealedTo` as above. */
export const StickWished = z.strictObject({ path: z.string(), parcelId: z.uuid(), sealedTo: z.string().nullable() });
export type StickWished = z.infer<typeof StickWished>;

export const StickImported = z.strictObject({
  kind: z.enum(['answer', 'seed']),
  registered: z.int(),
  received: z.int(),
  refused: z.int(),
  later: z.int(),
  /** Of an answer: what has no receipt and is there now. */
  delivered: z.int(),
  /** Of a seed. */
  cases: z.int(),
  acts: z.int(),
  drafts: z.int(),
  files: z.int(),
  /** Numbers that were wished for, and that are no case of the office or not for this person. */
  unknown: z.array(z.string()),
});
export type StickImported = z.infer<typeof StickImported>;

/**
 * A parcel of another office that this desk took in to pass on. `waiting`: the repository has not answered yet. `answered`: its sealed answer
 * lies here. `refused`: it will not take this one.
 */
export const CarriedParcel = z.strictObject({
  sha256: Sha256,
  size: z.int().min(1),
  /** What its file was called. */
  name: z.string().min(1).max(200),
  takenAt: Instant,
  state: z.enum(['waiting', 'answered', 'refused']),
  reason: ParcelRefusal.nullable(),
  /** When its answer was last put on a stick. */
  handedAt: Instant.nullable(),
});
export type CarriedParcel = z.infer<typeof CarriedParcel>;

/** `failure`: why nothing moves now. */
export const Carrying = z.strictObject({ parcels: z.array(CarriedParcel), failure: Failure.nullable() });
export type Carrying = z.infer<typeof Carrying>;

export const AnswersLeft = z.strictObject({ files: z.array(z.string()), waiting: z.int(), refused: z.int() });
export type AnswersLeft = z.infer<typeof AnswersLeft>;
