import { z } from 'zod';
import { Failure } from './failures.ts';
import { CaseId, Instant, Sha256 } from './ids.ts';
import { CaseEntry, CaseFlags, CaseOrigin, PaperAct, Party, PieceOrigin, PieceType } from './wire-entries.ts';

/** What a person says to open a case. */
export const CaseWish = z.strictObject({
  series: z.enum(['case', 'office']),
  caption: z.string().trim().min(1).max(300),
  origin: CaseOrigin,
  parties: z.array(Party).max(100),
  detained: z.boolean(),
  flags: CaseFlags,
  confidentialityLevel: z.int().min(0).max(5),
});
export type CaseWish = z.infer<typeof CaseWish>;

/** One line of the list of cases. */
export const CaseRow = z.strictObject({
  caseId: CaseId,
  /** The repository's number; null while it has given none. */
  caseNumber: z.string().nullable(),
  /** Of a case that was opened at a desk: what it was called first, and is still found by. */
  provisionalNumber: z.string().nullable(),
  caption: z.string(),
  series: z.enum(['case', 'office']),
  detained: z.boolean(),
  flags: CaseFlags,
  confidentialityLevel: z.int().min(0).max(5),
  /** The office to which it went, or, with an order that still waits here, is to go; null: it is this office's. Nothing is added to it here. */
  movedTo: z.string().nullable(),
  /** Whether the repository has it: `here` on this PC alone, `there`, or it was `refused`. */
  place: z.enum(['here', 'there', 'refused']),
  trouble: Failure.nullable(),
});
export type CaseRow = z.infer<typeof CaseRow>;

/** An entry as it stands in a case's sheet. */
export const EntryRow = z.strictObject({
  entry: CaseEntry,
  place: z.enum(['here', 'there', 'refused']),
  trouble: Failure.nullable(),
  /** Of a piece: how many pages its file has; null or absent while it was not read here. */
  pages: z.int().min(1).nullable().optional(),
});
export type EntryRow = z.infer<typeof EntryRow>;

/** All of a case but its acts. */
export const CaseSheet = z.strictObject({
  row: CaseRow,
  /** Null for a case that was not opened at a desk: the repository tells no more of it. */
  opening: z
    .strictObject({ origin: CaseOrigin, parties: z.array(Party), by: z.string(), openedAt: Instant, code: z.string() })
    .nullable(),
  entries: z.array(EntryRow),
  /** Of a case that went to another office, what of it lies here and will not be registered: texts, and acts on their way. Null else. */
  leftBehind: z.strictObject({ drafts: z.int().min(0), acts: z.int().min(0) }).nullable(),
});
export type CaseSheet = z.infer<typeof CaseSheet>;

/** That somebody opened a case in an emergency, as it is told to those who might have. */
export const ExceptionalAccess = z.strictObject({
  caseId: CaseId,
  caseNumber: z.string(),
  by: z.string(),
  at: Instant,
  reason: z.string(),
});
export type ExceptionalAccess = z.infer<typeof ExceptionalAccess>;

/** A file that is taken in as a piece of evidence. At most 64 MiB from a window; larger files by the command line. */
export const PieceWish = z.strictObject({
  caseId: CaseId,
  fileName: z.string().min(1).max(200),
  mediaType: PieceType,
  title: z.string().trim().min(1).max(300),
  origin: PieceOrigin,
  place: z.string().trim().min(1).max(200),
  broughtBy: z.string().trim().min(1).max(200),
  confidentialityLevel: z.int().min(0).max(5),
  /** As told by whoever brought it: a difference is said, and the piece is not taken in until a person says so. */
  expectedSha256: Sha256.nullable(),
  /** It is the scan of an act that was made on paper while the office could not work. */
  paperAct: PaperAct.optional(),
});
export type PieceWish = z.infer<typeof PieceWish>;
