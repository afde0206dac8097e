import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';

/**
 * Second copies of workstations, kept by a repository. They come sealed to the institution's recovery keys, which the repository does not
 * have; what it sees is how large they are, and when they came.
 *
 * GET   /v1/copies                                   -> CopySlots: those that whoever asks may read
 * POST  /v1/copies            CopyWish               -> CopySlot: the asker's own, made where it is the first time
 * HEAD, PATCH, GET /v1/copies/{slot}/files/{file}    sealed files at their hashes, in slices as under `/v1/blobs` (wire-blobs.ts)
 * PUT   /v1/copies/{slot}/generations/{name} CopyFiles -> 201 | 200 the same is here | 409 `blob-missing` send its files first
 * GET   /v1/copies/{slot}/generations/{name}         -> CopyFiles
 *
 * A slot belongs to the device that opened it (to the person, or the office, whose access key was shown, and its name). It writes and reads
 * it; who looks after the workstations reads it, too: enrolled for that, those of every office, by an access key those of the key's office. To
 * anybody else it is not there. A generation counts as soon as its PUT was answered; the newest three stay, and the newest of each of the last seven days, as far as the slot has room.
 */
export const copyLimits = {
  /** Of one slot. */
  slotBytes: 2 * 2 ** 30,
  slotsPerOffice: 400,
  /** Of an enrolled device: it goes by one name, or by another after its office's file was changed. */
  slotsPerDevice: 4,
  /** Of a person with an access key of his or her own, at as many PCs. */
  slotsPerPerson: 20,
  filesPerGeneration: 20_000,
} as const;

export const CopyName = z.string().regex(/^g-\d{6,9}$/);
/** As it lies in the folder of a desk's copies (`casework/home/place.ts`). */
export const CopyPath = z
  .string()
  .regex(/^(?:files-[0-9a-f]{8}\/[0-9a-f]{64}|g-\d{6,9}\.(?:journal|list))\.age$/)
  .max(90);

/** What belongs to one generation: sealed files, by their hashes. */
export const CopyFiles = z.strictObject({
  files: z
    .array(z.strictObject({ path: CopyPath, sha256: Sha256, size: z.int().min(1) }))
    .min(2)
    .max(copyLimits.filesPerGeneration),
});
export type CopyFiles = z.infer<typeof CopyFiles>;

export const CopyWish = z.strictObject({ deviceId: z.string().min(1).max(200) });
export type CopyWish = z.infer<typeof CopyWish>;

export const CopySlot = z.strictObject({
  slot: Sha256,
  officeId: z.string(),
  /** The name by which the desk goes. */
  deviceId: z.string().min(1).max(200),
  /** Of a device or a person of its own; null of an office's key. */
  personId: z.string().nullable(),
  usedBytes: z.int().min(0),
  quotaBytes: z.int().min(0),
  /** Newest first; times are the repository's. */
  generations: z.array(z.strictObject({ name: CopyName, writtenAt: Instant })),
});
export type CopySlot = z.infer<typeof CopySlot>;

/** What is known of a slot wherever it is read: over the line, or in the repository's folder. */
export const KeptSlot = CopySlot.omit({ quotaBytes: true });
export type KeptSlot = z.infer<typeof KeptSlot>;

export const CopySlots = z.strictObject({ slots: z.array(CopySlot) });
export type CopySlots = z.infer<typeof CopySlots>;

/** Whose a slot is, as it is noted beside it. */
export const CopyOwner = z.strictObject({
  v: z.literal(1),
  officeId: z.string(),
  deviceId: z.string(),
  /** Thumbprint of the device's key; null where an access key was shown. */
  device: z.string().nullable(),
  personId: z.string().nullable(),
});
export type CopyOwner = z.infer<typeof CopyOwner>;
