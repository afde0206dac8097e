/** What a case is called and who its parties are is corrected by an entry: who, when, from what to what, why. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeEntry } from '../../src/casework/casefile/entries.ts';
import { takeFeedPage } from '../../src/casework/casefile/feed.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { CaseEntry, type Party } from '../../src/contract/wire-entries.ts';
import { CaseRecord } from '../../src/contract/wire.ts';
import { openTestOffice, storeKey } from '../helpers/office.ts';
import { scratchFolder } from './scratch.ts';
import { createWorld, show, wish, type World } from './world.ts';

const juan: Party = { pole: 'accused', name: 'Juan Peres', document: '' };
const juana: Party = { ...juan, name: 'Juan Pérez' };
const opened = {
  ...{ series: 'case' as const, caption: 'PERES, Juan s/ hurto', origin: 'complaint' as const, parties: [juan] },
  ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, detained: false, confidentialityLevel: 1 },
};
const corrected = { caption: 'PÉREZ, Juan s/ hurto', parties: [juana], reason: 'Error en el apellido' };

async function deskOf(world: World, personId: string, role: 'clerk' | 'auxiliary') {
  const dataDir = join(world.folder, `desk-${personId}`);
  const person = { ...world.config.person, personId, name: `Persona ${personId}`, role };
  const office = await openTestOffice({ config: { ...world.config, dataDir, deviceId: `pc-${personId}`, person } });
  onTestFinished(() => office.close());
  return office;
}

describe('the caption of a case', () => {
  it('is corrected without a line, with its parties, and so at every desk once there is one', async () => {
    const world = await createWorld({ acts: 0 });
    const { caseId } = (await world.office.call('cases.open', opened)).row;
    await world.office.call('sync.now', {});
    const clerk = await deskOf(world, 'p-3', 'clerk');
    await clerk.until(async () => {
      await clerk.call('sync.now', {});
      return (await clerk.call('cases.list', { search: 'PERES' })).total === 1;
    });
    await world.repository.stop();
    const sheet = await clerk.call('cases.setCaption', { caseId, ...corrected });
    expect(sheet).toMatchObject({ row: { caption: corrected.caption }, opening: { parties: [juana] } });
    expect(sheet.entries.at(-1)).toMatchObject({
      place: 'here',
      entry: { kind: 'captionSet', by: { personId: 'p-3' }, was: { caption: opened.caption, parties: [juan] } },
    });
    expect(await clerk.refusal('cases.setCaption', { caseId, ...corrected })).toMatchObject({ kind: 'badInput' });
    const found = async (office: typeof clerk, search: string) => (await office.call('cases.list', { search })).total;
    expect([await found(clerk, 'Pérez'), await found(clerk, 'Peres')]).toEqual([1, 0]);

    await world.repository.restart();
    await world.office.until(async () => {
      await clerk.call('sync.now', {});
      await world.office.call('sync.now', {});
      return (await world.office.call('cases.read', { caseId })).row.caption === corrected.caption;
    });
    expect(await world.office.call('cases.read', { caseId })).toMatchObject({
      opening: { parties: [juana] },
      entries: [{ place: 'there', entry: { kind: 'captionSet', reason: corrected.reason } }],
    });
    expect((await world.office.call('cases.index', { caseId })).caption).toBe(corrected.caption);
    // What the register tells of the case anew (its flags, its level) names it as it was opened.
    await world.office.call('cases.setLevel', { caseId, level: 2, reason: 'Reserva' });
    await world.office.call('sync.now', {});
    await world.reopen();
    expect((await world.office.call('cases.read', { caseId })).row.caption).toBe(corrected.caption);
  });

  it('stands in the lists, of what was signed before it was corrected too', async () => {
    const world = await createWorld({ acts: 2 });
    const [act, other] = world.acts;
    await show(world, act!);
    await world.ended((await world.office.call('signing.start', wish(world, [act!]))).batchId);
    const { actId, documentSha256 } = other!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'No.' });
    const { caseId } = act!;
    const given = { caseId, caption: 'OTRA s/ hurto', parties: [], reason: 'x' };
    await world.office.call('cases.setCaption', given);
    for (const tray of ['signed', 'returned'] as const) {
      const { rows } = await world.office.call('trays.page', { tray, after: null, limit: 9 });
      expect(rows.map(({ caption }) => caption)).toEqual(['OTRA s/ hurto']);
    }
    // A case that was opened at no desk has no parties to correct.
    const parties = { ...given, caption: 'Z', parties: [juan] };
    expect(await world.office.refusal('cases.setCaption', parties)).toMatchObject({ kind: 'badInput' });
  });

  it('is corrected by whoever works on cases, and by nobody else', async () => {
    const world = await createWorld({ acts: 0 });
    const { caseId } = (await world.office.call('cases.open', opened)).row;
    await world.office.call('sync.now', {});
    const counter = await deskOf(world, 'p-5', 'auxiliary');
    await counter.until(async () => {
      await counter.call('sync.now', {});
      return (await counter.call('cases.list', {})).rows.some((row) => row.caseId === caseId);
    });
    expect(await counter.refusal('cases.setCaption', { caseId, ...corrected })).toEqual({ kind: 'notAllowed' });
    const nobody = '00000000-0000-4000-8000-000000000009' as typeof caseId;
    const unknown = { caseId: nobody, ...corrected };
    expect(await world.office.refusal('cases.setCaption', unknown)).toMatchObject({ kind: 'caseUnknown' });
  });

  it('goes by when it was noted, comes back where the office was refused, and is not told again to other eyes', () => {
    const store = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    const { cache, close } = { cache: store.value.cache, close: () => store.value.close() };
    onTestFinished(close);
    const caseId = '00000000-0000-4000-8000-000000000001';
    const record = (caption: string) =>
      CaseRecord.parse({
        ...{ caseId, caseNumber: 'IPP 1', caption, officeId: 'o', confidentialityLevel: 1, detained: false },
      });
    const feed = (event: unknown) =>
      cache.write((tx) => takeFeedPage(tx, { events: [event as never], cursor: 'c' }, new Date()));
    const noted = (n: number, at: string, caption: string) =>
      CaseEntry.parse({
        ...{ kind: 'captionSet', entryId: `00000000-0000-4000-8000-00000000001${n}`, caseId, officeId: 'o', at },
        ...{ by: { personId: 'p', name: 'P' }, deviceId: 'pc', caption, parties: [], reason: 'r' },
        was: { caption: 'A', parties: [] },
      });
    const now = () => cache.get<{ caption: string }>(sql`select caption from cases`)?.caption;
    feed({ kind: 'case', case: record('A') });
    const newer = noted(2, '2026-11-21T10:00:00.000Z', 'C');
    const older = noted(1, '2026-11-21T09:00:00Z', 'B');
    cache.write((tx) => takeEntry(tx, newer));
    cache.write((tx) => takeEntry(tx, older));
    expect(now()).toBe('C');
    feed({ kind: 'case', case: record('A') });
    expect(now()).toBe('C');
    const no = (entryId: string) => ({ kind: 'entryRefused', caseId, entryId, problem: 'p', detail: '' });
    feed(no(newer.entryId));
    expect(now()).toBe('B');
    // The case is for other eyes now.
    feed({ kind: 'case', case: record('***') });
    expect(now()).toBe('***');
    feed({ kind: 'case', case: record('A') });
    feed(no(older.entryId));
    expect(now()).toBe('A');
  });
});
