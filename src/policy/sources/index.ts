import { execFile } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';
import { type Heard, nobody } from '../resolve.ts';
import { hearLinux } from './linux.ts';
import { hearMac } from './mac.ts';
import { hearWindows, type RunProgram } from './windows.ts';

export { hearLinux, linuxPlaces, readObject } from './linux.ts';
export { hearMac, macDomain } from './mac.ts';
export { hearWindows, policyKey, readRegistry } from './windows.ts';

const runProgram: RunProgram = (program, args) =>
  new Promise((resolve) => {
    execFile(program, [...args], { timeout: 10_000, windowsHide: true, encoding: 'utf8' }, (error, stdout) =>
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), stdout }),
    );
  });

/** What the institution says to this machine, by the ways of its system. Never fails: what cannot be heard is told as a trouble. */
export function hearPolicy(): Promise<Heard> {
  switch (process.platform) {
    case 'linux':
      return hearLinux();
    case 'win32':
      return hearWindows(runProgram, process.env);
    case 'darwin':
      return hearMac(runProgram, { root: '/Library/Managed Preferences', account: os.userInfo().username });
    default:
      return Promise.resolve(nobody);
  }
}
