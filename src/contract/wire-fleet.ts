import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';
import { UpdateRing, UpdateVersion } from './update-facts.ts';
import { DeviceId } from './wire-devices.ts';

/**
 * What a desk tells of its own machinery at a contact, so that IT sees which one needs a hand before somebody calls. Nothing of a case, of a
 * person or of a key is in it.
 *
 * PUT /v1/devices/{deviceId}/standing?ago=SECONDS   DeskStanding -> 200 DeskStanding; `ago` where a repository inside an office passes it on
 * GET /v1/fleet                         -> Fleet; for IT: of all offices for an enrolled person, of its own for who shows a key
 */
export const DeskStanding = z.strictObject({
  version: UpdateVersion,
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  arch: z.enum(['x64', 'arm64', 'other']),
  ring: UpdateRing,
  /** Hash of what is decided for this desk (repository, line, signing, updates): desks of one policy have one hash. */
  policySha256: Sha256,
  /** File names of the drivers that answer. */
  drivers: z.array(z.string().regex(/^[\w.+-]{1,80}$/)).max(20),
  /** When the certificate ends that this person would sign with, as it was seen last; null where none was seen yet. */
  certificateEnds: Instant.nullable(),
  /** On their way to the repository, refused by it, and set aside; when the oldest of those on their way was signed. */
  queue: z.strictObject({
    waiting: z.int().min(0),
    refused: z.int().min(0),
    aside: z.int().min(0),
    oldest: Instant.nullable(),
  }),
  /** The last test of cryptography and store; null before the first. */
  selfTest: z.strictObject({ at: Instant, ok: z.boolean() }).nullable(),
});
export type DeskStanding = z.infer<typeof DeskStanding>;

/** How long ago the desk told it to who passes it on, in seconds: no clock but the repository's own decides when that was. */
export const StandingQuery = z.strictObject({
  ago: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional(),
});

/** What a desk saw of tokens when it looked last: it outlives the token's being plugged in. */
export const SeenTokens = DeskStanding.pick({ drivers: true, certificateEnds: true });
export type SeenTokens = z.infer<typeof SeenTokens>;

export const FleetRow = z.strictObject({
  officeId: z.string(),
  deviceId: DeviceId,
  /** When it told so, by the repository's clock. */
  seenAt: Instant,
  standing: DeskStanding,
});
export type FleetRow = z.infer<typeof FleetRow>;

export const Fleet = z.strictObject({ at: Instant, rows: z.array(FleetRow) });
export type Fleet = z.infer<typeof Fleet>;
