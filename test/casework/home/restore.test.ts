import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEscrow } from '../../../src/casework/home/escrow.ts';
import { restoreHome } from '../../../src/casework/home/restore.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { identitiesIn, newAgeKey } from '../../../src/parcel/index.ts';
import { storeKey } from '../../helpers/office.ts';
import type { World } from '../world.ts';
import { deskFolder, generations, homeWorld } from './home-world.ts';

const freshKey = 'c3'.repeat(32);

function restore(config: OfficeConfig, from: string, keyFile: string, key = freshKey) {
  const identities = identitiesIn(readFileSync(keyFile, 'utf8'));
  const keys = { identities, identityFile: keyFile };
  return restoreHome({ config, from, keys, storeKey: key, clock: () => new Date() });
}

/** Every act is registered, once, with a receipt that holds against our own bytes. */
async function allRegisteredOnce(world: World): Promise<void> {
  await world.repository.restart();
  await world.office.call('sync.now', {});
  await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === world.acts.length);
  const receipts = new Set<string>();
  for (const { actId } of world.acts) {
    // A file that was registered before the copy is fetched again first.
    await world.office.until(async () => (await world.office.call('receipts.read', { actId })).verified);
    const receipt = await world.office.call('receipts.read', { actId });
    expect(receipt.verified, JSON.stringify(receipt.failure)).toBe(true);
    receipts.add(receipt.jws);
  }
  expect(receipts.size).toBe(world.acts.length);
  const feed = (await (await world.repository.request('GET', '/v1/feed?office=ufi-3&cursor=')).json()) as {
    events: { kind: string; actId: string }[];
  };
  const registered = feed.events.filter(({ kind }) => kind === 'registered').map(({ actId }) => actId);
  expect(registered.sort()).toEqual(world.acts.map(({ actId }) => actId).sort());
  expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 0, queue: 0 });
}

describe('a computer that is gone', () => {
  it('comes back on another one, and what it had not sent is registered once', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    await world.office.close();
    rmSync(world.config.dataDir, { recursive: true });

    const restored = await restore(world.config, place, keyFile);
    expect(restored).toMatchObject({
      ok: true,
      value: { signedActs: 3, files: 3, unsent: 3, salvaged: 0, setAside: null },
    });
    await world.reopen({ storeKey: freshKey });
    await allRegisteredOnce(world);
    const { journal } = await world.office.call('office.status', {});
    expect(journal.entries).toBeGreaterThan(6);
  }, 60_000);

  it('gets the very same receipts for what was registered after the copy', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    cpSync(place, `${place}-old`, { recursive: true });
    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 3);
    const before = await world.office.call('receipts.read', { actId: world.acts[0]!.actId });
    await world.office.close();
    rmSync(world.config.dataDir, { recursive: true });

    expect((await restore(world.config, `${place}-old`, keyFile)).ok).toBe(true);
    await world.reopen({ storeKey: freshKey });
    await allRegisteredOnce(world);
    const after = await world.office.call('receipts.read', { actId: world.acts[0]!.actId });
    expect(after.jws).toBe(before.jws);
  }, 60_000);

  it('fetches again what was registered before the copy', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: false });
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 3);
    await world.office.call('home.copyNow', {});
    await world.office.close();
    rmSync(world.config.dataDir, { recursive: true });

    expect(await restore(world.config, place, keyFile)).toMatchObject({ ok: true, value: { files: 0, unsent: 0 } });
    await world.reopen({ storeKey: freshKey });
    await world.office.call('sync.now', {});
    await allRegisteredOnce(world);
  }, 60_000);
});

describe('a damaged journal', () => {
  it('is brought back with what was signed after the copy too, as far as its pages hold', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true, acts: 6 });
    await world.ended(await world.sign(world.acts.slice(0, 4)));
    await world.office.call('home.copyNow', {});
    cpSync(place, `${place}-old`, { recursive: true });
    await world.ended(await world.sign(world.acts.slice(4)));
    await world.office.close();
    // Page 9 is somewhere among the oldest rows.
    damagePage(join(world.config.dataDir, 'journal.db'), 9);

    const restored = await restore(world.config, `${place}-old`, keyFile, storeKey);
    if (!restored.ok) throw new Error(JSON.stringify(restored.failure));
    expect(restored.value).toMatchObject({ salvaged: 2, signedActs: 6, unsent: 6 });
    expect(existsSync(join(restored.value.setAside!, 'journal.db'))).toBe(true);
    await world.reopen();
    await allRegisteredOnce(world);
  }, 60_000);

  it('is told when a page of it cannot be read, wherever it is', async () => {
    const { world } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.close();
    const path = join(world.config.dataDir, 'journal.db');
    const pages = Math.floor(statSync(path).size / 4096);
    const whole = readFileSync(path);
    const told: number[] = [];
    for (let page = 0; page < pages; page += 3) {
      writeFileSync(path, whole);
      damagePage(path, page);
      const office = await world.reopen().catch((error: Error) => error.message);
      // Pages of what is asked for rarely may be met later; what is met is told, and never as anything else.
      if (typeof office === 'string') {
        expect(office).toMatch(/storeDamaged/);
        told.push(page);
      } else await office.close();
    }
    expect(told).toContain(0);
    writeFileSync(path, whole);
  }, 60_000);
});

