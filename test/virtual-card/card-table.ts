/** A reader on the table, cards to put into it, and the programs that use them: for tests through real pcscd and OpenSC. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenLibrary } from '../../src/contract/token.ts';
import { type CardOptions, type PivCard, createPivCard } from '../../src/cli/practice/virtual-card/piv-card.ts';
import { type CardInReader, type Director, insertCard } from '../../src/cli/practice/virtual-card/reader.ts';
import { findPcsc, startPcsc } from '../../src/cli/practice/virtual-card/pcsc.ts';
import { compileShared } from '../helpers/compile.ts';
import { findLibraries } from '../../src/cli/libraries.ts';

export interface CardTable {
  readonly library: TokenLibrary;
  /** For a process that is to see this reader. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts a card into one of the two readers; pulls out the one that is there. */
  insert(card: PivCard, direct?: Director, reader?: 0 | 1): Promise<CardInReader>;
  /** Runs a program of OpenSC's, or OpenSSL with its own PKCS#11 client (the engine of libp11), to its end. */
  run(program: 'pkcs11-tool' | 'pkcs15-tool' | 'openssl', ...args: string[]): Promise<Ran>;
  remove(): Promise<void>;
}

export interface Ran {
  readonly status: number;
  readonly output: string;
}

/** Starts a PC/SC service. What is missing on this machine fails the test, with the package that brings it. */
export async function setTable(): Promise<CardTable> {
  const paths = findPcsc();
  if ('missing' in paths) throw new Error(`needed for this test (Debian packages): ${paths.missing.join(', ')}`);
  const path = openScPath();
  const folder = mkdtempSync(join(tmpdir(), 'fojas-table-'));
  const nodelay = compileShared(join(import.meta.dirname, 'nodelay.c'), folder, 'nodelay.so');
  const service = await startPcsc(paths, { env: { LD_PRELOAD: nodelay } });
  const inside: (CardInReader | undefined)[] = [];
  return {
    library: { kind: 'pkcs11', id: 'opensc', path },
    env: service.env,
    async insert(card, direct, reader = 0) {
      await inside[reader]?.unplug();
      const now = await insertCard(card, service.port + reader, direct);
      inside[reader] = now;
      return now;
    },
    run(program, ...args) {
      const given = program === 'pkcs11-tool' ? ['--module', path, ...args] : args;
      return runProgram(program, given, { ...service.env, PKCS11_MODULE_PATH: path });
    },
    async remove() {
      for (const one of inside) await one?.unplug();
      await service.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Path of OpenSC's PKCS#11 library on this machine. */
export function openScPath(): string {
  const found = findLibraries().find(({ id }) => id === 'opensc')?.path;
  if (found === undefined) throw new Error('OpenSC is needed for this test (Debian package: opensc)');
  return found;
}

/** Not `spawnSync`: the card lives in this process and has to answer meanwhile. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text));
    child.once('error', (error) =>
      reject(new Error(`cannot run ${program} (Debian packages: opensc, openssl): ${error.message}`)),
    );
    child.once('close', (status) => resolve({ status: status ?? -1, output }));
  });
}

export { createPivCard, type CardOptions, type PivCard };
