import { z } from 'zod';
import { Failure } from './failures.ts';
import { ActId, CaseId, Instant } from './ids.ts';

/** Something that waits to cross the line, as the line's screen shows it. */
export const LineItem = z.strictObject({
  /** Names it for `line.retry`. */
  key: z.string(),
  kind: z.enum(['act', 'return', 'rendition', 'file']),
  /** The act that it is of, or that waits for it; null for a file of nobody in particular. */
  actId: ActId.nullable(),
  title: z.string(),
  /** What is left to be moved, in bytes. */
  bytes: z.int(),
  /** Of a detained person, or with a deadline that runs out within two days. */
  urgent: z.boolean(),
  /** Being moved now. */
  moving: z.boolean(),
  /** It failed several times by itself: it holds up nothing and is tried again now and then. */
  aside: z.boolean(),
  failures: z.int(),
  reason: Failure.nullable(),
  /** The act of the same case that was signed before and has trouble: until it is through or set aside, this one waits for it. */
  behind: z.strictObject({ title: z.string(), reason: Failure.nullable() }).optional(),
});
export type LineItem = z.infer<typeof LineItem>;

const Amount = z.strictObject({ items: z.int(), bytes: z.int() });

/** A time without a line. `ended`: it came back; or the office was closed, or died, before anybody could know. */
export const Outage = z.strictObject({
  from: Instant,
  until: Instant.nullable(),
  ended: z.enum(['back', 'officeClosed', 'officeGone']).nullable(),
  reason: Failure,
});
export type Outage = z.infer<typeof Outage>;

/** A case that a person keeps here, for a hearing or for good. */
export const PinnedCase = z.strictObject({
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  hearingAt: Instant.nullable(),
  /** How many files of it the feed told of, and how many of these are not here yet. */
  files: z.int(),
  lacking: z.int(),
});
export type PinnedCase = z.infer<typeof PinnedCase>;

/** Fetched files that lie on this PC, readable without a line. */
export const KeptFiles = z.strictObject({
  items: z.int(),
  bytes: z.int(),
  /** The most that is kept; beyond it the longest unseen leave. */
  mostBytes: z.int(),
  /** Files that left to make room: they come again when they are opened. */
  away: z.int(),
  pins: z.array(PinnedCase),
});
export type KeptFiles = z.infer<typeof KeptFiles>;

/** Everything about the line: what is planned, what stands in the way, how fast it is, when it was down. */
export const LineDetail = z.strictObject({
  up: Amount,
  down: Amount,
  /** Of these, what stands behind everything else: large files and what nobody waits for. */
  deferred: Amount,
  /** What is being moved, then what is set aside, then what comes next: at most so many as a screen shows. */
  items: z.array(LineItem),
  /** The cap that holds now, in kilobits a second each way; null: none. `until`: of a time of day with a cap of its own. */
  cap: z.strictObject({ kbps: z.int().nullable(), until: z.string().nullable() }),
  /** Measured, in bytes a second; null before anything was. */
  goodput: z.strictObject({ up: z.number().nullable(), down: z.number().nullable() }),
  proxy: z.strictObject({ via: z.string().nullable(), wantsSignIn: z.boolean() }),
  /** Seconds until the line is tried again; null while it works. */
  nextTrySeconds: z.number().nullable(),
  /** The newest first. */
  outages: z.array(Outage),
  kept: KeptFiles,
});
export type LineDetail = z.infer<typeof LineDetail>;

/** A case that a person wants to have here, with the hearing it is for. */
export const Pin = z.strictObject({ caseId: CaseId, hearingAt: Instant.nullable() });
export type Pin = z.infer<typeof Pin>;
