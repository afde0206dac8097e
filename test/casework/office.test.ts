import { copyFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentStore } from '../../src/casework/documents/index.ts';
import { verifyJournal } from '../../src/casework/journal/journal.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { deriveKeys } from '../../src/casework/store/keys.ts';
import { run } from '../helpers/run.ts';
import { openTestOffice, sha256, storeKey } from '../helpers/office.ts';
import { type World, createWorld, show, wish } from './world.ts';

describe('the main job', () => {
  it('goes from a pending act to a verified receipt', async () => {
    const world = await createWorld({ acts: 3 });
    const { office, acts } = world;
    expect(await office.call('trays.counts', {})).toEqual({
      toSign: 3,
      signed: 0,
      queue: 0,
      registered: 0,
      returned: 0,
      dueToday: 0,
      toNotify: 0,
    });
    const first = acts[0]!;
    const read = await office.call('documents.read', { sha256: first.documentSha256, offset: 0, length: 1_048_576 });
    expect(sha256(read.bytes)).toBe(first.documentSha256);
    expect(read.size).toBe(first.size);

    const ended = await world.ended(await world.sign());
    expect(ended).toMatchObject({ batch: { state: 'finished', kept: 3, failed: 0, leftOut: 0, prepared: 3 } });
    await office.call('sync.now', {});
    await office.until(async () => (await office.call('trays.counts', {})).registered === 3);

    const numbers = [];
    for (const act of acts) {
      const row = await office.call('acts.read', { actId: act.actId });
      expect(row).toMatchObject({ state: 'registered', sending: 'registered', trouble: null, shown: true });
      numbers.push(row.registration?.number);
      const receipt = await office.call('receipts.read', { actId: act.actId });
      expect(receipt).toMatchObject({ verified: true, failure: null, statement: { sha256: row.signedSha256 } });
      const signed = await office.call('documents.read', { sha256: row.signedSha256!, offset: 0, length: 1_048_576 });
      expect(Buffer.from(signed.bytes).subarray(0, act.size).equals(act.bytes)).toBe(true);
      const path = join(world.folder, `${act.actId}.pdf`);
      writeFileSync(path, signed.bytes);
      expect(run('pdfsig', ['-nocert', path]).output).toContain('Signature is Valid');
      expect(run('qpdf', ['--check', path]).status).toBe(0);
    }
    expect(numbers).toEqual([1, 2, 3]);
    const index = await office.call('cases.index', { caseId: acts[0]!.caseId });
    expect(index.acts.map((act) => act.registration?.number)).toEqual([1, 2, 3]);
    // Only digests left the office: one login for exactly three of them, each signed once.
    expect(world.token.opened).toHaveLength(1);
    expect(world.token.opened[0]!.digests).toHaveLength(3);
    expect(new Set(world.token.signed).size).toBe(3);
    expect(world.token.signed).toHaveLength(3);
  });

  it('tells its fate by events, after the commit', async () => {
    const world = await createWorld({ acts: 2 });
    const states: string[] = [];
    world.office.office.subscribe((event, data) => {
      if (event === 'batch.item') states.push((data as { item: { state: string } }).item.state);
    });
    await world.ended(await world.sign());
    expect(states).toEqual(['prepared', 'prepared', 'signing', 'kept', 'signing', 'kept']);
    const batches = world.office.seen.filter(({ event }) => event === 'batch.changed');
    expect(batches.map(({ data }) => (data as { state: string }).state)).toEqual([
      'waitingForPin',
      'signing',
      'signing',
      'signing',
      'finished',
    ]);
    await world.office.until(() => world.office.seen.some(({ event }) => event === 'trays.changed'));
  });

  it('leaves a journal that says who saw what and what became of it', async () => {
    const world = await createWorld({ acts: 1 });
    await world.ended(await world.sign());
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 1);
    await world.office.close();
    const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    const bodies = store.value.journal
      .all<{ body: string }>(sql`select body from journal order by seq`)
      .map(({ body }) => JSON.parse(body) as { kind: string });
    expect(bodies.map(({ kind }) => kind).filter((kind) => kind !== 'batchEnded')).toEqual([
      'documentShown',
      'batchStarted',
      'actSigned',
      'actRegistered',
    ]);
    expect(bodies.find(({ kind }) => kind === 'actSigned')).toMatchObject({
      personId: 'p-1',
      documentSha256: world.acts[0]!.documentSha256,
      seen: { kind: 'shown', via: 'window' },
    });
    expect(verifyJournal(store.value.journal).ok).toBe(true);
    expect(JSON.stringify(bodies)).not.toContain('NÚÑEZ');
    store.value.close();
  });

  it('is kept whole by a restart and a lost cache', async () => {
    const world = await createWorld({ acts: 3 });
    await world.ended(await world.sign(world.acts.slice(0, 2)));
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 2);
    const before = await world.office.call('trays.page', { tray: 'registered', after: null, limit: 10 });
    await world.office.close();
    writeFileSync(join(world.config.dataDir, 'cache.db'), Buffer.alloc(4096, 7));
    await world.repository.stop();
    await world.reopen();
    // What was done here is shown without the repository.
    expect(await world.office.call('trays.page', { tray: 'registered', after: null, limit: 10 })).toEqual(before);
    expect((await world.office.call('trays.counts', {})).toSign).toBe(0);
    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).toSign === 1);
    await show(world, world.acts[2]!);
    expect(await world.office.call('trays.counts', {})).toMatchObject({ signed: 2, registered: 2, queue: 0 });
  });
});

