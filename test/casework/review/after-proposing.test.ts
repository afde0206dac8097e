import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ActRow } from '../../../src/contract/acts.ts';
import { type World, createWorld, show, wish } from '../world.ts';

const page = (world: World, given: object = {}) =>
  world.office.call('trays.page', { tray: 'toSign', after: null, limit: 500, ...given });

async function signAll(world: World, acts: readonly { actId: string; documentSha256: string }[]): Promise<void> {
  for (const act of acts) await show(world, act as never);
  const batch = await world.office.call('signing.start', wish(world, acts as never));
  await world.ended(batch.batchId);
  await world.office.until(async () => {
    await world.office.call('sync.now', {});
    const rows = await Promise.all(acts.map(({ actId }) => world.office.call('acts.read', { actId: actId as never })));
    return rows.every(({ state }) => state === 'registered');
  });
}

describe('labels', () => {
  it('narrow a tray with its count and its pages, without a line, and go away again', async () => {
    const world = await createWorld({ acts: 5 });
    await world.repository.stop();
    const { rows } = await page(world);
    for (const { actId } of rows.slice(0, 3))
      await world.office.call('acts.label', { actId, label: 'feria', on: true });
    const both = await world.office.call('acts.label', { actId: rows[0]!.actId, label: 'para hoy', on: true });
    expect(both.labels).toEqual(['feria', 'para hoy']);
    expect((await world.office.call('trays.labels', {})).labels).toEqual([
      { label: 'feria', n: 3 },
      { label: 'para hoy', n: 1 },
    ]);
    const found: ActRow[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const some = await page(world, { labels: ['feria'], after, limit: 2 });
      expect(some.total).toBe(3);
      found.push(...some.rows);
      after = some.next;
    }
    expect(found.map(({ actId }) => actId)).toEqual(rows.slice(0, 3).map(({ actId }) => actId));
    expect((await page(world, { labels: ['feria', 'para hoy'] })).total).toBe(1);
    await world.office.call('acts.label', { actId: rows[0]!.actId, label: 'feria', on: false });
    await world.reopen();
    expect((await page(world, { labels: ['feria'] })).total).toBe(2);
    await world.repository.restart();
    await world.office.call('sync.now', {});
    expect((await page(world, { labels: ['feria'] })).total).toBe(2);
    // What was signed keeps them.
    const act = rows[1]!;
    await signAll(world, [act]);
    const signed = await page(world, { tray: 'registered', labels: ['feria'] });
    expect(signed.rows.map(({ actId }) => actId)).toEqual([act.actId]);
  });
});

describe('the day by which to sign', () => {
  it('is set after an act was put before its signer, and gives it its place', async () => {
    const world = await createWorld({ acts: 3 });
    const before = (await page(world)).rows;
    const last = before.at(-1)!;
    const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect((await world.office.call('acts.setDue', { actId: last.actId, dueAt: soon })).dueAt).toBe(soon);
    expect((await page(world)).rows[0]!.actId).toBe(last.actId);
    expect((await page(world, { dueDays: 3 })).total).toBe(1);
    expect((await page(world, { dueDays: 1 })).total).toBe(0);
    await world.office.call('acts.setDue', { actId: last.actId, dueAt: null });
    expect((await page(world)).rows.map(({ actId }) => actId)).toEqual(before.map(({ actId }) => actId));
    await signAll(world, [last]);
    expect(await world.office.refusal('acts.setDue', { actId: last.actId, dueAt: soon })).toMatchObject({
      kind: 'actForbids',
    });
  });
});

describe('filters', () => {
  it('are kept by their name for the person who made them', async () => {
    const world = await createWorld({ acts: 0 });
    const filter = {
      name: 'Feria',
      tray: 'toSign' as const,
      search: '',
      vouched: false,
      labels: ['feria'],
      dueDays: 3,
    };
    await world.office.call('filters.write', { filters: [filter] });
    await world.reopen();
    expect((await world.office.call('filters.read', {})).filters).toEqual([filter]);
    await world.reopen({ config: { ...world.config, person: { ...world.config.person, personId: 'p-2' } } });
    expect((await world.office.call('filters.read', {})).filters).toEqual([]);
  });
});

describe('a correction', () => {
  it('is a new act: each names the other, and what is replaced is so once that is registered', async () => {
    const world = await createWorld({ acts: 1 });
    const first = (await page(world)).rows[0]!;
    const { actId } = first;
    expect(await world.office.refusal('drafts.beginCorrection', { actId, how: 'replaces' })).toMatchObject({
      kind: 'actForbids',
      state: 'toSign',
    });
    await signAll(world, [first]);
    const draft = await world.office.call('drafts.beginCorrection', { actId, how: 'replaces' });
    expect(draft.hand.text.paragraphs[0]).toMatchObject({ marks: [{ kind: 'cite', actId }] });
    const { draftId } = draft.row;
    const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
    const act = await world.office.call('drafts.propose', {
      ...{ draftId, versionId: sheet.versionId, documentSha256: sheet.sha256, signer: null, dueAt: null },
    });
    const read = (id: typeof actId) => world.office.call('acts.read', { actId: id });
    expect((await read(act.actId)).corrections).toMatchObject([
      { way: 'of', actId, how: 'replaces', registered: true },
    ]);
    expect(await read(actId)).toMatchObject({
      state: 'registered',
      corrections: [{ way: 'by', actId: act.actId, how: 'replaces', registered: false }],
    });
    await world.office.call('sync.now', {});
    await signAll(world, [act]);
    const bytes = (await read(actId)).signedSha256;
    expect(await read(actId)).toMatchObject({
      state: 'superseded',
      corrections: [{ way: 'by', number: 2, registered: true }],
    });
    expect(bytes).not.toBeNull();
    // Nothing follows on what was replaced.
    expect(await world.office.refusal('drafts.beginCorrection', { actId, how: 'clarifies' })).toMatchObject({
      kind: 'actForbids',
    });
    const { caseId } = first;
    const index = await world.office.call('cases.index', { caseId });
    expect(index.acts.map(({ state }) => state)).toEqual(['superseded', 'registered']);
  });
});

