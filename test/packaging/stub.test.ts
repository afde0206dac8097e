import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { writeStubElectron } from '../../tools/stub-electron/stub.ts';
import { writeZip } from '../../tools/stub-electron/zip.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fojas-stub-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const unzip = (file: string): void => {
  // Python's zipfile is as strict a reader as any, and checks every CRC.
  execFileSync('python3', ['-m', 'zipfile', '-t', file], { stdio: 'pipe' });
  execFileSync('python3', ['-m', 'zipfile', '-e', file, path.join(folder, 'out')], { stdio: 'pipe' });
};

test('the archive is one that others read, the same bytes each time', () => {
  const file = writeStubElectron(folder, '45.4.1', 'linux', 'x64');
  expect(path.basename(file)).toBe('electron-v45.4.1-linux-x64.zip');
  const first = readFileSync(file);
  expect(readFileSync(writeStubElectron(folder, '45.4.1', 'linux', 'x64')).equals(first)).toBe(true);
  unzip(file);
  expect(readFileSync(path.join(folder, 'out', 'version'), 'utf8')).toBe('45.4.1');
});

test('its executable carries nine fuses, all off, and refuses to be taken for Electron', async () => {
  unzip(writeStubElectron(folder, '45.4.1', 'linux', 'x64'));
  const executable = path.join(folder, 'out', 'electron');
  const { version, ...states } = await getCurrentFuseWire(executable);
  expect(version).toBe(FuseVersion.V1);
  expect(Object.values(states)).toEqual(Array(9).fill('0'.charCodeAt(0)));
  expect(() => execFileSync('/bin/sh', [executable], { stdio: 'pipe' })).toThrow(/not Electron/);
});

test('names and rights of any file survive', () => {
  const file = path.join(folder, 'a.zip');
  const bytes = Buffer.from('señal');
  const zip = writeZip([
    { name: 'carpeta/ñandú.txt', bytes, mode: 0o600 },
    { name: 'empty', bytes: new Uint8Array(), mode: 0o755 },
  ]);
  writeFileSync(file, zip);
  unzip(file);
  expect(readFileSync(path.join(folder, 'out', 'carpeta', 'ñandú.txt')).equals(bytes)).toBe(true);
  expect(statSync(path.join(folder, 'out', 'empty')).size).toBe(0);
  const listed = execFileSync('python3', ['-c', listModes, file], { encoding: 'utf8' });
  expect(listed.trim().split('\n')).toEqual(['carpeta/ñandú.txt 100600', 'empty 100755']);
});

const listModes =
  'import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16)[2:])';
