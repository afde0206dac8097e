import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import {
  type Ended,
  type Step,
  type StepWorld,
  closingTotals,
  countReport,
  failedIn,
  realWorld,
  runRows,
  runSteps,
} from '../../tools/steps.ts';

const zero = { passed: 0, failed: 0 };
const vitestReport = (passed: number, failed: number, pending = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });

/** A world where every step ends as told by its name, and reports are taken from `reports`. */
function staged(ends: Record<string, Partial<Ended>>, reports: Record<string, string> = {}) {
  const said: string[] = [];
  const started: string[] = [];
  const world: StepWorld = {
    say: (line) => said.push(line),
    now: () => 0,
    readReport: (path) => reports[path] ?? null,
    start: (step) => {
      started.push(step.name);
      return Promise.resolve({ exitCode: 0, output: '', timedOut: false, ...ends[step.name] });
    },
  };
  return { world, said, started };
}
const plain = (name: string): Step => ({ name, run: [name], counting: { kind: 'none' }, limitMinutes: 1 });
const counted = (name: string): Step => ({ ...plain(name), counting: { kind: 'vitest', report: name } });

describe('runSteps', () => {
  it('adds up what the runners report, on top of what came before', async () => {
    const { world } = staged(
      { c: { output: 'x\n5 passed, 0 failed\n' } },
      {
        a: vitestReport(3, 0),
        b: JSON.stringify({ stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 } }),
      },
    );
    const steps: Step[] = [
      counted('a'),
      { ...plain('b'), counting: { kind: 'playwright', report: 'b' } },
      { ...plain('c'), counting: { kind: 'closingLine' } },
    ];
    expect(await runSteps(steps, world, { passed: 10, failed: 0 })).toEqual({ passed: 22, failed: 0 });
  });

  it('gives steps that share a budget no more than the others left of it', async () => {
    let minutes = 0;
    const limits: number[] = [];
    const { world, said } = staged({ c: { timedOut: true } });
    const timed: StepWorld = {
      ...world,
      now: () => minutes * 60_000,
      start(step, args) {
        limits.push(step.limitMinutes);
        minutes += 3;
        return world.start(step, args);
      },
    };
    const line = { name: 'the line', minutes: 7 };
    const steps = ['a', 'b', 'c'].map((name): Step => ({ ...plain(name), limitMinutes: 5, budget: line }));
    await runSteps([steps[0]!, { ...plain('apart'), limitMinutes: 5 }, ...steps.slice(1)], timed, zero);
    expect(limits).toEqual([5, 5, 4, 1]);
    expect(said.at(-1)).toContain('it did not end within 1 minutes (the line: 7 in all)');
  });

  it('stops at the first step that fails, names it and counts it', async () => {
    const { world, said, started } = staged({ types: { exitCode: 2 } });
    expect(await runSteps([plain('rooms'), plain('types'), plain('style')], world, zero)).toEqual({
      passed: 0,
      failed: 1,
    });
    expect(started).toEqual(['rooms', 'types']);
    expect(said.at(-1)).toBe('== types failed after 0.0 s: it ended with exit code 2');
  });

  it.each([
    ['failed tests', {}, vitestReport(7, 2), { passed: 7, failed: 2 }, /2 tests failed/],
    ['a skipped test', {}, vitestReport(7, 0, 1), { passed: 7, failed: 1 }, /1 tests were skipped/],
    ['no report', { exitCode: 0 }, undefined, { passed: 0, failed: 1 }, /no count/],
    ['a broken report', {}, '{', { passed: 0, failed: 1 }, /no count/],
    ['no tests at all', {}, vitestReport(0, 0), { passed: 0, failed: 1 }, /ran no test/],
    ['a crash after green tests', { exitCode: null }, vitestReport(7, 0), { passed: 7, failed: 1 }, /of a signal/],
    ['a run without end', { timedOut: true }, vitestReport(7, 0), { passed: 7, failed: 1 }, /within 1 minutes/],
  ])('is red for %s', async (_what, end, report, totals, trouble) => {
    const { world, said } = staged({ unit: end }, report === undefined ? {} : { unit: report });
    expect(await runSteps([counted('unit')], world, zero)).toEqual(totals);
    expect(said.at(-1)).toMatch(trouble);
  });

  it('says the message of a step of its own that fails', async () => {
    const { world, said } = staged({});
    const steps: Step[] = [{ ...plain('packages'), run: () => 'qpdf is missing' }];
    expect(await runSteps(steps, world, zero)).toEqual({ passed: 0, failed: 1 });
    expect(said.at(-1)).toMatch(/packages failed .*qpdf is missing/);
  });
});

