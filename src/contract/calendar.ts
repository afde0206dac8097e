import { z } from 'zod';

const MonthDay = z.string().regex(/^\d{2}-\d{2}$/);
/** What a rule rests on, for who has to check it; `unverified` where no official text was seen, and the screen says so. */
const Decreed = { name: z.string().min(1), source: z.string().min(1), unverified: z.literal(true).optional() };
const Named = z.strictObject({ date: MonthDay, ...Decreed });
/** A stretch of days of one year, both included. */
const Stretch = { from: z.iso.date(), to: z.iso.date(), source: Decreed.source, unverified: Decreed.unverified };

/** A territory's calendar as data: what law fixes once and for all is computed, what is decreed each year stands in `dates`. */
export const CalendarData = z.strictObject({
  version: z.literal(1),
  territory: z.string(),
  /** IANA: the day that counts is the one of this place. */
  timeZone: z.string(),
  /** The years of which this calendar knows the law, both included. */
  years: z.strictObject({ from: z.int(), to: z.int() }),
  source: z.string(),
  fixed: z.array(Named),
  /** Moved to a Monday by law 27.399, article 6: from Tuesday and Wednesday back, from Thursday and Friday on. */
  movable: z.array(Named),
  /** Days from Easter Sunday. */
  easter: z.array(z.strictObject({ offset: z.int(), ...Decreed })),
  /** Every year from one day to another, both included. */
  recess: z.array(z.strictObject({ from: MonthDay, to: MonthDay, ...Decreed })),
  /** A recess that is fixed anew each year, and the part of the year in which it may lie. */
  yearlyRecess: z.array(
    z.strictObject({
      name: z.string().min(1),
      between: z.strictObject({ from: MonthDay, to: MonthDay }),
      /** As fixed, both days included; a year without one here is not known. */
      fixed: z.array(z.strictObject(Stretch)),
    }),
  ),
  /** Single days of single years. */
  dates: z.array(z.strictObject({ date: z.iso.date(), ...Decreed })),
  localities: z.record(z.string(), z.array(Named)),
});
export type CalendarData = z.infer<typeof CalendarData>;

/**
 * What an office knows better than the calendar that comes with the program: published through the repository for the office or for all of
 * them (wire-calendars.ts), or a file that whoever looks after the PC keeps.
 */
export const CalendarAmendments = z.strictObject({
  version: z.literal(1),
  /** The calendar holds until this year too. */
  until: z.int().max(2100).optional(),
  /** Days that are none; with `locality`, in that town alone. */
  closed: z
    .array(z.strictObject({ date: z.iso.date(), ...Decreed, locality: z.string().min(1).optional() }))
    .max(1000)
    .default([]),
  /** Days that count, whatever else says otherwise. */
  open: z
    .array(z.strictObject({ date: z.iso.date(), source: Decreed.source }))
    .max(1000)
    .default([]),
  /** Recesses of one year; one that bears the name of a yearly recess settles that one for the year. */
  recess: z
    .array(z.strictObject({ name: Decreed.name, ...Stretch }))
    .max(100)
    .default([]),
});
export type CalendarAmendments = z.infer<typeof CalendarAmendments>;

/** What a day (YYYY-MM-DD) is to the office. `year`: of which the calendar does not know it. */
export const CalendarDay = z.strictObject({
  kind: z.enum(['business', 'weekend', 'holiday', 'recess', 'local', 'recessUnknown', 'unknown']),
  date: z.iso.date(),
  /** Of the holiday or the recess, in the calendar's language; empty where there is none. */
  name: z.string(),
  /** The norm it rests on; empty where there is none. */
  source: z.string(),
  unverified: z.boolean(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

/** A calendar that was published through the repository, as this desk has it. */
export const CalendarInForce = z.strictObject({
  /** For this desk's office alone, or for all of them. */
  scope: z.enum(['own', 'all']),
  version: z.int().min(1),
  /** Since when, by the repository's clock, and by whom. */
  at: z.iso.datetime(),
  by: z.string(),
  calendar: CalendarAmendments,
});
export type CalendarInForce = z.infer<typeof CalendarInForce>;

/** Which calendar counts at this desk beside the program's own. */
export const CalendarStanding = z.strictObject({
  /** Where nothing was published, the file of this PC, if one is named. */
  source: z.enum(['published', 'file', 'program']),
  published: z.array(CalendarInForce).max(2),
  file: z.string().nullable(),
  /** Why that file is not heeded; null where it is, or does not count. */
  trouble: z.string().nullable(),
});
export type CalendarStanding = z.infer<typeof CalendarStanding>;
