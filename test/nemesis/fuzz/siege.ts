/** Runs workers over all inputs, ends those that hang, and keeps what failed. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Seed } from './seeds.ts';
import type { Report, Stretch } from './worker.ts';

export interface Failure {
  readonly index: number;
  readonly kind: 'wrong' | 'crash' | 'hang' | 'slow' | 'memory';
  readonly what: string;
}

export interface Outcome {
  readonly answers: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
  readonly slowest: { readonly cpu: number; readonly index: number };
  readonly peakMb: number;
  /** How many inputs were really tried. */
  readonly done: number;
}

export interface SiegePlan {
  readonly folder: string;
  readonly seeds: readonly Seed[];
  readonly number: number;
  readonly count: number;
  readonly workers: number;
  /** Begin nothing new after so many milliseconds. */
  readonly longest?: number;
  /** Called now and then with how many inputs are done. */
  readonly progress?: (done: number) => void;
}

/** What one input may take: processor time (a busy machine is not our fault), wall time before it is ended anyway, memory. */
export const limits = { cpu: 2_000, wall: 20_000, mb: 500 } as const;
/** A fresh process now and then, so that the peak of memory can be laid at one input's door. */
const stretchLength = 250;

/** Feeds `count` inputs and answers what came of them. */
export async function besiege(plan: SiegePlan): Promise<Outcome> {
  const answers = new Map<string, number>();
  const failures: Failure[] = [];
  let slowest = { cpu: 0, index: 0 };
  let peakMb = 0;
  let next = 0;
  let done = 0;
  const start = performance.now();
  const take = (report: Report & { kind: 'ended' }): void => {
    const { index, answer, cpu } = report;
    const name = answer.kind === 'answered' ? answer.how : 'wrong';
    answers.set(name, (answers.get(name) ?? 0) + 1);
    if (answer.kind === 'wrong') failures.push({ index, kind: 'wrong', what: answer.what });
    if (cpu > limits.cpu) failures.push({ index, kind: 'slow', what: `${Math.round(cpu)} ms of processor time` });
    if (cpu > slowest.cpu) slowest = { cpu, index };
    peakMb = Math.max(peakMb, report.peakMb);
    if (++done % 1_000 === 0) plan.progress?.(done);
  };
  const worker = async (): Promise<void> => {
    while (next < plan.count && performance.now() - start < (plan.longest ?? Infinity)) {
      const [from, to] = [next, Math.min(plan.count, next + stretchLength)];
      next = to;
      for (let at = from; at < to;) {
        const ended = await runStretch({ ...plan, from: at, to }, take);
        if (ended.failure !== null) {
          failures.push(ended.failure);
          done++;
        }
        at = ended.next;
      }
    }
  };
  await Promise.all(Array.from({ length: plan.workers }, worker));
  return { answers, failures: failures.sort((a, b) => a.index - b.index), slowest, peakMb, done };
}

/** Runs one process until it is done, dies, hangs, or has held too much; answers where to go on. */
export function runStretch(
  stretch: Stretch,
  take: (report: Report & { kind: 'ended' }) => void,
): Promise<{ readonly next: number; readonly failure: Failure | null }> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), {
      execArgv: ['--max-old-space-size=300'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let current: { index: number; since: number; cpu: number } | null = null;
    let next = stretch.from;
    let failure: Failure | null = null;
    let words = '';
    const end = (kind: Failure['kind'], what: string): void => {
      if (failure === null && current !== null) failure = { index: current.index, kind, what };
      child.kill('SIGKILL');
    };
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2_000)));
    const watch = setInterval(() => {
      if (current === null) return;
      const cpu = processorTime(child) - current.cpu;
      if (cpu > limits.cpu * 1.5) end('hang', `no answer after ${Math.round(cpu)} ms of processor time`);
      else if (performance.now() - current.since > limits.wall) end('hang', `no answer after ${limits.wall} ms`);
    }, 250);
    child.on('message', (report: Report) => {
      if (report.kind === 'begins')
        current = { index: report.index, since: performance.now(), cpu: processorTime(child) };
      if (report.kind !== 'ended') return;
      take(report);
      next = report.index + 1;
      if (report.peakMb > limits.mb) end('memory', `${Math.round(report.peakMb)} MB`);
      current = null;
    });
    child.on('close', (code, signal) => {
      clearInterval(watch);
      // Ended in the middle of an input, and not by us: it crashed.
      if (failure === null && current !== null) {
        failure = { index: current.index, kind: 'crash', what: `exit ${code ?? signal ?? ''}: ${words}` };
      }
      if (failure === null && next < stretch.to)
        failure = { index: next, kind: 'crash', what: `exit ${code ?? signal ?? ''}: ${words}` };
      resolve({ next: failure === null ? stretch.to : Math.max(next, failure.index + 1), failure });
    });
    child.send(stretch);
  });
}

/** Milliseconds of processor time of a process so far; 0 where the system does not tell (then only wall time counts). */
function processorTime({ pid }: ChildProcess): number {
  try {
    const text = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
