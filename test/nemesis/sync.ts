/**
 * Sync under fire: real offices (1 to 5 desks) and a real repository, at the two ends of a line of 128 kbit/s with a round trip of 300 or
 * 700 ms that is reset every 20 s. Offices and repository are killed, disks fill up, clocks jump, the line falls silent; then it heals and
 * the queues have to drain. The whole history is kept and the invariants are checked on it (sync/invariants.ts).
 *
 *   node test/nemesis/sync.ts [--runs N] [--seed S] [--minutes M] [--jobs N] [--office] [--report FILE] [--keep FOLDER]
 *
 * `--office`: a repository inside the office stands between desks and line, and is killed as well; a desk that is a device of its person is
 * enrolled, and revoked, through it.
 *
 * Run i has seed S + i and can be repeated alone. `--minutes` is how long blows fall in each. As root the line is real (network
 * namespaces) and disks are small mounts that fill up; else it is a proxy and no disk fills: the first line says which. Exit code 0 only when all held.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { inspect, parseArgs } from 'node:util';
import { canLayNetworkLine } from '../helpers/link/index.ts';
import { violationsOf } from './sync/invariants.ts';
import { drawPlan } from './sync/plan.ts';
import { type Story, syncReport } from './sync/report.ts';
import { conduct } from './sync/run.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '0.5' },
    jobs: { type: 'string', default: '2' },
    office: { type: 'boolean', default: false },
    report: { type: 'string' },
    keep: { type: 'string' },
  },
});
const [runs, seed, minutes, jobs] = [values.runs, values.seed, values.minutes, values.jobs].map(Number) as [
  number,
  number,
  number,
  number,
];
const stories: Story[] = [];

async function runOne(which: number): Promise<void> {
  const plan = drawPlan(which, minutes, canLayNetworkLine(), values.office);
  const told = `${plan.desks} desks, ${plan.acts.length} acts, ${plan.shape.rttMs} ms, ${plan.strikes.length} blows`;
  try {
    const { history, carried, seconds, logs } = await conduct(plan);
    const violations = violationsOf(history);
    stories.push({
      plan,
      violations,
      carried,
      seconds,
      drain: history.drain,
      acts: history.register.registrations.length,
    });
    const drained = `drained in ${(history.drain.tookMs / 1000).toFixed(1)} s (line ${(history.drain.lineMs / 1000).toFixed(1)} s)`;
    console.log(
      `${violations.length === 0 ? 'ok   ' : 'WRONG'} ${which}: ${told}, ${drained}, ${seconds.toFixed(0)} s`,
    );
    for (const violation of violations) console.log(`      ${violation}`);
    if (values.keep !== undefined && violations.length > 0) {
      mkdirSync(values.keep, { recursive: true });
      writeFileSync(join(values.keep, `${which}.json`), JSON.stringify({ plan, history }, null, 1));
      writeFileSync(join(values.keep, `${which}.log`), logs);
    }
  } catch (error) {
    const message = inspect(error, { depth: 3 });
    stories.push({ plan, violations: [message], carried: { up: 0, down: 0 }, seconds: 0, drain: null, acts: 0 });
    console.log(`WRONG ${which}: ${told}: ${message}`);
  }
  if (values.report !== undefined) {
    const line = canLayNetworkLine() ? 'network' : 'proxy';
    writeFileSync(values.report, syncReport({ stories, runs, seed, minutes, jobs, line, cores: cpus().length }));
  }
}

let next = 0;
async function work(): Promise<void> {
  while (next < runs) await runOne(seed + next++);
}

const laid = canLayNetworkLine() ? 'a network line and small disks' : 'a proxy for a line, and disks that never fill';
console.log(`${runs} runs of ${minutes} min, seeds from ${seed}, on ${laid}`);
await Promise.all(Array.from({ length: Math.min(jobs, runs) }, work));
const failed = stories.filter(({ violations }) => violations.length > 0).length;
console.log(`${stories.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
