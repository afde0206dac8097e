/** The report of a long run, as Markdown. */
import type { History } from './history.ts';
import type { Plan } from './plan.ts';

export interface Story {
  readonly plan: Plan;
  readonly violations: readonly string[];
  readonly carried: { readonly up: number; readonly down: number };
  readonly seconds: number;
  /** Null where the run itself failed. */
  readonly drain: History['drain'] | null;
  readonly acts: number;
}

export function syncReport(run: {
  readonly stories: readonly Story[];
  readonly runs: number;
  readonly seed: number;
  readonly minutes: number;
  readonly jobs: number;
  readonly line: 'network' | 'proxy';
  readonly cores: number;
}): string {
  const { stories } = run;
  const good = stories.filter(({ violations }) => violations.length === 0);
  const beyond = stories
    .flatMap(({ drain }) => (drain ? [(drain.tookMs - drain.lineMs) / 1000] : []))
    .sort((a, b) => a - b);
  const blows = new Map<string, number>();
  for (const { plan } of stories) {
    for (const { blow } of plan.strikes) blows.set(blow.kind, (blows.get(blow.kind) ?? 0) + 1);
  }
  const sum = (of: (story: Story) => number): number => stories.reduce((total, story) => total + of(story), 0);
  const wrong = stories.filter(({ violations }) => violations.length > 0);
  return [
    `\`node test/nemesis/sync.ts --runs ${run.runs} --seed ${run.seed} --minutes ${run.minutes} --jobs ${run.jobs}\`, on a ${run.line}`,
    `line, ${run.cores} cores.`,
    '',
    `| runs | held | acts registered | desks | bytes up | bytes down | drained beyond the line's time: median, most |`,
    '| --- | --- | --- | --- | --- | --- | --- |',
    `| ${stories.length} | ${good.length} | ${sum(({ acts }) => acts)} | ${sum(({ plan }) => plan.desks)} ` +
      `| ${sum(({ carried }) => carried.up)} | ${sum(({ carried }) => carried.down)} ` +
      `| ${(beyond[Math.floor(beyond.length / 2)] ?? 0).toFixed(1)} s, ${(beyond.at(-1) ?? 0).toFixed(1)} s |`,
    '',
    '| blow | times |',
    '| --- | --- |',
    ...[...blows].sort().map(([kind, times]) => `| ${kind} | ${times} |`),
    ...(wrong.length === 0 ? [] : ['', 'Broken:', '']),
    ...wrong.flatMap(({ plan, violations }) => violations.map((one) => `- seed ${plan.seed}: ${one.split('\n')[0]}`)),
    '',
  ].join('\n');
}
