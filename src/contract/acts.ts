import { z } from 'zod';
import { Failure } from './failures.ts';
import { ActId, BatchId, CaseId, Instant, Sha256 } from './ids.ts';
import { ActLevel } from './levels.ts';
import { DraftId } from './wire-drafts.ts';
import { Addressee, CaseFlags } from './wire-entries.ts';

/** The states of an act (the moves between them live in casework/acts). */
export const ActState = z.enum([
  'draft',
  'inReview',
  'returned',
  'toSign',
  'partiallySigned',
  'signed',
  'queued',
  'registered',
  'notified',
  'withdrawn',
  'rejectedByRegistry',
  'superseded',
  'contingencyPaper',
  'sealed',
]);
export type ActState = z.infer<typeof ActState>;

/** Where a registered act stands: its number in the case and its fojas, as the repository's receipt says. */
export const Registration = z.strictObject({
  number: z.int().min(1),
  folioFrom: z.int().min(1),
  folioTo: z.int().min(1),
  registeredAt: Instant,
});
export type Registration = z.infer<typeof Registration>;

/** How the signing of an act stands that names who signs it, in this order. */
export const JointSigning = z.strictObject({
  signers: z.array(
    z.strictObject({
      ...{ personId: z.string(), name: z.string(), capacity: z.string(), signedAt: Instant.nullable() },
      /** Signed electronically, not digitally (Ley 25.506, art. 5). */
      electronic: z.literal(true).optional(),
      /** Signed by this person, in that one's place. */
      substitute: z.strictObject({ personId: z.string(), name: z.string() }).optional(),
    }),
  ),
  /** Whose turn it is, by the place in the list; null when all have signed. */
  next: z.int().min(0).nullable(),
  /** It was signed at this desk, and others come after. */
  here: z.boolean(),
});
export type JointSigning = z.infer<typeof JointSigning>;

/** Who is to be told of an act, and how that stands with each. */
export const Notices = z.strictObject({
  /** Somebody said who they are; without that they are those of whom a notice was noted. */
  chosen: z.boolean(),
  addressees: z.array(z.strictObject({ ...Addressee.shape, state: z.enum(['pending', 'done', 'failed', 'repeat']) })),
});
export type Notices = z.infer<typeof Notices>;

/** One row of a tray. Times: `receivedAt` when it reached this office; `signedAt` this clock's claim (law 6). */
export const ActRow = z.strictObject({
  actId: ActId,
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  title: z.string(),
  type: z.string(),
  author: z.string(),
  state: ActState,
  detained: z.boolean(),
  /** What else makes its case urgent; absent where nothing does. */
  flags: CaseFlags.optional(),
  dueAt: Instant.nullable(),
  confidentialityLevel: z.int().min(0).max(5),
  documentSha256: Sha256,
  size: z.int(),
  receivedAt: Instant,
  /** This person was shown exactly the present bytes. */
  shown: z.boolean(),
  /** Name of the colleague whose visado covers exactly the present bytes. */
  vouchedBy: z.string().nullable(),
  remark: z.string().nullable(),
  signedAt: Instant.nullable(),
  signer: z.string().nullable(),
  /** Of what was registered elsewhere: who signed it, in that order, as the repository verified; absent where it does not tell. */
  signers: z.array(z.string()).optional(),
  /** Signed electronically, not digitally (Ley 25.506, art. 5); of several signers by one of them at least: `joint` says by whom. */
  electronic: z.literal(true).optional(),
  signedSha256: Sha256.nullable(),
  /** How far the signed act got on its way (law 7): `registered` only after the receipt was verified. */
  sending: z.enum(['waiting', 'sent', 'received', 'registered', 'refused']).nullable(),
  /** It lies in the office's own repository since then, by that one's clock, and is not registered yet. */
  inOffice: z.strictObject({ since: Instant }).optional(),
  trouble: Failure.nullable(),
  registration: Registration.nullable(),
  /** How long its signature can be proved; null for an act that is not signed, or was signed at another desk. */
  level: ActLevel.nullable(),
  /** Absent where whoever of the office may sign it. */
  joint: JointSigning.optional(),
  /** The office's own words for it. */
  labels: z.array(z.string()).optional(),
  /** Acts that it corrects (`of`), or that correct it (`by`). */
  corrections: z
    .array(
      z.strictObject({
        way: z.enum(['of', 'by']),
        actId: ActId,
        title: z.string(),
        number: z.int().nullable(),
        how: z.enum(['clarifies', 'rectifies', 'replaces']),
        registered: z.boolean(),
      }),
    )
    .optional(),
  /** Refused by the registry, and made anew as this draft since then: it waits for nobody. */
  remade: z.strictObject({ draftId: DraftId, at: Instant }).optional(),
  /** A return of it, or a signature of this desk before others', that the registry refused and a person set aside: why, and since when. */
  setAside: z.strictObject({ what: z.enum(['return', 'signature']), at: Instant, reason: Failure }).optional(),
  /** Only in an index: the piece is there, and what it says is not for this person. */
  sealedFor: z.literal(true).optional(),
  /** Who is to be told of it, and how that stands; absent where nobody was named nor told. */
  notices: Notices.optional(),
  /** Persons to whom its case is open in an emergency, whoever it is for. */
  openTo: z.array(z.string()).optional(),
});
export type ActRow = z.infer<typeof ActRow>;

