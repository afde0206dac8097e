import { z } from 'zod';

/** A version of the program: three numbers, nothing else. */
export const UpdateVersion = z.string().regex(/^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/);
export type UpdateVersion = z.infer<typeof UpdateVersion>;

/** A ring of PCs that get a release at the same time, such as `piloto` or `general`. */
export const UpdateRing = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/);
export type UpdateRing = z.infer<typeof UpdateRing>;

/** Why a release, or what is told of it, is not believed or not installed. */
export const UpdateRefusal = z.enum([
  /** No root of trust came with this program. */
  'noRoot',
  /** A new root that the present one did not sign. */
  'rogueRoot',
  /** Metadata without enough valid signatures. */
  'unsigned',
  /** Older than what was seen before. */
  'rollback',
  /** Too old to say what holds today. */
  'expired',
  /** Pieces that do not belong together. */
  'mixed',
  'wrongLength',
  'wrongHash',
  /** A file name that would lead out of its folder. */
  'name',
  'damaged',
  /** This clock is behind what was seen before. */
  'clockBack',
  /** Signed, but older than what is installed, and not as the way back from it. */
  'downgrade',
  'blocked',
  /** The data here are of a newer shape than that version reads. */
  'dataNewer',
  /** It is not for this system, ring or version. */
  'notForHere',
  'nothingWaits',
  /** Another process fetches or installs in the same folder: another account of this PC, or a command. */
  'elsewhere',
  /** Something stands in the way. */
  'putOff',
  /** Another installs versions here. */
  'system',
  /** It takes the rights of an administrator. */
  'rights',
  'publisherMissing',
  'publisherUnchecked',
  'publisherOther',
  'installerFailed',
  /** It was installed, did not pass its own test, and the version before is back. */
  'unhealthy',
]);
export type UpdateRefusal = z.infer<typeof UpdateRefusal>;
