import { z } from 'zod';
import { Sha256 } from './ids.ts';

/**
 * How far a desk's journal had come when it was last heard of, so that a second one with the same name (a copied disk, data put back from an
 * older copy) is found out by whoever comes later.
 *
 * GET  /v1/devices/{deviceId}   -> DeviceHead | 404 `not-found` (never heard of)
 * PUT  /v1/devices/{deviceId}   DeviceWord -> 200 DeviceHead | 409 `device-forked` where `after` is not what is known: look again
 *
 * What is known of a desk that is not in its own journal, at that place, was said by another: only the desk itself can tell.
 */
export const DeviceHead = z.strictObject({
  entries: z.int().min(0),
  /** SHA-256 of the last entry; 64 zeros while there is none. */
  head: Sha256,
});
export type DeviceHead = z.infer<typeof DeviceHead>;

export const DeviceWord = DeviceHead.extend({
  /** What the desk was told that is known of it, and found in its own journal; null: nothing. */
  after: DeviceHead.nullable(),
});
export type DeviceWord = z.infer<typeof DeviceWord>;

/** As the office's file names it. */
export const DeviceId = z.string().min(1).max(200);
