/**
 * A run of checks, one after the other, or in rows side by side: it stops at the first that fails, says which, and adds up the
 * tests of all. Used by `npm test` and by CI.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';

/** How a step tells how many tests it ran. `closingLine`: its output ends with a line `N passed, N failed`. */
export type Counting =
  | { readonly kind: 'none' }
  | { readonly kind: 'vitest' | 'playwright'; readonly report: string }
  | { readonly kind: 'closingLine' };

export interface Step {
  readonly name: string;
  /** Arguments for this Node, or a function run in this process that answers a message when it fails. */
  readonly run: readonly string[] | (() => string | null);
  readonly counting: Counting;
  readonly env?: Readonly<Record<string, string>>;
  /** Longer than this and the step is ended and counts as failed. */
  readonly limitMinutes: number;
  /** What it has together with others: whoever comes last gets what they left of it. */
  readonly budget?: Budget;
  /** How the tests that failed are run once more, alone. Without it what failed has failed. */
  readonly secondRun?: SecondRun;
}

/** Minutes that several steps may take in all; known by its name. */
export interface Budget {
  readonly name: string;
  readonly minutes: number;
}

/** See docs/decisions/second-run.md. */
export interface SecondRun {
  /** @param files those in which a test failed */
  readonly run: (files: readonly string[]) => readonly string[];
  readonly counting: Counting;
  readonly env?: Readonly<Record<string, string>>;
}

export interface FailedTest {
  readonly file: string;
  readonly name: string;
}

/** More than so many failed tests are no accident, and are not tried again. */
export const secondRunUpTo = 3;

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly timedOut: boolean;
}

