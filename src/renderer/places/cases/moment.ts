/** A moment as it is written here, `14/04/2026 09:10`, by this computer's clock; null where it is none, or has not come yet. */
export function momentOf(text: string, now = new Date()): string | null {
  const found = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2})[:.](\d{2})\s*$/.exec(text);
  if (!found) return null;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const moment = new Date(year, month - 1, day, hour, minute);
  const isReal = moment.getMonth() === month - 1 && moment.getDate() === day && hour < 24 && minute < 60;
  return isReal && moment <= now ? moment.toISOString() : null;
}

/** An hour as it is typed, `900`, `0900`, `9:00` or `9.00`, as `09:00`; null where it is none. */
export function clockOf(text: string): string | null {
  const found = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  const [hour = 99, minute = 99] = found ? found.slice(1).map(Number) : [];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;
}
