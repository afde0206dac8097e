import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dpkg } from '../../src/updates/install/deb.ts';
import { installAsRoot, type MachineOptions, recoverAsRoot, returnAsRoot } from '../../src/updates/install/machine.ts';
import { targetPath } from '../../src/updates/release.ts';
import { organisation, type Organisation } from './world.ts';

let org: Organisation;
let root: string;
const name = (version: string): string => `fojas_${version}_amd64.deb`;

/** A small package of that version: the program is a line of text. */
function makeDeb(version: string): Buffer {
  const work = mkdtempSync(path.join(tmpdir(), 'fojas-deb-'));
  mkdirSync(path.join(work, 'DEBIAN'));
  mkdirSync(path.join(work, 'usr/lib/fojas'), { recursive: true });
  writeFileSync(path.join(work, 'usr/lib/fojas/program'), `this is ${version}\n`, { mode: 0o755 });
  const control = `Package: fojas\nVersion: ${version}\nArchitecture: all\nMaintainer: x <x@ejemplo.invalid>\nDescription: x\n x\n`;
  writeFileSync(path.join(work, 'DEBIAN/control'), control);
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', work, `${work}.deb`], { stdio: 'ignore' });
  const bytes = readFileSync(`${work}.deb`);
  rmSync(work, { recursive: true });
  rmSync(`${work}.deb`);
  return bytes;
}

const program = (): string => readFileSync(path.join(root, 'usr/lib/fojas/program'), 'utf8').trim();
const machine = (more: Partial<MachineOptions> = {}): MachineOptions => ({
  ...{ folder: path.join(root, 'var/lib/fojas/updates'), root: org.root, platform: 'linux', arch: 'x64' },
  ...{ packages: dpkg({ root }), selfTest: async () => null },
  ...more,
});
const refused = (reason: string) => ({ ok: false, failure: { kind: 'updateRefused', reason } });

beforeEach(async () => {
  org = await organisation();
  root = mkdtempSync(path.join(tmpdir(), 'fojas-root-'));
  for (const folder of ['updates', 'info', 'triggers'])
    mkdirSync(path.join(root, 'var/lib/dpkg', folder), { recursive: true });
  for (const file of ['status', 'available']) writeFileSync(path.join(root, 'var/lib/dpkg', file), '');
  writeFileSync(path.join(root, 'first.deb'), makeDeb('1.0.0'));
  execFileSync('dpkg', [`--root=${root}`, '--install', path.join(root, 'first.deb')], { stdio: 'ignore' });
  await org.release('1.1.0', { bytes: makeDeb('1.1.0') });
});
afterEach(() => {
  org.remove();
  rmSync(root, { recursive: true, force: true });
});

describe('the side with an administrator’s rights', () => {
  it('installs what is signed, and keeps a package of what was there', async () => {
    expect(await installAsRoot(machine(), org.published, name('1.1.0'))).toEqual({ ok: true, value: '1.1.0' });
    expect(program()).toBe('this is 1.1.0');
    expect(existsSync(path.join(root, 'var/lib/fojas/updates/kept/fojas_1.0.0.deb'))).toBe(true);
    expect(await returnAsRoot(machine())).toEqual({ ok: true, value: '1.0.0' });
    expect(program()).toBe('this is 1.0.0');
    expect(await returnAsRoot(machine())).toEqual(refused('nothingWaits'));
  });

  it('packs what was there under the door’s own rights too, with what runs when it is purged', async () => {
    const info = path.join(root, 'var/lib/dpkg/info');
    writeFileSync(path.join(info, 'fojas.postrm'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    // `fojas-update` lets nobody read what it makes.
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    const kept = await dpkg({ root }).keep(path.join(root, 'kept'), '1.0.0');
    expect(kept).toBe(path.join(root, 'kept/fojas_1.0.0.deb'));
    const told = execFileSync('dpkg-deb', ['--info', kept!, 'postrm'], { encoding: 'utf8' });
    expect(told).toBe('#!/bin/sh\nexit 0\n');
    rmSync(path.join(info, 'fojas.postrm'));
    const readable = (): boolean => (statSync(path.join(root, 'usr/lib/fojas/program')).mode & 0o777) === 0o755;
    expect(await installAsRoot(machine(), org.published, name('1.1.0'))).toEqual({ ok: true, value: '1.1.0' });
    expect(readable()).toBe(true);
    expect(await returnAsRoot(machine())).toEqual({ ok: true, value: '1.0.0' });
    expect([program(), readable()]).toEqual(['this is 1.0.0', true]);
  });

  it('brings the version before back when the new one does not pass its test', async () => {
    const answer = await installAsRoot(machine({ selfTest: async () => 'crypto' }), org.published, name('1.1.0'));
    expect(answer).toEqual(refused('unhealthy'));
    expect(program()).toBe('this is 1.0.0');
  });

  it('believes nothing of the folder it is pointed to', async () => {
    const { sha512 } = JSON.parse(readFileSync(path.join(org.published, '2.targets.json'), 'utf8')).signed.targets[
      name('1.1.0')
    ].hashes as { sha512: string };
    const file = path.join(org.published, targetPath({ name: name('1.1.0'), sha512 }));
    const good = readFileSync(file);
    writeFileSync(file, Buffer.alloc(good.length));
    expect(await installAsRoot(machine(), org.published, name('1.1.0'))).toEqual(refused('wrongHash'));
    writeFileSync(file, good);
    expect(await installAsRoot(machine(), org.published, 'other.deb')).toEqual(refused('nothingWaits'));
    const stranger = await organisation();
    try {
      await stranger.release('1.1.0', { bytes: makeDeb('1.1.0') });
      expect(await installAsRoot(machine(), stranger.published, name('1.1.0'))).toEqual(refused('unsigned'));
    } finally {
      stranger.remove();
    }
    expect(program()).toBe('this is 1.0.0');
  });

  it('installs nothing older, and nothing that was blocked', async () => {
    await org.release('0.9.0', { bytes: makeDeb('0.9.0') });
    expect(await installAsRoot(machine(), org.published, name('0.9.0'))).toEqual(refused('downgrade'));
    await org.workshop.decide((standing) => ({ ...standing, blockedVersions: ['1.1.0'] }));
    await org.signTargets();
    await org.publish();
    expect(await installAsRoot(machine(), org.published, name('1.1.0'))).toEqual(refused('blocked'));
  });

  it('keeps nothing that somebody changed on the disk', async () => {
    writeFileSync(path.join(root, 'usr/lib/fojas/program'), 'meddled with\n');
    expect(await installAsRoot(machine(), org.published, name('1.1.0'))).toEqual(refused('installerFailed'));
    expect(program()).toBe('meddled with');
  });

  it('after a cut in the middle brings back what was there', async () => {
    const cut = machine({
      packages: {
        ...dpkg({ root }),
        install: async (file) => {
          await dpkg({ root }).install(file);
          throw new Error('the power went');
        },
      },
    });
    await expect(installAsRoot(cut, org.published, name('1.1.0'))).rejects.toThrow('power');
    expect(program()).toBe('this is 1.1.0');
    const marker = path.join(root, 'var/lib/fojas/updates/return-to');
    expect(readFileSync(marker, 'utf8').trim()).toMatch(/fojas_1\.0\.0\.deb$/);
    expect(await recoverAsRoot(machine())).toEqual({ ok: true, value: true });
    expect(program()).toBe('this is 1.0.0');
    expect(existsSync(marker)).toBe(false);
    expect(await recoverAsRoot(machine())).toEqual({ ok: true, value: false });
  });
});
