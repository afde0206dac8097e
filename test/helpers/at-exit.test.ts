import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeTestSigner } from './repository.ts';

/** A script as those of nemesis are: a repository serves for it, and there is something to be taken away. */
const script = `
  import { rmSync, writeFileSync } from 'node:fs';
  import { atExit } from ${JSON.stringify(join(import.meta.dirname, 'at-exit.ts'))};
  import { serveRepository } from ${JSON.stringify(join(import.meta.dirname, '../nemesis/sync/repository.ts'))};
  const [dir, trust, mark] = process.argv.slice(1);
  const line = {
    kind: 'proxy', serverHost: '127.0.0.1', fromClient: async (url) => url, fromHere: (url) => url,
    start: () => ({ execPath: process.execPath, execArgv: [] }),
  };
  await serveRepository({ line, dir, trust });
  writeFileSync(mark, '');
  atExit(() => rmSync(mark));
  console.log('ready');
  setInterval(() => undefined, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // One that has ended stays a zombie until somebody asks for it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

it.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGINT'] as const)(
  'a script that is ended by %s leaves no repository and nothing else behind',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'fojas-at-exit-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [dir, trust, mark] = ['repository', 'trust', 'mark'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(trust);
    writeFileSync(join(trust, 'root.pem'), makeTestSigner().rootPem);
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, dir, trust, mark]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += String(text)));
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, by) => resolve(by)));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', () => reject(new Error(complaint)));
    });
    const served = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number);
    onTestFinished(() => served.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')));
    expect(served.filter(isAlive)).toHaveLength(1);
    expect(existsSync(mark)).toBe(true);
    child.kill(signal);
    // By the signal itself: whoever started the script sees what ended it.
    expect(await ended).toBe(signal);
    expect(existsSync(mark)).toBe(false);
    await expect.poll(() => served.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  },
);
