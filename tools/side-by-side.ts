/** Runs several checks of one kind, two at a time where the machine has the processors for it. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import process from 'node:process';

export interface Check {
  /** What is said of it when it fails. */
  readonly name: string;
  /** A script and its arguments, for this Node. */
  readonly run: readonly string[];
}

/** Runs them all, whatever fails; answers the names of those that did. What they say goes to the terminal. */
export async function runSideBySide(checks: readonly Check[]): Promise<string[]> {
  const queue = [...checks];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const { name, run } = check;
      const code = await new Promise<number>((resolve) => {
        const child = spawn(process.execPath, [...run], { stdio: 'inherit' });
        child.on('close', (exit) => resolve(exit ?? 1));
      });
      if (code !== 0) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return failed;
}
