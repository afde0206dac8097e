/**
 * `npm run bench -- [NAME] [--json]`: runs the benchmarks and prints each figure beside its peer and its aim. With `--json` one
 * object a line: {name, value, unit, peer, ratio, aim, met}. Figures are printed, never asserted: exit code 0 whatever they are.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages, jobs } from '../tools/machine.ts';
import type { Benchmark, Row } from './row.ts';

/** Loaded when they are run: one benchmark must not weigh on the memory of another. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  sign: () => import('./sign.ts'),
  validate: () => import('./validate.ts'),
  paper: () => import('./paper.ts'),
  batch: () => import('./batch.ts'),
  line: () => import('./line.ts'),
  repository: () => import('./repository.ts'),
  window: () => import('./window.ts'),
  'window-batch': () => import('./window-batch.ts'),
};

/** Too long to be run with all the others. */
const onlyWhenAsked: readonly string[] = ['line', 'repository', 'window'];

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const [wanted, ...more] = positionals;
if (more.length > 0 || (wanted !== undefined && !Object.hasOwn(benchmarks, wanted))) {
  console.error(`usage: npm run bench -- [${Object.keys(benchmarks).join('|')}] [--json]`);
  process.exit(2);
}
const readiness = ensurePackages(jobs.bench);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  process.exit(5);
}
if (values.json !== true) console.log(`On Node ${process.versions.node}, ${process.platform} ${process.arch}.`);
for (const [name, load] of Object.entries(benchmarks)) {
  if (wanted === undefined ? onlyWhenAsked.includes(name) : name !== wanted) continue;
  const benchmark = await load();
  for await (const row of benchmark.run()) console.log(values.json === true ? JSON.stringify(row) : lineOf(row));
}

/** A row for a person: the figure, what it is beside, and whether the aim was met. */
function lineOf({ name, value, unit, peer, ratio, aim, met }: Row): string {
  const figure = `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
  const beside = ratio === null ? (peer ?? '') : `${ratio.toFixed(2)} x ${peer ?? ''}`;
  const verdict = aim === null ? '' : `aim ${aim}: ${met === true ? 'met' : 'NOT met'}`;
  return [name.padEnd(52), figure.padStart(12), verdict, beside].filter((part) => part !== '').join('   ');
}
