import { describe, expect, it } from 'vitest';
import type { ActRow } from '../../src/contract/acts.ts';
import { createList, matches, rowAt } from '../../src/renderer/model/list.ts';
import { fieldsOf } from '../../src/renderer/model/store.ts';
import { rowCalled } from '../../src/renderer/panes/typeahead.ts';
import { fakeDesk } from './fake-desk.ts';

const pages = (log: readonly [string, unknown][]): number => log.filter(([name]) => name === 'trays.page').length;

describe('the list', () => {
  it('reads the first page only, however long the tray', async () => {
    const { desk, fake } = fakeDesk({ toSign: 5000, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    expect(list.view.get()).toMatchObject({ total: 5000, phase: 'ready' });
    expect(list.view.get().rows).toHaveLength(100);
    expect(pages(fake.log)).toBe(1);
  });

  it('reads on to the row that is needed, in order and without repeating', async () => {
    const { desk, fake } = fakeDesk({ toSign: 1700, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    await Promise.all([list.need(700), list.need(500)]);
    const { rows } = list.view.get();
    expect(rows.length).toBe(800);
    expect(new Set(rows.map(({ actId }) => actId)).size).toBe(800);
    expect(pages(fake.log)).toBe(8);
    expect((await list.all())?.length).toBe(1700);
  });

  it('keeps what it read of an act until something of it is another, however deep that lies', async () => {
    const { desk, fake } = fakeDesk({ toSign: 8, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    const before = list.view.get().rows;
    const changes: readonly Partial<ActRow>[] = [
      { labels: ['urgente'] },
      { remade: { draftId: before[0]!.actId as never, at: '2026-11-21T12:00:00Z' } },
      { title: '' },
      { dueAt: '2031-01-01T00:00:00Z' },
    ];
    const told = (n: number): void => {
      for (const [id, row] of fake.rows) fake.rows.set(id, structuredClone(row));
      const id = before[n]!.actId;
      fake.rows.set(id, { ...fake.rows.get(id)!, ...changes[n] });
    };
    for (let n = 0; n < changes.length; n += 1) {
      told(n);
      const last = list.view.get().rows;
      await list.refresh();
      const now = list.view.get().rows;
      expect(now[n]).toMatchObject(changes[n]!);
      expect(now.map((row, at) => row === last[at])).toEqual(now.map((_, at) => at !== n));
    }
    // What is there no more, and what is another list beneath the same name.
    const [first] = list.view.get().rows;
    for (const labels of [['urgente', 'feria'], ['feria'], undefined]) {
      const { labels: _, ...rest } = structuredClone(fake.rows.get(first!.actId)!);
      fake.rows.set(first!.actId, labels ? { ...rest, labels } : rest);
      await list.refresh();
      expect(list.view.get().rows[0]!.labels).toEqual(labels);
    }
  });

  it('reads its end from the end, and meets what was read from the start without a row missing or twice', async () => {
    const { desk, fake } = fakeDesk({ toSign: 1700, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    await list.need(1699);
    expect(pages(fake.log)).toBe(2);
    const whole = [...fake.rows.values()].filter(({ state }) => state === 'toSign');
    expect(rowAt(list.view.get(), 1699)).toEqual(whole[1699]);
    expect(list.indexOf(whole[1600]!.actId)).toBe(1600);
    expect(rowAt(list.view.get(), 800)).toBeUndefined();
    await list.refresh();
    expect(rowAt(list.view.get(), 1699)).toEqual(whole[1699]);
    list.renew({ ...whole[1650]!, shown: true });
    expect(rowAt(list.view.get(), 1650)).toMatchObject({ shown: true });
    await Promise.all([list.need(1000), list.need(400)]);
    await list.needAllTo(1500);
    await list.need(1200);
    const { rows, tail } = list.view.get();
    expect([...rows, ...tail].map(({ actId }) => actId)).toEqual(whole.map(({ actId }) => actId));
  });

  it('has the rows around those in sight before they are due, down from the start and up from the end', async () => {
    const { desk, fake } = fakeDesk({ toSign: 1700, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    const missing = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => from + n).filter(
        (at) => rowAt(list.view.get(), at) === undefined,
      );
    await list.needAround(0, 40, 50);
    expect(pages(fake.log)).toBe(1);
    await list.needAround(60, 100, 300);
    expect(missing(0, 400)).toEqual([]);
    await list.needAround(1660, 1699, 300);
    expect(missing(1360, 1699)).toEqual([]);
    // Scrolled up from there: what comes next is above, and what is between the two ends is read from where the person is.
    await list.needAround(1340, 1380, 300);
    expect(missing(1040, 1699)).toEqual([]);
    expect(missing(700, 800)).not.toEqual([]);
    await list.needAround(360, 400, 300);
    expect(missing(0, 700)).toEqual([]);
    const before = pages(fake.log);
    await list.needAround(360, 400, 300);
    expect(pages(fake.log)).toBe(before);
  });

  it('has nothing but its rows changed by a page of them that comes', async () => {
    const { desk } = fakeDesk({ toSign: 1700, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    const beside = fieldsOf(list.view, ['source', 'search', 'total', 'phase', 'failure', 'heading']);
    const before = beside();
    await list.needAround(60, 100, 300);
    expect(list.view.get().rows.length).toBeGreaterThan(100);
    expect(beside()).toBe(before);
    await list.search('robo');
    expect(beside()).toMatchObject({ search: 'robo', phase: 'ready' });
  });

  it('is read to its end where less is missing than is read ahead', async () => {
    const { desk } = fakeDesk({ toSign: 340, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    await list.needAround(20, 60, 300);
    expect(list.view.get().rows).toHaveLength(340);
    expect(list.view.get().tail).toEqual([]);
  });

  it('drops an answer that comes after something else was opened', async () => {
    const { desk } = fakeDesk();
    const list = createList(desk);
    const first = list.open({ kind: 'tray', tray: 'toSign' });
    const second = list.open({ kind: 'tray', tray: 'returned' });
    await Promise.all([first, second]);
    expect(list.view.get().source).toEqual({ kind: 'tray', tray: 'returned' });
    expect(list.view.get().rows.every(({ state }) => state === 'returned')).toBe(true);
  });

  it('is read when whoever opened it goes on, though it was read anew meanwhile', async () => {
    const { desk } = fakeDesk();
    const list = createList(desk);
    const opening = list.open({ kind: 'tray', tray: 'returned' });
    const refreshing = Promise.all([list.refresh(), list.refresh(), list.refresh()]);
    await opening;
    expect(list.view.get()).toMatchObject({ phase: 'ready', total: 8 });
    await refreshing;
    await list.settled();
  });

  it('keeps its length when it is read anew', async () => {
    const { desk } = fakeDesk({ toSign: 1300, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    await list.need(400);
    await list.refresh();
    expect(list.view.get().rows.length).toBeGreaterThanOrEqual(600);
  });

  it('says what went wrong and keeps what was shown', async () => {
    const { desk, fake } = fakeDesk();
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    fake.bends.failing.set('trays.page', { kind: 'storeBusy' });
    await list.refresh();
    expect(list.view.get()).toMatchObject({ phase: 'failed', failure: { kind: 'storeBusy' } });
    expect(list.view.get().rows.length).toBe(46);
    fake.bends.failing.clear();
    await list.refresh();
    expect(list.view.get()).toMatchObject({ phase: 'ready', failure: null });
  });

  it('answers null for "all" when a page could not be read', async () => {
    const { desk, fake } = fakeDesk({ toSign: 700, others: 0 });
    const list = createList(desk);
    await list.open({ kind: 'tray', tray: 'toSign' });
    fake.bends.failing.set('trays.page', { kind: 'officeGone' });
    expect(await list.all()).toBeNull();
    expect(list.view.get().failure).toEqual({ kind: 'officeGone' });
  });

  it("searches a case's index where it stands", async () => {
    const { desk, fake } = fakeDesk();
    const list = createList(desk);
    const [first] = fake.rows.values();
    await list.open({ kind: 'case', caseId: first!.caseId, back: 'toSign' });
    const before = list.view.get();
    expect(before.heading?.caseNumber).toBe(first!.caseNumber);
    const title = before.rows[0]!.title;
    await list.search(title.toUpperCase());
    expect(list.view.get().rows.length).toBeLessThan(before.rows.length);
    expect(list.view.get().rows.every((row) => row.title === title)).toBe(true);
    await list.search('');
    expect(list.view.get().rows).toEqual(before.rows);
  });
});

describe('matching', () => {
  const row = {
    caption: 'ÑANDUBAY, María s/ robo',
    caseNumber: 'PP-97',
    title: 'Nota',
    author: 'Juana Güiraldes',
  } as ActRow;

  it('takes no account of accents, case and order of words', () => {
    expect(matches(row, 'nandubay MARIA')).toBe(true);
    expect(matches(row, 'guiraldes pp-97')).toBe(true);
    expect(matches(row, '  ')).toBe(true);
    expect(matches(row, 'maria hurto')).toBe(false);
  });
});

describe('letters typed into the list', () => {
  const called = (caption: string): ActRow => ({ caption, title: '', caseNumber: '' }) as ActRow;
  const rows = [called('Álvarez s/ robo'), called('Ñandubay s/ hurto'), called('Alonso s/ daño'), called('Sosa')];

  it('lead to the next row that is called so, around, without accents', () => {
    expect(rowCalled(rows, 0, 'al', false)).toBe(2);
    expect(rowCalled(rows, 2, 'al', false)).toBe(0);
    expect(rowCalled(rows, 0, 'n', false)).toBe(1);
    expect(rowCalled(rows, 1, 'x', false)).toBeNull();
    expect(rowCalled([], 0, 'x', false)).toBeNull();
  });

  it('stay on the row in hand while they still fit it', () => {
    expect(rowCalled(rows, 0, 'alv', true)).toBe(0);
    expect(rowCalled(rows, 0, 'alo', true)).toBe(2);
  });
});
