import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identityOf } from '../../src/casework/device/identity.ts';
import { journalise } from '../../src/casework/journal/journal.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { deviceWord } from '../../src/casework/device/word.ts';
import { done, failed } from '../../src/contract/failures.ts';
import type { DeviceHead, DeviceWord } from '../../src/contract/wire-devices.ts';
import { openTestOffice, storeKey } from '../helpers/office.ts';
import { lineOf, registered } from './between.ts';
import { scratchFolder } from './scratch.ts';
import { createWorld, wish } from './world.ts';

describe('two desks of one name', () => {
  it('are found out when the second comes: it keeps all of its work, goes by a name of its own, and says so', async () => {
    const world = await createWorld({ acts: 2 });
    await world.office.call('sync.now', {});
    await world.office.close();
    // The disk is copied, and both go on.
    const copied = { ...world.config, dataDir: join(scratchFolder(), 'data') };
    cpSync(world.config.dataDir, copied.dataDir, { recursive: true });
    await world.reopen();
    await world.ended(await world.sign([world.acts[0]!]));
    await registered(world, 1);
    await world.office.call('sync.now', {});
    expect((await lineOf(world)).forkedDevice).toBeUndefined();

    const second = await openTestOffice({ config: copied, fetch: () => Promise.reject(new TypeError('no line')) });
    second.office.attachToken(world.token.library.id, world.token.port());
    const { actId, documentSha256 } = world.acts[1]!;
    await second.call('acts.markShown', { actId, documentSha256, via: 'window' });
    await second.call('signing.start', wish(world, [world.acts[1]!]));
    await second.until(async () => (await second.call('trays.counts', {})).queue === 1);
    await second.close();
    // The line is there again.
    const online = await openTestOffice({ config: copied });
    onTestFinished(() => online.close());
    await online.until(async () => (await online.call('office.status', {})).line.forkedDevice !== undefined);
    const { line } = await online.call('office.status', {});
    expect(line.forkedDevice).toMatchObject({ was: copied.deviceId });
    expect(line.forkedDevice?.deviceId).toMatch(new RegExp(`^${copied.deviceId}~[0-9a-f]{8}$`));
    await online.until(async () => (await online.call('trays.counts', {})).registered === 2);
    expect((await online.call('office.status', {})).line.waiting).toBe(0);
    // Of both there is one history each now: nobody is found out again.
    await online.call('sync.now', {});
    await world.office.call('sync.now', {});
    expect((await lineOf(world)).forkedDevice).toBeUndefined();
    const own = line.forkedDevice?.deviceId ?? '';
    const known = await world.repository.request('GET', `/v1/devices/${encodeURIComponent(own)}`);
    expect(((await known.json()) as DeviceHead).entries).toBeGreaterThan(0);
  });
});

describe('what a desk says of itself', () => {
  const open = () => {
    const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    onTestFinished(() => opened.value.close());
    return opened.value;
  };
  const write = (store: ReturnType<typeof open>): void =>
    store.journal.write((tx) => journalise(tx, new Date(), { kind: 'orphanSetAside', sha256: 'x' }));
  const gone = failed({ kind: 'registrationRefused', problem: 'not-found', detail: '' });

  it('is told when it changed, is told again after an answer that was lost, and gives way to nobody else’s word', async () => {
    const store = open();
    write(store);
    const heads = new Map<string, DeviceHead>();
    let lose = true;
    const asked: string[] = [];
    const forks: string[] = [];
    const word = deviceWord({
      ...{ store, configured: 'pc-1', clock: () => new Date(), mark: () => 'abcd1234' },
      onForked: ({ deviceId }) => void forks.push(deviceId),
    });
    const line = {
      small: async ({ method, path, body }: { method: string; path: string; body?: unknown }) => {
        asked.push(`${method} ${path}`);
        const known = heads.get(path);
        if (method === 'GET') return known ? done({ status: 200, body: known }) : gone;
        const { entries, head } = body as DeviceWord;
        heads.set(path, { entries, head });
        if (lose) return failed({ kind: 'repositoryUnreachable' as const, detail: 'lost' });
        return done({ status: 200, body: { entries, head } });
      },
    };
    expect(await word(line)).toMatchObject({ kind: 'repositoryUnreachable' });
    lose = false;
    write(store);
    expect(await word(line)).toBeNull();
    expect(await word(line)).toBeNull();
    expect(asked).toHaveLength(4);
    expect(forks).toEqual([]);
    // Put back from an older copy: what is known lies ahead of what is here.
    heads.set('/v1/devices/pc-1', { entries: 40, head: 'f'.repeat(64) } as DeviceHead);
    write(store);
    expect(await word(line)).toBeNull();
    expect(forks).toEqual(['pc-1~abcd1234']);
    expect(identityOf(store.journal, 'pc-1').deviceId).toBe('pc-1~abcd1234');
    expect(store.journal.get(sql`select body ->> '$.kind' as kind from journal order by seq desc limit 1`)).toEqual({
      kind: 'deviceForked',
    });
    // Whoever writes the new name into the configuration ends it.
    expect(identityOf(store.journal, 'pc-1~abcd1234')).toEqual({ deviceId: 'pc-1~abcd1234', forked: null });
    expect(() => store.journal.write((tx) => tx.run(sql`delete from device_names`))).toThrow(/a name stays/);
  });

  it('troubles nobody where the repository knows nothing of desks', async () => {
    const store = open();
    write(store);
    const word = deviceWord({
      ...{ store, configured: 'pc-1', clock: () => new Date(), mark: () => 'x' },
      onForked: () => expect.unreachable(),
    });
    expect(await word({ small: async () => gone })).toBeNull();
  });
});