describe('signed files', () => {
  const keptFiles = (world: World) =>
    documentStore(join(world.config.dataDir, 'documents', 'kept'), deriveKeys(storeKey).documents);

  it('outlive an older journal: they lie aside, and are adopted when the right one is back', async () => {
    const world = await createWorld({ acts: 1 });
    const { dataDir } = world.config;
    await world.office.close();
    const copy = join(world.folder, 'older');
    cpSync(dataDir, copy, { recursive: true });
    await world.repository.stop();
    await world.reopen();
    await world.ended(await world.sign());
    const signed = (await world.office.call('acts.read', { actId: world.acts[0]!.actId })).signedSha256!;
    await world.office.close();
    const right = join(world.folder, 'right');
    cpSync(dataDir, right, { recursive: true });

    copyFileSync(join(copy, 'journal.db'), join(dataDir, 'journal.db'));
    await world.reopen();
    expect(world.office.log).toContainEqual({ event: 'opened', facts: expect.objectContaining({ setAside: 1 }) });
    expect(JSON.stringify(world.office.log)).not.toContain(signed);
    await world.office.close();
    expect(keptFiles(world).asideList()).toMatchObject([{ sha256: signed }]);

    copyFileSync(join(right, 'journal.db'), join(dataDir, 'journal.db'));
    await world.reopen();
    expect(await keptFiles(world).verify(signed)).toBe('good');
    await world.repository.restart();
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 1);
  });

  it('are not touched by an office whose journal is gone: it does not open', async () => {
    const world = await createWorld({ acts: 1 });
    const { dataDir } = world.config;
    await world.ended(await world.sign());
    const signed = (await world.office.call('acts.read', { actId: world.acts[0]!.actId })).signedSha256!;
    await world.office.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `journal.db${suffix}`), { force: true });
    await expect(world.reopen()).rejects.toThrow(/storeDamaged.*journal/);
    // Neither when the check value is gone too, nor when an empty file stands in its place.
    rmSync(join(dataDir, 'store.json'));
    await expect(world.reopen()).rejects.toThrow(/storeDamaged.*journal/);
    writeFileSync(join(dataDir, 'journal.db'), '');
    await expect(world.reopen()).rejects.toThrow(/storeDamaged.*journal/);
    expect([...keptFiles(world).list()]).toEqual([signed]);
    expect(await keptFiles(world).verify(signed)).toBe('good');
  });
});

describe('the doors of the office', () => {
  it('refuse what the role does not allow', async () => {
    const as = (role: 'auxiliary' | 'itAdmin') =>
      createWorld({ acts: 1, config: (config) => ({ ...config, person: { ...config.person, role } }) });
    const auxiliary = await as('auxiliary');
    await show(auxiliary, auxiliary.acts[0]!);
    expect(await auxiliary.office.refusal('signing.start', wish(auxiliary, auxiliary.acts))).toEqual({
      kind: 'notAllowed',
    });
    const { actId, documentSha256 } = auxiliary.acts[0]!;
    expect(await auxiliary.office.refusal('acts.return', { actId, documentSha256, remark: 'x' })).toEqual({
      kind: 'notAllowed',
    });
    const it = await as('itAdmin');
    for (const [name, input] of [
      ['trays.counts', {}],
      ['trays.page', { tray: 'toSign', after: null, limit: 5 }],
      ['acts.read', { actId: it.acts[0]!.actId }],
      ['cases.index', { caseId: it.acts[0]!.caseId }],
      ['documents.read', { sha256: it.acts[0]!.documentSha256, offset: 0, length: 5 }],
      ['acts.markShown', { actId: it.acts[0]!.actId, documentSha256: it.acts[0]!.documentSha256, via: 'window' }],
      ['receipts.read', { actId: it.acts[0]!.actId }],
    ] as const) {
      expect(await it.office.refusal(name, input as never), name).toEqual({ kind: 'notAllowed' });
    }
    expect((await it.office.call('office.status', {})).mode).toBe('practice');
  });

  it('remember settings and tell the other windows', async () => {
    const world = await createWorld({ acts: 0 });
    expect(await world.office.call('settings.read', {})).toMatchObject({ locale: 'es-AR', certificateSha256: null });
    await world.office.call('settings.write', { locale: 'pt-BR' });
    await world.office.call('settings.write', { theme: 'dark' });
    expect(world.office.seen.at(-1)).toMatchObject({
      event: 'settings.changed',
      data: { locale: 'pt-BR', theme: 'dark' },
    });
    await world.reopen();
    expect(await world.office.call('settings.read', {})).toMatchObject({ locale: 'pt-BR', theme: 'dark' });
  });

  it('speak the language that the institution recommends until the person chooses, and the one it fixes whatever was chosen', async () => {
    const world = await createWorld({
      acts: 0,
      config: (config) => ({ ...config, desk: { locale: 'en', localeFixed: false, idleLockMinutes: 0 } }),
    });
    expect(await world.office.call('settings.read', {})).toMatchObject({ locale: 'en' });
    // What was only offered is not written down as a choice.
    await world.office.call('settings.write', { theme: 'dark' });
    const fixed = { ...world.config, desk: { locale: 'pt-BR', localeFixed: true, idleLockMinutes: 0 } } as const;
    const office = await world.reopen({ config: fixed });
    expect(await office.call('settings.write', { locale: 'es-AR' })).toMatchObject({ locale: 'pt-BR', theme: 'dark' });
  });

  it('say that another office has the folder', async () => {
    const world = await createWorld({ acts: 0 });
    await expect(openTestOffice({ config: world.config })).rejects.toThrow(/storeBusy/);
  });
});
