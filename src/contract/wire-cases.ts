import { z } from 'zod';
import { CaseId, Sha256 } from './ids.ts';
import { CaseRecord, Proposal, Return } from './wire.ts';

/** GET /v1/receipts?after=C&limit=N: every receipt of the office, of acts and renditions, in the order in which they were given. */
export const ReceiptsQuery = z.strictObject({
  /** Opaque; '' is the beginning, 'latest' the end. */
  after: z.string().max(40).default(''),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export type ReceiptsQuery = z.infer<typeof ReceiptsQuery>;

export const ReceiptsPage = z.strictObject({
  receipts: z.array(z.string()),
  cursor: z.string(),
  more: z.boolean(),
});
export type ReceiptsPage = z.infer<typeof ReceiptsPage>;

/** GET /v1/cases/{caseId}/state: two copies of a case with the same hash are the same, so nothing has to be fetched. */
export const CaseState = z.strictObject({
  caseId: CaseId,
  hash: Sha256,
  acts: z.int().min(0),
  registered: z.int().min(0),
  renditions: z.int().min(0),
});
export type CaseState = z.infer<typeof CaseState>;

/** A JWS in compact form (RFC 7515) taken apart, because base64 does not compress: `[header's place, payload as text, signature]`. */
export const FlatJws = z.tuple([z.int().min(0), z.string(), z.string()]);
export type FlatJws = z.infer<typeof FlatJws>;

export const SnapshotAct = z.strictObject({
  proposal: Proposal,
  returned: Return.nullable(),
  receipt: FlatJws.nullable(),
  renditions: z.array(FlatJws),
});
export type SnapshotAct = z.infer<typeof SnapshotAct>;

/** GET /v1/cases/{caseId}/snapshot: everything of a case but its files, in one answer that compresses well. */
export const CaseSnapshot = z.strictObject({
  state: CaseState,
  case: CaseRecord,
  /** Headers of the receipts, as text; each receipt names its own by its place. */
  headers: z.array(z.string()),
  acts: z.array(SnapshotAct),
  /** The feed from here on goes on where this ends. */
  cursor: z.string(),
});
export type CaseSnapshot = z.infer<typeof CaseSnapshot>;
