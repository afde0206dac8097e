import { assertNever } from '../../../contract/ids.ts';

/** What the person or the case waits for, of files that are not here. */
export type Want = 'asked' | 'tray' | 'cited' | 'hearing' | 'pinned' | 'rest';

/** What kind of work it is, which decides with its facts how urgent it is. */
export type Work =
  /** `fatal`: the case was flagged as one with a fatal deadline. */
  | {
      readonly kind: 'act' | 'return';
      readonly detained: boolean;
      readonly fatal: boolean;
      readonly dueAt: number | null;
    }
  | { readonly kind: 'receipts' }
  | { readonly kind: 'feed' }
  | { readonly kind: 'draft' }
  | { readonly kind: 'rendition' }
  | { readonly kind: 'attachment' }
  | { readonly kind: 'background' }
  | { readonly kind: 'file'; readonly want: Want };

/** Something that has to cross the line. */
export interface Job {
  /** Names it for ever: what failed how often is remembered under it. */
  readonly key: string;
  readonly work: Work;
  /** Acts and returns of one case go in the order of `order`; null for what has no place in a case. */
  readonly caseId: string | null;
  readonly order: number;
  /** What is left to be moved. */
  readonly bytes: number;
  /** Monotonic milliseconds: since when it waits. */
  readonly since: number;
}

/** Up and down do not compete for the same bytes of the line: each is planned alone. */
export type Lane = 'up' | 'down';

export function laneOf(work: Work): Lane {
  switch (work.kind) {
    case 'act':
    case 'return':
    case 'draft':
    case 'rendition':
    case 'attachment':
    case 'background':
      return 'up';
    case 'receipts':
    case 'feed':
    case 'file':
      return 'down';
    default:
      return assertNever(work, 'work');
  }
}

/** Whether its place among the others of its case is kept. */
export const isOrdered = ({ work, caseId }: Job): boolean =>
  caseId !== null && (work.kind === 'act' || work.kind === 'return');

/** What runs out within this time cannot wait behind what does not. */
export const fatalMs = 48 * 3600 * 1000;

/**
 * How urgent it is: 0 goes first. A deadline is judged by the wall clock, which may be wrong: it moves a place in the queue, and never
 * holds anything back (law 6).
 */
export function rankOf(work: Work, wallNow: number): number {
  switch (work.kind) {
    case 'act':
    case 'return':
      return work.detained || work.fatal || (work.dueAt !== null && work.dueAt - wallNow < fatalMs) ? 0 : 1;
    case 'receipts':
      return 2;
    case 'feed':
      return 3;
    case 'file':
      return wantRanks[work.want];
    case 'draft':
      return 9;
    case 'rendition':
    case 'attachment':
      return 10;
    case 'background':
      return 12;
    default:
      return assertNever(work, 'work');
  }
}
const wantRanks: Readonly<Record<Want, number>> = { asked: 4, tray: 5, cited: 6, hearing: 7, pinned: 8, rest: 11 };

/** Small before large: everything that fits one bundle frame is small, beyond that by doubling, so that equals keep their order. */
export const sizeClass = (bytes: number): number =>
  bytes <= bundledBytes ? 0 : Math.ceil(Math.log2(bytes / bundledBytes));

/** Acts up to this go whole into the bundle; larger files go in slices to their own address. */
export const bundledBytes = 256 * 1024;
