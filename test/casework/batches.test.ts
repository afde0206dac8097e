import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sql } from '../../src/casework/store/index.ts';
import { openStore } from '../../src/casework/store/index.ts';
import type { Batch, BatchItem } from '../../src/contract/acts.ts';
import type { BatchId } from '../../src/contract/ids.ts';
import { storeKey } from '../helpers/office.ts';
import { run } from '../helpers/run.ts';
import { type World, createWorld, show, wish } from './world.ts';

type Ended = { batch: Batch; items: BatchItem[] };
const endOf = async (world: World, batchId: string) => (await world.ended(batchId)) as unknown as Ended;
const states = ({ items }: Ended) => items.map((item) => item.state);
const readBatch = (world: World, batchId: string) =>
  world.office.call('signing.batch', { batchId: batchId as BatchId }) as Promise<Ended>;
const unfinished = (world: World) => world.office.call('signing.unfinished', {});
const removed = { kind: 'tokenRemoved', token: 'Prueba' } as const;

describe('a batch on hold', () => {
  it('waits after the item in hand, keeps its place and its login, and goes on in order', async () => {
    let batchId = '';
    let signed = 0;
    const world = await createWorld({
      acts: 5,
      office: {
        onBoundary: async (name) => {
          if (name !== 'tokenSigned' || ++signed !== 2) return;
          await world.office.call('signing.pause', { batchId: batchId as BatchId });
        },
      },
    });
    batchId = await world.sign();
    await world.office.until(async () => (await readBatch(world, batchId)).batch.state === 'paused');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const held = await readBatch(world, batchId);
    expect(held.batch).toMatchObject({ state: 'paused', pauseAsked: true, kept: 2 });
    expect(held.items.map(({ state }) => state)).toEqual(['kept', 'kept', 'prepared', 'prepared', 'prepared']);
    expect(held.batch.remainingSeconds).toBeGreaterThan(0);
    await world.office.call('signing.resume', { batchId: batchId as BatchId });
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'finished', kept: 5, pauseAsked: false });
    expect(world.token.opened).toHaveLength(1);
    const order = world.token.opened[0]!.digests.map(({ digest }) => Buffer.from(digest).toString('hex'));
    expect(world.token.signed).toEqual(order);
  });

  it('can be stopped while it waits, and what the acts became meanwhile counts', async () => {
    let batchId = '';
    const world = await createWorld({
      acts: 3,
      office: {
        onBoundary: async (name) => {
          if (name === 'tokenSigned') await world.office.call('signing.pause', { batchId: batchId as BatchId });
        },
      },
    });
    batchId = await world.sign();
    await world.office.until(async () => (await readBatch(world, batchId)).batch.state === 'paused');
    await world.office.call('signing.stop', { batchId: batchId as BatchId });
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: null, kept: 1 });
    expect(states(ended)).toEqual(['kept', 'waiting', 'waiting']);
    expect(world.token.signed).toHaveLength(1);
    // Nothing happens to one that has ended.
    expect(await world.office.call('signing.pause', { batchId: batchId as BatchId })).toMatchObject({
      state: 'stopped',
      pauseAsked: false,
    });
  });

  it.each([
    ['the host leaves a login open for so long only', { idleMs: 3200 }, null, { kind: 'loggedOut', reason: 'idle' }],
    ['the screen is locked', {}, { kind: 'loggedOut', reason: 'screenLocked' }, null],
    ['the token is pulled out', {}, removed, null],
  ] as const)('ends, and says why, when %s', async (_what, faults, told, ownReason) => {
    let batchId = '';
    let signed = 0;
    const world = await createWorld({
      acts: 4,
      faults,
      office: {
        onBoundary: async (name) => {
          if (name !== 'tokenSigned' || ++signed !== 2) return;
          await world.office.call('signing.pause', { batchId: batchId as BatchId });
        },
      },
    });
    batchId = await world.sign();
    await world.office.until(async () => (await readBatch(world, batchId)).batch.state === 'paused');
    // It is told before it comes.
    const { batch } = await readBatch(world, batchId);
    const leftMs = Date.parse(batch.pauseEndsAt!) - Date.now();
    expect(leftMs).toBeLessThanOrEqual('idleMs' in faults ? faults.idleMs - 2000 : 240_000);
    if (told) world.token.endLogin(told);
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: told ?? ownReason, kept: 2 });
    expect(states(ended)).toEqual(['kept', 'kept', 'waiting', 'waiting']);
    expect(world.token.closed).toBe(1);
    expect((await unfinished(world))?.rows).toHaveLength(2);
  });

  it('asked for before the PIN holds the question back', async () => {
    const world = await createWorld({
      acts: 1,
      office: {
        onBoundary: async (name, { batchId }) => {
          if (name === 'prepared') await world.office.call('signing.pause', { batchId: batchId as BatchId });
        },
      },
    });
    const batchId = await world.sign();
    await world.office.until(async () => (await readBatch(world, batchId)).batch.state === 'paused');
    expect(world.token.opened).toEqual([]);
    await world.office.call('signing.resume', { batchId: batchId as BatchId });
    expect(states(await endOf(world, batchId))).toEqual(['kept']);
  });
});

