import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { failed, Failure, type Outcome } from '../../contract/failures.ts';
import type { Installer } from '../keeper.ts';

/** What root's side prints as its last line. */
export const Answer = z.union([
  z.strictObject({ ok: z.literal(true), value: z.union([z.string(), z.boolean()]) }),
  z.strictObject({ ok: z.literal(false), failure: Failure }),
]);

export interface DoorOptions {
  /** The program that gives an administrator's rights, and the door it opens: both of root, by absolute path. */
  readonly command: readonly [string, ...string[]];
  readonly timeoutMs?: number;
}

/** polkit, and the door that came with the package. */
export const debDoor: DoorOptions = { command: ['/usr/bin/pkexec', '/usr/lib/fojas/fojas-update'] };

/** Asks root's side to install. It is told where the release lies and which file is meant, and believes neither. */
export function installerBehind({ command: [program, ...before], timeoutMs = 15 * 60_000 }: DoorOptions): Installer {
  const knock = async (...args: string[]): Promise<Outcome<null>> => {
    const run = await promisify(execFile)(program, [...before, ...args], { timeout: timeoutMs }).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
    );
    const answer = readAnswer(run.stdout);
    if (answer === null) return failed({ kind: 'updateRefused', reason: 'rights' });
    return answer.ok ? { ok: true, value: null } : answer;
  };
  return {
    install: (staged, { name }) => knock('install', staged, name),
    goBack: () => knock('return'),
  };
}

function readAnswer(stdout: string): z.infer<typeof Answer> | null {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    const answer = Answer.safeParse(JSON.parse(line));
    return answer.success ? answer.data : null;
  } catch {
    return null;
  }
}
