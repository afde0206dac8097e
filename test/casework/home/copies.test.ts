import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newAgeKey } from '../../../src/parcel/index.ts';
import { storeKey } from '../../helpers/office.ts';
import { createWorld } from '../world.ts';
import { deskFolder, generations, homeWorld } from './home-world.ts';

const opened = (key: string, file: string): Buffer => {
  const ran = spawnSync('age', ['-d', '-i', key, file], { maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(ran.stderr.toString());
  return ran.stdout;
};

describe('the second copy', () => {
  it('is made after a batch, and the age program and sqlite3 open it without us', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('home.status', {})).uncovered === 0);
    const status = await world.office.call('home.status', {});
    expect(status).toMatchObject({ state: 'good', unsent: 3, uncovered: 0, failure: null });

    const desk = deskFolder(place);
    const newest = generations(place).at(-1)!;
    const sums = spawnSync('sha256sum', ['-c', `${newest}.sha256`], { cwd: desk, encoding: 'utf8' });
    expect(sums.status, sums.stderr).toBe(0);
    const plain = join(world.folder, 'journal-plain.db');
    writeFileSync(plain, opened(keyFile, join(desk, `${newest}.journal.age`)));
    const script = `import sqlite3; d=sqlite3.connect(${JSON.stringify(plain)}); print(d.execute("pragma integrity_check").fetchone()[0], d.execute("select count(*) from signed_acts").fetchone()[0])`;
    expect(spawnSync('python3', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe('ok 3');
    const list = JSON.parse(JSON.parse(opened(keyFile, join(desk, `${newest}.list.age`)).toString()).list);
    expect(list.files).toHaveLength(3);
    const files = readdirSync(desk).find((name) => name.startsWith('files-'))!;
    for (const { sha256 } of list.files) {
      const bytes = opened(keyFile, join(desk, files, `${sha256}.age`));
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it('holds nothing that can be read there, neither text nor keys', async () => {
    const { world, place } = await homeWorld({ offline: false });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    const all = readdirSync(place, { recursive: true, encoding: 'utf8' })
      .map((name) => join(place, name))
      .filter((path) => statSync(path).isFile());
    expect(all.length).toBeGreaterThan(4);
    for (const path of all) {
      const bytes = readFileSync(path);
      for (const secret of ['NÚÑEZ', 'Acto 1', 'IPP 03', '%PDF', 'SQLite format', storeKey, 'AGE-SECRET-KEY']) {
        expect(bytes.includes(secret), `${secret} in ${path}`).toBe(false);
      }
    }
    // The key of the store lies beside the data, sealed too.
    const escrow = readFileSync(join(world.config.dataDir, 'store-key.age'));
    expect(escrow.includes(storeKey)).toBe(false);
  });

  it('copies a file once, writes nothing when nothing changed, and lets registered files go', async () => {
    const { world, place } = await homeWorld({ offline: true });
    await world.ended(await world.sign(world.acts.slice(0, 2)));
    await world.office.call('home.copyNow', {});
    const desk = deskFolder(place);
    const files = join(
      desk,
      readdirSync(desk).find((name) => name.startsWith('files-'))!,
    );
    const first = readdirSync(files).map((name) => [name, statSync(join(files, name)).mtimeMs]);
    expect(first).toHaveLength(2);
    const before = generations(place);
    await world.office.call('home.copyNow', {});
    expect(generations(place)).toEqual(before);

    await world.ended(await world.sign(world.acts.slice(2)));
    await world.office.call('home.copyNow', {});
    const second = readdirSync(files).map((name) => [name, statSync(join(files, name)).mtimeMs]);
    expect(second).toHaveLength(3);
    expect(second).toEqual(expect.arrayContaining(first));

    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 3);
    // Three generations stay; with the fourth that knows no unsent file, the files go too.
    for (let i = 0; i < 4; i += 1) {
      await world.office.call('settings.write', { theme: i % 2 ? 'dark' : 'light' });
      await world.office.call('home.copyNow', {});
    }
    expect(generations(place)).toHaveLength(3);
    expect(readdirSync(files)).toEqual([]);
  });

  it('waits for a stick that is not there, goes on by itself when it is, and asks before it writes to another', async () => {
    const { world, place } = await homeWorld({ offline: true });
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'good');
    renameSync(place, `${place}-away`);
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'absent');
    const away = await world.office.call('home.status', {});
    expect(away).toMatchObject({ failure: null, uncovered: 3 });
    expect(await world.office.refusal('home.copyNow', {})).toEqual({ kind: 'copyPlaceAbsent', folder: place });

    mkdirSync(place);
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'otherPlace');
    expect(readdirSync(place)).toEqual([]);
    expect(await world.office.refusal('home.copyNow', {})).toEqual({ kind: 'copyPlaceOther', folder: place });
    rmSync(place, { recursive: true });
    renameSync(`${place}-away`, place);
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'good');
    expect((await world.office.call('home.status', {})).uncovered).toBe(0);

    rmSync(place, { recursive: true });
    mkdirSync(place);
    expect(await world.office.call('home.copyNow', { adopt: true })).toMatchObject({ state: 'good', uncovered: 0 });
  });

  it('tells what keeps it from copying, in signing’s way in nothing, and finds what the disk changed', async () => {
    const { world, place } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    const desk = deskFolder(place);
    const newest = generations(place).at(-1)!;
    appendFileSync(join(desk, `${newest}.journal.age`), 'x');
    const check = await world.office.call('home.check', {});
    // The batch asks for a copy too, which may come after this one.
    const spoilt = check.generations.filter(({ damaged }) => damaged.length > 0);
    expect(spoilt).toMatchObject([{ name: newest, damaged: [`${newest}.journal.age`] }]);

    // A file lies where the desk's folder should be.
    rmSync(desk, { recursive: true });
    writeFileSync(desk, 'not a folder');
    const refusal = await world.office.refusal('home.copyNow', {});
    expect(refusal.kind).toBe('fileUnreadable');
    expect((await world.office.call('home.status', {})).state).toBe('failing');
    rmSync(desk);
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'good');
    expect(existsSync(join(desk, 'LEEME.txt'))).toBe(true);
  });

  it('is off where none is configured, and says how much hangs on this disk alone', async () => {
    const world = await createWorld();
    await world.repository.stop();
    await world.ended(await world.sign());
    expect(await world.office.call('home.status', {})).toMatchObject({ state: 'off', unsent: 3, uncovered: 3 });
    expect((await world.office.refusal('home.copyNow', {})).kind).toBe('copyPlaceAbsent');
  });

  it('seals to a new recovery key from the first copy after it was named', async () => {
    const { world, place } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    const fresh = await newAgeKey();
    const keyFile = join(world.folder, 'fresh-key.txt');
    writeFileSync(keyFile, `${fresh.identity}\n`);
    world.config.secondCopy!.recoveryRecipients = [fresh.recipient];
    await world.reopen();
    await world.office.call('home.copyNow', {});
    const desk = deskFolder(place);
    const newest = generations(place).at(-1)!;
    const list = JSON.parse(JSON.parse(opened(keyFile, join(desk, `${newest}.list.age`)).toString()).list);
    const folders = readdirSync(desk).filter((name) => name.startsWith('files-'));
    expect(folders).toHaveLength(2);
    const opens = folders.filter((folder) => {
      const path = join(desk, folder, `${list.files[0].sha256}.age`);
      return spawnSync('age', ['-d', '-i', keyFile, path]).status === 0;
    });
    expect(opens).toHaveLength(1);
    expect(opened(keyFile, join(world.config.dataDir, 'store-key.age')).toString()).toContain(storeKey);
  });
});