describe('what was marked and not read', () => {
  it('is written down as left out, with its number, and the token never hears of it', async () => {
    const world = await createWorld({ acts: 3 });
    const [read, ...others] = world.acts;
    await show(world, read!);
    const unread = others.map(({ actId }) => actId);
    const started = await world.office.call('signing.start', { ...wish(world, [read!]), unread });
    expect(started).toMatchObject({ total: 3, leftOut: 2 });
    const ended = await endOf(world, started.batchId);
    expect(states(ended)).toEqual(['kept', 'leftOut', 'leftOut']);
    expect(ended.batch).toMatchObject({ state: 'finished', kept: 1, leftOut: 2 });
    expect(world.token.opened[0]!.digests).toHaveLength(1);
    // As it lies on the disk, not only in memory.
    await world.reopen();
    expect((await readBatch(world, started.batchId)).items[1]!.failure).toMatchObject({ kind: 'actNotShown' });
    expect(await unfinished(world)).toBeNull();
    const { libraryId, tokenSerial, certificateSha256 } = wish(world, []);
    const means = { libraryId, tokenSerial, certificateSha256 };
    const twice = { items: wish(world, others).items, unread, ...means };
    expect(await world.office.refusal('signing.start', twice)).toMatchObject({ kind: 'badInput' });
  });
});

describe('a batch that ended early', () => {
  it('is offered again, after a removal and at the next start, with what is left in its order', async () => {
    const world = await createWorld({ acts: 5, faults: { signing: { at: 2, failure: removed } } });
    const ended = await endOf(world, await world.sign());
    expect(states(ended)).toEqual(['kept', 'kept', 'failed', 'waiting', 'waiting']);
    const left = world.acts.slice(2).map(({ actId }) => actId);
    expect((await unfinished(world))!.rows.map(({ actId }) => actId)).toEqual(left);
    await world.reopen();
    const offered = (await unfinished(world))!;
    expect(offered.rows.map(({ actId }) => actId)).toEqual(left);
    expect(offered.batch).toMatchObject({
      ...{ state: 'stopped', stoppedBy: removed, kept: 2, capacity: 'Agente Fiscal' },
      ...{ libraryId: 'fake', tokenSerial: world.token.serial, certificateSha256: world.token.certificateSha256 },
    });
    // One of them is returned meanwhile: the rest goes on, and nothing is offered twice.
    const { actId, documentSha256 } = world.acts[3]!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'Falta la fecha.' });
    delete world.token.faults.signing;
    const rest = [world.acts[2]!, world.acts[4]!];
    expect(states(await endOf(world, await world.sign(rest)))).toEqual(['kept', 'kept']);
    expect(await unfinished(world)).toBeNull();
    expect(new Set(world.token.signed).size).toBe(4);
  });

  it('is not offered once it was dismissed, nor any before it; a later one is', async () => {
    const world = await createWorld({ acts: 3, faults: { login: { kind: 'pinCancelled' } } });
    const first = await world.sign(world.acts.slice(0, 1));
    await world.ended(first);
    const second = await world.sign(world.acts.slice(1, 2));
    await world.ended(second);
    expect((await unfinished(world))!.batch.batchId).toBe(second);
    await world.office.call('signing.dismiss', { batchId: second as BatchId });
    expect(await unfinished(world)).toBeNull();
    const third = await world.sign(world.acts.slice(2));
    await world.ended(third);
    expect((await unfinished(world))!.batch.batchId).toBe(third);
    expect((await world.office.call('trays.counts', {})).toSign).toBe(3);
  });

  it('leaves out what failed by its own fault', async () => {
    const world = await createWorld({ acts: 1 });
    const bad = await world.repository.propose(world.acts[0]!.caseId, {}, Buffer.from('una carta cualquiera'));
    await world.office.call('sync.now', {});
    world.token.faults.login = { kind: 'pinCancelled' };
    await world.ended(await world.sign([bad, world.acts[0]!]));
    expect((await unfinished(world))!.rows.map(({ actId }) => actId)).toEqual([world.acts[0]!.actId]);
  });
});

