import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test, _electron } from '@playwright/test';
import path from 'node:path';
import { electronExecutable } from '../runtime-choice.ts';

// However the app ends, nothing of it stays behind. Linux tells by /proc which processes there are.

const demo = path.join(import.meta.dirname, 'demo');
declare const window: { demo: { fork(task: string): Promise<{ pid: number }> }; close(): void };

/** Ids of all processes below this one, itself included. */
function familyOf(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The name stands in brackets and may hold anything; the parent is the second field after it.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const parent = Number(fields[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while we looked.
    }
  }
  const family = [pid];
  for (const member of family) family.push(...(parents.get(member) ?? []));
  return family;
}

/** Those that still run; one that ended but was not yet taken leave of does not. */
function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return !/^.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  });
}

async function launch() {
  const app = await _electron.launch({ executablePath: electronExecutable(), args: [demo] });
  const page = await app.firstWindow();
  await page.waitForURL(/index\.html$/);
  const child = await page.evaluate(() => window.demo.fork('pid'));
  const pid = app.process().pid ?? 0;
  const family = familyOf(pid);
  expect(family).toContain(child.pid);
  expect(family.length).toBeGreaterThan(4);
  return { app, page, pid, child, family };
}

test('quitting ends every process, with code 0', async () => {
  const { app, family } = await launch();
  const process = app.process();
  await app.close();
  await expect.poll(() => alive(family)).toEqual([]);
  expect(process.exitCode).toBe(0);
});

test('closing the last window quits', async () => {
  const { app, page, family } = await launch();
  await Promise.all([app.waitForEvent('close'), page.close()]);
  await expect.poll(() => alive(family)).toEqual([]);
});

test('a page may close its own window', async () => {
  const { app, page, family } = await launch();
  await Promise.all([app.waitForEvent('close'), page.evaluate(() => window.close())]);
  await expect.poll(() => alive(family)).toEqual([]);
});

test('being killed leaves nothing behind, not even a child that hangs', async () => {
  const { page, pid, family } = await launch();
  await page.evaluate(() => window.demo.fork('hang'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => alive(family)).toEqual([]);
});

test('it ends when whoever started it is killed', async () => {
  const starter = spawn('/bin/sh', ['-c', `"${electronExecutable()}" --headless --no-sandbox "${demo}" & wait`], {
    stdio: 'ignore',
  });
  let family: number[] = [];
  await expect.poll(() => (family = familyOf(starter.pid ?? 0)).length, { timeout: 20_000 }).toBeGreaterThan(6);
  starter.kill('SIGKILL');
  await expect.poll(() => alive(family), { timeout: 20_000 }).toEqual([]);
});

// A real Electron is its own browser.
if (process.env['FOJAS_ELECTRON_PATH'] === undefined)
  test('it ends when the browser dies', async () => {
    const { app, family, pid } = await launch();
    const browser = family.find((member) => member !== pid && /--remote-debugging-pipe/.test(commandLine(member))) ?? 0;
    expect(browser).toBeGreaterThan(0);
    const profile = /--user-data-dir=([^\0]+)/.exec(commandLine(browser))?.[1] ?? '';
    expect(existsSync(profile)).toBe(true);
    const closed = app.waitForEvent('close');
    process.kill(browser, 'SIGKILL');
    await closed;
    await expect.poll(() => alive(family)).toEqual([]);
    await expect.poll(() => existsSync(profile)).toBe(false);
  });

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}
