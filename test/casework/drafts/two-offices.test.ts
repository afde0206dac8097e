import { describe, expect, it, onTestFinished } from 'vitest';
import type { CaseId } from '../../../src/contract/ids.ts';
import type { DraftId, DraftText } from '../../../src/contract/wire-drafts.ts';
import {
  type TestOffice,
  makeTestFolder,
  openTestOffice,
  startTestRepository,
  testConfig,
  until,
} from '../../helpers/office.ts';

const text = (title: string, ...lines: string[]): DraftText => ({
  ...{ format: 1, actType: 'providencia', title, archived: false },
  paragraphs: lines.map((line, index) => ({ id: `p${index}`, text: line })),
});

/** Two clerks' desks at one repository. */
async function twoDesks() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const caseId: CaseId = await repository.putCase();
  const configOf = (name: string) => {
    const base = testConfig(`${folder.data}-${name}`, { repository });
    return {
      ...base,
      deviceId: `pc-${name}`,
      person: { ...base.person, personId: name, name, role: 'clerk' as const },
    };
  };
  const open = async (name: string): Promise<TestOffice> => {
    const office = await openTestOffice({ config: configOf(name) });
    onTestFinished(() => office.close());
    return office;
  };
  const [ana, bruno] = [await open('Ana'), await open('Bruno')];
  for (const office of [ana, bruno]) await office.call('sync.now', {});
  return { repository, caseId, ana, bruno, open };
}

const handOf = async (office: TestOffice, draftId: DraftId) => {
  const { hand, beside } = await office.call('drafts.read', { draftId });
  const lines = ({ text: { paragraphs } }: typeof hand): string => paragraphs.map((one) => one.text).join(' / ');
  return { hand: lines(hand), beside: beside.map(lines) };
};
const save = async (office: TestOffice, draftId: DraftId, next: DraftText): Promise<void> => {
  const { hand } = await office.call('drafts.read', { draftId });
  await office.call('drafts.save', { draftId, grewFrom: hand.versionId, text: next });
};
const settled = (what: () => Promise<boolean>, ...offices: TestOffice[]): Promise<void> =>
  until(async () => {
    for (const office of offices) await office.call('sync.now', {});
    return what();
  });