describe('an act made on paper while there was no line', () => {
  it('is taken in as its scan, and named by the minutes of the outage', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = (await page(world)).rows[0]!;
    await world.repository.stop();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('line.read', {})).outages.length > 0);
    const [outage] = (await world.office.call('line.read', {})).outages;
    const paperAct = { actType: 'acta de allanamiento', signedBy: 'Tadeo Irigoyti', madeAt: new Date().toISOString() };
    const sheet = await world.office.call('pieces.add', {
      ...{ caseId, fileName: 'acta.png', mediaType: 'image/png', title: 'Acta hecha a mano', origin: 'paper' },
      ...{
        place: 'Paso del Molle',
        broughtBy: 'Tadeo Irigoyti',
        confidentialityLevel: 1,
        expectedSha256: null,
        paperAct,
      },
      bytes: new Uint8Array(
        Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.from(randomUUID())]),
      ),
    });
    const piece = sheet.entries.find(({ entry }) => entry.kind === 'piece')!.entry;
    expect(piece).toMatchObject({ paperAct });
    const minutes = await world.office.call('cases.contingency', { caseId, from: outage!.from });
    const words = minutes.hand.text.paragraphs.map(({ text }) => text).join('\n');
    expect(words).toContain('Acta hecha a mano (acta de allanamiento)');
    expect(words).toContain('sha256' in piece ? piece.sha256 : '-');
    expect(words).toContain('según el registro de conexiones');
    // The cause is a person's to write: the minutes go before nobody without it.
    const { draftId } = minutes.row;
    const wanted = { draftId, versionId: minutes.hand.versionId };
    expect(await world.office.refusal('review.ask', wanted)).toMatchObject({
      kind: 'draftIncomplete',
      sections: expect.arrayContaining(['Imposibilidad técnica y su causa']) as unknown,
    });
  });
});

describe('an act that was read before', () => {
  it('says what its new text changed, and tells that from a signature more', async () => {
    const world = await createWorld({ acts: 0 });
    const { office } = world;
    const { cases } = await office.call('drafts.cases', {});
    const text = { format: 1 as const, actType: 'auto', title: 'Auto', archived: false };
    const begun = await office.call('drafts.begin', {
      ...{ caseId: cases[0]!.caseId, text: { ...text, paragraphs: [{ id: 'a', text: 'Por dos meses.' }] } },
    });
    const { draftId } = begun.row;
    const propose = async () => {
      const { versionId, sha256 } = await office.call('drafts.sheet', { draftId, signer: null });
      return office.call('drafts.propose', { draftId, versionId, documentSha256: sha256, signer: null, dueAt: null });
    };
    const act = await propose();
    const { actId } = act;
    expect(await office.call('acts.changes', { actId })).toMatchObject({ what: 'nothing', readAt: null, seenAt: null });
    await show(world, act as never);
    await office.call('acts.return', { actId, documentSha256: act.documentSha256, remark: 'Fundar.' });
    const now = await office.call('drafts.read', { draftId });
    const paragraphs = [{ id: 'a', text: 'Por tres meses.' }];
    await office.call('drafts.save', { draftId, grewFrom: now.hand.versionId, text: { ...text, paragraphs } });
    const again = await propose();
    expect(again.actId).toBe(actId);
    const news = await office.call('acts.changes', { actId });
    expect(news).toMatchObject({ what: 'text', seenAt: null });
    const words = [news.texts!.before, news.texts!.now].map((one) => one.text.paragraphs[0]!.text);
    expect(words).toEqual(['Por dos meses.', 'Por tres meses.']);
    await show(world, again as never);
    expect((await office.call('acts.changes', { actId })).seenAt).not.toBeNull();
    // Another person of this desk read nothing of it yet.
    await world.reopen({ config: { ...world.config, person: { ...world.config.person, personId: 'p-2' } } });
    expect((await world.office.call('acts.changes', { actId })).what).toBe('nothing');
  });
});

describe('an auditor', () => {
  it('finds the cases and sees their index, and reads nothing of them', async () => {
    const world = await createWorld({ acts: 2 });
    const { caseId } = (await page(world)).rows[0]!;
    await world.office.call('cases.open', {
      ...{ series: 'case' as const, caption: 'RESERVADA', origin: 'complaint' as const, detained: false, parties: [] },
      ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, confidentialityLevel: 3 },
    });
    await world.reopen({
      config: { ...world.config, person: { ...world.config.person, personId: 'p-9', role: 'auditor' } },
    });
    const { rows } = await world.office.call('cases.list', {});
    expect(rows.map((row) => row.caseId)).toEqual([caseId]);
    const index = await world.office.call('cases.index', { caseId });
    expect(index.acts).toHaveLength(2);
    const [act] = index.acts;
    expect(await world.office.refusal('acts.read', { actId: act!.actId })).toEqual({ kind: 'notAllowed' });
    expect(await world.office.refusal('cases.read', { caseId })).toEqual({ kind: 'notAllowed' });
    const sha256 = act!.documentSha256;
    expect(await world.office.refusal('documents.read', { sha256, offset: 0, length: 10 })).toEqual({
      kind: 'notAllowed',
    });
  });
});
