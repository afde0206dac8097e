import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeEntry } from '../../src/casework/casefile/entries.ts';
import { takeFeedPage } from '../../src/casework/casefile/feed.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { CaseEntry } from '../../src/contract/wire-entries.ts';
import { openTestOffice, storeKey } from '../helpers/office.ts';
import { scratchFolder } from './scratch.ts';
import { createWorld, type World } from './world.ts';

const day = { from: '2026-11-26T03:00:00.000Z', until: '2026-11-27T03:00:00.000Z' };
const nine = '2026-11-26T12:00:00.000Z';
const complaint = (confidentialityLevel: number) => ({
  ...{
    series: 'case' as const,
    caption: 'N.N. s/ ROBO (FICTICIA)',
    origin: 'complaint' as const,
    detained: true,
    parties: [],
  },
  ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, confidentialityLevel },
});

/** Another desk of the office, on a folder of its own. */
async function deskOf(world: World, person: Partial<OfficeConfig['person']>) {
  const dataDir = join(world.folder, `desk-${person.personId}`);
  const config = {
    ...world.config,
    ...{ dataDir, deviceId: `pc-${person.personId}`, person: { ...world.config.person, ...person } },
  };
  const office = await openTestOffice({ config });
  onTestFinished(() => office.close());
  await office.call('sync.now', {});
  return office;
}

describe('the agenda of hearings', () => {
  it('is the whole office’s: what a clerk sets without a line is in it at once, and at the other desks once there is one', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    const clerk = await deskOf(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
    await clerk.until(async () => (await clerk.call('cases.list', {})).total === 1);
    await world.repository.stop();
    const sheet = await clerk.call('cases.setHearing', { caseId, hearingAt: nine, what: 'Prisión preventiva, sala 2' });
    expect(sheet.entries.at(-1)).toMatchObject({ place: 'here', entry: { kind: 'hearing', hearingAt: nine } });
    const [row] = (await clerk.call('cases.agenda', day)).rows;
    expect(row).toMatchObject({ caseId, hearingAt: nine, what: 'Prisión preventiva, sala 2', place: 'here', files: 1 });
    expect((await world.office.call('cases.agenda', day)).rows).toEqual([]);
    // The end of the day is the next one's.
    expect((await clerk.call('cases.agenda', { from: day.from, until: nine })).rows).toEqual([]);
    expect((await clerk.call('cases.agenda', { from: nine, until: day.until })).rows).toHaveLength(1);

    await world.repository.restart();
    await clerk.call('sync.now', {});
    await clerk.until(async () => (await clerk.call('cases.agenda', day)).rows[0]?.place === 'there');
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('cases.agenda', day)).rows.length === 1);
    // The document of its act lies at the desk that has read it.
    await world.office.until(async () => (await world.office.call('cases.agenda', day)).rows[0]?.lacking === 0);
    expect((await world.office.call('cases.agenda', day)).rows[0]).toMatchObject({ place: 'there', files: 1 });

    await world.office.call('cases.setHearing', { caseId, hearingAt: null });
    expect((await world.office.call('cases.agenda', day)).rows).toEqual([]);
    await world.office.call('sync.now', {});
    await clerk.until(async () => {
      await clerk.call('sync.now', {});
      return (await clerk.call('cases.agenda', day)).rows.length === 0;
    });
  });

  it('is set by whoever works on cases, and shows no case that is for other eyes', async () => {
    const world = await createWorld({ acts: 0 });
    const secretary = await deskOf(world, { personId: 'p-2', name: 'Nerea', role: 'secretary' });
    const { caseId } = (await secretary.call('cases.open', complaint(4))).row;
    await secretary.call('cases.setHearing', { caseId, hearingAt: nine, what: 'Cámara Gesell' });
    await secretary.call('sync.now', {});
    const clerk = await deskOf(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
    const counter = await deskOf(world, { personId: 'p-5', name: 'Juana', role: 'auxiliary' });
    const open = await secretary.call('cases.open', complaint(1));
    await secretary.call('cases.setHearing', { caseId: open.row.caseId, hearingAt: nine });
    await secretary.call('sync.now', {});
    expect((await secretary.call('cases.agenda', day)).rows).toHaveLength(2);
    for (const office of [clerk, counter]) {
      await office.until(async () => {
        await office.call('sync.now', {});
        return (await office.call('cases.agenda', day)).rows.length > 0;
      });
      expect((await office.call('cases.agenda', day)).rows).toMatchObject([
        { caseId: open.row.caseId, detained: true },
      ]);
    }
    const wish = { caseId: open.row.caseId, hearingAt: null };
    expect(await counter.refusal('cases.setHearing', wish)).toEqual({ kind: 'notAllowed' });
    expect(await clerk.refusal('cases.setHearing', { ...wish, caseId })).toMatchObject({ kind: 'caseUnknown' });
  });

  it('says which day is of this PC alone, until the office says when the case is heard', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    await world.office.call('line.pin', { caseId, hearingAt: nine, pinned: true });
    expect((await world.office.call('cases.agenda', day)).rows).toMatchObject([{ caseId, place: 'pinned', what: '' }]);
    await world.office.call('cases.setHearing', { caseId, hearingAt: null });
    expect((await world.office.call('cases.agenda', day)).rows).toEqual([]);
  });

  it('goes by when it was noted, not by when it came, and forgets what the office was refused', () => {
    const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const store = opened.value;
    onTestFinished(() => store.close());
    const caseId = '00000000-0000-4000-8000-000000000001';
    const noted = (n: number, at: string, hearingAt: string | null): CaseEntry =>
      CaseEntry.parse({
        ...{ kind: 'hearing', entryId: `00000000-0000-4000-8000-00000000001${n}`, caseId, officeId: 'o', at },
        ...{ by: { personId: 'p', name: 'P' }, deviceId: 'pc', hearingAt, what: `${n}` },
      });
    const now = (): unknown => store.cache.get(sql`select hearing_at as at, what from hearings`);
    const newer = noted(2, '2026-11-21T10:00:00.000Z', nine);
    store.cache.write((tx) => takeEntry(tx, newer));
    store.cache.write((tx) => takeEntry(tx, noted(1, '2026-11-21T09:00:00Z', null)));
    expect(now()).toEqual({ at: nine, what: '2' });
    const refused = {
      kind: 'entryRefused',
      caseId: newer.caseId,
      entryId: newer.entryId,
      problem: 'p',
      detail: '',
    } as const;
    store.cache.write((tx) => takeFeedPage(tx, { events: [refused], cursor: 'c' }, new Date()));
    expect(now()).toEqual({ at: null, what: '1' });
  });
});
