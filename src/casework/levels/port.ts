import type { Failure } from '../../contract/failures.ts';
import type { Level } from '../../contract/levels.ts';
import type { ByteSink, ByteSource } from '../../signature/index.ts';

/** What a file proves by itself, read from its bytes alone. */
export interface LevelFacts {
  readonly level: Level;
  /** When that ends if nothing is done: the signer's certificate below LT, the newest time-stamp's from there on. */
  readonly provableUntil: Date | null;
}

export type Raised =
  /** The longer file went to the sink. `missing`: why it is less than wanted; null when it is all. */
  | { readonly kind: 'raised'; readonly missing: Failure | null }
  /** It is there already. */
  | { readonly kind: 'nothingToAdd' }
  /** Nothing could be added now. */
  | { readonly kind: 'later'; readonly failure: Failure }
  /** Nothing can ever be added to this file. */
  | { readonly kind: 'never'; readonly failure: Failure };

/** What makes signatures last: the signature room with its lines to time-stamping authorities and issuers, or a stand-in in a test. */
export interface Raiser {
  /** Needs no line. */
  look(source: ByteSource): Promise<LevelFacts>;
  /**
   * Writes the file with what is missing up to `wanted`, or as far as it gets. The sink is touched with result `raised` only.
   * @param renew the level is there already and is to hold for longer: a newer archive time-stamp over everything.
   */
  raise(source: ByteSource, sink: ByteSink, wish: { readonly wanted: Level; readonly renew: boolean }): Promise<Raised>;
}

export const levels: readonly Level[] = ['B', 'T', 'LT', 'LTA'];

/** Whether `level` is at least `asked`. */
export const isAtLeast = (level: Level, asked: Level): boolean => levels.indexOf(level) >= levels.indexOf(asked);
