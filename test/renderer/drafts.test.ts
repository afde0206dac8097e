import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftId, DraftText } from '../../src/contract/wire-drafts.ts';
import { ofWork } from '../../src/renderer/places/drafts/DraftHistory.tsx';
import {
  beginMerge,
  choose,
  decided,
  edit,
  mergedParagraphs,
  pairsOf,
  undecided,
  wordsOf,
} from '../../src/renderer/model/compare.ts';
import { createDrafts, type DraftsDesk } from '../../src/renderer/model/drafts.ts';
import { fakeDesk, until } from './fake-desk.ts';
import type { Fake } from './world/office.ts';

const text = (...some: [string, string][]): Pick<DraftText, 'paragraphs'> => ({
  paragraphs: some.map(([id, words]) => ({ id, text: words })),
});

describe('two texts beside each other', () => {
  const left = text(['a', 'Por recibido.'], ['b', 'Líbrese oficio urgente.'], ['c', 'Notifíquese.']);
  const right = text(['a', 'Por recibido.'], ['b', 'Líbrese oficio.'], ['d', 'Fórmese legajo.'], ['c', 'Notifíquese.']);

  it('finds paragraphs by their names, and what only one has', () => {
    const shape = pairsOf(left, right).map((pair) => [pair.left?.id ?? null, pair.right?.id ?? null, pair.same]);
    expect(shape).toEqual([
      ['a', 'a', true],
      ['b', 'b', false],
      [null, 'd', false],
      ['c', 'c', true],
    ]);
  });

  it('tells the words of one text from those of both', () => {
    expect(wordsOf('Líbrese oficio urgente.', 'Líbrese oficio.').map((one) => one.in)).toContain('left');
    expect(wordsOf('uno', 'uno')).toEqual([{ text: 'uno', in: 'both' }]);
  });

  it('decides nothing by itself, and makes the whole of what was chosen and written', () => {
    let merging = beginMerge(left, right);
    expect(undecided(merging)).toBe(2);
    expect([1, 2].map((at) => decided(merging, at))).toEqual([null, null]);
    merging = choose(choose(merging, 1, 'both'), 2, 'none');
    expect(undecided(merging)).toBe(0);
    expect(mergedParagraphs(merging).map((one) => one.text)).toEqual([
      'Por recibido.',
      'Líbrese oficio urgente.\nLíbrese oficio.',
      'Notifíquese.',
    ]);
    merging = edit(choose(merging, 1, 'right'), 1, 'Líbrese oficio, con habilitación.');
    expect(decided(merging, 1)).toBe('Líbrese oficio, con habilitación.');
    // Choosing anew takes the place of what was written over the choice before.
    expect(decided(choose(merging, 1, 'left'), 1)).toBe('Líbrese oficio urgente.');
  });

  it('names a paragraph that stood in two places once only', () => {
    let merging = beginMerge(text(['a', '1'], ['b', '2']), text(['b', '2'], ['a', '1']));
    merging.pairs.forEach(
      (pair, at) => (merging = pair.same ? merging : choose(merging, at, pair.left ? 'left' : 'right')),
    );
    const names = mergedParagraphs(merging).map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(3);
  });
});

