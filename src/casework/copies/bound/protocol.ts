import type { BoundFile } from './lines.ts';
import type { LeftOut } from '../../../contract/calls.ts';

/** A line as the thread is given it: everything it writes, in the letters of its font or not. */
export interface LineTask {
  readonly mark: string;
  /** Under the mark on a sheet that stands for the file. */
  readonly about: string;
  readonly folioFrom: number | null;
  readonly file: (BoundFile & { readonly size: number }) | null;
  /** Known before: it is not even looked for. */
  readonly leftOut: LeftOut | null;
  /** The name under which the file itself is laid in; null where it is not. */
  readonly attachAs: string | null;
}

export interface BindTask {
  /** Where the file is written, new. */
  readonly path: string;
  readonly title: string;
  /** In front of the number at the foot of each sheet. */
  readonly foot: string;
  readonly lines: readonly LineTask[];
  readonly font: Uint8Array;
  readonly characters: readonly string[];
  /** Two numbers that are waited for, and room for the bytes that were asked for. */
  readonly control: SharedArrayBuffer;
  readonly room: SharedArrayBuffer;
}

/** Where a line begins in the copy, on how many sheets, and why they do not show its file. */
export interface LineResult {
  readonly sheet: number;
  readonly pages: number;
  readonly leftOut: LeftOut | null;
}

export interface BindEnd {
  readonly sha256: string;
  readonly size: number;
  readonly archive: 2 | 3 | null;
}

export type FromThread =
  | { readonly kind: 'want'; readonly sha256: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'at'; readonly line: number; readonly sheet: number }
  | { readonly kind: 'bound'; readonly results: readonly LineResult[] }
  | ({ readonly kind: 'end' } & BindEnd)
  /** The disk: its code and the path. */
  | { readonly kind: 'disk'; readonly code: string; readonly message: string }
  /** A file that was there could not be read to its end while it was laid in. */
  | { readonly kind: 'gone'; readonly sha256: string };
export type ToThread = { readonly kind: 'front'; readonly sheets: readonly Uint8Array[] };

/** `control`: the first is 1 once an answer is there; the second is how many bytes, or one of these. */
export const refused = -1;
export const slab = 256 << 10;
