import { z } from 'zod';
import { Instant } from './ids.ts';
import { DeskStanding } from './wire-fleet.ts';

/** What is looked at to say whether a desk is well, in this order. */
export const HealthId = z.enum(['store', 'selfTest', 'queue', 'refused', 'contact', 'certificate', 'copy']);
export type HealthId = z.infer<typeof HealthId>;
/** `unknown`: nothing was seen yet that would tell, or it is not set up here. */
export const HealthLevel = z.enum(['good', 'unknown', 'warning', 'error']);
export type HealthLevel = z.infer<typeof HealthLevel>;

/** `since`: the moment that decides (the oldest that waits, the last contact, the end of the certificate); null where there is none. */
export const HealthCheck = z.strictObject({
  id: HealthId,
  level: HealthLevel,
  count: z.int().min(0),
  since: Instant.nullable(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** Whether this desk is well, for fleet tools and for a person. Nothing of a case is in it. */
export const DeskHealth = z.strictObject({
  at: Instant,
  /** The worst of the checks; `unknown` counts as good. */
  level: z.enum(['good', 'warning', 'error']),
  checks: z.array(HealthCheck),
  standing: DeskStanding,
});
export type DeskHealth = z.infer<typeof DeskHealth>;
