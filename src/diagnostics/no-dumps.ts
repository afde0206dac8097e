import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What a process has in memory (a PIN, keys, a case) is written to no disk when it crashes. On Linux: this process, those below it and all that
 * they start get a limit of one byte for core files. One and not none: below the smallest core no file is made, and of one byte exactly the
 * kernel knows that a program which collects cores (systemd-coredump, apport) may not be given it either (fs/coredump.c,
 * `cprm.limit == 1`). Windows and macOS write none unless a machine was set up to.
 * @returns the processes that could not be reached, by their number: another user's, or without util-linux all of them.
 */
export async function forbidDumps(pid: number = process.pid): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const limit = async (one: number): Promise<number[]> =>
    run('prlimit', ['--pid', String(one), '--core=1:1']).then(
      () => [],
      () => [one],
    );
  // First the one that starts others.
  const own = await limit(pid);
  const others = await Promise.all((await below(pid)).map(limit));
  return [...own, ...others.flat()];
}

/** The processes that a process started, and those that they did. */
async function below(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const own = text.split(' ').filter(Boolean).map(Number);
  const further = await Promise.all(own.map(below));
  return [...own, ...further.flat()];
}
