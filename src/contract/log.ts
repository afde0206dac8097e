import { z } from 'zod';
import { ActId, CaseId, Instant, Sha256 } from './ids.ts';
import { LogAlarmKind } from './log-alarm.ts';
import { ReceiptKey } from './receipts.ts';
import { EntryId } from './wire-entries.ts';

/**
 * The log of the register, over the wire. Its leaves are the statements the repository signed (receipts of acts and of renditions, and
 * final refusals), as the very text of their JWS; tree and proofs are those of RFC 9162, checkpoints those of C2SP tlog-checkpoint.
 *
 * GET /v1/log?from=N                     -> LogHead     (its size now; proof that it grew out of the tree of N leaves)
 * GET /v1/log/consistency?from=A&to=B    -> LogGrowth
 * GET /v1/log/proofs?size=N&leaves=H,H   -> LogProofs   (at most 100 leaves, base64url of their hashes)
 * GET /v1/log/stamp?size=N               -> LogStamp    | 404 (the newest time-stamp of a checkpoint of at most N leaves)
 */
const TreeSize = z.int().min(0);
const sizeInQuery = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Hashes of 32 bytes, one behind the other, as base64. */
export const Hashes = z.base64().max(200_000);
/** A signed note (C2SP signed-note). */
export const CheckpointText = z.string().min(1).max(16_384);

export const LogQuery = z.strictObject({ from: sizeInQuery.default(0) });
export const LogHead = z.strictObject({
  checkpoint: CheckpointText,
  /** Which keys sign, and which did (a JWS of a `KeyHistory`); null while the first one still does. */
  keys: z.string().max(65_536).nullable(),
  /** From the tree of `from` leaves; null where the log is shorter than that. */
  consistency: Hashes.nullable(),
  /** Told by a repository inside an office: what other PCs of the office were shown lately. */
  seen: z.array(CheckpointText).max(8).optional(),
});
export type LogHead = z.infer<typeof LogHead>;

export const GrowthQuery = z.strictObject({ from: sizeInQuery, to: sizeInQuery });
export const LogGrowth = z.strictObject({ consistency: Hashes });
export type LogGrowth = z.infer<typeof LogGrowth>;

const leafInQuery = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const maxLeavesAsked = 100;
export const ProofsQuery = z.strictObject({
  size: sizeInQuery,
  leaves: z
    .string()
    .max(maxLeavesAsked * 44)
    .transform((text) => text.split(','))
    .pipe(z.array(leafInQuery).min(1).max(maxLeavesAsked)),
});
/** Neighbours share most of their proofs: `pool` has each hash once, a proof names them by their places in it. */
export const LogProofs = z.strictObject({
  pool: Hashes,
  /** In the order asked; null for what is no leaf of this tree. */
  proofs: z.array(z.strictObject({ index: TreeSize, parts: z.array(z.int().min(0)).max(64) }).nullable()),
});
export type LogProofs = z.infer<typeof LogProofs>;

export const StampQuery = z.strictObject({ size: sizeInQuery });
export const LogStamp = z.strictObject({
  checkpoint: CheckpointText,
  /** A TimeStampToken (RFC 3161), DER as base64; its imprint is SHA-256 of the checkpoint's text. */
  token: z.base64().max(100_000),
  at: Instant,
});
export type LogStamp = z.infer<typeof LogStamp>;

/**
 * The repository's keys, all of them, as its pinned root vouches for them. A JWS as receipts are, `typ: 'fojas-keys+jws'`. What a retired
 * key signed counts where it is a leaf before `retired.size`, or a checkpoint of a tree not larger than that.
 */
export const KeyHistory = z.strictObject({
  v: z.literal(1),
  /** The log's name. */
  origin: z.string().min(1).max(200),
  issuedAt: Instant,
  /** The oldest first; the last one signs now. */
  keys: z
    .array(
      z.strictObject({
        key: ReceiptKey,
        from: Instant.nullable(),
        retired: z.strictObject({ at: Instant, size: TreeSize }).nullable(),
      }),
    )
    .min(1)
    .max(200),
});
export type KeyHistory = z.infer<typeof KeyHistory>;

export const KeyHistoryHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-keys+jws'),
});

