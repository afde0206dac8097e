import { isWithinHours } from '../contract/cap.ts';
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
    ...(policy.window === undefined || isWithinHours(policy.window, now) ? [] : (['window'] as const)),
  ];
}
