import { z } from 'zod';
import { FailureKind, WindowPart } from './diary-fields.ts';
import { DoctorArea, FindingId, FixId } from './doctor.ts';
import { DeskHealth } from './health.ts';
import { Instant, Sha256 } from './ids.ts';
import { call } from './rpc.ts';

/** A finding of the doctor without the words in it: a certificate's holder is a person. */
export const BareFinding = z.strictObject({
  id: FindingId,
  area: DoctorArea,
  severity: z.enum(['ok', 'info', 'warning', 'error']),
  fix: FixId.nullable(),
  facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
});

const Integrity = z.enum(['good', 'damaged']);

/** What the office tells of itself: never a case, a person, a certificate's holder, a folder or a key. */
export const OfficeDiagnostics = z.strictObject({
  at: Instant,
  mode: z.enum(['normal', 'practice']),
  health: DeskHealth,
  integrity: z.strictObject({
    journal: Integrity,
    cache: Integrity,
    /** The chain of the journal's entries, read from the first to the last. */
    chain: Integrity,
    entries: z.int(),
    journalShape: z.int(),
    cacheShape: z.int(),
  }),
  line: z.strictObject({
    state: z.enum(['online', 'offline', 'notConfigured']),
    lastContactAt: Instant.nullable(),
    lastFailure: FailureKind.nullable(),
  }),
  findings: z.array(BareFinding),
  /** The configuration with everything masked that names somebody, or opens something: `•••`. */
  config: z.record(z.string(), z.unknown()),
});
export type OfficeDiagnostics = z.infer<typeof OfficeDiagnostics>;

/** The text that a person reads on the screen, and that is written if the person says so: the very same. */
export const Bundle = z.strictObject({ text: z.string(), sha256: Sha256 });
export type Bundle = z.infer<typeof Bundle>;

/** Asked of the program itself: it answers even where no office opens. */
export const diagnosticsCalls = {
  'diagnostics.read': call(z.strictObject({}), Bundle),
  /** Writes the bundle that was read last, if it is this one, into the folder of downloads; answers where it lies. */
  'diagnostics.save': call(z.strictObject({ sha256: Sha256 }), z.strictObject({ path: z.string() })),
  /** A part of the window could not be shown; `error` is the name of what was thrown (`TypeError`). It goes into the diary. */
  'diagnostics.fell': call(z.strictObject({ part: WindowPart, error: z.string().max(60) }), z.strictObject({})),
} as const;
export type DiagnosticsCalls = typeof diagnosticsCalls;