describe('how often the PIN is asked for', () => {
  it('is once, or for each act where the person wants it: then each login can sign one digest', async () => {
    const world = await createWorld({ acts: 3 });
    for (const act of world.acts) await show(world, act);
    const { batchId } = await world.office.call('signing.start', { ...wish(world, world.acts), pin: 'each' });
    expect(states(await endOf(world, batchId))).toEqual(['kept', 'kept', 'kept']);
    expect(world.token.opened.map(({ digests, purpose }) => [digests.length, purpose.count])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    await world.office.until(() => world.token.closed === 3);
  });

  it('a wrong one stops everything at once, in whichever way', async () => {
    const world = await createWorld({ acts: 2, faults: { login: { kind: 'pinWrong', pinState: 'countLow' } } });
    for (const act of world.acts) await show(world, act);
    const { batchId } = await world.office.call('signing.start', { ...wish(world, world.acts), pin: 'each' });
    expect(states(await endOf(world, batchId))).toEqual(['waiting', 'waiting']);
    expect(world.token.opened).toHaveLength(1);
  });

  it('of a key that wants it each time is told while it is awaited, and remembered for the next batch', async () => {
    const world = await createWorld({ acts: 2, faults: { pinPerSignature: true } });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ pinPerSignature: true, kept: 2 });
    const told = world.office.seen.flatMap(({ event, data }) =>
      event === 'batch.changed' ? [(data as Batch).state] : [],
    );
    expect(told.filter((state) => state === 'waitingForPin')).toHaveLength(3);
    const { items: _, ...means } = wish(world, []);
    const preview = await world.office.call('signing.preview', { items: [], ...means });
    expect(preview.pinPerSignature).toBe(true);
    expect(preview.msPerAct).toBeGreaterThan(0);
  });
});

describe('the right person', () => {
  const forPerson = (person: object) => ({
    config: (config: World['config']) => ({ ...config, person: { ...config.person, ...person } }),
  });

  it('signs with a certificate of that name, and is told where only the name speaks for it', async () => {
    const world = await createWorld({ acts: 1, ...forPerson({ name: 'Otra Persona' }) });
    const { items: _, ...means } = wish(world, []);
    const { findings } = await world.office.call('signing.preview', { items: [], ...means });
    expect(findings).toContainEqual({ kind: 'holderUnproven', holder: 'PRUEBA Juana', person: 'Otra Persona' });
    expect(states(await endOf(world, await world.sign()))).toEqual(['kept']);
  });

  it('as a substitute has the caption in the PIN window and in the signature', async () => {
    const substitute = {
      ...{ replaces: 'Tadeo Irigoyti', caption: 'por subrogancia legal' },
      ...{ from: '2020-01-01', until: '2099-12-31' },
    };
    const world = await createWorld({ acts: 1, ...forPerson({ substitute }) });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch.capacity).toBe('Agente Fiscal, por subrogancia legal');
    expect(world.token.opened[0]!.purpose.capacity).toBe('Agente Fiscal, por subrogancia legal');
    const row = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
    const { bytes } = await world.office.call('documents.read', {
      ...{ sha256: row.signedSha256!, offset: 0, length: 1_048_576 },
    });
    expect(Buffer.from(bytes).toString('latin1')).toContain('/Reason (Agente Fiscal, por subrogancia legal)');
  });
});