/** What a step needs of the world. */
export interface StepWorld {
  /** @param hold takes all that the step says, instead of the terminal. */
  readonly start: (step: Step, args: readonly string[], hold?: (text: string) => void) => Promise<Ended>;
  readonly readReport: (path: string) => string | null;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/**
 * Runs the steps in order up to the first that fails. A step that fails without a failed test (types, style, a crash) counts as
 * one failure, so that a red run never ends in `0 failed`.
 */
export async function runSteps(steps: readonly Step[], world: StepWorld, before: Totals): Promise<Totals> {
  const run: Run = { ...before, spent: new Map(), red: [] };
  for (const step of steps) {
    world.say(`== ${step.name}`);
    const end = await take(step, world, run);
    world.say(end);
    if (run.red.length > 0) break;
  }
  return { passed: run.passed, failed: run.failed };
}

/**
 * Runs rows of steps side by side, each row in its order: for steps that mostly wait. What a step says is shown whole when it has
 * ended. After one that fails none is begun, and those that run are waited for; the last line says what failed.
 * @throws where the steps of a budget stand in two rows: none would know what the others leave of it.
 */
export async function runRows(rows: readonly (readonly Step[])[], world: StepWorld, before: Totals): Promise<Totals> {
  refuseSpreadBudgets(rows);
  const run: Run = { ...before, spent: new Map(), red: [] };
  await Promise.all(
    rows.map(async (steps) => {
      for (const step of steps) {
        if (run.red.length > 0) return;
        world.say(`== ${step.name} begins`);
        const held: string[] = [];
        const aside: StepWorld = {
          ...world,
          say: (line) => held.push(`${line}\n`),
          start: (one, args) => world.start(one, args, (text) => held.push(text)),
        };
        const end = await take(step, aside, run);
        world.say(`== ${step.name}\n${held.join('')}${end}`);
      }
    }),
  );
  for (const line of run.red) world.say(line);
  return { passed: run.passed, failed: run.failed };
}

function refuseSpreadBudgets(rows: readonly (readonly Step[])[]): void {
  const rowOf = new Map<string, readonly Step[]>();
  for (const row of rows) {
    for (const { name, budget } of row) {
      if (!budget) continue;
      if ((rowOf.get(budget.name) ?? row) !== row) throw new Error(`${name}: ${budget.name} is spent in two rows`);
      rowOf.set(budget.name, row);
    }
  }
}

/** What a run has come to. */
interface Run {
  passed: number;
  failed: number;
  /** Minutes, by the budget's name. */
  readonly spent: Map<string, number>;
  /** What is said of each step that failed. */
  readonly red: string[];
}

/** Runs one step and adds what came of it to the run; answers what is said of it. */
async function take(step: Step, world: StepWorld, run: Run): Promise<string> {
  const started = world.now();
  const outcome = await runStep(within(step, run.spent), world);
  const { budget } = step;
  if (budget) run.spent.set(budget.name, (run.spent.get(budget.name) ?? 0) + (world.now() - started) / 60_000);
  run.passed += outcome.passed;
  run.failed += outcome.failed;
  const seconds = ((world.now() - started) / 1000).toFixed(1);
  if (outcome.trouble === null) return `== ${step.name} passed (${seconds} s)`;
  const failed = `== ${step.name} failed after ${seconds} s: ${outcome.trouble}`;
  run.red.push(failed);
  return failed;
}

/** The step, with what the others left of a budget that it shares as its limit. */
function within(step: Step, spent: ReadonlyMap<string, number>): Step {
  if (!step.budget) return step;
  const left = Math.max(0, step.budget.minutes - (spent.get(step.budget.name) ?? 0));
  return { ...step, limitMinutes: Math.min(step.limitMinutes, left) };
}

async function runStep(step: Step, world: StepWorld): Promise<Totals & { readonly trouble: string | null }> {
  if (typeof step.run === 'function') {
    const message = step.run();
    return { passed: 0, failed: message === null ? 0 : 1, trouble: message };
  }
  const ended = await world.start(step, step.run);
  const counts = countOf(step.counting, ended.output, world);
  if (ended.timedOut) return failing(counts, `it did not end within ${minutesOf(step)}`);
  if (counts === null) return failing(counts, 'it left no count of its tests');
  if (counts.skipped > 0)
    return failing(counts, `${counts.skipped} tests were skipped, and a skipped test proves nothing`);
  if (counts.failed > 0) return failedTests(step, counts, world);
  if (ended.exitCode !== 0) return failing(counts, `it ended with exit code ${ended.exitCode ?? 'of a signal'}`);
  if (step.counting.kind !== 'none' && counts.passed === 0) return failing(counts, 'it ran no test');
  return { ...counts, trouble: null };
}

/** With one decimal where it is what others left. */
const minutesOf = ({ limitMinutes, budget }: Step): string =>
  budget && limitMinutes < budget.minutes
    ? `${Number(limitMinutes.toFixed(1))} minutes (${budget.name}: ${budget.minutes} in all)`
    : `${limitMinutes} minutes`;

/** Tests failed. Few that pass once more alone count as passed, and are named: each is a fault of the test or of the program. */
async function failedTests(
  step: Step,
  counts: Counts,
  world: StepWorld,
): Promise<Totals & { readonly trouble: string | null }> {
  const trouble = `${counts.failed} tests failed`;
  const { secondRun, counting } = step;
  if (!secondRun || counting.kind === 'none' || counting.kind === 'closingLine') return failing(counts, trouble);
  const failed = failedIn(counting.kind, world.readReport(counting.report) ?? '');
  if (failed.length !== counts.failed || failed.length > secondRunUpTo) return failing(counts, trouble);
  world.say(`== ${step.name}: ${trouble}; once more, alone`);
  const again: Step = { ...step, env: { ...step.env, ...secondRun.env }, counting: secondRun.counting };
  const ended = await world.start(again, secondRun.run([...new Set(failed.map(({ file }) => file))]));
  const second = countOf(secondRun.counting, ended.output, world);
  const isGreen = ended.exitCode === 0 && second?.failed === 0 && second.skipped === 0;
  if (!isGreen || second.passed < failed.length) return failing(counts, `${trouble}, alone too`);
  for (const { file, name } of failed) world.say(`== FAILED AT FIRST, passed alone: ${file}: ${name}`);
  return { passed: counts.passed + failed.length, failed: 0, trouble: null };
}

interface Counts extends Totals {
  readonly skipped: number;
}

function failing(counts: Counts | null, trouble: string): Totals & { readonly trouble: string } {
  return { passed: counts?.passed ?? 0, failed: Math.max(1, counts?.failed ?? 0), trouble };
}

function countOf(counting: Counting, output: string, world: StepWorld): Counts | null {
  switch (counting.kind) {
    case 'none':
      return { passed: 0, failed: 0, skipped: 0 };
    case 'closingLine': {
      const totals = closingTotals(output);
      return totals === null ? null : { ...totals, skipped: 0 };
    }
    case 'vitest':
    case 'playwright': {
      const text = world.readReport(counting.report);
      return text === null ? null : countReport(counting.kind, text);
    }
  }
}

/** The last line that begins `N passed, N failed` (more may follow after a comma); null where there is none. */
export function closingTotals(output: string): Totals | null {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, .*)?\r?$/gm)];
  const last = lines.at(-1);
  return last ? { passed: Number(last[1]), failed: Number(last[2]) } : null;
}

