import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';

// `npm start` itself, as a person runs it.

const root = path.join(import.meta.dirname, '..', '..');

function start(args: string[], env: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, [path.join(root, 'tools', 'start.ts'), ...args], {
    env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, said: () => said };
}

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fojas-start-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

test('without a display it says so and names the next command', async () => {
  const { ended, said } = start(['--data-dir', folder]);
  expect(await ended).toBe(2);
  expect(said()).toMatch(/no display/);
  expect(said()).toContain('npm run practice');
  expect(await readdir(folder)).toEqual([]);
});

test('an option that is not one is refused with the list of those that are', async () => {
  const { ended, said } = start(['--no-such-thing']);
  expect(await ended).toBe(1);
  expect(said()).toContain('--data-dir');
});

test('it opens a practice office, says on what it runs, and ends tidily when asked to', async () => {
  await writeFile(path.join(folder, 'mine.txt'), 'not of the practice office');
  const { child, ended, said } = start(['--headless', '--fresh', '--data-dir', folder]);
  await expect.poll(said, { timeout: 50_000 }).toMatch(/Practice mode on (Electron|this Node)/);
  expect(said()).toContain('The PIN of the practice token is');
  await expect.poll(said, { timeout: 30_000 }).toContain('"event":"opened"');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said()).toContain('"event":"closed"');
  expect(await readdir(folder)).toContain('mine.txt');
});
