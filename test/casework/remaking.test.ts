/** What the registry refused for good is made anew: its text comes back as a draft, once, and the act waits for nobody any more. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/casework/store/index.ts';
import { type TestOffice, openTestOffice, storeKey } from '../helpers/office.ts';
import { refusingWorld } from './refused-act.ts';
import { type World, show, wish } from './world.ts';

const text = {
  ...{ format: 1 as const, actType: 'resolución', title: 'Resolución: prórroga', archived: false },
  paragraphs: [
    { id: 'a', text: 'Autos y vistos.' },
    { id: 'b', text: 'Resuelvo: prorrogar el plazo.' },
  ],
};

async function draftIn(world: World) {
  const { cases } = await world.office.call('drafts.cases', {});
  return (await world.office.call('drafts.begin', { caseId: cases[0]!.caseId, text })).row.draftId;
}

const standing = async (world: World) => ({
  line: (await world.office.call('office.status', {})).line,
  queue: (await world.office.call('trays.counts', {})).queue,
  rows: (await world.office.call('trays.page', { tray: 'queue', after: null, limit: 50 })).rows.map(
    ({ actId }) => actId,
  ),
});
const drafts = async (world: World) => (await world.office.call('drafts.list', {})).rows.map(({ draftId }) => draftId);

/** Another desk of the office. */
async function deskOf(world: World, person: Partial<World['config']['person']>) {
  const own = { dataDir: join(world.folder, 'another-desk'), deviceId: 'pc-2' };
  const office = await openTestOffice({
    config: { ...world.config, ...own, person: { ...world.config.person, ...person } },
  });
  onTestFinished(() => office.close());
  return office;
}

/** Brings both desks and the repository together until it is so. */
const together = (world: World, other: TestOffice, isSo: () => Promise<boolean>) =>
  other.until(async () => {
    await world.office.call('sync.now', {});
    await other.call('sync.now', {});
    return isSo();
  });

/** Works on the closed office's journal. */
async function betweenRuns(world: World, statement: string): Promise<void> {
  await world.office.close();
  const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  opened.value.journal.raw.exec(statement);
  opened.value.close();
  await world.reopen();
}

