import { z } from 'zod';

/** Lower-case hexadecimal SHA-256, 64 characters: the address of a file (law 5). */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** An act's identity, chosen where the act is made and never reused (UUID, RFC 9562). */
export const ActId = z.uuid().brand<'ActId'>();
export type ActId = z.infer<typeof ActId>;

export const CaseId = z.uuid().brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

export const BatchId = z.uuid().brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

/** One login on a token, bound to a list of digests. */
export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** An instant as RFC 3339 in UTC, e.g. `2026-11-21T13:05:00.000Z`. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

/** Ends a switch over a union: a new kind that nobody handles does not compile. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`unhandled ${what}: ${JSON.stringify(value)}`);
}
