import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NsisUpdater } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UpdateRefusal } from '../../../src/contract/updates.ts';
import { installOnWindows } from '../../../src/main/updates/electron-updater.ts';
import { checkPublisher, type RunProgram } from '../../../src/main/updates/publisher.ts';
import { isElevated, publishersOf } from '../../../src/main/updates/windows.ts';
import { done, failed } from '../../../src/contract/failures.ts';
import { download } from '../../../src/updates/download.ts';
import type { Target } from '../../../src/updates/release.ts';
import { folderSource } from '../../../src/updates/sources/index.ts';
import { readStaged, stage } from '../../../src/updates/stage.ts';
import { organisation, type Organisation } from '../../updates/world.ts';

const publisher = 'CN=Poder Judicial de Ejemplo, O=Poder Judicial de Ejemplo, C=AR';
const refused = (reason: UpdateRefusal) => failed({ kind: 'updateRefused', reason });
/** PowerShell as Windows would answer: whom it names, for the file it was asked about. */
const says =
  (subject: string, status = 0, about?: string): RunProgram =>
  async (_program, args) =>
    JSON.stringify({ status, path: about ?? /'([^']*)'$/.exec(args.at(-1) ?? '')?.[1], subject });

describe('who signed an installer', () => {
  const file = 'C:\\ProgramData\\Fojas\\updates\\fojas-setup.exe';
  it.each<[string, readonly string[], RunProgram, UpdateRefusal | null]>([
    ['the right one', [publisher], says(`${publisher}, L=La Plata`), null],
    ['one of two, while names change', ['CN=Antes, C=AR', publisher], says(publisher), null],
    ['nobody is named', [], says(publisher), 'publisherMissing'],
    ['a name without a CN', ['O=Poder Judicial'], says(publisher), 'publisherMissing'],
    ['PowerShell is blocked', [publisher], async () => null, 'publisherUnchecked'],
    ['PowerShell prints something else', [publisher], async () => 'True', 'publisherUnchecked'],
    ['the answer is about another file', [publisher], says(publisher, 0, 'C:\\other.exe'), 'publisherUnchecked'],
    ['the signature does not hold', [publisher], says(publisher, 3), 'publisherOther'],
    ['another signed it', [publisher], says('CN=Otro, C=AR'), 'publisherOther'],
    [
      'the same CN of another country',
      [publisher],
      says('CN=Poder Judicial de Ejemplo, O=Poder Judicial de Ejemplo, C=XX'),
      'publisherOther',
    ],
    ['the name hides inside another', [publisher], says(`CN="x, ${publisher}", C=AR`), 'publisherOther'],
  ])('%s', async (_name, publishers, run, reason) => {
    expect(await checkPublisher(file, publishers, run)).toEqual(reason === null ? done(null) : refused(reason));
  });

  it.each(["C:\\a';calc;'.exe", 'C:\\a"b.exe', 'C:\\%TEMP%\\$x.exe', 'relative.exe', 'C:\\a`b.exe', 'C:\\a\nb.exe'])(
    'nobody writes code with a path: %j',
    async (bad) => {
      const run = vi.fn(says(publisher));
      expect(await checkPublisher(bad, [publisher], run)).toEqual(refused('publisherUnchecked'));
      expect(run).not.toHaveBeenCalled();
    },
  );
});

