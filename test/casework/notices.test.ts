import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AboutNotices, isNotified, noticesOf, openIn } from '../../src/casework/acts/notices.ts';
import { takeNotices } from '../../src/casework/casefile/notices.ts';
import { polesToldOf, silentTypes } from '../../src/casework/drafts/templates/notified.ts';
import { templateCatalogue } from '../../src/casework/drafts/templates/catalogue.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { cacheMigrations } from '../../src/casework/store/store.ts';
import { CaseEntry } from '../../src/contract/wire-entries.ts';
import { TemplateProfile } from '../../src/contract/templates.ts';
import { officeId, openTestOffice, storeKey, until } from '../helpers/office.ts';
import { createWorld, type World } from './world.ts';

const defence = { name: 'Rita Arístegui', pole: 'defender' } as const;
const victim = { name: 'Hilda Rocamora', pole: 'victim' } as const;
const opened = {
  ...{ series: 'case', caption: 'N.N. s/ HURTO (FICTICIA)', origin: 'complaint', detained: false },
  parties: [defence, victim, { pole: 'witness', name: 'Lorenzo Ibáñez' }].map((one) => ({ ...one, document: '' })),
  flags: { fatalDeadline: false, vulnerableVictim: false },
  confidentialityLevel: 1,
} as const;

async function proposedIn(world: World, caseId: string, more: { actType?: string; template?: object } = {}) {
  const { office } = world;
  const text = {
    ...{ format: 2 as const, actType: 'resolución', title: 'Resolución', archived: false, ...more },
    paragraphs: [{ id: 'a', text: 'Autos y vistos. Resuelvo.' }],
  };
  const { row } = await office.call('drafts.begin', { caseId, text } as never);
  const { versionId, sha256 } = await office.call('drafts.sheet', { draftId: row.draftId, signer: null });
  const of = { draftId: row.draftId, versionId, documentSha256: sha256 };
  return (await office.call('drafts.propose', { ...of, signer: null, dueAt: null })).actId;
}

async function registered(world: World, actId: string) {
  const { office } = world;
  const { documentSha256 } = await office.call('acts.read', { actId } as never);
  await office.call('documents.read', { sha256: documentSha256, offset: 0, length: 1 << 20 });
  const act = { actId, documentSha256 } as World['acts'][number];
  world.acts.push(act);
  await world.ended(await world.sign([act]));
  await office.until(async () => (await office.call('acts.read', { actId } as never)).state === 'registered');
}

