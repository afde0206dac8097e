import { z } from 'zod';
import { Failure } from './failures.ts';
import { Instant } from './ids.ts';
import { call } from './rpc.ts';
import { UpdateRing, UpdateVersion } from './update-facts.ts';

export * from './update-facts.ts';

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Where releases come from. None of them is trusted: what counts is signed. */
export const UpdateSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), url: z.url({ protocol: /^https?$/ }) }),
  /** A USB stick, or a share of the local network that is mounted. */
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
]);
export type UpdateSource = z.infer<typeof UpdateSource>;

/** How this PC comes to newer versions. `system`: somebody else installs them (apt, Intune, SCCM) and the program never does. */
export const UpdatePolicy = z.strictObject({
  mode: z.enum(['self', 'system']).default('system'),
  ring: UpdateRing.default('general'),
  /** Asked in this order. */
  sources: z.array(UpdateSource).max(10).default([]),
  /** Install only within these times of day, of this computer; without it, whenever nothing stands in the way. */
  window: z.strictObject({ from: TimeOfDay, to: TimeOfDay }).optional(),
  /** Hours between two looks. */
  everyHours: z.int().min(1).max(168).default(6),
  /** Where downloads and what was last trusted are kept; without it, beside the window's own files. */
  folder: z.string().min(1).optional(),
  /** This PC hands what it fetched to the others of its office, at this port: its address stands first among their sources. */
  sharePort: z.int().min(1024).max(65_535).optional(),
  /** The organisation's root of trust (a file of `fojas-release`), instead of the one that came with the program. */
  rootFile: z.string().min(1).optional(),
});
export type UpdatePolicy = z.infer<typeof UpdatePolicy>;

/** What stands in the way of installing now. */
export const Hindrance = z.enum(['batch', 'unsettled', 'typing', 'window', 'officeSilent']);
export type Hindrance = z.infer<typeof Hindrance>;

/** What the office answers when it is asked whether the program may be exchanged under it. */
export const Readiness = z.strictObject({
  /** A batch is being signed, or holds. */
  batch: z.boolean(),
  /** The journal of signing is open: acts between the token and the store. */
  unsettled: z.int(),
  /** Somebody writes an act. */
  typing: z.boolean(),
  /** Shape of the journal (number of its last migration); null where nobody with its key could look. */
  schema: z.int().nullable(),
});
export type Readiness = z.infer<typeof Readiness>;

export const UpdateNotes = z.strictObject({ 'es-AR': z.string(), en: z.string(), 'pt-BR': z.string() });
export type UpdateNotes = z.infer<typeof UpdateNotes>;

/** A release that this PC is offered. */
export const WaitingUpdate = z.strictObject({
  version: UpdateVersion,
  /** `return`: an older version that the release managers signed as the way back from this one. */
  kind: z.enum(['update', 'return']),
  critical: z.boolean(),
  bytes: z.int(),
  received: z.int(),
  stage: z.enum(['offered', 'downloading', 'ready', 'installing']),
  notes: UpdateNotes,
});
export type WaitingUpdate = z.infer<typeof WaitingUpdate>;

export const LastInstall = z.strictObject({
  from: UpdateVersion,
  version: UpdateVersion,
  at: Instant,
  /** `trial`: installed, not yet found healthy. `returned`: the version before came back by itself. */
  end: z.enum(['trial', 'healthy', 'returned']),
  /** Which check of the self-test failed, where it returned. */
  reason: z.string().nullable(),
});
export type LastInstall = z.infer<typeof LastInstall>;

export const UpdateStatus = z.strictObject({
  mode: z.enum(['self', 'system']),
  version: UpdateVersion,
  ring: UpdateRing,
  lastCheckAt: Instant.nullable(),
  lastFailure: Failure.nullable(),
  /** The release managers blocked this very version, or want a newer one at least. */
  standing: z.enum(['fine', 'blocked', 'belowMinimum']),
  waiting: WaitingUpdate.nullable(),
  putOff: z.array(Hindrance),
  installOnQuit: z.boolean(),
  lastInstall: LastInstall.nullable(),
});
export type UpdateStatus = z.infer<typeof UpdateStatus>;

/** Calls that a window asks of the program itself, not of the office. */
export const updateCalls = {
  'updates.status': call(z.strictObject({}), UpdateStatus),
  /** Looks now, and fetches what is offered. */
  'updates.check': call(z.strictObject({}), UpdateStatus),
  'updates.onQuit': call(z.strictObject({ install: z.boolean() }), UpdateStatus),
} as const;
export type UpdateCalls = typeof updateCalls;

export const updateEvents = { 'updates.changed': UpdateStatus } as const;
export type UpdateEvents = typeof updateEvents;

/** One check of `--self-test`. */
export const SelfTestCheck = z.strictObject({
  name: z.enum(['processes', 'crypto', 'database', 'migration', 'driver']),
  ok: z.boolean(),
  /** Technical: a primitive's name, a driver's path, a failure's kind. */
  detail: z.string(),
});
export type SelfTestCheck = z.infer<typeof SelfTestCheck>;

export const SelfTestReport = z.strictObject({
  version: z.string(),
  ok: z.boolean(),
  checks: z.array(SelfTestCheck),
});
export type SelfTestReport = z.infer<typeof SelfTestReport>;