describe('an act that the registry refused', () => {
  it('is made anew once, without a line, and leaves the queue with its reason kept', async () => {
    const { world, refuse } = await refusingWorld();
    const first = await draftIn(world);
    const act = await refuse(first);
    const { actId } = act;
    expect(await standing(world)).toMatchObject({ line: { refused: 1 }, queue: 1, rows: [actId] });
    await world.repository.stop();

    const draft = await world.office.call('drafts.remake', { actId });
    expect(draft.row.draftId).not.toBe(first);
    expect(draft.hand.text).toEqual(text);
    expect(draft.remakes).toMatchObject({ actId, title: text.title, reason: act.trouble });
    expect(act.trouble).toMatchObject({ kind: 'registrationRefused', problem: 'signature-invalid' });
    expect(await standing(world)).toMatchObject({ line: { refused: 0 }, queue: 0, rows: [] });

    // For the record: signed, refused, and what became of it; asked again, the same draft.
    const kept = { state: 'rejectedByRegistry', sending: 'refused', trouble: act.trouble };
    const remade = { draftId: draft.row.draftId };
    expect(await world.office.call('acts.read', { actId })).toMatchObject({ ...kept, remade });
    const all = await drafts(world);
    expect((await world.office.call('drafts.remake', { actId })).row.draftId).toBe(draft.row.draftId);
    expect(await drafts(world)).toEqual(all);
    await world.reopen();
    expect(await world.office.call('acts.read', { actId })).toMatchObject({ ...kept, remade });
    expect(await standing(world)).toMatchObject({ line: { refused: 0 }, queue: 0 });
    expect((await world.office.call('drafts.read', remade)).remakes).toMatchObject({ actId, reason: act.trouble });
    expect(
      (await world.office.call('trays.page', { tray: 'signed', after: null, limit: 50 })).rows.map((row) => row.actId),
    ).toContain(actId);
  });

  it('loses nothing where the desk dies while it is made anew: neither draft nor mark, or both', async () => {
    const { world, refuse } = await refusingWorld();
    const { actId } = await refuse(await draftIn(world));
    const before = await drafts(world);
    for (const table of ['remade_acts', 'journal']) {
      await betweenRuns(
        world,
        `create trigger dies before insert on ${table} begin select raise(abort, 'killed here'); end`,
      );
      await expect(world.office.office.handlers['drafts.remake']({ actId })).rejects.toThrow('killed here');
      await betweenRuns(world, 'drop trigger dies');
      expect(await drafts(world)).toEqual(before);
      expect((await world.office.call('acts.read', { actId })).remade).toBeUndefined();
      expect((await standing(world)).queue).toBe(1);
    }
    expect((await world.office.call('drafts.remake', { actId })).hand.text).toEqual(text);
    expect(await drafts(world)).toHaveLength(before.length + 1);
  });

  it('comes back by what the journal knows of it, and by its title where this desk never had the text', async () => {
    const { world, refuse } = await refusingWorld();
    const first = await refuse(await draftIn(world));
    // What the feed told is gone: the cache is thrown away and the repository is silent.
    await world.repository.stop();
    await world.office.close();
    const opened = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!opened.ok) throw new Error(opened.failure.kind);
    opened.value.cache.raw.exec('delete from case_entries; delete from proposals');
    opened.value.close();
    await world.reopen();
    expect((await world.office.call('drafts.remake', { actId: first.actId })).hand.text).toEqual(text);
  });

  it('is no other act, and nobody does it who may not draft', async () => {
    const { world, refuse } = await refusingWorld();
    const { actId } = await refuse(await draftIn(world));
    const other = world.acts[0]!;
    expect(await world.office.refusal('drafts.remake', { actId: other.actId })).toMatchObject({
      ...{ kind: 'actForbids', state: 'toSign' },
    });
    const nobody = 'b7f3c1de-5a24-4c1e-9f10-000000000009' as typeof actId;
    expect(await world.office.refusal('drafts.remake', { actId: nobody })).toMatchObject({ kind: 'actUnknown' });
    // What waits for a line was refused by nobody.
    await world.repository.stop();
    await world.ended(await world.sign());
    expect(await world.office.refusal('drafts.remake', { actId: other.actId })).toMatchObject({ kind: 'actForbids' });
    // The front desk drafts, but no resolutions.
    await world.reopen({ config: { ...world.config, person: { ...world.config.person, role: 'auxiliary' } } });
    expect(await world.office.refusal('drafts.remake', { actId })).toMatchObject({ kind: 'notAllowed' });
  });

  it('is told to the other desks that hold it: there it waits for nobody, came back with its reason, and leads to the draft', async () => {
    const { world, refuse } = await refusingWorld();
    const other = await deskOf(world, { personId: 'p-3', name: 'Bruno' });
    const { actId, trouble } = await refuse(await draftIn(world));
    const rows = async (tray: 'toSign' | 'returned') =>
      (await other.call('trays.page', { tray, after: null, limit: 50 })).rows.map((row) => row.actId);
    await other.until(async () => (await rows('toSign')).includes(actId));
    expect(await rows('returned')).toEqual([]);
    await world.repository.stop();
    const { draftId } = (await world.office.call('drafts.remake', { actId })).row;
    await world.repository.restart();

    await together(world, other, async () => (await rows('returned')).includes(actId));
    expect(await rows('toSign')).not.toContain(actId);
    const row = await other.call('acts.read', { actId });
    const { kind, problem } = trouble as { kind: string; problem: string };
    expect(row).toMatchObject({ state: 'rejectedByRegistry', remade: { draftId }, trouble: { kind, problem } });
    expect((await other.call('drafts.remake', { actId })).row.draftId).toBe(draftId);
    const remakes = { actId, title: text.title, reason: { kind, problem } };
    expect((await other.call('drafts.read', { draftId })).remakes).toMatchObject(remakes);
    // It is neither signed nor given back any more, and holds up no move of its case.
    const { documentSha256 } = row;
    const given = { actId, documentSha256, remark: 'No.' };
    expect(await other.refusal('acts.return', given)).toMatchObject({ kind: 'actForbids' });
    // At the desk that made it anew it came back to nobody.
    expect(
      (await world.office.call('trays.page', { tray: 'returned', after: null, limit: 9 })).rows.map((one) => one.actId),
    ).toEqual([]);

    // Put before a signer in its turn, the draft is what there is to look at.
    const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
    const { versionId, sha256 } = sheet;
    await world.office.call('drafts.propose', {
      ...{ draftId, versionId, documentSha256: sha256, signer: null, dueAt: null },
    });
    await together(world, other, async () => (await rows('returned')).length === 0);
    expect((await other.call('acts.read', { actId })).state).toBe('rejectedByRegistry');
  });

  it('is told also where the desk died before it said so, once', async () => {
    const { world, refuse } = await refusingWorld();
    const { actId } = await refuse(await draftIn(world));
    const died = "create trigger dies before insert on own_entries begin select raise(abort, 'killed here'); end";
    await betweenRuns(world, died);
    await expect(world.office.office.handlers['drafts.remake']({ actId })).rejects.toThrow('killed here');
    await betweenRuns(world, 'drop trigger dies');
    const notes = async () => (await world.office.call('acts.notes', { actId })).entries;
    const told = async () => (await notes()).filter(({ entry }) => entry.kind === 'remade');
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      return (await told())[0]?.place === 'there';
    });
    expect(await told()).toHaveLength(1);
  });

  it('goes on correcting what it corrected', async () => {
    const { world, refuse } = await refusingWorld();
    const [first] = world.acts;
    await show(world, first!);
    await world.ended((await world.office.call('signing.start', wish(world, [first!]))).batchId);
    const { actId } = first!;
    await world.office.until(async () => (await world.office.call('acts.read', { actId })).state === 'registered');
    const begun = await world.office.call('drafts.beginCorrection', { actId, how: 'rectifies' });
    const refused = await refuse(begun.row.draftId);
    const { draftId } = (await world.office.call('drafts.remake', { actId: refused.actId })).row;
    const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
    const { versionId, sha256: documentSha256 } = sheet;
    const wanted = { draftId, versionId, documentSha256, signer: null, dueAt: null };
    const anew = await world.office.call('drafts.propose', wanted);
    expect((await world.office.call('acts.read', { actId: anew.actId })).corrections).toMatchObject([
      { way: 'of', actId, how: 'rectifies' },
    ]);
  });
});
