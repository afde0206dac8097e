import { z } from 'zod';
import { Failure } from './failures.ts';
import { ActId, Instant, Sha256 } from './ids.ts';

/**
 * How long a signature can be proved, as the AdES baselines name it (EN 319 142-1, 6): `B` signed; `T` with a time-stamp; `LT` with the
 * validation data of its certificates; `LTA` with all of it under an archive time-stamp that can be renewed.
 */
export const Level = z.enum(['B', 'T', 'LT', 'LTA']);
export type Level = z.infer<typeof Level>;

/** What a signed act's file proves now, and what it is meant to prove. Never less than asked without saying so. */
export const ActLevel = z.strictObject({
  reached: Level,
  wanted: Level,
  /** Why the last attempt did not get as far as wanted; null where there was none yet, or nothing is missing. */
  waitingFor: Failure.nullable(),
  /** Attempts since the last success. */
  attempts: z.int().min(0),
  /** Until when it can be proved without doing anything more; null where that is not known yet. */
  provableUntil: Instant.nullable(),
});
export type ActLevel = z.infer<typeof ActLevel>;

/** EN 319 102-1, 5.1.3. */
export const Indication = z.enum(['TOTAL_PASSED', 'TOTAL_FAILED', 'INDETERMINATE']);
export type Indication = z.infer<typeof Indication>;

/** What is to be said of a whole file: that it bears no signature is no verdict on one. */
export const FileIndication = z.enum([...Indication.options, 'UNSIGNED']);
export type FileIndication = z.infer<typeof FileIndication>;

/** One signature or document time-stamp, as a clerk reads it. */
export const SignatureReport = z.strictObject({
  field: z.string().nullable(),
  kind: z.enum(['signature', 'documentTimestamp']),
  indication: Indication,
  subIndication: z.string().nullable(),
  /** Null: no baseline signature. */
  level: Level.nullable(),
  signer: z
    .strictObject({
      name: z.string().nullable(),
      issuer: z.string().nullable(),
      cuil: z.string().nullable(),
      certificateSha256: z.string(),
      /** Signed electronically, not digitally (Ley 25.506, art. 5). */
      electronic: z.boolean(),
    })
    .nullable(),
  /** The signer's claim; for a time-stamp, the authority's time. */
  claimedAt: Instant.nullable(),
  /** The earliest moment at which a trusted time-stamp saw it; null without one. */
  provenAt: Instant.nullable(),
  /** Further time-stamps that it carries. */
  timestamps: z.array(z.strictObject({ authority: z.string().nullable(), at: Instant, indication: Indication })),
  /** From the signer's certificate to the anchor, with what is known of each one's revocation. */
  path: z.array(
    z.strictObject({
      subject: z.string(),
      until: Instant,
      revocation: z
        .strictObject({
          outcome: z.enum(['good', 'revoked', 'onHold', 'stale', 'unproven', 'unknown']),
          kind: z.enum(['crl', 'ocsp']).nullable(),
          asOf: Instant.nullable(),
        })
        .nullable(),
    }),
  ),
  /** What happened to the document after it. */
  modification: z.enum(['none', 'allowed', 'forbidden', 'unclear']),
  /** Each `code: sentence`; the code is stable. */
  reasons: z.array(z.string()),
  /** Where the bytes it covers end, when that is less than the whole file and can be told. */
  revisionEnd: z.int().nullable(),
  /** One sentence in the language that was asked for. */
  sentence: z.string(),
});
export type SignatureReport = z.infer<typeof SignatureReport>;

/** Three layers of one truth: `sentence` for the magistrate, `signatures` for the clerk, `machine` (JSON) for IT. */
export const VerificationReport = z.strictObject({
  file: z.strictObject({ sha256: Sha256, size: z.int() }),
  verifiedAt: Instant,
  /** Whose anchors were believed: with this version the same verdict can be had again. */
  trustList: z.strictObject({ name: z.string(), version: z.string() }),
  overall: FileIndication,
  sentence: z.string(),
  signatures: z.array(SignatureReport),
  level: ActLevel.nullable(),
  machine: z.string(),
});
export type VerificationReport = z.infer<typeof VerificationReport>;

/** One act of a case by how long it can still be proved. */
export const HealthRow = z.strictObject({
  actId: ActId,
  title: z.string(),
  number: z.int().nullable(),
  level: ActLevel,
  /** `lost`: the moment is past. `notLooked`: the file was not examined yet. `notHere`: another desk's, and not on this computer. */
  because: z.enum(['lost', 'signerEnds', 'noValidationData', 'timestampEnds', 'notLooked', 'notHere']),
  /** Its renewal is under way or waits for the line. */
  queued: z.boolean(),
  /** It has less than is asked for, or what it has ends within half a year, and nothing is under way. */
  renewable: z.boolean(),
});
export type HealthRow = z.infer<typeof HealthRow>;

/**
 * What can be known before the PIN of whether a signature will be accepted. `no`: it would surely be refused. `warn`: it may be, or it
 * cannot be known now; never blocks.
 */
const finding = <K extends string, const R extends readonly [string, ...string[]], S extends z.ZodRawShape>(
  check: K,
  reasons: R,
  shape: S,
) =>
  z.strictObject({ check: z.literal(check), verdict: z.enum(['ok', 'warn', 'no']), reason: z.enum(reasons), ...shape });
export const PreflightFinding = z.discriminatedUnion('check', [
  finding('time', ['inTime', 'endsSoon', 'expired', 'notYet'], { until: Instant }),
  finding('use', ['forSigning', 'wrongUse', 'weakKey', 'noKey', 'unreadable'], {}),
  finding('revocation', ['good', 'revoked', 'unknown'], { asOf: Instant.nullable() }),
  finding('chain', ['accepted', 'trusted', 'notAccepted', 'policyNotAccepted', 'notTrusted', 'unknown'], {
    issuer: z.string(),
  }),
  finding('clock', ['right', 'off', 'unknown'], { offsetMs: z.number().nullable() }),
  finding('person', ['same', 'other', 'unknown'], { cuil: z.string().nullable() }),
  finding('documents', ['signable', 'refused', 'allRefused', 'notAllTried', 'covers'], {
    tried: z.int(),
    total: z.int(),
    /** Documents whose page shows something where the visible signature goes, or may. */
    covered: z.int(),
    refused: z.array(z.strictObject({ actId: ActId, title: z.string(), failure: Failure })),
  }),
]);
export type PreflightFinding = z.infer<typeof PreflightFinding>;

export const Preflight = z.strictObject({
  findings: z.array(PreflightFinding),
  /** Something would surely be refused, whatever is done: the PIN is not asked for. */
  blocked: z.boolean(),
});
export type Preflight = z.infer<typeof Preflight>;
