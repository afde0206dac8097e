/** Running the independent programs that judge our output. A program that is missing fails the test and says what to install. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages: Readonly<Record<string, string>> = {
  openssl: 'openssl',
  qpdf: 'qpdf',
  certutil: 'libnss3-tools',
  pk12util: 'libnss3-tools',
  pdfsig: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdffonts: 'poppler-utils',
};

export interface RunResult {
  readonly status: number;
  readonly output: string;
}

/** Runs a program to its end; its output and error output come together. */
export function run(program: string, args: readonly string[], input?: Uint8Array): RunResult {
  const result = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (result.error !== undefined) {
    const hint = packages[program] === undefined ? '' : ` (Debian package: ${packages[program]})`;
    throw new Error(`cannot run ${program}${hint}: ${result.error.message}`);
  }
  return { status: result.status ?? -1, output: `${result.stdout}${result.stderr}` };
}

/** Calls `use` with a folder of its own, and removes it afterwards. */
export async function withFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
