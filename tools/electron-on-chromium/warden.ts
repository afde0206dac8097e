import { spawn } from 'node:child_process';
import path from 'node:path';

/** Sees to it that nothing outlives this process, even when it is killed: see warden.sh. */
export interface Warden {
  /** Registers a process; answers the function that takes it off again once it has ended. */
  watch(kind: 'group' | 'child', pid: number): () => void;
  /** Has this folder removed at the end. */
  sweep(folder: string): void;
}

export function startWarden(): Warden {
  const shell = spawn('/bin/sh', [path.join(import.meta.dirname, 'warden.sh')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A session of its own: Ctrl-C in a terminal must not reach it before it has done its work.
    detached: true,
  });
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  const tell = (line: string): void => void shell.stdin.write(`${line}\n`);
  return {
    watch(kind, pid) {
      tell(`${kind} ${pid}`);
      return () => tell(`done ${pid}`);
    },
    sweep: (folder) => tell(`folder ${folder}`),
  };
}
