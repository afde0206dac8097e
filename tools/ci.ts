/**
 * What only CI runs, after `npm test`: the corpus of real files, the oracles, properties and hostile inputs for
 * longer, packaging, random kills, sync under fire, power cuts. Each ends with a line
 * `N passed, N failed`; the totals of `npm test` come in with `--summary FILE`, and the last line printed adds up everything.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages, jobs } from './machine.ts';
import { type Budget, type Step, type Totals, closingTotals, realWorld, runRows, runSteps } from './steps.ts';

const { values } = parseArgs({ options: { summary: { type: 'string' } } });
process.chdir(dirname(import.meta.dirname));

/** The corpus lies beside the checkout: it is other people's files, and no part of this repository. */
function corpusThere(): string | null {
  const corpus = resolve(process.env['FOJAS_CORPUS'] ?? join('..', 'shared', 'corpus'));
  return existsSync(resolve(corpus, 'expectations.tsv'))
    ? null
    : `the corpus of real files is not at ${corpus} (expectations.tsv is missing): put it there`;
}

function installPackages(): string | null {
  const readiness = ensurePackages(jobs.ci);
  return readiness.kind === 'ready' ? null : readiness.message;
}

const reports = mkdtempSync(join(tmpdir(), 'fojas-ci-'));
const properties = join(reports, 'properties.json');
const restoration = join(reports, 'restoration.json');
const storage = join(reports, 'storage.json');
const made = join(reports, 'made');
const counting = { kind: 'closingLine' } as const;
/** What breaks, cuts and kills the way to the repository, in all. Measured: 7.1 minutes beside the other row, 8.5 on 2 cores that ten others used, see CONTRIBUTING.md. */
const line: Budget = { name: 'nemesis of the line', minutes: 10 };
const first: Step[] = [
  { name: 'corpus is there', run: corpusThere, counting: { kind: 'none' }, limitMinutes: 1 },
  { name: 'packages', run: installPackages, counting: { kind: 'none' }, limitMinutes: 10 },
  { name: 'corpus of real files', run: ['test/oracles/corpus.ts'], counting, limitMinutes: 10 },
];
/** What breaks the line mostly waits for it: one row. */
const ofTheLine: Step[] = [
  {
    name: 'planner of the line',
    run: ['test/casework/sync/planner/long.ts', '--seed', '1'],
    counting,
    limitMinutes: 1,
    budget: line,
  },
  {
    name: 'the line in virtual time',
    run: ['test/nemesis/simulation.ts', '--seeds', '60'],
    counting,
    limitMinutes: 2,
    budget: line,
  },
  {
    name: 'sync under fire',
    run: ['test/nemesis/sync.ts', '--runs', '4', '--seed', '1', '--minutes', '0.3'],
    counting,
    limitMinutes: 10,
    budget: line,
  },
  { name: 'power cuts', run: ['test/nemesis/power.ts', '--cuts', '20'], counting, limitMinutes: 5, budget: line },
  {
    name: 'disks that forget',
    run: ['test/nemesis/forgetful.ts', '--cuts', '40'],
    counting,
    limitMinutes: 5,
    budget: line,
  },
  {
    name: 'office repository under fire',
    run: ['test/nemesis/office-repository.ts', '--runs', '3'],
    counting,
    limitMinutes: 5,
    budget: line,
  },
  {
    name: 'steps of the office repository',
    run: ['test/nemesis/office-steps.ts', '--kills', '12', '--full', '6'],
    counting,
    limitMinutes: 4,
    budget: line,
  },
];
/** What others say of what we write and speak, and several nodes. */
const ofOthers: Step[] = [
  { name: 'protocol, tried by its document', run: ['test/oracles/openapi.ts'], counting, limitMinutes: 8 },
  { name: 'conformance', run: ['test/oracles/conformance.ts'], counting, limitMinutes: 12 },
  { name: 'documents of other programs', run: ['test/oracles/foreign.ts'], counting, limitMinutes: 6 },
  {
    name: 'storage that locks',
    run: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'test/oracles/s3/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${storage}`,
    ],
    counting: { kind: 'vitest', report: storage },
    limitMinutes: 20,
  },
  {
    name: 'two nodes under fire',
    run: ['test/nemesis/nodes.ts', '--runs', '2', '--seed', '1'],
    counting,
    limitMinutes: 10,
  },
  { name: 'nodes replaced behind a proxy', run: ['test/nemesis/rolling.ts'], counting, limitMinutes: 5 },
];
/** Packages, and what kills and breaks one workplace. */
const ofTheWorkplace: Step[] = [
  { name: 'packaging', run: ['tools/package-check.ts', '--keep', made], counting, limitMinutes: 10 },
  {
    name: 'package in an empty system',
    run: ['tools/packaging/clean-root.ts', '--quick', '--made', join(made, 'make')],
    counting,
    limitMinutes: 6,
  },
  { name: 'updates', run: ['test/nemesis/updates.ts', '--kills', '50'], counting, limitMinutes: 10 },
  { name: 'random kills', run: ['test/nemesis/kills.ts'], counting, limitMinutes: 15 },
  {
    name: 'restoration, broken at more of its steps',
    run: [
      'node_modules/vitest/vitest.mjs',
      'run',
      'test/casework/home/broken-restore.test.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${restoration}`,
    ],
    env: { FOJAS_STEPS_TRIED: '20' },
    counting: { kind: 'vitest', report: restoration },
    limitMinutes: 6,
  },
  {
    name: 'hostile inputs',
    run: ['test/nemesis/fuzz.ts', '--count', '20000', '--seed', '1'],
    counting,
    limitMinutes: 10,
  },
  {
    name: 'properties, tried for longer',
    run: [
      'node_modules/vitest/vitest.mjs',
      'run',
      'test/signature/properties',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${properties}`,
    ],
    env: { FOJAS_PROPERTY_TIMES: '20' },
    counting: { kind: 'vitest', report: properties },
    limitMinutes: 5,
  },
  { name: 'batches under faults', run: ['test/nemesis/batches.ts'], counting, limitMinutes: 20 },
];

function totalsOfTests(): Totals {
  if (values.summary === undefined) return { passed: 0, failed: 0 };
  const { passed, failed } = JSON.parse(readFileSync(values.summary, 'utf8')) as Totals;
  const totals = closingTotals(`${passed} passed, ${failed} failed`);
  if (totals === null) throw new Error(`${values.summary} holds no totals`);
  return totals;
}

// As in `npm test`: what Node made of the files of offices and repositories is kept for the next that starts.
process.env['NODE_COMPILE_CACHE'] ??= resolve('node_modules', '.cache', 'compile');
const before = totalsOfTests();
const begun = await runSteps(first, realWorld(), before);
const rows = [[...ofTheLine, ...ofOthers], ofTheWorkplace];
const totals = begun.failed > before.failed ? begun : await runRows(rows, realWorld(), begun);
rmSync(reports, { recursive: true, force: true });
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
