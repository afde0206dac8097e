import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { DraftId } from '../../../src/contract/wire-drafts.ts';
import type { Remark } from '../../../src/contract/wire-review.ts';
import { type TestOffice, openTestOffice } from '../../helpers/office.ts';
import { type World, createWorld } from '../world.ts';

const paragraphs = [
  { id: 'a', text: 'Autos y vistos: lo solicitado por la defensa.' },
  { id: 'b', text: 'Resuelvo: prorrogar por dos meses el plazo, y hacer saber la prórroga.' },
];
const text = { format: 1 as const, actType: 'resolución', title: 'Prórroga', paragraphs, archived: false };
const remark = (given: Partial<Remark> = {}): Remark => ({
  ...{ remarkId: 'r-1', paragraphId: 'b', from: 20, to: 33, quote: 'por dos meses', text: '¿Por qué dos?' },
  ...given,
});

const clerk = { personId: 'p-clerk', name: 'Bruno Cáceres Tolosa', role: 'clerk' as const };
const secretary = { personId: 'p-sec', name: 'Nerea Lapacó', role: 'secretary' as const };

/** A world whose desk is the clerk's, and the secretary's beside it. */
async function twoDesks() {
  const world = await createWorld({
    acts: 0,
    config: (config) => ({ ...config, person: { ...config.person, ...clerk } }),
  });
  return { world, reviewer: await desk(world, secretary) };
}

