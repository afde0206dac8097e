import { z } from 'zod';
import { Failure } from './failures.ts';
import { ActId, BatchId, CaseId, Instant, Sha256 } from './ids.ts';

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
  signedSha256: Sha256.nullable(),
  /** How far the signed act got on its way (law 7): `registered` only after the receipt was verified. */
  sending: z.enum(['waiting', 'sent', 'received', 'registered', 'refused']).nullable(),
  trouble: Failure.nullable(),
  registration: Registration.nullable(),
});
export type ActRow = z.infer<typeof ActRow>;

export const Tray = z.enum(['toSign', 'signed', 'queue', 'registered', 'returned']);
export type Tray = z.infer<typeof Tray>;

export const BatchItem = z.strictObject({
  actId: ActId,
  title: z.string(),
  caption: z.string(),
  state: z.enum(['waiting', 'prepared', 'signing', 'kept', 'failed', 'leftOut']),
  failure: Failure.nullable(),
  signedSha256: Sha256.nullable(),
});
export type BatchItem = z.infer<typeof BatchItem>;

export const Batch = z.strictObject({
  batchId: BatchId,
  state: z.enum(['preparing', 'waitingForPin', 'signing', 'finished', 'stopped']),
  stoppedBy: Failure.nullable(),
  signer: z.string(),
  tokenLabel: z.string(),
  total: z.int(),
  prepared: z.int(),
  kept: z.int(),
  failed: z.int(),
  leftOut: z.int(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  /** Estimated from the items signed so far; null before the first. */
  remainingSeconds: z.number().nullable(),
});
export type Batch = z.infer<typeof Batch>;
