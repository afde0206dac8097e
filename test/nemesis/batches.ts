/**
 * Seeded batches under faults: each of so many acts, with one to three faults out of those that magistrates suffer (token pulled out,
 * driver that crashes, hangs, grows or answers nonsense, driver uninstalled, office or host killed, disk full, repository down, PIN
 * wrong or refused). After each stop, so many acts are kept, one is in one certain state and the rest wait; one key press goes on;
 * at the end nothing is lost, doubled or out of order, and no PIN reached the token but those typed.
 *
 *   node test/nemesis/batches.ts [--batches N] [--seed S] [--acts M] [--report FILE]
 *
 * Batch i has seed S + i, and can be run again alone. Needs SoftHSM2 and a C compiler. Exit code 0 only when every check held.
 */
import { cpus } from 'node:os';
import process from 'node:process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BatchStory, runBatch } from './batch.ts';
import { layGround } from './ground.ts';
import { batchesReport } from './batches-report.ts';

const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    acts: { type: 'string', default: '200' },
    report: { type: 'string' },
  },
});
const [batches, seed, acts] = [values.batches, values.seed, values.acts].map(Number) as [number, number, number];

const stories: BatchStory[] = [];
const failures: { readonly seed: number; readonly message: string }[] = [];
const from = performance.now();
const writeReport = (): void => {
  if (values.report === undefined) return;
  const seconds = (performance.now() - from) / 1000;
  writeFileSync(
    values.report,
    batchesReport({ stories, failures, batches, seed, acts, seconds, cores: cpus().length }),
  );
};

const ground = await layGround(acts);
console.log(`${acts} acts laid out in ${((performance.now() - from) / 1000).toFixed(0)} s; seeds from ${seed}`);
try {
  for (let index = 0; index < batches; index += 1) {
    try {
      const story = await runBatch(ground, seed + index);
      stories.push(story);
      const names = story.plagues.map(({ name, kept }) => `${name} at ${kept}`).join(', ');
      console.log(`ok    ${story.seed}: ${names} (${story.ends.join(', ')}; ${story.seconds.toFixed(1)} s)`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ seed: seed + index, message });
      console.log(`WRONG ${seed + index}: ${message}`);
    }
    writeReport();
  }
} finally {
  ground.remove();
}
console.log(`${stories.length} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
