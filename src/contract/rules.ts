import { z } from 'zod';
import { Instant } from './ids.ts';

/** How soon a certificate's end is told: the nearest of these that it falls under, in days. */
export const ExpiryNotice = z.enum(['60', '30', '7']);
export type ExpiryNotice = z.infer<typeof ExpiryNotice>;

/** Why a day is none for judicial acts. */
export const NonBusinessDay = z.enum(['weekend', 'holiday', 'recess', 'local']);
export type NonBusinessDay = z.infer<typeof NonBusinessDay>;

const of = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

/**
 * What is worth knowing before the PIN is asked for, as facts; the words are made from them on the screen. `certificateOfAnother` and
 * `certificateRevoked` stop the signature (the office refuses it as well); everything else warns, and the person decides.
 */
export const RuleFinding = z.discriminatedUnion('kind', [
  /** The CUIL of the certificate is not the one of the person whose desk this is. */
  of('certificateOfAnother', { holder: z.string(), person: z.string() }),
  /** The certificate or the desk names no CUIL, and the names do not agree. */
  of('holderUnproven', { holder: z.string(), person: z.string() }),
  of('certificateRevoked', { at: Instant }),
  /** What is signed will be signed electronically, not digitally: if it is denied, whoever relies on it has to prove it (Ley 25.506, art. 5). */
  of('electronicSigns', {}),
  /** Acts that are signed digitally only: they will be left. */
  of('electronicNotAllowed', { acts: z.int().min(1), actType: z.string() }),
  of('certificateEnds', { notice: ExpiryNotice, days: z.int().min(0), at: Instant }),
  /**
   * `date` as YYYY-MM-DD at the office; `name` of the holiday and the norm it rests on in the calendar's language, empty for a weekend.
   * `unverified`: whoever wrote the calendar saw no official text of it.
   */
  of('nonBusinessDay', {
    ...{ reason: NonBusinessDay, date: z.string(), name: z.string(), locality: z.string() },
    ...{ source: z.string(), unverified: z.boolean() },
  }),
  /** The office's own file beside the calendar cannot be read: only what comes with the program counts. */
  of('calendarFileBroken', { file: z.string(), detail: z.string() }),
  /** The calendar says nothing of this year: nobody knows whether the day counts. */
  of('calendarMissing', { year: z.int() }),
  /** A recess is fixed each year in this season, and the calendar does not know for when this year. */
  of('recessUnknown', { name: z.string(), year: z.int() }),
  /** Repository clock minus this clock. */
  of('clockSkewed', { offsetMs: z.number() }),
  /** No repository ever told the time to this desk. */
  of('clockUnchecked', {}),
  /** The person signs as a substitute, with this caption, until this date; `acts`: in so many, which name whom he or she stands for. */
  of('substituteSigns', {
    ...{ caption: z.string(), replaces: z.string(), until: z.string() },
    acts: z.int().min(1).optional(),
  }),
  /** Acts that name other persons to sign them: they will be left. */
  of('signerNotNamed', { named: z.string(), acts: z.int().min(1) }),
  /** Acts that others sign first: they will be left. */
  of('notYourTurn', { waitingFor: z.string(), acts: z.int().min(1) }),
  /** The appointment as a substitute does not cover today. */
  of('substituteNotInForce', { replaces: z.string(), from: z.string(), until: z.string() }),
]);
export type RuleFinding = z.infer<typeof RuleFinding>;
