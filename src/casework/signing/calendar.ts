import bundled from '../../../resources/calendars/buenos-aires.json' with { type: 'json' };
import { CalendarData } from '../../contract/calendar.ts';

/** What a day is to an office. `date` as YYYY-MM-DD at the territory. */
export type DayKind =
  | { readonly kind: 'business'; readonly date: string }
  | { readonly kind: 'weekend'; readonly date: string }
  | { readonly kind: 'holiday' | 'recess' | 'local'; readonly date: string; readonly name: string }
  /** The calendar knows nothing of this year. */
  | { readonly kind: 'unknown'; readonly date: string; readonly year: number };

export interface Calendar {
  /** The kind of the day in which this instant falls, for an office of this town (null: no town's own holidays). */
  dayOf(instant: Date, locality: string | null): DayKind;
}

const dayMs = 86_400_000;

/** @throws ZodError for data that is no calendar. */
export function createCalendar(data: unknown): Calendar {
  const calendar = CalendarData.parse(data);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.timeZone, dateStyle: 'short' });
  return {
    dayOf(instant, locality) {
      const date = local.format(instant);
      const year = Number(date.slice(0, 4));
      if (isWeekend(date)) return { kind: 'weekend', date };
      if (year < calendar.years.from || year > calendar.years.to) return { kind: 'unknown', date, year };
      const holiday = holidaysOf(calendar, year).get(date);
      if (holiday !== undefined) return { kind: 'holiday', date, name: holiday };
      const monthDay = date.slice(5);
      const recess = calendar.recess.find(({ from, to }) => from <= monthDay && monthDay <= to);
      if (recess) return { kind: 'recess', date, name: recess.name };
      const own = locality === null ? undefined : calendar.localities[locality]?.find((one) => one.date === monthDay);
      return own ? { kind: 'local', date, name: own.name } : { kind: 'business', date };
    },
  };
}

/** The calendar that comes with the program. */
export const bundledCalendar = (): Calendar => createCalendar(bundled);

function holidaysOf(calendar: CalendarData, year: number): Map<string, string> {
  const easter = easterOf(year);
  const days = new Map<string, string>();
  for (const { date, name } of calendar.movable) days.set(movedByLaw(`${year}-${date}`), name);
  for (const { offset, name } of calendar.easter) days.set(plusDays(easter, offset), name);
  for (const { date, name } of calendar.fixed) days.set(`${year}-${date}`, name);
  for (const { date, name } of calendar.dates) if (date.startsWith(`${year}-`)) days.set(date, name);
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
