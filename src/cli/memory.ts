/** How much memory a process of ours takes, as this system tells without Electron. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { type MemoryOf, mibOfPs, mibOfStatm, mibOfTasklist } from '../contract/host-memory.ts';

/** Runs a program and answers what it printed; empty where it fails. */
export type Print = (program: string, args: readonly string[]) => Promise<string>;

export function memoryHere(platform: NodeJS.Platform = process.platform, print: Print = run): MemoryOf {
  switch (platform) {
    case 'linux':
      return async (pid) => mibOfStatm(await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => ''));
    case 'win32':
      return async (pid) => mibOfTasklist(await print('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']));
    default:
      return async (pid) => mibOfPs(await print('ps', ['-o', 'rss=', '-p', String(pid)]));
  }
}

const run: Print = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { windowsHide: true, timeout: 2000 }, (error, printed) => resolve(error ? '' : printed));
  });
