import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { expect } from 'vitest';
import type { Ran, RunOptions } from '../cli/harness.ts';
import type { SoftToken } from '../helpers/softhsm.ts';

const entry = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas-release.ts');

/** Runs `fojas-release ARGS` to its end, as a shell does. */
export function release(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const env = { ...process.env, LANG: 'es_AR.UTF-8', LC_ALL: '', LC_MESSAGES: '', ...options.env };
  const child = spawn(process.execPath, [entry, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** The passphrase of the key files that these tests make. */
export const pass = { input: 'una frase larga\n' };

export const fine = async (args: readonly string[], options: RunOptions = pass): Promise<Ran> => {
  const ran = await release(args, options);
  expect(ran.code, `${args.join(' ')}: ${ran.stderr}`).toBe(0);
  return ran;
};

/** What names a token on the command line. */
export const withToken = ({ library, label }: SoftToken): string[] => [
  ...['--module', library.path, '--token-label', label, '--pin-stdin'],
];