describe('who is to be told of an act', () => {
  it('is those parties of its case that its model names; the act is notified once all of them are', async () => {
    const world = await createWorld({ acts: 1 });
    const { office } = world;
    const { caseId } = (await office.call('cases.open', opened as never)).row;
    // Its number stands on the sheet.
    await office.until(async () => (await office.call('cases.read', { caseId })).row.caseNumber !== null);
    const actId = (await proposedIn(world, caseId)) as never;
    expect((await office.call('acts.read', { actId })).notices).toEqual({
      ...{ chosen: true, addressees: [defence, victim].map((one) => ({ ...one, state: 'pending' })) },
    });
    expect(await office.refusal('acts.notify', { actId, addressee: defence.name, means: 'inPerson' })).toMatchObject({
      ...{ kind: 'actForbids', state: 'toSign' },
    });
    await registered(world, actId);
    const tray = async () =>
      (await office.call('trays.page', { tray: 'toNotify', after: null, limit: 9 })).rows.map((row) => row.actId);
    expect(await tray()).toEqual([actId]);
    const told = await office.call('acts.notify', { actId, addressee: ' rita  arístegui', means: 'hearing' });
    expect(told.state).toBe('registered');
    const failing = { actId, addressee: victim.name, means: 'serviceNotice' } as const;
    const trouble = { kind: 'failed', reason: 'Se mudó.' } as const;
    const failedOnce = await office.call('acts.notify', { ...failing, trouble });
    expect(failedOnce.notices?.addressees.map(({ state }) => state)).toEqual(['done', 'failed']);
    expect(await tray()).toEqual([actId]);
    const givenAt = '2026-03-04T12:00:00.000Z';
    expect((await office.call('acts.notify', { ...failing, givenAt })).state).toBe('notified');
    expect(await tray()).toEqual([]);
    // What was given is to be given again.
    const again = await office.call('acts.notify', { ...failing, trouble: { kind: 'repeat', reason: 'Cédula nula.' } });
    expect(again).toMatchObject({ state: 'registered', notices: { addressees: [{}, { state: 'repeat' }] } });
    expect(await tray()).toEqual([actId]);
    const late = new Date(Date.now() + 86_400_000).toISOString();
    expect(await office.refusal('acts.notify', { ...failing, givenAt: late })).toMatchObject({ kind: 'badInput' });
    // Somebody decides that it is the defence's alone: then that is all.
    const alone = await office.call('acts.setAddressees', { actId, addressees: [defence] });
    expect(alone.state).toBe('notified');
    expect((await office.call('acts.setAddressees', { actId, addressees: [] })).state).toBe('registered');
    expect(await tray()).toEqual([]);
  });

  it('is chosen without a line, and is the same at the other desks once there is one', async () => {
    const world = await createWorld({ acts: 1 });
    const { actId } = world.acts[0]!;
    await world.ended(await world.sign());
    await world.office.until(async () => (await world.office.call('acts.read', { actId })).state === 'registered');
    await world.repository.stop();
    const row = await world.office.call('acts.setAddressees', { actId, addressees: [defence, victim] });
    expect(row.notices?.addressees).toHaveLength(2);
    await world.office.call('acts.notify', { actId, addressee: defence.name, means: 'electronicDomicile' });
    expect((await world.office.call('trays.counts', {})).toNotify).toBe(1);
    await world.repository.restart();
    await world.office.call('sync.now', {});
    const dataDir = join(world.folder, 'desk-2');
    const person = { ...world.config.person, personId: 'p-2', name: 'Nerea', role: 'secretary' } as const;
    const other = await openTestOffice({ config: { ...world.config, dataDir, deviceId: 'pc-2', person } });
    onTestFinished(() => other.close());
    await other.call('sync.now', {});
    await other.until(async () => {
      const told = (await other.call('trays.page', { tray: 'toNotify', after: null, limit: 9 })).rows[0];
      return told?.notices?.addressees.map(({ state }) => state).join() === 'done,pending';
    });
  });

  it('is nobody where the type’s models say so, until somebody is named', async () => {
    const world = await createWorld({ acts: 0 });
    const caseId = await world.repository.putCase();
    const { actId } = await world.repository.propose(caseId, { type: 'Oficio' });
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).toSign === 1);
    await registered(world, actId);
    expect((await world.office.call('trays.counts', {})).toNotify).toBe(0);
    await world.office.call('acts.setAddressees', { actId, addressees: [victim] });
    expect((await world.office.call('trays.counts', {})).toNotify).toBe(1);
  });
});

it('is whom the models say that the institution published, and not those in whose place they stand', async () => {
  const key = 'una clave de sistemas de prueba';
  const holder = { personId: 'it', name: 'Sistemas', roles: ['itAdmin' as const], validator: false };
  const world = await createWorld({ acts: 0, otherOffices: [{ key, officeId, holder }] });
  const { office, repository } = world;
  const shipped = templateCatalogue()
    .profiles()
    .find(({ id }) => id === 'buenos-aires-mp')!;
  const model = (id: string, actType: string, notify: readonly string[]) => ({
    ...{ ...shipped.templates[0]!, id, actType, notify },
  });
  const templates = [
    model('res', 'Resolución', ['witness']),
    model('ofi', 'Oficio', ['victim']),
    model('auto', 'Auto', []),
  ];
  const profile = TemplateProfile.parse({ ...shipped, templates });
  const answer = await fetch(`${repository.url}/v1/templates`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
    body: JSON.stringify({ after: 0, profile }),
  });
  expect(answer.status).toBe(200);
  await until(async () => {
    await office.call('sync.now', {});
    return (await office.call('templates.read', {})).profiles.some(({ published }) => published !== null);
  });
  const { caseId } = (await office.call('cases.open', opened as never)).row;
  await office.until(async () => (await office.call('cases.read', { caseId })).row.caseNumber !== null);
  const named = await office.call('acts.read', { actId: (await proposedIn(world, caseId)) as never });
  expect(named.notices?.addressees).toMatchObject([{ name: 'Lorenzo Ibáñez' }]);
  const open = async () => (await office.call('trays.page', { tray: 'toNotify', after: null, limit: 9 })).rows.length;
  for (const [type, waiting] of [
    ['Auto', 0],
    ['Oficio', 1],
  ] as const) {
    const { actId } = await repository.propose(caseId, { type });
    await office.call('sync.now', {});
    await office.until(async () => {
      const { rows } = await office.call('trays.page', { tray: 'toSign', after: null, limit: 9 });
      return rows.some((row) => row.actId === actId);
    });
    await registered(world, actId);
    expect([type, await open(), (await office.call('trays.counts', {})).toNotify]).toEqual([type, waiting, waiting]);
  }
}, 40_000);

