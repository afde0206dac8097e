import { z } from 'zod';
import { CalendarAmendments } from './calendar.ts';
import { Instant, Sha256 } from './ids.ts';
import { OfficeName } from './people.ts';

/**
 * Court calendars as the repository has them: what an office, or all offices together, know better than the calendar of the program. Who may is
 * said by the matrix (`setCalendars`); for all offices, by whoever looks after them (`configure`).
 *
 * GET  /v1/calendars?own=N&all=N   -> Calendars: those that are newer than the versions that the desk has
 * POST /v1/calendars               CalendarOrder -> CalendarAnswer
 */
export const CalendarOrder = z.strictObject({
  /** Of which office; null: of all that this repository serves. */
  officeId: OfficeName.nullable(),
  /** The version that it takes the place of, 0 where there is none: of two who publish at once, the second is told. */
  after: z.int().min(0),
  calendar: CalendarAmendments,
  /** Who publishes it, where the key of the whole office speaks; of a person's own key the person's name counts. */
  by: z.string().min(1).max(200).optional(),
});
export type CalendarOrder = z.infer<typeof CalendarOrder>;

/** What the repository's key signs of a calendar, as receipts are (`typ: 'fojas-calendar+jws'`). */
export const CalendarStatement = z.strictObject({
  v: z.literal(1),
  repository: z.string().min(1),
  officeId: OfficeName.nullable(),
  /** 1, 2, 3, …: a desk takes no older one than it has. */
  version: z.int().min(1),
  at: Instant,
  by: z.string().min(1).max(200),
  /** Of the calendar's text, in UTF-8. */
  sha256: Sha256,
});
export type CalendarStatement = z.infer<typeof CalendarStatement>;

export const CalendarHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string(),
  typ: z.literal('fojas-calendar+jws'),
});

/** A calendar's text (`CalendarAmendments` as JSON), in characters. */
export const mostCalendarText = 200_000;

export const PublishedCalendar = z.strictObject({
  /** A JWS of a `CalendarStatement`. */
  statement: z.string().min(1).max(4096),
  calendar: z.string().min(1).max(mostCalendarText),
});
export type PublishedCalendar = z.infer<typeof PublishedCalendar>;

/** A calendar as the central repository keeps it: signed anew whenever it is asked for. */
export const CalendarRecord = z.strictObject({
  officeId: OfficeName.nullable(),
  version: z.int().min(1),
  at: Instant,
  by: z.string(),
  text: z.string(),
});
export type CalendarRecord = z.infer<typeof CalendarRecord>;

/** The same as an office's own repository keeps it: what the central one signed. */
export const KeptCalendar = z.strictObject({ version: z.int().min(1), published: PublishedCalendar });
export type KeptCalendar = z.infer<typeof KeptCalendar>;

/** The versions that the asking desk has: of its office's calendar, and of the one for all. */
export const CalendarQuery = z.strictObject({
  own: z.coerce.number().int().min(0).default(0),
  all: z.coerce.number().int().min(0).default(0),
});
export type CalendarQuery = z.infer<typeof CalendarQuery>;

export const Calendars = z.strictObject({ calendars: z.array(PublishedCalendar).max(2) });
export type Calendars = z.infer<typeof Calendars>;

export const CalendarAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('published'), version: z.int().min(1) }),
  /** Somebody published this version meanwhile: nothing was changed. */
  z.strictObject({ kind: z.literal('overtaken'), version: z.int().min(0) }),
]);
export type CalendarAnswer = z.infer<typeof CalendarAnswer>;