describe('drafts in the window', () => {
  let desk: ReturnType<typeof fakeDesk>['desk'];
  let fake: Fake;
  let drafts: DraftsDesk;
  let draftId: DraftId;
  const writing = () => drafts.view.get().writing!;
  const type = (...lines: string[]): void =>
    drafts.write({ paragraphs: lines.map((words, index) => ({ id: `p${index}`, text: words })) });
  const inOffice = (): string[] => fake.drafts.all.get(draftId)!.hand.text.paragraphs.map((one) => one.text);

  beforeEach(async () => {
    ({ desk, fake } = fakeDesk());
    drafts = createDrafts(desk);
    await drafts.list();
    draftId = drafts.view.get().rows.find(({ title }) => title === 'Inicio de actuaciones')!.draftId;
    await drafts.open(draftId);
  });

  it('keeps what is written by itself, and says that somebody writes once', async () => {
    vi.useFakeTimers();
    try {
      type('uno');
      type('uno dos');
      expect(writing().dirty).toBe(true);
      await vi.advanceTimersByTimeAsync(3000);
    } finally {
      vi.useRealTimers();
    }
    expect(inOffice()).toEqual(['uno dos']);
    expect(writing().dirty).toBe(false);
    expect(fake.log.filter(([name]) => name === 'drafts.writing')).toHaveLength(1);
    expect(fake.log.filter(([name]) => name === 'drafts.save')).toHaveLength(1);
  });

  it('begins the minutes of a hearing at once, and leaves the choice where no model is theirs', async () => {
    const { caseId } = writing().draft.row;
    await drafts.beginHearing(caseId);
    expect(drafts.view.get().page).toBe('write');
    expect(writing().draft.row).toMatchObject({ caseId, actType: 'acta de audiencia' });
    const without = createDrafts(desk);
    fake.bends.failing.set('drafts.templates', { kind: 'diskFull' });
    await without.beginHearing(caseId);
    expect(without.view.get()).toMatchObject({ page: 'new', writing: null });
  });

  it('keeps what was typed while something else was being kept', async () => {
    type('uno');
    const first = drafts.flush();
    type('uno y dos');
    await first;
    await drafts.flush();
    expect(inOffice()).toEqual(['uno y dos']);
  });

  it('loses nothing when it cannot be kept: it stays in hand, and is kept when it can', async () => {
    fake.bends.failing.set('drafts.save', { kind: 'diskFull' });
    type('lo escrito');
    expect(await drafts.flush()).toBe(false);
    await drafts.page('list');
    expect(drafts.view.get()).toMatchObject({ page: 'write', failure: { kind: 'diskFull' } });
    expect(writing().text.paragraphs[0]!.text).toBe('lo escrito');
    fake.bends.failing.clear();
    await drafts.page('list');
    expect(inOffice()).toEqual(['lo escrito']);
    expect(drafts.view.get().page).toBe('list');
  });

  it('says that a text is too long to be kept, and by how much, and keeps it once it is not', async () => {
    const most = 20_000;
    type(...Array.from({ length: 5 }, () => 'a'.repeat(most)));
    expect(await drafts.flush()).toBe(false);
    const { failure } = drafts.view.get();
    expect(failure).toMatchObject({ kind: 'draftTooLong', of: 'characters' });
    expect(fake.log.filter(([name]) => name === 'drafts.save')).toEqual([]);
    type('a'.repeat(most + 3));
    expect(await drafts.flush()).toBe(false);
    expect(drafts.view.get().failure).toEqual({ kind: 'draftTooLong', of: 'paragraph', over: 3 });
    type(...Array.from({ length: 1002 }, () => 'a'));
    expect(await drafts.flush()).toBe(false);
    expect(drafts.view.get().failure).toEqual({ kind: 'draftTooLong', of: 'paragraphs', over: 2 });
    type('corto');
    expect(await drafts.flush()).toBe(true);
    expect(drafts.view.get().failure).toBeNull();
    expect(inOffice()).toEqual(['corto']);
  });

  it('goes on saying what was refused while what was written before is being kept', async () => {
    type('uno');
    fake.bends.failing.set('drafts.clean', { kind: 'importRefused', reason: 'tooLarge' });
    expect(await drafts.clean('<p>mucho</p>')).toBeNull();
    expect(await drafts.flush()).toBe(true);
    expect(drafts.view.get().failure).toEqual({ kind: 'importRefused', reason: 'tooLarge' });
    type('uno y dos');
    expect(await drafts.flush()).toBe(true);
    expect(drafts.view.get().failure).toBeNull();
  });

  it('leaves with nothing that is not kept, and forgets what one person wrote before the next comes', async () => {
    fake.bends.failing.set('drafts.save', { kind: 'diskFull' });
    type('lo escrito');
    expect(await drafts.leave()).toBe(false);
    expect(writing().text.paragraphs[0]!.text).toBe('lo escrito');
    fake.bends.failing.clear();
    expect(await drafts.leave()).toBe(true);
    expect(fake.log.filter(([name]) => name === 'drafts.writing').at(-1)![1]).toEqual({ draftId, writes: false });
    drafts.forget('first');
    expect(drafts.view.get()).toMatchObject({ page: 'list', writing: null, rows: [] });
    expect(drafts.view.get().waiting.size).toBe(0);
    expect(inOffice()).toEqual(['lo escrito']);
  });

  it('holds what could not be kept for whoever wrote it, and keeps it when that person is back', async () => {
    fake.bends.failing.set('drafts.save', { kind: 'diskFull' });
    type('lo que no se guardó');
    expect(await drafts.flush()).toBe(false);
    drafts.forget('first');
    expect(drafts.view.get()).toMatchObject({ writing: null, failure: null });
    drafts.sitDown('bruno');
    expect(drafts.view.get().writing).toBeNull();
    fake.bends.failing.clear();
    drafts.sitDown('first');
    expect(writing().text.paragraphs[0]!.text).toBe('lo que no se guardó');
    await until(() => !writing().dirty);
    expect(inOffice()).toEqual(['lo que no se guardó']);
    expect(drafts.view.get().waiting.size).toBe(0);
  });

  it('shows the sheets of what was written, before the first who may sign or whoever is chosen, and puts them there', async () => {
    type('Resuelvo.');
    await drafts.preview();
    expect(inOffice()).toEqual(['Resuelvo.']);
    expect(drafts.view.get()).toMatchObject({ page: 'propose', proposing: { order: ['oquiros'], busy: false } });
    await drafts.preview(['epenaloza', 'oquiros']);
    expect(drafts.view.get().proposing).toMatchObject({ order: ['epenaloza', 'oquiros'] });
    expect(await drafts.propose('2026-12-01T02:59:59.000Z')).toBe(true);
    const [, wish] = fake.log.findLast(([name]) => name === 'drafts.propose')!;
    const sheet = writing().draft.hand.versionId;
    expect(wish).toMatchObject({
      draftId,
      versionId: sheet,
      signer: 'epenaloza',
      others: ['oquiros'],
      dueAt: '2026-12-01T02:59:59.000Z',
    });
    expect(drafts.view.get()).toMatchObject({ page: 'write', proposing: null, proposed: { state: 'waiting' } });
  });

  it('stays at the sheets, with the reason, when they cannot be made or put there', async () => {
    fake.bends.failing.set('drafts.sheet', { kind: 'draftNotReady', lacks: 'text' });
    await drafts.preview();
    expect(drafts.view.get()).toMatchObject({
      page: 'propose',
      proposing: { sheet: null },
      failure: { kind: 'draftNotReady' },
    });
    expect(await drafts.propose(null)).toBe(false);
    fake.bends.failing.clear();
    await drafts.preview();
    fake.bends.failing.set('drafts.propose', { kind: 'diskFull' });
    expect(await drafts.propose(null)).toBe(false);
    expect(drafts.view.get()).toMatchObject({
      page: 'propose',
      proposing: { busy: false },
      failure: { kind: 'diskFull' },
    });
    await drafts.page('write');
    expect(drafts.view.get()).toMatchObject({ page: 'write', proposing: null, failure: null });
  });

  it('shows another’s text where nothing was written here, and puts it beside where something was', async () => {
    fake.drafts.arrive(draftId, ['de otra PC'], 'instead');
    await until(() => writing().text.paragraphs[0]?.text === 'de otra PC');
    type('mío');
    fake.drafts.arrive(draftId, ['otra vez de otra PC'], 'instead');
    await drafts.flush();
    await until(() => writing().draft.row.beside === 1);
    expect(inOffice()).toEqual(['mío']);
    const [beside] = writing().draft.beside;
    expect(beside!.text.paragraphs[0]!.text).toBe('otra vez de otra PC');
    expect(await drafts.merge([{ id: 'x', text: 'de los dos' }], 'Inicio', beside!)).toBe(true);
    expect([inOffice(), writing().draft.row.beside]).toEqual([['de los dos'], 0]);
  });

  it('takes an earlier text up again, and puts a draft away and takes it out', async () => {
    const before = writing().draft.hand;
    type('otra cosa');
    await drafts.flush();
    await drafts.restore(before);
    expect(inOffice()).toEqual(before.text.paragraphs.map((one) => one.text));
    await drafts.archive(true);
    expect(drafts.view.get().rows.map((row) => row.draftId)).not.toContain(draftId);
    await drafts.list({ archived: true });
    expect(drafts.view.get().rows.map((row) => row.draftId)).toEqual([draftId]);
    await drafts.open(draftId);
    await drafts.archive(false);
    expect(fake.drafts.all.get(draftId)!.row.archived).toBe(false);
  });

  it('shows of a stretch of work its last text', async () => {
    const at = (minute: number, author: string, merges = false) => ({
      ...{ versionId: String(minute) as never, title: '', author, made: 'here' as const, place: 'here' as const },
      ...{ savedAt: new Date(minute * 60_000).toISOString(), characters: 1, archived: false, merges },
    });
    const shown = ofWork([at(60, 'A'), at(59, 'A'), at(58, 'A', true), at(30, 'A'), at(29, 'B'), at(28, 'B')]);
    expect(shown.map(({ versionId }) => versionId)).toEqual(['60', '58', '30', '29']);
  });
});
