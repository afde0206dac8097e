/** What a validation demands, beyond what the standards leave no choice about. Named in every report. */
import { defaultAlgorithms } from '../trust/algorithms.ts';
import type { AlgorithmTable } from '../trust/algorithms.ts';

/**
 * `required`: every certificate below the anchor must be known not to be revoked.
 * `whereNamed`: where the certificate says where to ask (a list's address or a responder's); others get a note.
 * `ifAvailable`: what is at hand is used, what is missing is noted.
 */
export type RevocationPolicy = 'required' | 'whereNamed' | 'ifAvailable';

export interface ValidationPolicy {
  /** Name and version, for reports. */
  readonly id: string;
  readonly revocation: RevocationPolicy;
  /** Milliseconds that an answer may be old, instead of what it promises itself (EN 319 102-1, 5.2.5). */
  readonly longestRevocationAge: number | null;
  readonly algorithms: AlgorithmTable;
  /** Milliseconds by which clocks of authorities may differ before their time-stamps count as out of order. */
  readonly clockTolerance: number;
}

export const defaultPolicy: ValidationPolicy = {
  id: 'fojas-1',
  revocation: 'whereNamed',
  longestRevocationAge: null,
  algorithms: defaultAlgorithms,
  clockTolerance: 60_000,
};
