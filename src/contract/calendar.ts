import { z } from 'zod';

const MonthDay = z.string().regex(/^\d{2}-\d{2}$/);
/** What a rule rests on, for who has to check it; `unverified` where no official text was seen, and the screen says so. */
const Decreed = { name: z.string().min(1), source: z.string().min(1), unverified: z.literal(true).optional() };
const Named = z.strictObject({ date: MonthDay, name: z.string().min(1) });

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
  easter: z.array(z.strictObject({ offset: z.int(), name: z.string().min(1) })),
  /** Every year from one day to another, both included. */
  recess: z.array(z.strictObject({ from: MonthDay, to: MonthDay, name: z.string().min(1) })),
  /** A recess that is fixed anew each year, and the part of the year in which it may lie. */
  yearlyRecess: z.array(
    z.strictObject({
      name: z.string().min(1),
      between: z.strictObject({ from: MonthDay, to: MonthDay }),
      /** As fixed, both days included; a year without one here is not known. */
      fixed: z.array(
        z.strictObject({
          from: z.iso.date(),
          to: z.iso.date(),
          source: z.string().min(1),
          unverified: Decreed.unverified,
        }),
      ),
    }),
  ),
  /** Single days of single years. */
  dates: z.array(z.strictObject({ date: z.iso.date(), ...Decreed })),
  localities: z.record(z.string(), z.array(Named)),
});
export type CalendarData = z.infer<typeof CalendarData>;