describe('rows side by side', () => {
  /** A world where a step ends when it is told to. */
  function waiting(ends: Record<string, Partial<Ended>> = {}) {
    const { world, said, started } = staged({});
    const release = new Map<string, () => void>();
    const start: StepWorld['start'] = (step, _args, hold) =>
      new Promise((resolve) => {
        started.push(step.name);
        hold?.(`${step.name} speaks\n`);
        const output = '1 passed, 0 failed\n';
        release.set(step.name, () => resolve({ exitCode: 0, output, timedOut: false, ...ends[step.name] }));
      });
    const end = async (name: string): Promise<void> => {
      release.get(name)!();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { world: { ...world, start }, said, started, end };
  }
  const closing = (name: string): Step => ({ ...plain(name), counting: { kind: 'closingLine' } });

  it('keep their own order, and each says whole what it has to say', async () => {
    const { world, said, started, end } = waiting();
    const run = runRows([[closing('a'), closing('b')], [closing('c')]], world, { passed: 10, failed: 0 });
    expect(started).toEqual(['a', 'c']);
    await end('a');
    expect(started).toEqual(['a', 'c', 'b']);
    await end('c');
    await end('b');
    expect(await run).toEqual({ passed: 13, failed: 0 });
    const whole = (name: string) => `== ${name}\n${name} speaks\n== ${name} passed (0.0 s)`;
    expect(said).toEqual(['== a begins', '== c begins', whole('a'), '== b begins', whole('c'), whole('b')]);
  });

  it('begin nothing after a step that fails, wait for what runs, and say last what failed', async () => {
    const { world, said, started, end } = waiting({ a: { exitCode: 2 } });
    const run = runRows(
      [
        [closing('a'), closing('b')],
        [closing('c'), closing('d')],
      ],
      world,
      zero,
    );
    await end('a');
    await end('c');
    expect(await run).toEqual({ passed: 2, failed: 1 });
    expect(started).toEqual(['a', 'c']);
    expect(said.at(-2)).toContain('== c passed');
    expect(said.at(-1)).toBe('== a failed after 0.0 s: it ended with exit code 2');
  });

  it('never share a budget: neither would know what the other leaves of it', async () => {
    const { world, started } = waiting();
    const spent = (name: string): Step => ({ ...plain(name), budget: { name: 'the line', minutes: 7 } });
    await expect(runRows([[spent('a')], [plain('b'), spent('c')]], world, zero)).rejects.toThrow(
      'c: the line is spent in two rows',
    );
    expect(started).toEqual([]);
  });
});

describe('the real world', () => {
  const { start } = realWorld();
  const run = (script: string, hold?: (text: string) => void) => start(plain('child'), ['-e', script], hold);

  it('holds all that a step says, on either output', async () => {
    const held: string[] = [];
    const ended = await run('console.error("trouble"); console.log("3 passed, 0 failed")', (text) => held.push(text));
    expect(ended).toEqual({ exitCode: 0, output: '3 passed, 0 failed\n', timedOut: false });
    expect(held.toSorted()).toEqual(['3 passed, 0 failed\n', 'trouble\n']);
  });

  it('does not wait for what a step left behind', async () => {
    const idle = JSON.stringify('setInterval(() => {}, 1000)');
    const left = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', ${idle}], { stdio: 'inherit', detached: true });
      child.unref(); console.log(child.pid); process.exitCode = 4;`;
    const held: string[] = [];
    const { exitCode, output } = await run(left, (text) => held.push(text));
    process.kill(Number(output), 'SIGKILL');
    expect(exitCode).toBe(4);
  });
});

describe('a second run', () => {
  const failing = (...names: string[]) =>
    JSON.stringify({
      ...(JSON.parse(vitestReport(7, names.length)) as object),
      testResults: names.map((name) => ({
        name: join(process.cwd(), 'test', `${name}.test.ts`),
        assertionResults: [
          { status: 'passed', fullName: 'holds' },
          { status: 'failed', fullName: name },
        ],
      })),
    });
  const step: Step = {
    ...counted('unit'),
    secondRun: { run: (files) => ['alone', ...files], counting: { kind: 'vitest', report: 'alone' } },
  };
  const run = async (first: string, second: string, exitCode = 0) => {
    const calls: (readonly string[])[] = [];
    const { world, said } = staged({}, { unit: first, alone: second });
    const start: StepWorld['start'] = (_step, args) => {
      calls.push(args);
      return Promise.resolve({ exitCode: calls.length === 1 ? 1 : exitCode, output: '', timedOut: false });
    };
    return { totals: await runSteps([step], { ...world, start }, zero), said, calls };
  };

  it('takes a few that pass alone, and names them', async () => {
    const { totals, said, calls } = await run(failing('a', 'b'), vitestReport(4, 0));
    expect(totals).toEqual({ passed: 9, failed: 0 });
    expect(calls[1]).toEqual(['alone', 'test/a.test.ts', 'test/b.test.ts']);
    expect(said).toContain('== FAILED AT FIRST, passed alone: test/a.test.ts: a');
    expect(said).toContain('== FAILED AT FIRST, passed alone: test/b.test.ts: b');
  });

  it.each([
    ['fails alone too', failing('a'), vitestReport(1, 1), 1, 1],
    ['ends badly after green tests', failing('a'), vitestReport(2, 0), 1, 1],
    ['leaves no report', failing('a'), '{', 0, 1],
    ['skips', failing('a'), vitestReport(1, 0, 1), 0, 1],
    ['runs nothing', failing('a'), vitestReport(0, 0), 0, 1],
  ])('is red where it %s', async (_what, first, second, exitCode, failed) => {
    const { totals, said } = await run(first, second, exitCode);
    expect(totals).toEqual({ passed: 7, failed });
    expect(said.at(-1)).toMatch(/1 tests failed, alone too/);
  });

  it('is not made for many, nor where a file failed as a whole', async () => {
    const many = await run(failing('a', 'b', 'c', 'd'), vitestReport(8, 0));
    expect([many.totals, many.calls.length]).toEqual([{ passed: 7, failed: 4 }, 1]);
    const whole = await run(vitestReport(7, 1).replace('}', ',"testResults":[]}'), vitestReport(8, 0));
    expect([whole.totals, whole.calls.length]).toEqual([{ passed: 7, failed: 1 }, 1]);
  });

  it('finds what failed in the report of the browser’s runner', () => {
    const spec = (title: string, ok: boolean) => ({ title, ok, file: 'day.spec.ts' });
    const report = { suites: [{ specs: [spec('a', true)], suites: [{ specs: [spec('b', false)] }] }] };
    expect(failedIn('playwright', JSON.stringify(report))).toEqual([{ file: 'day.spec.ts', name: 'b' }]);
  });
});

describe('counts', () => {
  it('takes the last closing line that stands alone', () => {
    expect(closingTotals('1 passed, 1 failed\nsaid: 9 passed, 9 failed\n2 passed, 0 failed\n')).toEqual({
      passed: 2,
      failed: 0,
    });
    expect(closingTotals('59 passed, 1 failed, 4 not passed and known\n')).toEqual({ passed: 59, failed: 1 });
    expect(closingTotals('all well')).toBeNull();
  });

  it('counts a flaky browser test as failed', () => {
    const report = JSON.stringify({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 } });
    expect(countReport('playwright', report)).toEqual({ passed: 4, failed: 2, skipped: 0 });
    expect(countReport('playwright', '{}')).toBeNull();
    expect(countReport('vitest', 'null')).toBeNull();
  });
});
