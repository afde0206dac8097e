/**
 * `npm test`: everything that must hold before a change is worth reading. Stops at the first step that fails and ends with
 * `N passed, N failed` alone on a line. `--summary FILE` leaves the totals for CI to go on counting.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages, jobs } from './machine.ts';
import { type Step, realWorld, runSteps } from './steps.ts';

const { values } = parseArgs({ options: { summary: { type: 'string' } } });
process.chdir(dirname(import.meta.dirname));

/** The steps of `npm test`, cheapest first. `reports`: a folder for the runners' JSON. */
function testSteps(reports: string): Step[] {
  const none = { kind: 'none' } as const;
  const unit = join(reports, 'vitest.json');
  const unitAlone = join(reports, 'vitest-alone.json');
  const browser = join(reports, 'playwright.json');
  const browserAlone = join(reports, 'playwright-alone.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'];
  // Hundreds of offices and hosts start in these tests, each as a process: what Node made of their files is kept for the next one.
  const compiled = { NODE_COMPILE_CACHE: join(process.cwd(), 'node_modules', '.cache', 'compile') };
  const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
  return [
    { name: 'preflight', run: ['tools/preflight.cjs', 'test'], counting: none, limitMinutes: 1 },
    { name: 'packages', run: installPackages, counting: none, limitMinutes: 10 },
    { name: 'types', run: ['tools/check-types.ts'], counting: none, limitMinutes: 5 },
    {
      name: 'rooms',
      run: [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        'src',
        'tools',
      ],
      counting: none,
      limitMinutes: 5,
    },
    { name: 'style', run: ['tools/check-style.ts'], counting: none, limitMinutes: 10 },
    { name: 'build', run: ['tools/build.ts'], counting: none, limitMinutes: 5 },
    {
      name: 'unit and process tests',
      run: [...vitest, `--outputFile.json=${unit}`],
      env: compiled,
      counting: { kind: 'vitest', report: unit },
      limitMinutes: 35,
      secondRun: {
        run: (files) => [...vitest, '--no-file-parallelism', `--outputFile.json=${unitAlone}`, ...files],
        counting: { kind: 'vitest', report: unitAlone },
      },
    },
    {
      name: 'screens in a browser',
      run: playwright,
      env: { ...compiled, PLAYWRIGHT_JSON_OUTPUT_FILE: browser },
      counting: { kind: 'playwright', report: browser },
      limitMinutes: 20,
      secondRun: {
        run: (files) => [...playwright, '--workers=1', ...files],
        env: { ...compiled, PLAYWRIGHT_JSON_OUTPUT_FILE: browserAlone },
        counting: { kind: 'playwright', report: browserAlone },
      },
    },
  ];
}

function installPackages(): string | null {
  const readiness = ensurePackages(jobs.test);
  return readiness.kind === 'ready' ? null : readiness.message;
}

const reports = mkdtempSync(join(tmpdir(), 'fojas-test-'));
const totals = await runSteps(testSteps(reports), realWorld(), { passed: 0, failed: 0 });
rmSync(reports, { recursive: true, force: true });
if (values.summary !== undefined) writeFileSync(values.summary, JSON.stringify(totals));
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
