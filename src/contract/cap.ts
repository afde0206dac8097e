import type { LinePolicy } from './config.ts';

/** The cap that holds at a moment. */
export interface CapNow {
  /** Kilobits (1000 bits) a second, each way; null where all there is may be used. */
  readonly kbps: number | null;
  /** A time of day with a cap of its own holds, until this time (HH:MM); null where the usual cap holds. */
  readonly until: string | null;
}

type Caps = Pick<LinePolicy, 'capKbps' | 'quiet'>;

/** Which cap holds. The time of day is this computer's: a wrong clock changes how fast, never whether (law 6). */
export function capAt(policy: Caps | undefined, at: Date): CapNow {
  const quiet = policy?.quiet.find((hours) => isWithinHours(hours, at));
  if (quiet) return { kbps: quiet.capKbps, until: quiet.to };
  return { kbps: policy?.capKbps ?? null, until: null };
}

/** Whether a time is within hours of the day (HH:MM, this computer's); `from` after `to` goes over midnight, the same twice is all day. */
export function isWithinHours(hours: { readonly from: string; readonly to: string }, at: Date): boolean {
  const minute = at.getHours() * 60 + at.getMinutes();
  const [from, to] = [minutes(hours.from), minutes(hours.to)];
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
