/**
 * A siege by damaged and hostile inputs: PDFs, CMS signatures, time-stamps, certificates, revocation lists and OCSP responses, made by
 * code (and the corpus, where it is there), mutated in every way we know. None may crash the reader, take more than two seconds of
 * processor time or 500 MB, or be answered with a yes to bytes that nobody signed.
 *
 *   node test/nemesis/fuzz.ts [--count N] [--seed N] [--workers N] [--minutes N] [--report FILE]
 *
 * Failing inputs are kept in FOJAS_FUZZ_FOLDER (or the temporary folder), with fewer mutations where fewer do. With `--report` what was
 * run and seen is written down as Markdown. The last line is `N passed, N failed`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../tools/machine.ts';
import { Inputs } from './fuzz/inputs.ts';
import { writeSeeds } from './fuzz/seeds.ts';
import type { Seed } from './fuzz/seeds.ts';
import { besiege, limits, runStretch } from './fuzz/siege.ts';
import type { Failure, Outcome } from './fuzz/siege.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    minutes: { type: 'string' },
    report: { type: 'string' },
  },
});
const wanted = Number(values.count ?? 20_000);
const number = Number(values.seed ?? Date.now() % 1_000_000);
const longest = values.minutes === undefined ? Infinity : Number(values.minutes) * 60_000;
const workers = Number(values.workers ?? Math.max(1, Math.min(4, cpus().length)));

const readiness = ensurePackages(['qpdf']);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  process.exit(5);
}

const folder = mkdtempSync(join(tmpdir(), 'fojas-fuzz-'));
try {
  const seeds = await writeSeeds(folder);
  console.log(`${wanted} inputs from ${seeds.length} seeds, --seed ${number}, ${workers} workers`);
  const start = performance.now();
  const outcome = await besiege({
    folder,
    seeds,
    number,
    count: wanted,
    longest,
    workers,
    progress: (done) => console.log(`  ${done}`),
  });
  const seconds = (performance.now() - start) / 1000;
  const count = outcome.done;
  for (const failure of outcome.failures) await keep(seeds, failure);
  const lines = describe(outcome, seeds, seconds);
  console.log(lines.join('\n'));
  if (values.report !== undefined) writeFileSync(values.report, reportOf(lines, outcome));
  console.log(`${count - outcome.failures.length} passed, ${outcome.failures.length} failed`);
  process.exitCode = outcome.failures.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Keeps a failing input, with as few of its mutations as still make it fail. */
async function keep(seeds: readonly Seed[], failure: Failure): Promise<void> {
  const { index } = failure;
  const inputs = new Inputs(seeds, number);
  const all = inputs.make(index).how.length;
  let steps = all;
  for (let fewer = 1; fewer < all; fewer++) {
    let wrong = false;
    const { failure: again } = await runStretch(
      { folder, seeds, number, from: index, to: index + 1, steps: fewer },
      ({ answer, cpu }) => (wrong = answer.kind === 'wrong' || cpu > limits.cpu),
    );
    if (again === null && !wrong) continue;
    steps = fewer;
    break;
  }
  const { bytes, how, seed } = inputs.make(index, steps);
  const place = process.env['FOJAS_FUZZ_FOLDER'] ?? join(tmpdir(), 'fojas-fuzz-failures');
  mkdirSync(place, { recursive: true });
  const path = join(place, `${number}-${index}.${seed.kind}`);
  writeFileSync(path, bytes);
  console.log(
    `FAIL  ${failure.kind} at ${index} (${basename(seed.name)}: ${how.join(', ')}), kept as ${path}\n${failure.what}`,
  );
}

function describe({ answers, slowest, peakMb, done }: Outcome, seeds: readonly Seed[], seconds: number): string[] {
  const kinds = new Map<string, number>();
  for (const { kind } of seeds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const inputs = new Inputs(seeds, number);
  const { seed, how } = inputs.make(slowest.index);
  return [
    `seeds: ${[...kinds].map(([kind, each]) => `${each} ${kind}`).join(', ')}`,
    ...[...answers].sort((a, b) => b[1] - a[1]).map(([answer, each]) => `${answer}: ${each}`),
    `slowest: ${Math.round(slowest.cpu)} ms of processor time (${basename(seed.name)}: ${how.join(', ')})`,
    `most memory of a worker: ${Math.round(peakMb)} MB`,
    `time: ${Math.round(seconds)} s, ${Math.round(done / seconds)} inputs a second`,
  ];
}

function reportOf(lines: readonly string[], { failures, done }: Outcome): string {
  return [
    '# Fuzz run',
    '',
    `\`node test/nemesis/fuzz.ts --count ${wanted} --seed ${number}\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ` +
      `${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GB, ${workers} workers.`,
    '',
    `${done} mutated inputs. Limits for each: ${limits.cpu} ms of processor time, ${limits.mb} MB. Failed: ${failures.length}.`,
    '',
    ...lines.map((line) => `- ${line}`),
    ...failures.map(({ index, kind, what }) => `- FAILED ${kind} at ${index}: ${what.split('\n')[0]!}`),
    '',
  ].join('\n');
}