/** A receipt with all that it takes to check it without a line, in one file (`fojas receipt export`). */
export const ReceiptFile = z.strictObject({
  v: z.literal(1),
  kind: z.literal('fojas-receipt'),
  receipt: z.string().max(16_384),
  checkpoint: CheckpointText,
  inclusion: z.strictObject({ index: TreeSize, proof: Hashes }),
  keys: z.string().max(65_536).nullable(),
  /** The newest time-stamp that the workstation kept, with the proof that the checkpoint above grew out of that one. */
  stamp: LogStamp.extend({ consistency: Hashes }).nullable(),
});
export type ReceiptFile = z.infer<typeof ReceiptFile>;

/** What of the register's log a workstation holds for itself. */
export const LogStanding = z.strictObject({
  /** The newest checkpoint that was proved to grow out of all before it; null before the first contact. */
  size: TreeSize.nullable(),
  checkpoint: CheckpointText.nullable(),
  checkedAt: Instant.nullable(),
  /** When a time-stamping authority last vouched for a checkpoint that is kept here. */
  stampedAt: Instant.nullable(),
  alarm: z
    .strictObject({
      kind: LogAlarmKind,
      at: Instant,
      /** How large the log was here, and how large it is said to be. */
      known: TreeSize,
      told: TreeSize.nullable(),
      /** Where the other checkpoint came from, of a fork. */
      source: z.string().max(300).nullable(),
    })
    .nullable(),
});
export type LogStanding = z.infer<typeof LogStanding>;
export type LogAlarm = NonNullable<LogStanding['alarm']>;

/** Where an act's receipt stands in the log, as it was proved here. */
export const LogPlace = z.strictObject({ index: TreeSize, size: TreeSize, checkedAt: Instant });
export type LogPlace = z.infer<typeof LogPlace>;

/**
 * A final no, signed: so that nobody on the way can say one in the repository's name. A JWS as receipts are,
 * `typ: 'fojas-refusal+jws'`; it comes in the `refusal` of a problem.
 */
export const RefusalStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  actId: ActId,
  /** 0 for the signed act itself, n for its n-th rendition, or its n-th signature that others come after. */
  n: z.int().min(0),
  sha256: Sha256,
  /** As in the problem's type. */
  code: z.string().min(1).max(60),
  refusedAt: Instant,
});
export type RefusalStatement = z.infer<typeof RefusalStatement>;

/** What stays a no whatever is sent again, and is signed therefore: codes of problems. */
export const signedRefusals: ReadonlySet<string> = new Set([
  ...['act-id-reused', 'act-state', 'case-closed', 'signature-invalid', 'not-what-was-shown'],
  ...['rendition-order', 'not-an-addition', 'not-your-turn', 'another-signer', 'electronic-refused'],
  'substitution-refused',
]);

/**
 * A final no to what is noted of a case, an act or a draft, signed likewise (`typ: 'fojas-entry-refusal+jws'`), by repositories that say so
 * (feature `signed-entry-refusals`).
 */
export const EntryRefusalStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  caseId: CaseId,
  entryId: EntryId,
  /** Of the entry: its JSON with the keys of every object in order of their UTF-16 units and without spaces, as UTF-8. */
  sha256: Sha256,
  code: z.string().min(1).max(60),
  refusedAt: Instant,
});
export type EntryRefusalStatement = z.infer<typeof EntryRefusalStatement>;

export const EntryRefusalHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-entry-refusal+jws'),
});

/** What stays a no to an entry whatever is sent again, and is signed therefore: codes of problems. */
export const signedEntryRefusals: ReadonlySet<string> = new Set([
  ...['act-id-reused', 'act-state', 'case-moved', 'office-unknown', 'not-what-was-shown'],
]);

/**
 * Where the log of accesses stood, as the repository's key signs it (`typ: 'fojas-accesses+jws'`): a leaf of the register's log, so that every
 * checkpoint, every time-stamp and every workstation that holds one vouches for the accesses up to there.
 */
export const AccessMark = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  seq: z.int().min(1),
  /** Of the entry `seq`. */
  hash: Sha256,
  at: Instant,
});
export type AccessMark = z.infer<typeof AccessMark>;

export const RefusalHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-refusal+jws'),
});