async function desk(world: World, person: Partial<OfficeConfig['person']>): Promise<TestOffice> {
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

async function begin(office: TestOffice, given: object = {}): Promise<DraftId> {
  const { cases } = await office.call('drafts.cases', {});
  return (await office.call('drafts.begin', { caseId: cases[0]!.caseId, text: { ...text, ...given } })).row.draftId;
}

const sheet = (office: TestOffice, draftId: DraftId) => office.call('review.read', { draftId });
const ask = async (office: TestOffice, draftId: DraftId) =>
  office.call('review.ask', { draftId, versionId: (await sheet(office, draftId)).hand.versionId });
const giveBack = async (office: TestOffice, draftId: DraftId, remarks: Remark[]) =>
  office.call('review.giveBack', { draftId, versionId: (await sheet(office, draftId)).hand.versionId, remarks });
const write = async (office: TestOffice, draftId: DraftId, change: typeof paragraphs) =>
  office.call('drafts.save', {
    ...{ draftId, grewFrom: (await sheet(office, draftId)).hand.versionId, text: { ...text, paragraphs: change } },
  });

/** What one desk did comes to the other. */
async function travel(from: TestOffice, to: TestOffice, there: () => Promise<boolean>): Promise<void> {
  await from.until(async () => {
    await from.call('sync.now', {});
    await to.call('sync.now', {});
    return there();
  });
}
const stateAt = async (office: TestOffice, draftId: DraftId): Promise<string | null> => {
  const { rows } = await office.call('drafts.list', {});
  return rows.some((row) => row.draftId === draftId) ? (await sheet(office, draftId)).state : null;
};

describe('a draft that colleagues look over', () => {
  it('goes out, comes back with remarks in their place, is answered, and is let go with a visado of its very bytes', async () => {
    const { world, reviewer } = await twoDesks();
    const { office } = world;
    const draftId = await begin(office);
    expect((await ask(office, draftId)).state).toBe('inReview');
    await travel(office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'inReview');
    expect(await reviewer.call('drafts.counts', {})).toMatchObject({ toReview: 1 });
    expect((await reviewer.call('drafts.list', { shelf: 'toReview' })).rows[0]?.review).toEqual({
      ...{ state: 'inReview', by: clerk.name },
    });

    const first = await sheet(reviewer, draftId);
    await reviewer.call('review.markRead', { draftId, versionId: first.hand.versionId });
    await giveBack(reviewer, draftId, [
      remark(),
      remark({ remarkId: 'r-2', paragraphId: null, from: 0, to: 0, quote: '', text: 'Falta la norma.' }),
    ]);
    await travel(reviewer, office, async () => (await stateAt(office, draftId)) === 'returned');
    expect(await office.call('drafts.counts', {})).toMatchObject({ returned: 1, toReview: 0 });
    const back = await sheet(office, draftId);
    expect(back.remarks.map(({ remark: { remarkId }, anchor, by }) => [remarkId, anchor, by])).toEqual([
      ['r-2', 'text', secretary.name],
      ['r-1', 'words', secretary.name],
    ]);

    // What is written elsewhere moves no remark; what changes its words leaves it at its paragraph.
    await write(office, draftId, [
      { id: 'n', text: 'Preliminar.' },
      { id: 'a', text: 'Vistos.' },
      { id: 'b', text: `Por ello, ${paragraphs[1]!.text}` },
    ]);
    const moved = (await sheet(office, draftId)).remarks.find(({ remark: { remarkId } }) => remarkId === 'r-1')!;
    expect(moved).toMatchObject({ anchor: 'words', stretch: { from: 30, to: 43 } });
    await write(office, draftId, [{ id: 'b', text: 'Resuelvo: prorrogar por tres meses.' }]);
    expect((await sheet(office, draftId)).remarks.at(-1)).toMatchObject({ anchor: 'paragraph', stretch: null });

    await office.call('review.resolve', { draftId, remarkId: 'r-1' });
    await ask(office, draftId);
    await travel(office, reviewer, async () => (await sheet(reviewer, draftId)).round === 2);
    const again = await sheet(reviewer, draftId);
    expect(again.state).toBe('inReview');
    expect(again.remarks.map(({ resolved }) => resolved?.by ?? null)).toEqual([null, clerk.name]);
    // What the reviewer read last time, to be held against what is there now.
    expect(again.read?.saved.text.paragraphs).toEqual(paragraphs);

    const sheets = await reviewer.call('drafts.sheet', { draftId, signer: null });
    const act = await reviewer.call('drafts.propose', {
      ...{
        draftId,
        versionId: sheets.versionId,
        documentSha256: sheets.sha256,
        signer: null,
        dueAt: null,
        vouch: true,
      },
    });
    expect(act).toMatchObject({ state: 'toSign', vouchedBy: secretary.name, documentSha256: sheets.sha256 });
    await travel(reviewer, office, async () => (await stateAt(office, draftId)) === 'toSign');
    const magistrate = await desk(world, { personId: 'p-mag', name: 'Ofelia Quirós', role: 'magistrate' });
    await magistrate.until(
      async () =>
        (await magistrate.call('trays.page', { tray: 'toSign', after: null, limit: 9, vouched: true })).total === 1,
    );
    const { sha256 } = sheets;
    const { bytes } = await magistrate.call('documents.read', { sha256, offset: 0, length: 1_048_576 });
    expect(Buffer.from(bytes).includes('¿Por qué dos?')).toBe(false);

    // Given back from the tray to sign, it lies where what was returned lies, with what was said.
    const frozen = await magistrate.call('acts.text', { actId: act.actId });
    expect(frozen.text?.text.paragraphs.map(({ id }) => id)).toEqual(['b']);
    // As long as the tray to sign takes it, which is longer than one remark of a draft may be.
    const long = `Fundar el plazo. ${'Indíquese la prueba de cada extremo. '.repeat(107)}`.trim();
    expect(long.length).toBeGreaterThan(3900);
    await magistrate.call('acts.return', {
      actId: act.actId,
      documentSha256: act.documentSha256,
      remark: long,
      about: { paragraphId: 'b', from: 0, to: 0, quote: 'Resuelvo' },
    });
    await travel(magistrate, office, async () => (await stateAt(office, draftId)) === 'returned');
    const said = async () => (await sheet(office, draftId)).remarks.filter(({ by }) => by === 'Ofelia Quirós');
    await travel(magistrate, office, async () => (await said())[0]?.anchor === 'paragraph');
    const all = await said();
    expect(all.map(({ remark: { text: words } }) => words).join(' ')).toBe(long);
    expect(new Set(all.map(({ remark: { paragraphId } }) => paragraphId))).toEqual(new Set(['b']));
    await travel(magistrate, reviewer, async () => (await reviewer.call('drafts.counts', {})).returned === 1);
  });

  it('works without a line, survives the loss of the cache, and says what changed since it was read', async () => {
    const { world, reviewer } = await twoDesks();
    const draftId = await begin(world.office);
    await travel(world.office, reviewer, async () => (await stateAt(reviewer, draftId)) !== null);
    await world.repository.stop();
    expect((await ask(world.office, draftId)).state).toBe('inReview');
    await world.reopen();
    expect(await sheet(world.office, draftId)).toMatchObject({
      state: 'inReview',
      round: 1,
      asked: { by: clerk.name },
    });
    await world.repository.restart();
    await travel(world.office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'inReview');
  });

  it('is taken back by whoever sent it while nobody answered, without a line too, and goes out again', async () => {
    const { world, reviewer } = await twoDesks();
    const { office } = world;
    const draftId = await begin(office);
    await ask(office, draftId);
    await travel(office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'inReview');
    expect((await sheet(reviewer, draftId)).may.recall).toBe(false);
    expect(await reviewer.refusal('review.recall', { draftId })).toEqual({ kind: 'notAllowed' });

    await world.repository.stop();
    const back = await office.call('review.recall', { draftId });
    expect(back).toMatchObject({ state: 'draft', asked: null, may: { ask: true, recall: false } });
    expect(await office.call('drafts.counts', {})).toMatchObject({ toReview: 0, mine: 1 });
    expect(await office.refusal('review.recall', { draftId })).toMatchObject({ kind: 'actForbids', move: 'recall' });
    await world.repository.restart();
    await travel(office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'draft');
    expect(await reviewer.call('drafts.counts', {})).toMatchObject({ toReview: 0 });

    expect(await ask(office, draftId)).toMatchObject({ state: 'inReview', round: 2 });
    await travel(office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'inReview');
    // What a colleague answered stays answered, though it was taken back at the same moment.
    await world.repository.stop();
    await giveBack(reviewer, draftId, [remark()]);
    expect((await office.call('review.recall', { draftId })).state).toBe('draft');
    await world.repository.restart();
    for (const [from, to] of [
      [office, reviewer],
      [reviewer, office],
    ] as const)
      await travel(from, to, async () => (await stateAt(to, draftId)) === 'returned');
    expect((await sheet(office, draftId)).remarks).toMatchObject([{ by: secretary.name }]);
  });

  it('is not sent without its mandatory parts, and not looked over by whom the matrix forbids', async () => {
    const { world, reviewer } = await twoDesks();
    const { office } = world;
    const { cases } = await office.call('drafts.cases', {});
    const template = { profile: 'buenos-aires-mp', id: 'oficio' };
    const made = await office.call('drafts.beginFrom', { caseId: cases[0]!.caseId, template });
    const wish = { draftId: made.row.draftId, versionId: made.hand.versionId };
    expect(await office.refusal('review.ask', wish)).toMatchObject({ kind: 'draftIncomplete' });
    expect((await sheet(office, made.row.draftId)).state).toBe('draft');

    const draftId = await begin(office);
    await ask(office, draftId);
    const { hand, may } = await sheet(office, draftId);
    expect(may).toEqual({ ask: false, recall: true, giveBack: false, freeze: false, vouch: false });
    const own = { draftId, versionId: hand.versionId };
    expect(await office.refusal('review.giveBack', { ...own, remarks: [remark()] })).toEqual({ kind: 'notAllowed' });
    expect(await office.refusal('review.ask', own)).toMatchObject({ kind: 'actForbids', state: 'inReview' });
    const { sha256, versionId } = await office.call('drafts.sheet', { draftId, signer: null });
    const freeze = { draftId, versionId, documentSha256: sha256, signer: null, dueAt: null };
    expect(await office.refusal('drafts.propose', freeze)).toMatchObject({ kind: 'actForbids', state: 'inReview' });
    expect(await office.refusal('drafts.propose', { ...freeze, vouch: true })).toEqual({ kind: 'notAllowed' });
    await travel(office, reviewer, async () => (await stateAt(reviewer, draftId)) === 'inReview');
    expect(await reviewer.refusal('review.ask', own)).toMatchObject({ kind: 'actForbids' });
    // Nobody vouches for what he or she sent to be looked over.
    const mine = await begin(reviewer);
    await ask(reviewer, mine);
    expect((await sheet(reviewer, mine)).may).toMatchObject({ giveBack: true, freeze: true, vouch: false });
    const ownSheet = await reviewer.call('drafts.sheet', { draftId: mine, signer: null });
    const letGo = {
      draftId: mine,
      versionId: ownSheet.versionId,
      documentSha256: ownSheet.sha256,
      signer: null,
      dueAt: null,
    };
    expect(await reviewer.refusal('drafts.propose', { ...letGo, vouch: true })).toEqual({ kind: 'notAllowed' });
    expect(await reviewer.call('drafts.propose', letGo)).toMatchObject({ state: 'toSign', vouchedBy: null });
    expect(await office.refusal('review.resolve', { draftId, remarkId: 'nobody' })).toMatchObject({ kind: 'badInput' });
    await giveBack(reviewer, draftId, [remark()]);
    expect(await reviewer.refusal('review.giveBack', { ...own, remarks: [remark()] })).toMatchObject({
      kind: 'actForbids',
    });
  });
});