/** `dueToday`: of those to sign, what is due before this day ends. `toNotify`: registered, and somebody is still to be told. */
export const Tray = z.enum(['toSign', 'signed', 'queue', 'registered', 'returned', 'dueToday', 'toNotify']);
export type Tray = z.infer<typeof Tray>;

export const BatchItem = z.strictObject({
  actId: ActId,
  title: z.string(),
  caption: z.string(),
  state: z.enum(['waiting', 'prepared', 'signing', 'kept', 'failed', 'leftOut']),
  failure: Failure.nullable(),
  signedSha256: Sha256.nullable(),
  /** When its fate was settled, and how long the token took for it; null before, and for what the token did not sign. */
  settledAt: Instant.nullable(),
  tokenMs: z.number().nullable(),
});
export type BatchItem = z.infer<typeof BatchItem>;

/** How often the PIN is asked for in a batch: once where the card allows it, or for each signature because the person wants so. */
export const PinCustom = z.enum(['asCard', 'each']);
export type PinCustom = z.infer<typeof PinCustom>;

export const Batch = z.strictObject({
  batchId: BatchId,
  state: z.enum(['preparing', 'waitingForPin', 'signing', 'paused', 'finished', 'stopped']),
  /** A pause was asked for: it comes after the item in hand. */
  pauseAsked: z.boolean(),
  /** When a pause that holds a login ends by itself, and the batch with it; absent where nothing is held. */
  pauseEndsAt: Instant.nullable().optional(),
  stoppedBy: Failure.nullable(),
  /** Whose name the certificate bears, and in which capacity the person of this desk signs. */
  signer: z.string(),
  /** It signs electronically, not digitally. */
  electronic: z.literal(true).optional(),
  capacity: z.string(),
  tokenLabel: z.string(),
  /** What it is signed with, so that it can be gone on with by one key. */
  libraryId: z.string(),
  tokenSerial: z.string(),
  certificateSha256: Sha256,
  pin: PinCustom,
  /** The key wants its PIN for each signature; null before the token said so. */
  pinPerSignature: z.boolean().nullable(),
  total: z.int(),
  prepared: z.int(),
  kept: z.int(),
  failed: z.int(),
  leftOut: z.int(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  /** Estimated from the time that the last signatures of this batch took, pauses left out; null before the first. */
  remainingSeconds: z.number().nullable(),
});
export type Batch = z.infer<typeof Batch>;
