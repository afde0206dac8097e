/** The second copy at the repository: made there, cut, refused, and brought back from there. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchCopies } from '../../../src/casework/home/fetch.ts';
import { deskPlace, generationName, generationsAt } from '../../../src/casework/home/place.ts';
import { recoverHome } from '../../../src/casework/home/recover.ts';
import { restoreHome } from '../../../src/casework/home/restore.ts';
import { copyLimits } from '../../../src/contract/wire-copies.ts';
import { identitiesIn, newAgeKey } from '../../../src/parcel/index.ts';
import { testConfig } from '../../helpers/office.ts';
import { deskOffice } from '../../repository/office/desk-office.ts';
import { type World, createWorld } from '../world.ts';
import { quickHomePace } from './home-world.ts';

const freshKey = 'c3'.repeat(32);

async function repositoryWorld(folder?: (dataDir: string) => string) {
  const key = await newAgeKey();
  const world = await createWorld({
    office: { homePace: quickHomePace },
    config: (config) => ({
      ...config,
      secondCopy: {
        ...(folder ? { folder: folder(config.dataDir) } : {}),
        ...{ repository: true, recoveryRecipients: [key.recipient] },
      },
    }),
  });
  const keyFile = join(world.folder, 'recovery-key.txt');
  writeFileSync(keyFile, `${key.identity}\n`);
  return { world, keyFile };
}

const good = (world: World) =>
  world.office.until(async () => {
    const { state, uncovered } = await world.office.call('home.status', {});
    return state === 'good' && uncovered === 0;
  });

const slotAt = (world: World): string => {
  const copies = join(world.folder, 'repository', 'copies');
  return join(copies, readdirSync(copies)[0]!);
};

describe('a second copy at the repository', () => {
  it('brings a lost desk back on a new PC with nothing but the repository and the recovery key', async () => {
    const { world, keyFile } = await repositoryWorld();
    await good(world);
    await world.office.call('settings.write', { theme: 'dark' });
    await world.office.call('home.copyNow', {});
    const status = await world.office.call('home.status', {});
    expect(status).toMatchObject({ state: 'good', folder: null, repository: true, failure: null });
    expect(await world.office.call('home.check', {})).toMatchObject({ folder: world.config.repository!.url });
    await world.office.close();
    rmSync(world.config.dataDir, { recursive: true });
    mkdirSync(world.config.dataDir);

    const fetched = await recoverHome(world.config, { kind: 'fetch' }, () => new Date());
    if (fetched.kind !== 'fetch') throw new Error(JSON.stringify(fetched));
    expect(fetched.value.generations).toMatchObject([{ damaged: 0 }]);
    const { folder } = fetched.value;
    const restored = await recoverHome(
      world.config,
      { kind: 'bring', folder, keyFile, generation: null, storeKey: freshKey },
      () => new Date(),
    );
    expect(restored).toMatchObject({ kind: 'bring', value: { setAside: null } });
    await world.reopen({ storeKey: freshKey });
    expect(await world.office.call('settings.read', {})).toMatchObject({ theme: 'dark' });
    // It goes on where the copies left off: what is there is not overwritten by numbers that begin anew.
    await world.office.call('home.copyNow', {});
    const names = readdirSync(slotAt(world)).filter((name) => /^g-\d+\.json$/.test(name));
    expect(names.length).toBeGreaterThan(1);
  }, 60_000);

  it('waits for a line that is down, says so, and goes on by itself', async () => {
    const { world } = await repositoryWorld();
    await good(world);
    await world.repository.stop();
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'absent');
    expect(await world.office.call('home.status', {})).toMatchObject({ failure: null, uncovered: 3 });
    expect((await world.office.refusal('home.copyNow', {})).kind).toBe('repositoryUnreachable');
    await world.repository.restart();
    await good(world);
  }, 60_000);

  it('finishes what was cut in the middle before it begins anew', async () => {
    const { world } = await repositoryWorld();
    await good(world);
    await world.office.close();
    const { config } = world;
    const root = join(config.dataDir, 'second-copy');
    const desk = { officeId: config.office.officeId, deviceId: config.deviceId };
    const place = deskPlace(root, desk, config.secondCopy!.recoveryRecipients);
    // A generation that was made and never sent, as an office leaves it that is killed in the middle of sending it.
    const [newest] = generationsAt(place);
    const next = generationName(newest!.n + 5);
    for (const suffix of ['journal.age', 'list.age'])
      copyFileSync(join(place.folder, `${newest!.name}.${suffix}`), join(place.folder, `${next}.${suffix}`));
    const list = readFileSync(join(place.folder, `${newest!.name}.sha256`), 'utf8');
    writeFileSync(join(place.folder, `${next}.sha256`), list.replaceAll(newest!.name, next));
    await world.reopen();
    await good(world);
    const there = readdirSync(slotAt(world));
    expect(there).toContain(`${next}.json`);
    expect(there).toContain(`${generationName(newest!.n + 6)}.json`);
  }, 60_000);

  it('tells of a repository without room, keeps what is there, and goes on when there is some', async () => {
    const { world } = await repositoryWorld();
    await good(world);
    const slot = slotAt(world);
    const before = readdirSync(slot).filter((name) => name.endsWith('.json'));
    // As large as a slot may be, and of no room on this disk.
    const large = join(slot, 'files', 'ab'.repeat(32));
    writeFileSync(large, '');
    truncateSync(large, copyLimits.slotBytes);
    await world.ended(await world.sign());
    expect(await world.office.refusal('home.copyNow', {})).toEqual({ kind: 'repositoryFull' });
    const status = await world.office.call('home.status', {});
    expect(status).toMatchObject({ state: 'failing', failure: { kind: 'repositoryFull' } });
    expect(readdirSync(slot)).toEqual(expect.arrayContaining(before.slice(-1)));
    rmSync(large);
    await good(world);
  }, 60_000);

  it('lies in the folder too where both are named, and in the folder alone while the line is down', async () => {
    const { world } = await repositoryWorld((dataDir) => {
      const place = join(dataDir, '..', 'stick');
      mkdirSync(place);
      return place;
    });
    await good(world);
    const place = join(world.config.dataDir, '..', 'stick');
    const lists = (): string[] =>
      readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sha256'));
    const before = lists().length;
    expect(before).toBeGreaterThan(0);
    await world.repository.stop();
    await world.ended(await world.sign());
    await world.office.until(async () => lists().length > before);
    await world.office.until(async () => (await world.office.call('home.status', {})).state === 'absent');
    await world.repository.restart();
    await good(world);
  }, 60_000);

  it('spoils no names in the folder where the repository tells of a number that leaves none', async () => {
    const { world } = await repositoryWorld((dataDir) => {
      const place = join(dataDir, '..', 'stick');
      mkdirSync(place);
      return place;
    });
    await good(world);
    const slot = slotAt(world);
    const [made] = readdirSync(slot).filter((name) => /^g-\d+\.json$/.test(name));
    copyFileSync(join(slot, made!), join(slot, 'g-999999999.json'));
    const failure = { kind: 'repositoryGarbage', detail: 'a copy of number 999999999' };
    await world.ended(await world.sign());
    expect(await world.office.refusal('home.copyNow', {})).toEqual(failure);
    expect(await world.office.call('home.status', {})).toMatchObject({ state: 'failing', failure });
    // The folder goes on, by numbers that it can read.
    const { office, deviceId } = world.config;
    const stick = join(world.config.dataDir, '..', 'stick');
    const there = generationsAt(deskPlace(stick, { officeId: office.officeId, deviceId }));
    expect(there[0]!.n).toBeGreaterThan(1);
    expect(readdirSync(stick, { recursive: true, encoding: 'utf8' }).filter((name) => /g-\d{10}/.test(name))).toEqual(
      [],
    );
    rmSync(join(slot, 'g-999999999.json'));
    await good(world);
  }, 60_000);

  it('is refused by a repository that keeps none, in words', async () => {
    const { world } = await repositoryWorld();
    await good(world);
    await world.office.close();
    const client = { small: async () => ({ ok: false, failure: { kind: 'repositoryGarbage', detail: 'HTTP 404' } }) };
    const { ownSlot } = await import('../../../src/casework/home/remote.ts');
    await expect(ownSlot({ client: client as never }, 'pc-1')).rejects.toMatchObject({
      failure: { kind: 'copiesNotKept' },
    });
  }, 60_000);
});

describe('copies fetched from a repository', () => {
  it('go on where the line was cut, refuse what is not what was sent, and tell where there is none', async () => {
    const { world, keyFile } = await repositoryWorld();
    await good(world);
    await world.office.close();
    const to = join(world.folder, 'fetched');
    const first = await fetchCopies(world.config, { to, all: true });
    if (!first.ok) throw new Error(first.failure.kind);
    const { folder, generations } = first.value;
    const journal = `${generations[0]!}.journal.age`;
    const bytes = readFileSync(join(folder, journal));
    const coming = readFileSync(join(folder, `${generations[0]!}.sha256`), 'utf8')
      .split('\n')
      .find((line) => line.endsWith(journal))!
      .slice(0, 16);
    // As a cut leaves it: the first half, then the rest is asked for.
    rmSync(join(folder, journal));
    writeFileSync(join(folder, `${journal}.${coming}.coming`), bytes.subarray(0, 1000));
    expect((await fetchCopies(world.config, { to, all: false })).ok).toBe(true);
    expect(readFileSync(join(folder, journal)).equals(bytes)).toBe(true);
    rmSync(join(folder, journal));
    writeFileSync(join(folder, `${journal}.${coming}.coming`), Buffer.alloc(1000, 7));
    expect(await fetchCopies(world.config, { to, all: false })).toMatchObject({ failure: { kind: 'copyDamaged' } });
    expect((await fetchCopies(world.config, { to, all: false })).ok).toBe(true);
    expect(existsSync(join(folder, journal))).toBe(true);

    const elsewhere = { ...world.config, deviceId: 'pc-9' };
    expect(await fetchCopies(elsewhere, { to, all: false })).toMatchObject({ failure: { kind: 'copyMissing' } });
    const { accessKey: _key, ...noKey } = world.config.repository!;
    const enrolled = { ...world.config, repository: noKey };
    expect(await fetchCopies(enrolled, { to, all: false })).toEqual({
      ok: false,
      failure: { kind: 'copyOfEnrolled', deviceId: world.config.deviceId },
    });
    const identities = identitiesIn(readFileSync(keyFile, 'utf8'));
    const keys = { identities, identityFile: keyFile };
    const restored = await restoreHome({
      ...{ config: world.config, from: to, keys, storeKey: freshKey, clock: () => new Date() },
    });
    expect(restored.ok).toBe(true);
    await world.repository.stop();
    expect(await fetchCopies(world.config, { to, all: false })).toMatchObject({
      failure: { kind: 'repositoryUnreachable' },
    });
  }, 60_000);
});

describe('a desk behind an office’s repository', () => {
  it('keeps its copy there while the central one is out of reach', async () => {
    const { office, centre, line, folder } = await deskOffice();
    line.up = false;
    const key = await newAgeKey();
    const { openTestOffice } = await import('../../helpers/office.ts');
    const repository = { ...testConfig(folder.data, { repository: centre }).repository!, url: office.url };
    const desk = await openTestOffice({
      config: {
        ...testConfig(folder.data, { repository: centre }),
        repository: { ...repository, office: { keys: [office.officeKey] } },
        secondCopy: { repository: true, recoveryRecipients: [key.recipient] },
      } as never,
      homePace: quickHomePace,
    });
    onTestFinished(() => desk.close());
    await desk.until(async () => (await desk.call('home.status', {})).state === 'good');
    expect(readdirSync(join(office.dir, 'copies'))).toHaveLength(1);
  }, 60_000);
});
