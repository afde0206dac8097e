/**
 * Seeded batches under faults: each of so many acts, with one to three faults out of those that magistrates suffer (token pulled out,
 * driver that crashes, hangs, grows, leaks, lies or answers nonsense, driver uninstalled, office or host killed, disk full, repository down, PIN
 * wrong or refused); one batch in four signs with the virtual card, which is pulled out between two commands or while it signs, is
 * slow, answers garbage, and is down to its last try. After each stop, so many acts are kept, one is in one certain state and the rest wait; one key press goes on;
 * at the end nothing is lost, doubled or out of order, and no PIN reached the token but those typed.
 *
 *   node test/nemesis/batches.ts [--batches N] [--seed S] [--acts M] [--jobs N] [--report FILE]
 *
 * Batch i has seed S + i, and can be run again alone; N of them run at a time (2). Needs SoftHSM2, pcscd, vpcd, OpenSC and a C compiler. Exit code 0 only when every check held.
 */
import { cpus } from 'node:os';
import process from 'node:process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BatchStory, runBatch } from './batch.ts';
import { type Ground, layGround } from './ground.ts';
import { batchesReport } from './batches-report.ts';

const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    acts: { type: 'string', default: '200' },
    jobs: { type: 'string', default: '2' },
    report: { type: 'string' },
  },
});
const numbers = [values.batches, values.seed, values.acts, values.jobs].map(Number);
const [batches, seed, acts, jobs] = numbers as [number, number, number, number];

const stories: BatchStory[] = [];
const failures: { readonly seed: number; readonly message: string }[] = [];
const from = performance.now();
const writeReport = (): void => {
  if (values.report === undefined) return;
  const seconds = (performance.now() - from) / 1000;
  const run = { stories, failures, batches, seed, acts, jobs, seconds, cores: cpus().length };
  writeFileSync(values.report, batchesReport(run));
};

async function runOne(ground: Ground, which: number): Promise<void> {
  try {
    const story = await runBatch(ground, which);
    stories.push(story);
    const names = story.plagues.map(({ name, kept }) => `${name} at ${kept}`).join(', ');
    console.log(`ok    ${which}: ${story.place}, ${names} (${story.ends.join(', ')}; ${story.seconds.toFixed(1)} s)`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    failures.push({ seed: which, message });
    console.log(`WRONG ${which}: ${message}`);
  }
  writeReport();
}

let next = 0;
/** Takes the next batch as long as there is one, on ground of its own. */
async function work(): Promise<void> {
  const ground = await layGround(acts);
  try {
    while (next < batches) await runOne(ground, seed + next++);
  } finally {
    await ground.remove();
  }
}

console.log(`${batches} batches of ${acts} acts, seeds from ${seed}`);
await Promise.all(Array.from({ length: Math.min(jobs, batches) }, work));
console.log(`${stories.length} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
