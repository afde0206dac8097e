/** A calendar day (`2026-12-01`), none, or text that is no day yet. */
export type TypedDay = string | null | 'unfinished';

/**
 * A day as it is typed on the figures of a keyboard: `2111`, `21/11`, `21-11-26`, `21112026`. Without a year it is the next such day, today
 * included.
 */
export function readDay(text: string, today: Date): TypedDay {
  if (text.trim() === '') return null;
  const parts =
    /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(text.trim()) ??
    /^(\d{1,2})[/.\- ]+(\d{1,2})(?:[/.\- ]+(\d{2}|\d{4}))?$/.exec(text.trim());
  if (!parts) return 'unfinished';
  const [day, month] = [Number(parts[1]), Number(parts[2])];
  const year = parts[3] === undefined ? yearOfNext(day, month, today) : yearIn(parts[3]);
  if (year === null || !isDay(day, month, year)) return 'unfinished';
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

const yearIn = (figures: string): number => (figures.length === 2 ? 2000 : 0) + Number(figures);

function isDay(day: number, month: number, year: number): boolean {
  if (year < 1900) return false;
  const then = new Date(year, month - 1, day);
  return then.getMonth() === month - 1 && then.getDate() === day;
}

/** Null for a day that no year has. */
function yearOfNext(day: number, month: number, today: Date): number | null {
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  // 29 February comes again within eight years (2096 to 2104).
  for (let year = midnight.getFullYear(); year <= midnight.getFullYear() + 8; year += 1)
    if (isDay(day, month, year) && new Date(year, month - 1, day) >= midnight) return year;
  return null;
}
