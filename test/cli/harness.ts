/** Runs the `fojas` command as a shell does: another process, its own streams, its exit code. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

// Several processes a test, on machines that do other work too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs `fojas ARGS` to its end. Spanish unless the environment given says otherwise. */
export function fojas(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: options.cwd,
    env: { ...process.env, LANG: 'es_AR.UTF-8', LC_ALL: '', LC_MESSAGES: '', ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** The one JSON document that a command wrote to standard output. */
export function json<T = Record<string, unknown>>(ran: Ran): T {
  return JSON.parse(ran.stdout) as T;
}

/** A temporary folder that goes with the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