describe('a staged installer, through electron-updater', () => {
  let org: Organisation;
  let folder: string;
  let staged: string;
  let target: Target;
  const ran = (): string | null =>
    existsSync(path.join(folder, 'ran')) ? readFileSync(path.join(folder, 'ran'), 'utf8').trim() : null;

  beforeEach(async () => {
    org = await organisation();
    folder = mkdtempSync(path.join(tmpdir(), 'fojas-windows-'));
    // It does what an installer is told: here, write down how it was started.
    const installer = Buffer.from(`#!/bin/sh\necho "$@" > ${path.join(folder, 'ran')}\n`);
    const file = path.join(org.folder, 'fojas-setup_1.1.0_x64.exe');
    writeFileSync(file, installer);
    const notes = { 'es-AR': '', en: '', 'pt-BR': '' };
    await org.workshop.add(file, path.basename(file), {
      ...{
        version: '1.1.0',
        platform: 'win32',
        arch: 'x64',
        format: 'nsis',
        rings: { general: 100 },
        schema: 1,
        notes,
      },
      ...{ notBefore: null, minimumFrom: null, critical: false, rollbackOf: [] },
    });
    await org.signTargets();
    await org.publish();
    const read = await readAgain();
    if (!read.ok) throw new Error('not readable');
    target = read.value;
    const sources = [folderSource(org.published)];
    await download({ target, sources, folder, take: async () => undefined, signal: new AbortController().signal });
    staged = await stage(folder, path.join(folder, 'metadata'), target);
  });
  afterEach(() => {
    org.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const readAgain = (from = org.published) =>
    readStaged({
      ...{
        staged: from,
        name: 'fojas-setup_1.1.0_x64.exe',
        trustFolder: path.join(folder, 'metadata'),
        root: org.root,
      },
      here: { version: '1.0.0', platform: 'win32', arch: 'x64', format: 'nsis', schema: 1 },
    });

  function makeUpdater(): NsisUpdater {
    const app = {
      ...{
        version: '1.0.0',
        name: 'fojas',
        isPackaged: true,
        appUpdateConfigPath: path.join(folder, 'app-update.yml'),
      },
      ...{ userDataPath: folder, baseCachePath: path.join(folder, 'cache'), whenReady: async () => undefined },
      ...{ quit: () => undefined, relaunch: () => undefined, onQuit: () => undefined },
    };
    writeFileSync(
      app.appUpdateConfigPath,
      `provider: custom\nupdaterCacheDirName: fojas\npublisherName: ${JSON.stringify(publisher)}\n`,
    );
    return new NsisUpdater(null, app as never);
  }
  const install = (more: Partial<Parameters<typeof installOnWindows>[0]> = {}) =>
    installOnWindows({
      ...{ staged, target, publishers: [publisher], run: says(publisher), makeUpdater },
      ...{ read: () => readAgain(staged), isElevated: async () => true },
      ...more,
    });

  it('runs silently, once everything was verified again', async () => {
    await withExecutableCopies(async () => expect(await install()).toEqual(done(null)));
    await vi.waitFor(() => expect(ran()).toBe('--updated /S --force-run'), { timeout: 10_000 });
  });

  it.each<[string, Partial<Parameters<typeof installOnWindows>[0]>, UpdateRefusal]>([
    ['no publisher is named', { publishers: [] }, 'publisherMissing'],
    ['the check is blocked', { run: async () => null }, 'publisherUnchecked'],
    ['another signed it', { run: says('CN=Otro, C=AR') }, 'publisherOther'],
    ['nobody with an administrator’s rights asks', { isElevated: async () => false }, 'rights'],
    ['TUF says no meanwhile', { read: async () => refused('blocked') }, 'blocked'],
  ])('does not run when %s', async (_name, more, reason) => {
    await withExecutableCopies(async () => expect(await install(more)).toEqual(refused(reason)));
    expect(ran()).toBeNull();
  });

  it('does not run when the publisher holds for the staged file and not for the copy that would run', async () => {
    let asked = 0;
    const run: RunProgram = (program, args) =>
      ((asked += 1) === 1 ? says(publisher) : says('CN=Otro, C=AR'))(program, args);
    await withExecutableCopies(async () => expect(await install({ run })).toEqual(refused('installerFailed')));
    expect(asked).toBe(2);
    expect(ran()).toBeNull();
  });

  /** Windows runs any .exe; here a copy must be allowed to run first. */
  async function withExecutableCopies(work: () => Promise<void>): Promise<void> {
    const spawnLog = vi
      .spyOn(
        NsisUpdater.prototype as unknown as { spawnLog(file: string, args: string[]): Promise<boolean> },
        'spawnLog',
      )
      .mockImplementation(async function (this: unknown, file, args) {
        chmodSync(file, 0o755);
        spawn(file, args, { stdio: 'ignore' });
        return true;
      });
    try {
      await work();
    } finally {
      spawnLog.mockRestore();
    }
  }
});

describe('what is read off Windows', () => {
  it('is the publisher that packaging wrote, and nothing where it wrote none', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fojas-yml-'));
    try {
      expect(await publishersOf(folder)).toEqual([]);
      writeFileSync(path.join(folder, 'app-update.yml'), 'provider: custom\n');
      expect(await publishersOf(folder)).toEqual([]);
      writeFileSync(
        path.join(folder, 'app-update.yml'),
        `provider: custom\npublisherName: ${JSON.stringify(publisher)}\n`,
      );
      expect(await publishersOf(folder)).toEqual([publisher]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is an administrator by the integrity of its token alone', async () => {
    expect(await isElevated(async () => 'Mandatory Label\\High  S-1-16-12288')).toBe(true);
    expect(await isElevated(async () => 'Mandatory Label\\Medium  S-1-16-8192')).toBe(false);
    expect(await isElevated(async () => null)).toBe(false);
  });
});
