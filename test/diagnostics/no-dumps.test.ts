import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forbidDumps } from '../../src/diagnostics/no-dumps.ts';

const source = join(import.meta.dirname, '..', '..', 'src', 'diagnostics', 'no-dumps.ts');
// Put together where it is used, so that no file of the test holds it.
const canary = ['CANARIO', 'PIN', '90817263'].join('-');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'fojas-dumps-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts Node with cores allowed, which starts another that holds the canary and is killed as a crash does. Answers the files that were left. */
async function crash(forbids: boolean): Promise<string[]> {
  const holder = `
    const kept = ['CANARIO', 'PIN', '90817263'].join('-').repeat(1000);
    process.stdout.write(kept.length + 'x\\n');
    setInterval(() => kept.length, 1000);`;
  const parent = `
    ${forbids ? `const { forbidDumps } = await import(${JSON.stringify(source)}); await forbidDumps();` : ''}
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(holder)}], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => process.stdout.write(child.pid + '\\n'));
    child.once('exit', (_code, signal) => process.exit(signal === 'SIGABRT' ? 7 : 1));`;
  const script = ['-c', 'ulimit -c unlimited; exec "$0" --input-type=commonjs -e "(async () => { $1 })()"'];
  const started = spawn('bash', [...script, process.execPath, parent.replaceAll('\n', ' ')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(started, 'exit');
  const [said] = (await once(started.stdout, 'data')) as [Buffer];
  process.kill(Number(String(said).trim()), 'SIGABRT');
  const [code] = await ended;
  expect(code).toBe(7);
  return readdirSync(folder);
}

/** Whether a file holds a text; read by parts, since a core is as large as what a process had reserved. */
function holds(file: string, text: string): boolean {
  const part = Buffer.alloc(4 * 1024 * 1024);
  const handle = openSync(file, 'r');
  try {
    for (let at = 0; at < statSync(file).size; at += part.length - text.length) {
      const read = readSync(handle, part, 0, part.length, at);
      if (part.subarray(0, read).includes(text)) return true;
    }
    return false;
  } finally {
    closeSync(handle);
  }
}

test('a process that is killed in the middle leaves nothing of its memory', async () => {
  expect(await crash(true)).toEqual([]);
});

test('without that it would have left it, where the system writes cores into the folder', async () => {
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  const left = await crash(false);
  // Elsewhere it goes to a program or a folder of the system's, which the test before cannot look into, but the limit closes too.
  const isHere = !/^[|/]/.test(pattern);
  expect(left.length > 0).toBe(isHere);
  expect(left.some((name) => holds(join(folder, name), canary))).toBe(isHere);
});

test('processes that run already are reached, and those that cannot be are told', async () => {
  const child = spawn('bash', ['-c', 'sleep 60 & wait'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const grandchild = (): string => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
  await expect.poll(grandchild).toMatch(/^\d+$/);
  const sleeping = grandchild();
  try {
    expect(await forbidDumps(child.pid)).toEqual([]);
    for (const pid of [child.pid, sleeping])
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max core file size +1 +1 /m);
  } finally {
    execFileSync('kill', ['-9', String(child.pid), sleeping]);
  }
  const gone = child.pid!;
  await once(child, 'exit').catch(() => undefined);
  expect(await forbidDumps(gone)).toEqual([gone]);
});

const starts = ['src/main/app.ts', 'src/cli/fojas.ts', 'src/cli/fojas-release.ts'];
test.each(starts)('%s forbids it before it does anything', (file) => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
  const at = text.indexOf('await forbidDumps()');
  expect(at).toBeGreaterThan(0);
  const first = file.startsWith('src/main') ? 'setMenu(process' : 'watchOutputs }';
  expect(at).toBeLessThan(text.indexOf(first));
});