describe('what models say of notices', () => {
  const catalogue = templateCatalogue();
  it('is the model’s own word before that of its type', () => {
    const template = { profile: 'buenos-aires-mp', id: 'auto-allanamiento' };
    expect(polesToldOf(catalogue, { actType: 'Auto', template: template as never })).toEqual([]);
    expect(polesToldOf(catalogue, { actType: 'AUTO' })).toContain('defender');
    expect(polesToldOf(catalogue, { actType: 'resolución', template: template as never })).toContain('victim');
    expect(polesToldOf(catalogue, { actType: 'exhorto' })).toBeNull();
    expect(silentTypes()).toEqual(expect.arrayContaining(['oficio', 'nota actuarial', 'acta de secuestro']));
    for (const type of ['auto', 'resolución', 'providencia', 'exhorto']) expect(silentTypes()).not.toContain(type);
  });
});

describe('what was noted of notices', () => {
  const note = (n: number, more: object): AboutNotices =>
    CaseEntry.parse({
      ...{ entryId: `00000000-0000-4000-8000-00000000000${n}`, caseId: '00000000-0000-4000-8000-0000000000aa' },
      ...{
        actId: '00000000-0000-4000-8000-0000000000ac',
        officeId: 'o',
        deviceId: 'd',
        by: { personId: 'p', name: 'P' },
      },
      ...{ at: `2026-03-0${n}T12:00:00.000Z`, ...more },
    }) as AboutNotices;
  const told = (n: number, addressee: string, more: object = {}) =>
    note(n, { kind: 'notified', addressee, means: 'inPerson', ...more });

  it('says of each what was noted last, whatever came first', () => {
    const failedFirst = told(1, 'Ana', { trouble: { kind: 'failed', reason: 'x' } });
    expect(noticesOf([])).toBeNull();
    for (const order of [
      [failedFirst, told(2, 'ANA')],
      [told(2, 'ANA'), failedFirst],
    ]) {
      const notices = noticesOf(order)!;
      expect(openIn(notices)).toEqual([]);
      expect(isNotified(notices)).toBe(true);
    }
    const named = note(3, { kind: 'addressees', addressees: [{ name: 'Ana', pole: null }, victim] });
    expect(noticesOf([named, told(2, 'Ana')])?.addressees.map(({ state }) => state)).toEqual(['done', 'pending']);
    expect(isNotified(noticesOf([note(4, { kind: 'addressees', addressees: [] })])!)).toBe(false);
  });

  it('reads notices of an earlier program, which all were given, and asks the feed anew', async () => {
    const world = await createWorld({ acts: 0 });
    await world.office.close();
    const migration = cacheMigrations.find(({ version }) => version === 292)!;
    const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    const { cache, reader } = store.value;
    const entry = told(1, 'Rita');
    const read = () => reader.all(sql`select act_id, open, notices from cache.act_notices`);
    cache.write((tx) => {
      tx.run(sql`drop table act_notices`);
      tx.run(sql`update line set cursor = 'x'`);
      tx.run(sql`insert into case_entries (entry_id, case_id, act_id, draft_id, kind, document_sha256, entry)
        values (${entry.entryId}, ${entry.caseId}, ${entry.actId}, null, 'notified', null, ${JSON.stringify(entry)})`);
      for (const statement of migration.up.split(/;\n/).filter((part) => part.trim() !== ''))
        tx.run({ text: statement, values: [] } as never);
    });
    const migrated = read();
    expect(migrated).toHaveLength(1);
    cache.write((tx) => takeNotices(tx, entry.actId));
    expect(read()).toEqual(migrated);
    store.value.close();
  });
});
