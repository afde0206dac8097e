import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { EntryId } from '../../contract/wire-entries.ts';
import type { VerificationCode } from '../../contract/verification-code.ts';
import type { Proposal } from '../../contract/wire.ts';
import type { Hash, TreeNode } from '../../proof/index.ts';

/**
 * What was said no to: these bytes, as this act's signed file (n = 0) or n-th rendition, for this reason. Or an entry, by its own id and digest,
 * n being 0: no bytes of a file hash to that.
 */
export interface RefusalKey {
  readonly actId: ActId | EntryId;
  readonly n: number;
  readonly sha256: Sha256;
  readonly code: string;
}

/** A checkpoint with what a time-stamping authority says of it (RFC 3161: DER of a TimeStampToken over SHA-256 of the text). */
export interface CheckpointStamp {
  readonly size: number;
  readonly checkpoint: string;
  readonly token: Uint8Array;
  /** When it came, RFC 3339. */
  readonly at: string;
}

export interface AccessMarkRow {
  readonly seq: number;
  readonly hash: string;
  readonly statement: string;
}

/** What the register knows of an act that may be asked for by its code. */
export interface CodedAct {
  readonly actId: ActId;
  readonly proposal: Proposal;
  readonly receipt: string;
  /** Receipts of its renditions, the first first. */
  readonly renditions: readonly string[];
}

/**
 * The log of what the register said (RFC 9162 over the statements' texts). `register`, `addRendition` and `refuse` store their leaf in
 * their own transaction; it is in the tree after the next `integrate`. Leaves and the nodes above them never change.
 */
export interface LogBook {
  /** Gives leaves that wait their places, in the order of their commits and without gaps, with the nodes they complete. Answers the tree's size. */
  integrate(): Promise<number>;
  /** The place of a leaf in the tree; null where it has none. */
  placeOf(leaf: Hash): Promise<number | null>;
  /** The hashes of whole subtrees, in the order asked. @throws {RegisterError} `damaged` where one is missing. */
  nodes(wanted: readonly TreeNode[]): Promise<readonly Hash[]>;
  /** Keeps a final no once, with the statement that `sign` makes for it, as a leaf; the same no again answers the very same statement. */
  refuse(refusal: RefusalKey, sign: () => string): Promise<string>;
  /** Keeps where the log of accesses stands, once, with the statement that `sign` makes for it, as a leaf. */
  markAccesses(head: { readonly seq: number; readonly hash: string }, sign: () => string): Promise<void>;
  /** Every such statement, the oldest first. */
  accessMarks(): Promise<readonly AccessMarkRow[]>;
  /** How many leaves there are whose statement the register does not have (any more). */
  leavesWithoutStatement(): Promise<number>;
  keepStamp(stamp: CheckpointStamp): Promise<void>;
  /** The newest stamp of a tree of at most so many leaves; null where there is none. */
  stampUpTo(size: number): Promise<CheckpointStamp | null>;
  /** The registered act of this code; null where there is none. */
  byCode(code: VerificationCode): Promise<CodedAct | null>;
}
