import type { DoctorArea, FindingId, FixId } from '../doctor.ts';

/** Words from facts; a fact that is missing is shown as a dash. */
export type FactWords = (fact: (name: string) => string) => string;

/** One language of the doctor, whole: a finding, a fix or an area without words does not compile. */
export interface DoctorLanguage {
  readonly areas: Readonly<Record<DoctorArea, string>>;
  /** What was found: a sentence with its full stop. */
  readonly findings: Readonly<Record<FindingId, FactWords>>;
  /** What to do: a sentence with its full stop. */
  readonly fixes: Readonly<Record<FixId, FactWords>>;
  /** What the PIN window shows as the thing that a trial signs. */
  readonly trialCaption: string;
}
