/**
 * A PDF date, `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-1, 7.9.4), with the omissions the standard allows.
 * Without a zone the time is read as UTC. Null for anything that is no date.
 */
export function parsePdfDate(text: string): Date | null {
  const match =
    /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(?:(\d{2})'?)?)?(?:00'?(?:00'?)?)?$/.exec(
      text.trim(),
    );
  if (match === null) return null;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00'] = match;
  const [, , , , , , , , sign, zoneHour = '00', zoneMinute = '00'] = match;
  const local = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const date = new Date(local);
  const real = date.getUTCMonth() + 1 === +month && date.getUTCDate() === +day && +hour < 24 && +minute < 60;
  if (!real || +second > 59 || +zoneHour > 23 || +zoneMinute > 59) return null;
  const offset = (+zoneHour * 60 + +zoneMinute) * 60_000;
  return new Date(sign === '-' ? local + offset : local - offset);
}
