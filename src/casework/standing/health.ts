import type { DeskHealth, HealthCheck, HealthLevel } from '../../contract/health.ts';
import type { DeskStanding } from '../../contract/wire-fleet.ts';

export interface HealthFacts {
  readonly now: Date;
  readonly standing: DeskStanding;
  /** Whether a repository is configured, and when it answered last. */
  readonly line: { readonly configured: boolean; readonly lastContactAt: string | null };
  /** Whether the databases are whole; null where nobody looked just now. */
  readonly sound: boolean | null;
  readonly copy: { readonly configured: boolean; readonly lastCopyAt: string | null };
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Judges what was seen. Pure: the same facts, the same word. */
export function judgeHealth({ now, standing, line, sound, copy }: HealthFacts): DeskHealth {
  const age = (since: string | null): number => (since === null ? 0 : now.getTime() - Date.parse(since));
  const { queue, selfTest, certificateEnds } = standing;
  const left = certificateEnds === null ? null : Date.parse(certificateEnds) - now.getTime();
  const check = (id: HealthCheck['id'], level: HealthLevel, since: string | null, count = 0): HealthCheck => ({
    ...{ id, level, count, since },
  });
  const byAge = (since: string | null, warnAfter: number, errorAfter: number): HealthLevel =>
    age(since) > errorAfter ? 'error' : age(since) > warnAfter ? 'warning' : 'good';
  const checks = [
    check('store', sound === null ? 'unknown' : sound ? 'good' : 'error', null),
    check('selfTest', selfTest === null ? 'unknown' : selfTest.ok ? 'good' : 'error', selfTest?.at ?? null),
    check('queue', queue.waiting === 0 ? 'good' : byAge(queue.oldest, dayMs, 3 * dayMs), queue.oldest, queue.waiting),
    check('refused', queue.refused + queue.aside > 0 ? 'warning' : 'good', null, queue.refused + queue.aside),
    check(
      'contact',
      !line.configured
        ? 'unknown'
        : line.lastContactAt === null
          ? 'warning'
          : byAge(line.lastContactAt, dayMs, 7 * dayMs),
      line.lastContactAt,
    ),
    check(
      'certificate',
      left === null ? 'unknown' : left < 0 ? 'error' : left < 30 * dayMs ? 'warning' : 'good',
      certificateEnds,
    ),
    check(
      'copy',
      !copy.configured
        ? 'unknown'
        : copy.lastCopyAt === null
          ? 'warning'
          : byAge(copy.lastCopyAt, 2 * dayMs, 14 * dayMs),
      copy.lastCopyAt,
    ),
  ];
  const has = (level: HealthLevel): boolean => checks.some((one) => one.level === level);
  return {
    at: now.toISOString(),
    level: has('error') ? 'error' : has('warning') ? 'warning' : 'good',
    checks,
    standing,
  };
}
