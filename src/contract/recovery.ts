import { z } from 'zod';
import { Failure } from './failures.ts';
import { Restored } from './home.ts';
import { Instant, Sha256 } from './ids.ts';
import { call } from './rpc.ts';
import { AgeRecipient } from './second-copy.ts';

/**
 * Why a desk has to be brought back: its journal cannot be read; the key of its store is gone; or this PC takes the place of another, whose
 * work lies in copies only.
 */
export const RecoveryNeed = z.enum(['damaged', 'keyLost', 'newDesk']);
export type RecoveryNeed = z.infer<typeof RecoveryNeed>;

const PathName = z.string().trim().min(1).max(1000);

/** Copies as they lie at a place, newest first: seen without any key. */
export const CopiesSeen = z.strictObject({
  folder: z.string(),
  generations: z.array(
    z.strictObject({
      name: z.string(),
      /** When its list was written, by the clock of that disk. */
      writtenAt: Instant,
      files: z.int(),
      bytes: z.int(),
      /** Files that are not what was written there, or not there. */
      damaged: z.int(),
    }),
  ),
});
export type CopiesSeen = z.infer<typeof CopiesSeen>;

/** What a copy holds. */
export const CopyHolds = z.strictObject({
  journalEntries: z.int(),
  signedActs: z.int(),
  unsent: z.int(),
  drafts: z.int(),
  files: z.int(),
});
export type CopyHolds = z.infer<typeof CopyHolds>;

/** Copies opened with the institution's key, or with its answer, newest first. `reason`: why this one cannot be brought back. */
export const CopiesOpened = z.strictObject({
  generations: z.array(
    z.discriminatedUnion('usable', [
      z.strictObject({ usable: z.literal(true), name: z.string(), madeAt: Instant, holds: CopyHolds }),
      z.strictObject({ usable: z.literal(false), name: z.string(), reason: z.string() }),
    ]),
  ),
});
export type CopiesOpened = z.infer<typeof CopiesOpened>;

/**
 * A file that a desk hands to whoever keeps the institution's recovery key: headers of sealed files (age), which hold nothing but each
 * file's key, sealed. The key itself never comes near the desk.
 */
export const RecoveryErrand = z.strictObject({
  v: z.literal(1),
  kind: z.literal('recoveryErrand'),
  errandId: z.uuid(),
  officeId: z.string().min(1).max(200),
  deviceId: z.string().min(1).max(200),
  madeAt: Instant,
  /** Of a key that the desk made for this errand alone: the answer is sealed to it. */
  recipient: AgeRecipient,
  headers: z.array(z.base64()).min(1).max(50_000),
});
export type RecoveryErrand = z.infer<typeof RecoveryErrand>;

/** The answer, as it lies sealed: the keys of those files, and of no others. */
export const RecoveryAnswer = z.strictObject({
  v: z.literal(1),
  kind: z.literal('recoveryAnswer'),
  errandId: z.uuid(),
  keys: z.array(z.strictObject({ name: Sha256, key: z.base64() })).max(50_000),
});
export type RecoveryAnswer = z.infer<typeof RecoveryAnswer>;

/** `mark`: what both ends read to each other, so that nobody answers another's errand. */
export const ErrandMade = z.strictObject({ path: z.string(), mark: z.string(), files: z.int() });
export type ErrandMade = z.infer<typeof ErrandMade>;

/** What the office's program is asked for while the office itself cannot be opened. `keyFile`: the institution's key, or its answer. */
export const RecoveryWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('look'), folder: PathName }),
  z.strictObject({ kind: z.literal('fetch') }),
  z.strictObject({ kind: z.literal('errand'), folder: PathName.nullable(), to: PathName }),
  z.strictObject({ kind: z.literal('open'), folder: PathName, keyFile: PathName }),
  z.strictObject({ kind: z.literal('key'), keyFile: PathName }),
  z.strictObject({
    kind: z.literal('bring'),
    ...{ folder: PathName, keyFile: PathName, generation: z.string().max(20).nullable() },
    storeKey: z.string().regex(/^[0-9a-f]{64}$/),
  }),
]);
export type RecoveryWish = z.infer<typeof RecoveryWish>;

/** What came of a wish. `key`: for the process that asked, which puts it into the keychain. */
export const RecoveryEnd = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('look'), value: CopiesSeen }),
  z.strictObject({ kind: z.literal('fetch'), value: CopiesSeen }),
  z.strictObject({ kind: z.literal('errand'), value: ErrandMade }),
  z.strictObject({ kind: z.literal('open'), value: CopiesOpened }),
  z.strictObject({ kind: z.literal('key'), value: z.string() }),
  z.strictObject({ kind: z.literal('bring'), value: Restored }),
  z.strictObject({ kind: z.literal('failed'), failure: Failure }),
]);
export type RecoveryEnd = z.infer<typeof RecoveryEnd>;

/** What a window asks of the program while the office cannot be opened; refused where it is open. */
export const recoveryCalls = {
  /** `need` null: there is nothing to bring back. */
  'recovery.read': call(
    z.strictObject({}),
    z.strictObject({
      need: RecoveryNeed.nullable(),
      deviceId: z.string(),
      /** Where this desk's copies go, as configured. */
      folder: z.string().nullable(),
      /** The repository keeps them, too. */
      repository: z.boolean(),
      /** The store key lies beside the data, sealed to the institution: where the data are sound, that alone opens them. */
      keyBeside: z.boolean(),
    }),
  ),
  'recovery.look': call(z.strictObject({ folder: PathName }), CopiesSeen),
  /** Brings the newest copy from the repository into a folder of this PC. */
  'recovery.fetch': call(z.strictObject({}), CopiesSeen),
  'recovery.errand': call(z.strictObject({ folder: PathName.nullable(), to: PathName }), ErrandMade),
  'recovery.open': call(z.strictObject({ folder: PathName, keyFile: PathName }), CopiesOpened),
  /** Takes the store key that lies beside the data into the keychain, and opens the office with it. */
  'recovery.key': call(z.strictObject({ keyFile: PathName }), z.strictObject({})),
  /** `generation` null: the newest that is whole. The office is opened by `recovery.finish`, once a person has read what came of it. */
  'recovery.bring': call(
    z.strictObject({ folder: PathName, keyFile: PathName, generation: z.string().max(20).nullable() }),
    Restored,
  ),
  /** Opens the office: with what was brought back, or (`newDesk`) without anything. */
  'recovery.finish': call(z.strictObject({}), z.strictObject({})),
} as const;
export type RecoveryCalls = typeof recoveryCalls;