describe('two clerks on one draft', () => {
  it('keep both texts when they wrote for an hour without a line, and one choice brings them together', async () => {
    const { repository, caseId, ana, bruno } = await twoDesks();
    const begun = await ana.call('drafts.begin', { caseId, text: text('Oficio', 'uno', 'dos') });
    const { draftId } = begun.row;
    const has = async (office: TestOffice) =>
      (await office.call('drafts.list', {})).rows.some((row) => row.draftId === draftId);
    await settled(() => has(bruno), ana, bruno);
    expect((await ana.call('drafts.read', { draftId })).row.place).toBe('sent');

    await repository.stop();
    for (const n of [1, 2, 3]) await save(ana, draftId, text('Oficio', `uno de Ana ${n}`, 'dos'));
    for (const n of [1, 2]) await save(bruno, draftId, text('Oficio', 'uno', `dos de Bruno ${n}`));
    expect((await ana.call('drafts.read', { draftId })).row).toMatchObject({ place: 'here', beside: 0 });
    await repository.restart();

    const isBeside = async (office: TestOffice) => (await handOf(office, draftId)).beside.length === 1;
    await settled(async () => (await isBeside(ana)) && (await isBeside(bruno)), ana, bruno);
    expect(await handOf(ana, draftId)).toEqual({ hand: 'uno de Ana 3 / dos', beside: ['uno / dos de Bruno 2'] });
    expect(await handOf(bruno, draftId)).toEqual({ hand: 'uno / dos de Bruno 2', beside: ['uno de Ana 3 / dos'] });
    // Nothing was brought together by the program, and the list says that something waits for a person.
    expect((await bruno.call('drafts.list', {})).rows[0]).toMatchObject({ beside: 1, place: 'sent' });

    const { hand, beside } = await ana.call('drafts.read', { draftId });
    const merged = text('Oficio', 'uno de Ana 3', 'dos de Bruno 2');
    await ana.call('drafts.save', { draftId, grewFrom: hand.versionId, text: merged, merges: [beside[0]!.versionId] });
    const isOne = async (office: TestOffice) => {
      const now = await handOf(office, draftId);
      return now.hand === 'uno de Ana 3 / dos de Bruno 2' && now.beside.length === 0;
    };
    await settled(async () => (await isOne(ana)) && (await isOne(bruno)), ana, bruno);

    // Every text that was ever saved here is still here, to the letter.
    const { versions } = await ana.call('drafts.history', { draftId });
    const kept = await Promise.all(versions.map(({ versionId }) => ana.call('drafts.version', { versionId })));
    const texts = kept.map((version) => version.text.paragraphs.map((one) => one.text).join(' / '));
    for (const n of [1, 2, 3]) expect(texts).toContain(`uno de Ana ${n} / dos`);
    expect(texts).toContain('uno / dos de Bruno 2');
    expect(versions[0]).toMatchObject({ merges: true, place: 'sent' });
    const own = await bruno.call('drafts.history', { draftId });
    expect(own.versions.filter(({ made }) => made === 'here')).toHaveLength(2);
  });

  it('loses no text with the office: what was saved is there when it is opened again', async () => {
    const { repository, caseId, ana, open } = await twoDesks();
    await repository.stop();
    const { row } = await ana.call('drafts.begin', { caseId, text: text('Nota', 'a') });
    await save(ana, row.draftId, text('Nota', 'a b'));
    await ana.close();
    const again = await open('Ana');
    expect((await handOf(again, row.draftId)).hand).toBe('a b');
    expect((await again.call('drafts.history', { draftId: row.draftId })).versions).toHaveLength(2);
    await repository.restart();
    await settled(async () => (await again.call('drafts.read', { draftId: row.draftId })).row.place === 'sent', again);
  });

  it('are told who writes, and are not kept from writing', async () => {
    const { caseId, ana, bruno } = await twoDesks();
    const { row } = await ana.call('drafts.begin', { caseId, text: text('Nota', 'a') });
    const { draftId } = row;
    await settled(async () => (await bruno.call('drafts.list', {})).total === 1, ana, bruno);
    await ana.call('drafts.writing', { draftId, writes: true });
    const told = async () => (await bruno.call('drafts.read', { draftId })).row.writing?.holder ?? null;
    await settled(async () => (await told()) === 'Ana', bruno);
    expect((await ana.call('drafts.read', { draftId })).row.writing).toBeNull();
    await save(bruno, draftId, text('Nota', 'a', 'b'));
    await ana.call('drafts.writing', { draftId, writes: false });
    await settled(async () => (await told()) === null && (await handOf(ana, draftId)).hand === 'a / b', bruno, ana);
  });

  it('refuses a text that grew from nothing known, a case that is not known, and a paragraph twice', async () => {
    const { caseId, ana } = await twoDesks();
    const { row, hand } = await ana.call('drafts.begin', { caseId, text: text('Nota', 'a') });
    const nowhere = '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f009';
    const wish = { draftId: row.draftId, grewFrom: nowhere as never, text: text('Nota', 'b') };
    expect((await ana.refusal('drafts.save', wish)).kind).toBe('draftUnknown');
    expect((await ana.refusal('drafts.begin', { caseId: nowhere as never, text: text('x') })).kind).toBe('badInput');
    const twice = {
      ...text('Nota'),
      paragraphs: [
        { id: 'p', text: '' },
        { id: 'p', text: '' },
      ],
    };
    expect((await ana.refusal('drafts.save', { ...wish, grewFrom: hand.versionId, text: twice })).kind).toBe(
      'badInput',
    );
    // The same text again is no new version.
    await ana.call('drafts.save', { ...wish, grewFrom: hand.versionId, text: text('Nota', 'a') });
    expect((await ana.call('drafts.history', { draftId: row.draftId })).versions).toHaveLength(1);
  });
});
