import { z } from 'zod';
import { ActRow, Batch, BatchItem, Tray } from './acts.ts';
import { Locale, Role } from './config.ts';
import { Failure } from './failures.ts';
import { ActId, BatchId, CaseId, Instant, Sha256 } from './ids.ts';
import { ReceiptStatement } from './receipts.ts';
import { call } from './rpc.ts';
import { TokenListing } from './token.ts';

/** The status strip: it never lies. `lastContactAt` is the last answer of the repository that parsed. */
export const Line = z.strictObject({
  state: z.enum(['online', 'offline', 'notConfigured']),
  lastContactAt: Instant.nullable(),
  lastFailure: Failure.nullable(),
  waiting: z.int(),
  refused: z.int(),
  syncing: z.boolean(),
  /** Repository clock minus this clock, in milliseconds, at the last contact; null before the first. */
  clockOffsetMs: z.number().nullable(),
});
export type Line = z.infer<typeof Line>;

export const Status = z.strictObject({
  mode: z.enum(['normal', 'practice']),
  version: z.string(),
  office: z.string(),
  person: z.strictObject({ name: z.string(), role: Role, capacity: z.string() }),
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

/** Everything a window (or the command line) may ask of the office. */
export const calls = {
  'office.status': call(z.strictObject({}), Status),
  'settings.read': call(z.strictObject({}), Settings),
  'settings.write': call(Settings.partial(), Settings),

  'trays.counts': call(z.strictObject({}), z.record(Tray, z.int())),
  /** Keyset paging: `after` is the last row's `cursor` of the page before. `search` matches caption, number, title, author. */
  'trays.page': call(
    z.strictObject({
      tray: Tray,
      after: z.string().nullable(),
      limit: z.int().min(1).max(500),
      search: z.string().max(200).default(''),
    }),
    z.strictObject({ rows: z.array(ActRow), total: z.int(), next: z.string().nullable() }),
  ),
  'acts.read': call(z.strictObject({ actId: ActId }), ActRow),
  /** The case's index: registered acts first, in order, then those on their way. */
  'cases.index': call(
    z.strictObject({ caseId: CaseId }),
    z.strictObject({ caseNumber: z.string(), caption: z.string(), acts: z.array(ActRow) }),
  ),
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
    z.strictObject({ actId: ActId, documentSha256: Sha256, remark: z.string().trim().min(1).max(4000) }),
    ActRow,
  ),

  'tokens.list': call(z.strictObject({}), z.strictObject({ libraries: z.array(LibraryState) })),
  /** Starts a batch; it goes on by itself and tells its fate by events. Items neither shown nor vouched for are left out. */
  'signing.start': call(
    z.strictObject({
      items: z
        .array(z.strictObject({ actId: ActId, documentSha256: Sha256 }))
        .min(1)
        .max(5000),
      libraryId: z.string(),
      tokenSerial: z.string(),
      certificateSha256: Sha256,
    }),
    Batch,
  ),
  /** Stops cleanly after the item in hand; what is kept stays kept. */
  'signing.stop': call(z.strictObject({ batchId: BatchId }), Batch),
  'signing.batch': call(
    z.strictObject({ batchId: BatchId }),
    z.strictObject({ batch: Batch, items: z.array(BatchItem) }),
  ),

  /** Tries the line now and waits until it is drained or stuck. */
  'sync.now': call(z.strictObject({}), Line),
  /** The receipt as kept, and what our own check against our own bytes says now. */
  'receipts.read': call(
    z.strictObject({ actId: ActId }),
    z.strictObject({
      jws: z.string(),
      statement: ReceiptStatement,
      verified: z.boolean(),
      failure: Failure.nullable(),
    }),
  ),
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;

/** What the office tells its windows. */
export const events = {
  'trays.changed': z.strictObject({ trays: z.array(Tray) }),
  'line.changed': Line,
  'batch.changed': Batch,
  'batch.item': z.strictObject({ batchId: BatchId, index: z.int(), item: BatchItem }),
  'tokens.changed': z.strictObject({}),
  'settings.changed': Settings,
  /** The office process died and is back: read everything again. */
  'office.restarted': z.strictObject({}),
} as const;
export type Events = typeof events;
export type EventName = keyof Events;
