import bundled from '../../../resources/calendars/buenos-aires.json' with { type: 'json' };
import { type CalendarAmendments, CalendarData } from '../../contract/calendar.ts';

/** What a day is to an office. `date` as YYYY-MM-DD at the territory. */
export type DayKind =
  | { readonly kind: 'business'; readonly date: string }
  | { readonly kind: 'weekend'; readonly date: string }
  | {
      readonly kind: 'holiday' | 'recess' | 'local';
      readonly date: string;
      readonly name: string;
      /** The norm it rests on. */
      readonly source: string;
      /** Whoever wrote the calendar saw no official text of it. */
      readonly unverified: boolean;
    }
  /** A weekday in the season of a recess whose dates for this year the calendar does not know. */
  | { readonly kind: 'recessUnknown'; readonly date: string; readonly name: string; readonly year: number }
  /** The calendar knows nothing of this year. */
  | { readonly kind: 'unknown'; readonly date: string; readonly year: number };

export interface Calendar {
  /** Why the office's own file beside it is not heeded; null where it is, or there is none. */
  readonly trouble?: () => { readonly file: string; readonly detail: string } | null;
  /** The kind of the day in which this instant falls, for an office of this town (null: no town's own holidays). */
  dayOf(instant: Date, locality: string | null): DayKind;
}

const dayMs = 86_400_000;

/**
 * @param amendments what the office knows better
 * @throws ZodError for data that is no calendar
 */
export function createCalendar(data: unknown, amendments: CalendarAmendments | null = null): Calendar {
  const calendar = amendments === null ? CalendarData.parse(data) : amended(CalendarData.parse(data), amendments);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.timeZone, dateStyle: 'short' });
  return {
    dayOf(instant, locality) {
      const date = local.format(instant);
      const year = Number(date.slice(0, 4));
      if (amendments?.open.some((one) => one.date === date)) return { kind: 'business', date };
      if (isWeekend(date)) return { kind: 'weekend', date };
      const own = localDay(calendar, amendments, date, locality);
      if (year < calendar.years.from || year > calendar.years.to) return own ?? { kind: 'unknown', date, year };
      const holiday = holidaysOf(calendar, year).get(date);
      if (holiday) return { kind: 'holiday', date, ...holiday };
      const monthDay = date.slice(5);
      const recess = calendar.recess.find(({ from, to }) => from <= monthDay && monthDay <= to);
      if (recess) return { kind: 'recess', date, ...groundsOf(recess) };
      const decreed = amendments?.recess.find(({ from, to }) => from <= date && date <= to);
      if (decreed) return { kind: 'recess', date, ...groundsOf(decreed) };
      const yearly = yearlyRecess(calendar, date);
      if (yearly?.kind === 'recess') return yearly;
      return own ?? yearly ?? { kind: 'business', date };
    },
  };
}

/** The calendar with the days of single years that the office's file adds. */
function amended(calendar: CalendarData, { until, closed, recess }: CalendarAmendments): CalendarData {
  const known = (name: string): CalendarData['yearlyRecess'][number]['fixed'] =>
    recess.flatMap(({ name: of, ...stretch }) => (of === name ? [stretch] : []));
  return {
    ...calendar,
    years: { ...calendar.years, to: Math.max(calendar.years.to, until ?? 0) },
    dates: [...calendar.dates, ...closed.flatMap(({ locality, ...day }) => (locality === undefined ? [day] : []))],
    // What the office says of a year goes before what came with the program.
    yearlyRecess: calendar.yearlyRecess.map((one) => ({ ...one, fixed: [...known(one.name), ...one.fixed] })),
  };
}

function localDay(
  calendar: CalendarData,
  amendments: CalendarAmendments | null,
  date: string,
  locality: string | null,
): DayKind | null {
  if (locality === null) return null;
  const decreed = amendments?.closed.find((one) => one.locality === locality && one.date === date);
  const found = decreed ?? calendar.localities[locality]?.find((one) => one.date === date.slice(5));
  return found ? { kind: 'local', date, ...groundsOf(found) } : null;
}

interface Grounds {
  readonly name: string;
  readonly source: string;
  readonly unverified: boolean;
}

const groundsOf = (one: { name: string; source: string; unverified?: true | undefined }): Grounds => ({
  ...{ name: one.name, source: one.source },
  unverified: one.unverified ?? false,
});

/** The calendar that comes with the program, and what the office knows better. */
export const bundledCalendar = (amendments: CalendarAmendments | null = null): Calendar =>
  createCalendar(bundled, amendments);

/** The recess of this year that this day falls in, or that it may fall in for all the calendar knows; null for neither. */
function yearlyRecess(calendar: CalendarData, date: string): DayKind | null {
  const monthDay = date.slice(5);
  const year = date.slice(0, 4);
  for (const { name, between, fixed } of calendar.yearlyRecess) {
    const known = fixed.find(({ from }) => from.startsWith(year));
    if (known && known.from <= date && date <= known.to) {
      return { kind: 'recess', date, ...groundsOf({ ...known, name }) };
    }
    if (!known && between.from <= monthDay && monthDay <= between.to) {
      return { kind: 'recessUnknown', date, name, year: Number(year) };
    }
  }
  return null;
}

function holidaysOf(calendar: CalendarData, year: number): Map<string, Grounds> {
  const easter = easterOf(year);
  const days = new Map<string, Grounds>();
  const put = (date: string, day: Parameters<typeof groundsOf>[0]): void => void days.set(date, groundsOf(day));
  for (const one of calendar.movable) put(movedByLaw(`${year}-${one.date}`), one);
  for (const one of calendar.easter) put(plusDays(easter, one.offset), one);
  for (const one of calendar.fixed) put(`${year}-${one.date}`, one);
  for (const one of calendar.dates) if (one.date.startsWith(`${year}-`)) put(one.date, one);
  return days;
}

/** Law 27.399, article 6. What falls on a Saturday, Sunday or Monday stays. */
function movedByLaw(date: string): string {
  switch (weekdayOf(date)) {
    case 2:
      return plusDays(date, -1);
    case 3:
      return plusDays(date, -2);
    case 4:
      return plusDays(date, 4);
    case 5:
      return plusDays(date, 3);
    default:
      return date;
  }
}

/** Easter Sunday in the Gregorian calendar, by the rule known as Meeus, Jones and Butcher's. */
export function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const isWeekend = (date: string): boolean => weekdayOf(date) % 6 === 0;
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
