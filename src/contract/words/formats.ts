import type { Locale } from '../config.ts';

/** Numbers, sizes and times as an office of these languages writes them. Instants are RFC 3339 texts; `now` is in milliseconds. */
export interface Formats {
  /** `1.204` */
  number(value: number): string;
  /** Decimal units, MB from 0.1 MB up: `46 kB`, `1,4 MB`. */
  size(bytes: number): string;
  /** `21/11/2026` */
  date(instant: string): string;
  /** `martes, 24 de noviembre de 2026` */
  wholeDay(instant: string): string;
  /** `13:05` */
  time(instant: string): string;
  /** `21/11/2026, 13:05`; where `zone` is asked for, to the second and with the zone: for what is proved by it. */
  dateTime(instant: string, options?: { zone?: boolean }): string;
  /** `hace 4 min`, `dentro de 2 h`; below a minute, `ahora`. */
  relative(instant: string, now: number): string;
  /** The same in a column's width: `ahora`, `4 min`, `3 h`, `2 d`; a year on, the date. */
  age(instant: string, now: number): string;
  /** `8 s`, `2 min`, `1 h 5 min`; whole seconds, rounded up. */
  duration(seconds: number): string;
  /** `a, b y c` */
  list(items: readonly string[]): string;
}

/** Days and hours are written the same in all three languages (21/11/2026, 13:05): English follows the British habit. */
const tags: Readonly<Record<Locale, string>> = { 'es-AR': 'es-AR', en: 'en-GB', 'pt-BR': 'pt-BR' };

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Formats for one language; make one and keep it. `timeZone` (IANA) is the machine's where it is not given. */
export function createFormats(locale: Locale, timeZone?: string): Formats {
  const tag = tags[locale];
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const number = new Intl.NumberFormat(tag, { useGrouping: 'always' });
  const kilo = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const mega = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(tag, { ...zone, ...day });
  const wholeDay = new Intl.DateTimeFormat(tag, { ...zone, dateStyle: 'full' });
  const time = new Intl.DateTimeFormat(tag, { ...zone, ...clock });
  const dateTime = new Intl.DateTimeFormat(tag, { ...zone, ...day, ...clock });
  const dateTimeZone = new Intl.DateTimeFormat(tag, {
    ...zone,
    ...day,
    ...clock,
    second: '2-digit',
    timeZoneName: 'shortOffset',
  });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'narrow' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    size: (bytes) =>
      bytes < 100_000 ? `${kilo.format(Math.ceil(bytes / 1000))} kB` : `${mega.format(bytes / 1_000_000)} MB`,
    date: (instant) => date.format(Date.parse(instant)),
    wholeDay: (instant) => wholeDay.format(Date.parse(instant)),
    time: (instant) => time.format(Date.parse(instant)),
    dateTime: (instant, options) => (options?.zone ? dateTimeZone : dateTime).format(Date.parse(instant)),
    relative: (instant, now) => {
      const seconds = (Date.parse(instant) - now) / 1000;
      for (const [unit, length] of steps) {
        if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
      }
      return relative.format(0, 'second');
    },
    age: (instant, now) => {
      const minutes = Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000));
      if (minutes < 1) return relative.format(0, 'second');
      if (minutes < 60) return `${minutes} min`;
      if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
      if (minutes < 525_600) return `${Math.floor(minutes / 1440)} d`;
      return date.format(Date.parse(instant));
    },
    duration: (seconds) => {
      const whole = Math.ceil(seconds);
      if (whole < 60) return `${whole} s`;
      const minutes = Math.round(whole / 60);
      if (minutes < 60) return `${minutes} min`;
      return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    },
    list: (items) => list.format(items),
  };
}

/** The first 16 hexadecimal digits of a SHA-256 in fours, as a person compares them: `9f86 d081 884c 7d65`. */
export function shortHash(sha256: string): string {
  return (sha256.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ');
}