describe('the report', () => {
  it('says who, with what, when and every fate; the journal holds the hash of its record', async () => {
    const world = await createWorld({ acts: 4, faults: { signing: { at: 2, failure: removed } } });
    const unseen = await world.repository.propose(world.acts[0]!.caseId, { title: 'Nadie lo abrió' });
    await world.office.call('sync.now', {});
    for (const act of world.acts) await show(world, act);
    const started = await world.office.call('signing.start', { ...wish(world, world.acts), unread: [unseen.actId] });
    await world.ended(started.batchId);
    const { batchId } = started;
    const { fileName, text, sha256 } = await world.office.call('signing.report', { batchId });
    expect(fileName).toMatch(/^informe-de-firma-\d{4}-\d\d-\d\d-\d{4}-[0-9a-f]{8}\.txt$/);
    expect(text).toContain('Firmó: Juana Prueba, Agente Fiscal');
    expect(text).toContain(world.token.certificateSha256);
    expect(text).toContain('5 actos: 2 firmados y guardados, 1 no se firmó, 1 quedó afuera, 1 falta firmar');
    expect(text).toContain('El token «Prueba» se retiró.');
    expect(text.match(/archivo firmado: [0-9a-f]{64}/g)).toHaveLength(2);
    expect(text).toContain('sin leer: quedó afuera');
    const titles = [...world.acts.map(({ title }) => title), 'Nadie lo abrió'];
    expect(titles.map((title) => text.indexOf(`· ${title} ·`))).toEqual(
      titles.map((title) => text.indexOf(`· ${title} ·`)).toSorted((a, b) => a - b),
    );
    expect(text.trimEnd().endsWith(sha256)).toBe(true);
    const { path } = await world.office.call('signing.saveReport', { batchId, as: 'text' });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect((await world.office.call('signing.report', { batchId: null })).sha256).toBe(sha256);
    // In the language of the settings, and the same record after a restart.
    await world.reopen();
    await world.office.call('settings.write', { locale: 'en' });
    const english = await world.office.call('signing.report', { batchId });
    expect(english.text).toContain('SIGNING REPORT');
    expect(english.sha256).toBe(sha256);
    await world.office.close();
    const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    const entry = store.value.journal.get<{ body: string }>(
      sql`select body from journal where json_extract(body, '$.kind') = 'batchEnded'`,
    );
    expect(JSON.parse(entry!.body)).toMatchObject({ batchId, kept: 2, reportSha256: sha256 });
    // A fate, once settled, stays.
    expect(() =>
      store.value.journal.write((tx) => tx.run(sql`update batch_items set state = 'kept' where position = 2`)),
    ).toThrow('a fate does not change');
    expect(() => store.value.journal.write((tx) => tx.run(sql`delete from batch_items`))).toThrow(
      'the items of a batch stay',
    );
    store.value.close();
  });

  it('goes on sheets that are the same bytes each time, with what their type lacks as question marks', async () => {
    const world = await createWorld({
      ...{ acts: 3, faults: { signing: { at: 2, failure: removed } } },
      config: (config) => ({ ...config, office: { ...config.office, name: 'Fiscalía \u{1f50d} médica' } }),
    });
    const batchId = (await world.sign()) as BatchId;
    await world.ended(batchId);
    const save = async (): Promise<Buffer> => {
      const { path } = await world.office.call('signing.saveReport', { batchId, as: 'pdf' });
      expect(path).toMatch(/informe-de-firma-.*\.pdf$/);
      return readFileSync(path);
    };
    const first = await save();
    await world.reopen();
    expect(
      createHash('sha256')
        .update(await save())
        .digest('hex'),
    ).toBe(createHash('sha256').update(first).digest('hex'));
    const { sha256, text } = await world.office.call('signing.report', { batchId });
    const drawn = run('pdftotext', ['-layout', '-', '-'], first).output.replace(/\s+/g, ' ');
    for (const words of ['INFORME DE FIRMA', 'Fiscalía ? médica', 'figuran como «?»', 'se retiró', sha256]) {
      expect(drawn).toContain(words);
    }
    // Across the sheet, and not at its foot alone.
    const raw = run('pdftotext', ['-raw', '-', '-'], first).output.replaceAll(/\s/g, '');
    expect(raw.replaceAll('MODOPRÁCTICA', '')).toContain('PRÁCTICA');
    for (const [, signed] of text.matchAll(/archivo firmado: ([0-9a-f]{64})/g)) expect(drawn).toContain(signed);
    expect(run('qpdf', ['--check', '-'], first).output).not.toMatch(/WARNING|ERROR/);
  });

  it('is none while the batch runs, and none of a batch nobody knows', async () => {
    const world = await createWorld({ acts: 1, faults: { beforeLogin: () => new Promise(() => undefined) } });
    const batchId = (await world.sign()) as BatchId;
    await world.office.until(() => world.token.opened.length === 1);
    expect(await world.office.refusal('signing.report', { batchId })).toMatchObject({ kind: 'batchUnknown' });
    const unknown = world.acts[0]!.actId as unknown as BatchId;
    for (const name of ['signing.report', 'signing.pause', 'signing.resume'] as const) {
      expect(await world.office.refusal(name, { batchId: unknown })).toMatchObject({ kind: 'batchUnknown' });
    }
    for (const asked of [unknown, null]) {
      expect(await world.office.refusal('signing.saveReport', { batchId: asked, as: 'pdf' })).toMatchObject({
        kind: 'batchUnknown',
      });
    }
    expect(await unfinished(world)).toBeNull();
    await world.office.call('signing.stop', { batchId });
  });
});