describe('a store key that the keychain lost', () => {
  it('comes back from beside the data, by the recovery key alone', async () => {
    const { world, keyFile } = await homeWorld({ offline: true });
    await world.office.call('home.copyNow', {});
    const { dataDir } = world.config;
    const identities = identitiesIn(readFileSync(keyFile, 'utf8'));
    expect(await openEscrow(dataDir, identities, keyFile)).toEqual({ ok: true, value: storeKey });
    const other = await newAgeKey();
    expect(await openEscrow(dataDir, [other.identity], 'other')).toMatchObject({
      failure: { kind: 'recoveryKeyWrong' },
    });
    appendFileSync(join(dataDir, 'store-key.age'), 'x');
    expect(await openEscrow(dataDir, identities, keyFile)).toMatchObject({ failure: { kind: 'storeDamaged' } });
    rmSync(join(dataDir, 'store-key.age'));
    expect(await openEscrow(dataDir, identities, keyFile)).toMatchObject({ failure: { kind: 'copyMissing' } });
  });

  it('costs only what is newer than the copy where the data cannot be opened any more', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    await world.office.close();
    const restored = await restore(world.config, place, keyFile, freshKey);
    if (!restored.ok) throw new Error(JSON.stringify(restored.failure));
    // Nothing that lay there is removed: it may be opened one day.
    expect(readdirSync(restored.value.setAside!).sort()).toEqual(['documents', 'journal.db', 'store.json']);
    await world.reopen({ storeKey: freshKey });
    await allRegisteredOnce(world);
  }, 60_000);
});

describe('which copy is taken', () => {
  it('is the newest that is whole; what is damaged, forged or another desk’s is passed over with its reason', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    await world.office.call('settings.write', { theme: 'dark' });
    await world.office.call('home.copyNow', {});
    const desk = deskFolder(place);
    const [whole, spoilt] = generations(place).slice(-2) as [string, string];
    appendFileSync(join(desk, `${spoilt}.journal.age`), 'x');
    await world.office.close();
    const target = { ...world.config, dataDir: join(world.folder, 'elsewhere') };
    const restored = await restore(target, place, keyFile);
    expect(restored).toMatchObject({
      value: { generation: whole, passedOver: [{ name: spoilt, reason: expect.stringContaining('damaged') }] },
    });

    // A copy of an office that holds another access key is nobody's here.
    const forger = { ...target, repository: { ...target.repository!, accessKey: 'another key, long enough' } };
    expect(await restore(forger, place, keyFile)).toMatchObject({
      failure: { kind: 'copyMissing', detail: expect.stringContaining('forged') },
    });
    const another = { ...target, deviceId: 'pc-99' };
    expect(await restore(another, desk, keyFile)).toMatchObject({
      failure: { kind: 'copyMissing', detail: expect.stringContaining('another desk') },
    });
    expect(await restore(another, place, keyFile)).toMatchObject({ failure: { detail: 'no generation' } });
    const other = await newAgeKey();
    const otherFile = join(world.folder, 'other.txt');
    writeFileSync(otherFile, other.identity);
    expect(await restore(target, place, otherFile)).toEqual({
      ok: false,
      failure: { kind: 'recoveryKeyWrong', file: otherFile },
    });
  }, 60_000);

  it('is not put over an office that is open', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.office.call('home.copyNow', {});
    expect(await restore(world.config, place, keyFile)).toMatchObject({ failure: { kind: 'storeBusy' } });
  });
});

function damagePage(path: string, page: number): void {
  const fd = openSync(path, 'r+');
  try {
    writeSync(fd, Buffer.alloc(64, 0x5a), 0, 64, page * 4096 + 1000);
  } finally {
    closeSync(fd);
  }
}