/** The counts of a runner's JSON report; null where the report is not what it should be. */
export function countReport(kind: 'vitest' | 'playwright', text: string): Counts | null {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof report !== 'object' || report === null) return null;
  if (kind === 'vitest') {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as Record<string, unknown>;
    return counts(numPassedTests, numFailedTests, numPendingTests, numTodoTests);
  }
  const { stats } = report as { stats?: Record<string, unknown> };
  if (!stats) return null;
  // Flaky is what the runner itself ran twice, which it is not told to do: it counts as failed.
  return counts(stats['expected'], Number(stats['unexpected']) + Number(stats['flaky']), stats['skipped'], 0);
}

/** The tests that a runner's JSON report calls failed; none where the report tells of a file that failed as a whole. */
export function failedIn(kind: 'vitest' | 'playwright', text: string): FailedTest[] {
  return kind === 'vitest'
    ? failedInVitest(JSON.parse(text) as VitestReport)
    : failedInSuites(JSON.parse(text) as Suite);
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function failedInVitest({ testResults }: VitestReport): FailedTest[] {
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => ({ file: relative(process.cwd(), file), name: fullName })),
  );
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly { readonly title: string; readonly file: string; readonly ok: boolean }[];
}

function failedInSuites({ suites = [], specs = [] }: Suite): FailedTest[] {
  const here = specs.filter(({ ok }) => !ok).map(({ file, title }) => ({ file, name: title }));
  return [...here, ...suites.flatMap(failedInSuites)];
}

function counts(passed: unknown, failed: unknown, ...skipped: unknown[]): Counts | null {
  const all = [passed, failed, ...skipped].map((value) => (typeof value === 'number' ? value : Number.NaN));
  if (!all.every((value) => Number.isInteger(value))) return null;
  return { passed: all[0]!, failed: all[1]!, skipped: all.slice(2).reduce((sum, value) => sum + value, 0) };
}

/** The real world: children of this Node, their output shown as it comes. */
export function realWorld(): StepWorld {
  return {
    say: (line) => console.log(line),
    now: () => performance.now(),
    readReport: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
    start: (step, args, hold) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, args, {
          stdio: ['ignore', 'pipe', hold ? 'pipe' : 'inherit'],
          env: { ...process.env, ...step.env },
        });
        const show = hold ?? ((text: string): void => void process.stdout.write(text));
        let output = '';
        let timedOut = false;
        child.stdout?.setEncoding('utf8').on('data', (text: string) => {
          show(text);
          // The closing line stands at the end: there is no need to keep hours of output.
          output = (output + text).slice(-20_000);
        });
        child.stderr?.setEncoding('utf8').on('data', show);
        let patience: NodeJS.Timeout | undefined;
        // Whoever the step left behind may hold its outputs open: what it said itself has long come.
        child.on('exit', () => {
          patience = setTimeout(() => [child.stdout, child.stderr].forEach((one) => one?.destroy()), 3_000);
        });
        const timer = setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, step.limitMinutes * 60_000);
        child.on('close', (exitCode) => {
          clearTimeout(timer);
          clearTimeout(patience);
          resolve({ exitCode, output, timedOut });
        });
      }),
  };
}
