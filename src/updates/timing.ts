import type { Hindrance, Readiness, UpdatePolicy } from '../contract/updates.ts';

/**
 * What stands in the way of exchanging the program now. `readiness` null: the office does not answer, so nobody knows, and
 * nothing is installed.
 */
export function hindrances(readiness: Readiness | null, policy: Pick<UpdatePolicy, 'window'>, now: Date): Hindrance[] {
  return [
    ...(readiness === null ? (['officeSilent'] as const) : []),
    ...(readiness?.batch ? (['batch'] as const) : []),
    ...((readiness?.unsettled ?? 0) > 0 ? (['unsettled'] as const) : []),
    ...(readiness?.typing ? (['typing'] as const) : []),
    ...(isWithin(policy.window, now) ? [] : (['window'] as const)),
  ];
}

function isWithin(window: UpdatePolicy['window'], now: Date): boolean {
  if (window === undefined) return true;
  const minute = now.getHours() * 60 + now.getMinutes();
  const [from, to] = [minutes(window.from), minutes(window.to)];
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
