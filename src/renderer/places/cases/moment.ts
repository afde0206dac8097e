/** A moment as it is written here, `14/04/2026 09:10`, by this computer's clock; null where it is none, or has not come yet. */
export function momentOf(text: string, now = new Date()): string | null {
  const found = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2})[:.](\d{2})\s*$/.exec(text);
  if (!found) return null;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const moment = new Date(year, month - 1, day, hour, minute);
  const isReal = moment.getMonth() === month - 1 && moment.getDate() === day && hour < 24 && minute < 60;
  return isReal && moment <= now ? moment.toISOString() : null;
}
