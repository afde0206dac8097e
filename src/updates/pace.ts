import type { LinePolicy } from '../contract/config.ts';
import { capAt } from '../contract/cap.ts';

/** At most so much at once after a rest. */
const burstMs = 250;

/** Lets a download through under the cap that acts have, which holds for the whole line. Half of it: acts go first. */
export function paceOf(
  policy: LinePolicy | undefined,
  now: () => Date,
  sleep: (ms: number) => Promise<void>,
  elapsed: () => number = () => performance.now(),
): (bytes: number) => Promise<void> {
  let paidUntil = -Infinity;
  return async (bytes) => {
    const { kbps } = capAt(policy, now());
    if (kbps === null) return;
    const at = elapsed();
    paidUntil = Math.max(paidUntil, at - burstMs) + bytes / ((kbps * 1000) / 8 / 2 / 1000);
    if (paidUntil > at) await sleep(paidUntil - at);
  };
}
