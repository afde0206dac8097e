import { existsSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openEscrow } from '../../../src/casework/home/escrow.ts';
import { restoreHome } from '../../../src/casework/home/restore.ts';
import { openStore } from '../../../src/casework/store/index.ts';
import { identitiesIn } from '../../../src/parcel/index.ts';
import { storeKey } from '../../helpers/office.ts';
import { homeWorld } from './home-world.ts';

const freshKey = 'c3'.repeat(32);
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const isFetched = (name: string): boolean => /^cache\.db|^documents.fetched/.test(name);

describe('a desk that is left', () => {
  it('keeps nothing of what was fetched, and what only existed there sealed beside it', async () => {
    const { world, keyFile } = await homeWorld({ offline: false });
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 3);
    const { dataDir } = world.config;
    expect(filesIn(dataDir).some(isFetched)).toBe(true);

    const asked = await world.office.call('home.leave', { really: false });
    expect(asked).toEqual({ files: 0, drafts: 0, copied: true, recoverable: true, left: [] });
    const { left } = await world.office.call('home.leave', { really: true });
    // Not before the office lets go of it: whoever asked may still be answered.
    expect([left.length, existsSync(dataDir)]).toEqual([1, true]);
    await world.office.close();

    expect(existsSync(dataDir)).toBe(false);
    const aside = left[0]!;
    expect(filesIn(aside).filter(isFetched)).toEqual([]);
    expect(filesIn(aside)).toContain('journal.db');
    expect(openStore({ folder: aside, storeKey: freshKey, now: () => new Date() })).toMatchObject({
      failure: { kind: 'storeKeyWrong' },
    });
    const identities = identitiesIn(readFileSync(keyFile, 'utf8'));
    expect(await openEscrow(aside, identities, keyFile)).toEqual({ ok: true, value: storeKey });
    // And whoever comes next begins with nothing, under a key of its own.
    await world.reopen({ storeKey: freshKey });
    expect((await world.office.call('office.status', {})).journal.entries).toBeLessThan(3);
  }, 60_000);

  it('is left as it is while neither the repository nor a copy has what was signed', async () => {
    const { world, place } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    renameSync(place, `${place}-away`);
    expect(await world.office.call('home.leave', { really: false })).toMatchObject({
      files: 3,
      copied: false,
      left: [],
    });
    const refused = await world.office.refusal('home.leave', { really: true });
    expect(refused).toEqual({ kind: 'leavesUnsent', files: 3, drafts: 0 });
    await world.office.close();
    expect(filesIn(world.config.dataDir).some(isFetched)).toBe(true);
    await world.reopen({});
    expect(await world.office.call('trays.counts', {})).toMatchObject({ queue: 3 });
  }, 60_000);

  it('is copied first, and comes back elsewhere with all that was not sent', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    await world.ended(await world.sign());
    expect(await world.office.call('home.leave', { really: true })).toMatchObject({ files: 3, copied: true });
    await world.office.close();
    expect(existsSync(world.config.dataDir)).toBe(false);
    const keys = { identities: identitiesIn(readFileSync(keyFile, 'utf8')), identityFile: keyFile };
    const there = { config: world.config, from: place, keys, storeKey: freshKey, clock: () => new Date() };
    expect(await restoreHome(there)).toMatchObject({ ok: true, value: { signedActs: 3, files: 3, unsent: 3 } });
  }, 60_000);
});
