import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const resources = path.join(import.meta.dirname, '..', '..', 'resources', 'linux');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fojas-recover-'));
  mkdirSync(path.join(folder, 'bin'));
  // Writes down how it was called: the real one would change this very machine.
  writeFileSync(path.join(folder, 'bin', 'dpkg'), `#!/bin/sh\necho "$@" >> ${folder}/called\n`, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const run = (script: string, ...args: string[]) =>
  spawnSync(path.join(resources, script), args, {
    encoding: 'utf8',
    env: { PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin` },
  });
const called = (): string =>
  existsSync(path.join(folder, 'called')) ? readFileSync(path.join(folder, 'called'), 'utf8') : '';

describe('what recovers at boot', () => {
  it('does nothing where nothing was cut', () => {
    expect(run('fojas-update-recover', folder).status).toBe(0);
    expect(called()).toBe('');
  });

  it('brings the kept package back, and forgets the cut', () => {
    const kept = path.join(folder, 'kept', 'fojas_1.0.0.deb');
    writeFileSync(path.join(folder, 'return-to'), `${kept}\n`);
    writeFileSync(path.join(folder, 'journal.json'), '{}');
    expect(run('fojas-update-recover', folder).status).toBe(0);
    expect(called()).toBe(`--configure -a\n--install ${kept}\n`);
    expect(existsSync(path.join(folder, 'return-to'))).toBe(false);
    expect(existsSync(path.join(folder, 'journal.json'))).toBe(false);
  });

  it('installs nothing that lies elsewhere', () => {
    writeFileSync(path.join(folder, 'return-to'), '/tmp/evil.deb\n');
    const ran = run('fojas-update-recover', folder);
    expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('not ours') as string });
    expect(called()).toBe('');
  });
});

describe('the scripts of the package', () => {
  it.each(['fojas-update', 'fojas-update-recover'])('%s is a shell script that parses', (name) => {
    expect(() => execFileSync('sh', ['-n', path.join(resources, name)])).not.toThrow();
  });

  it.each([
    [],
    ['install'],
    ['install', '/x'],
    ['install', '/x', 'y', 'z'],
    ['return', 'x'],
    ['--self-test'],
    ['recover', '-'],
  ])('the door knows no errand %j', (...args) => {
    expect(run('fojas-update', ...args).status).toBe(2);
  });
});
