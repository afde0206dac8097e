import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeInstanceLock } from '../../../tools/electron-on-chromium/api/single-instance.ts';
import { findChromium } from '../../../tools/electron-on-chromium/chromium.ts';
import { parseCommandLine } from '../../../tools/electron-on-chromium/command-line.ts';
import { Schemes } from '../../../tools/electron-on-chromium/schemes.ts';
import { chooseElectron } from '../../../tools/electron-choice.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fojas-runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the command line is split as Electron splits it', () => {
  const line = parseCommandLine(['--no-sandbox', '--inspect=0', 'app', '--office-config', 'x.json', '--a=b=c'], '/opt');
  expect(line.appDir).toBe('/opt/app');
  expect(line.rest).toEqual(['--no-sandbox', '--inspect=0', '--office-config', 'x.json', '--a=b=c']);
  expect(line.switches.get('a')).toBe('b=c');
  expect(line.switches.get('inspect')).toBe('0');
  expect(line.switches.has('no-sandbox')).toBe(true);
  expect(parseCommandLine([], '/opt').appDir).toBe('/opt');
});

test('addresses go there and back', () => {
  const schemes = new Schemes();
  schemes.handle('app', () => new Response());
  for (const url of ['app://fojas/index.html?x=1#y', 'app://pdf/']) {
    expect(schemes.toBrowser(url)).toMatch(/^https:\/\/(fojas|pdf)\.app\.localhost\//);
    expect(schemes.fromBrowser(schemes.toBrowser(url))).toBe(url);
  }
  for (const url of [
    'https://example.invalid/',
    'other://fojas/',
    'not an address',
    'https://fojas.app.localhost.example/',
  ]) {
    expect(schemes.toBrowser(url)).toBe(url);
    expect(schemes.fromBrowser(url)).toBe(url);
  }
});

test('a second instance is refused and its command line reaches the first', async () => {
  const knocks: unknown[] = [];
  const first = takeInstanceLock(folder, ['a'], {}, (argv, _cwd, data) => knocks.push([argv, data]));
  expect(first.held).toBe(true);
  const second = takeInstanceLock(folder, ['b', '--x'], { y: 1 }, () => undefined);
  expect(second.held).toBe(false);
  await vi.waitFor(() => expect(knocks).toEqual([[['b', '--x'], { y: 1 }]]), { timeout: 15_000 });
  first.release();
  const third = takeInstanceLock(folder, [], {}, () => undefined);
  expect(third.held).toBe(true);
  third.release();
});

test('a lock left behind by a process that is gone is taken over', () => {
  writeFileSync(path.join(folder, 'SingleInstance.json'), '999999999');
  const lock = takeInstanceLock(folder, [], {}, () => undefined);
  expect(lock.held).toBe(true);
  lock.release();
});

test('a browser that is named but not there is not replaced by another', () => {
  expect(findChromium({ FOJAS_CHROMIUM: path.join(folder, 'none'), PATH: process.env['PATH'] ?? '' })).toBeNull();
  writeFileSync(path.join(folder, 'chromium'), '', { mode: 0o755 });
  expect(findChromium({ PATH: folder })).toBe(path.join(folder, 'chromium'));
});

test('a real Electron is chosen when its binary is there', () => {
  expect(chooseElectron({}, folder).kind).toBe('chromium');
  const name =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as 'win32'] ??
    'electron';
  writeFileSync(path.join(folder, name), '');
  expect(chooseElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder }, folder)).toEqual({
    kind: 'electron',
    executable: path.join(folder, name),
  });
});
