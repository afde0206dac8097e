import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CheckedEvent, takeFeedPage } from '../../src/casework/casefile/feed.ts';
import { proposalMark, readAct } from '../../src/casework/casefile/act-rows.ts';
import { type CaseIndex, caseIndex } from '../../src/casework/casefile/case-index.ts';
import { trayCounts, trayPage } from '../../src/casework/casefile/trays.ts';
import { markShown, returnAct } from '../../src/casework/casefile/decisions.ts';
import { enqueueReturn } from '../../src/casework/outbox/rows.ts';
import { searchable, searchWords } from '../../src/casework/casefile/words.ts';
import { type ReadableDB, type Sql, type Store, openStore, sql } from '../../src/casework/store/index.ts';
import type { ActRow, Tray } from '../../src/contract/acts.ts';
import { ActId, CaseId, Sha256 } from '../../src/contract/ids.ts';
import type { Viewer } from '../../src/casework/acts/viewer.ts';
import type { ReceiptStatement } from '../../src/contract/receipts.ts';
import type { CaseRecord, Proposal } from '../../src/contract/wire.ts';
import { scratchFolder } from './scratch.ts';

const now = new Date('2026-11-21T12:00:00Z');
const hash = (n: number) => Sha256.parse(n.toString(16).padStart(64, '0'));
const idOf = (n: number) => ActId.parse(`00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);

function emptyStore(): Store {
  const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => now });
  if (!opened.ok) throw new Error(opened.failure.kind);
  onTestFinished(() => opened.value.close());
  return opened.value;
}
function feed(store: Store, events: CheckedEvent[], cursor = '1'): void {
  store.cache.write((tx) => takeFeedPage(tx, { events, cursor }, now));
}
const aCase = (change: Partial<CaseRecord> = {}): CaseRecord => ({
  caseId: CaseId.parse(randomUUID()),
  ...{
    caseNumber: 'IPP 1',
    caption: 'NÚÑEZ s/ robo',
    officeId: 'o',
    confidentialityLevel: 1,
    detained: false,
    ...change,
  },
});
const proposal = (caseId: CaseId, n: number, change: Partial<Proposal> = {}): Proposal => ({
  ...{
    actId: idOf(n),
    caseId,
    officeId: 'o',
    type: 'resolución',
    title: `Acto ${n}`,
    author: 'Ana',
    confidentialityLevel: 1,
  },
  ...{ dueAt: null, documentSha256: hash(n), size: 1000, vouchedBy: null },
  ...{ proposedAt: new Date(1_700_000_000_000 + n * 60_000).toISOString(), ...change },
});
const proposed = (one: Proposal): CheckedEvent => ({ kind: 'proposal', proposal: one });
/** The whole tray, page by page; read from its end it must be the same. */
function all(store: Store, tray: Tray, limit: number, search = ''): ActRow[] {
  const rows = pages(store, tray, limit, search, 'start').flat();
  expect(pages(store, tray, limit, search, 'end').toReversed().flat()).toEqual(rows);
  return rows;
}
function pages(store: Store, tray: Tray, limit: number, search: string, from: 'start' | 'end'): ActRow[][] {
  const read: ActRow[][] = [];
  for (let after: string | null = null; read.length < 10_000;) {
    const page = trayPage(store.reader, tray, { viewer, after, limit, search, from });
    read.push(page.rows);
    if (page.next === null) return read;
    after = page.next;
  }
  throw new Error('a tray without end');
}

const viewer = { role: 'magistrate', validator: false, personId: 'p-1', name: 'Juana Prueba' } as const;

describe('a visado', () => {
  it('narrows the tray to sign to what it covers, and falls with the bytes it was given over', () => {
    const store = emptyStore();
    const one = aCase();
    feed(store, [{ kind: 'case', case: one }]);
    const vouchedBy = ['Nerea Lapacó', null, ' Nerea Lapacó ', '  '];
    feed(
      store,
      vouchedBy.map((name, n) => proposed(proposal(one.caseId, n, { vouchedBy: name }))),
    );
    const named = () => trayPage(store.reader, 'toSign', { viewer, after: null, limit: 10, search: '', vouched: true });
    expect(named().rows.map(({ actId }) => actId)).toEqual([idOf(0), idOf(2)]);
    expect(named().total).toBe(2);
    // The same act with other bytes: the visado was of those that are gone.
    feed(store, [proposed(proposal(one.caseId, 0, { documentSha256: hash(900), vouchedBy: null }))], '2');
    expect(named().rows.map(({ actId }) => actId)).toEqual([idOf(2)]);
    expect(readAct(store.reader, idOf(0))).toMatchObject({ vouchedBy: null, shown: false });
    expect(trayPage(store.reader, 'toSign', { viewer, after: null, limit: 10, search: '' }).total).toBe(4);
  });
});

describe('a tray', () => {
  it('of 5,000 acts is paged in milliseconds, each act once, in order', () => {
    const store = emptyStore();
    const cases = Array.from({ length: 200 }, (_, i) => aCase({ detained: i % 9 === 0, caption: `Causa ${i} Ñandú` }));
    feed(
      store,
      cases.map((one) => ({ kind: 'case', case: one })),
    );
    const due = (n: number) =>
      n % 3 === 0 ? new Date(1_790_000_000_000 + ((n * 7919) % 5000) * 1000).toISOString() : null;
    feed(
      store,
      Array.from({ length: 5000 }, (_, n) => proposed(proposal(cases[n % 200]!.caseId, n, { dueAt: due(n) }))),
    );

    const started = process.cpuUsage();
    const rows = pages(store, 'toSign', 100, '', 'start').flat();
    const spent = process.cpuUsage(started);
    const perPage = (spent.user + spent.system) / 1000 / 50;
    expect(rows).toHaveLength(5000);
    expect(new Set(rows.map(({ actId }) => actId)).size).toBe(5000);
    const order = rows.map((row) => [row.detained ? 0 : 1, row.dueAt ?? '9999', row.actId].join('|'));
    expect(order.map((key) => key.slice(0, 26))).toEqual([...order].sort().map((key) => key.slice(0, 26)));
    // Of the processor, generous beside the few milliseconds it takes: a scan for each row would fail it, a busy machine does not.
    expect(perPage).toBeLessThan(60);
    expect(trayPage(store.reader, 'toSign', { viewer, after: null, limit: 1, search: '' }).total).toBe(5000);
    expect(trayCounts(store.reader, viewer)).toEqual({
      ...{ toSign: 5000, signed: 0, queue: 0, registered: 0, returned: 0 },
      ...{ dueToday: 0, toNotify: 0 },
    });

    const found = trayPage(store.reader, 'toSign', { viewer, after: null, limit: 500, search: 'nandu causa 17' });
    expect(found.total).toBe(rows.filter((row) => /17/.test(`${row.caption} ${row.title} ${row.caseNumber}`)).length);
    expect(pages(store, 'toSign', 100, '', 'end').toReversed().flat()).toEqual(rows);
    expect(all(store, 'toSign', 7, 'ACTO 4999')).toHaveLength(1);
    expect(trayPage(store.reader, 'toSign', { viewer, after: null, limit: 5, search: '%' })).toMatchObject({
      rows: [],
      total: 0,
    });
  });

  it('is counted by indexes alone: no act of it is read to know how many there are', () => {
    const { reader } = emptyStore();
    const plan: string[] = [];
    const explained = (query: Sql): undefined => {
      const steps = reader.all<{ detail: string }>(sql`explain query plan ${query}`);
      plan.push(...steps.map(({ detail }) => detail).filter((step) => /^(SCAN|SEARCH) p /.test(step)));
    };
    for (const tray of ['toSign', 'dueToday', 'registered'] as const)
      trayPage({ all: () => [], get: explained } as unknown as ReadableDB, tray, {
        ...{ viewer, after: null, limit: 1, search: '', endOfDay: now.toISOString() },
      });
    expect(plan.map((step) => /USING (.*)/.exec(step)?.[1])).toEqual([
      'COVERING INDEX proposals_to_sign',
      'COVERING INDEX proposals_to_sign',
      'COVERING INDEX proposals_registered',
    ]);
  });

  it('goes on at the same place while acts come and go', () => {
    const store = emptyStore();
    const one = aCase();
    feed(store, [{ kind: 'case', case: one }, ...[1, 2, 4, 5].map((n) => proposed(proposal(one.caseId, n)))]);
    const first = trayPage(store.reader, 'toSign', { viewer, after: null, limit: 2, search: '' });
    expect(first.rows.map(({ actId }) => actId)).toEqual([idOf(1), idOf(2)]);
    feed(store, [proposed(proposal(one.caseId, 3)), proposed(proposal(one.caseId, 0))]);
    const second = trayPage(store.reader, 'toSign', { viewer, after: first.next, limit: 9, search: '' });
    expect(second.rows.map(({ actId }) => actId)).toEqual([idOf(3), idOf(4), idOf(5)]);
    expect(second).toMatchObject({ total: 6, next: null });
    for (const bad of ['nonsense', '[]', '{"a":1}', '[1,2]']) {
      expect(trayPage(store.reader, 'toSign', { viewer, after: bad, limit: 9, search: '' }).rows).toHaveLength(6);
    }
  });

  it('follows the case: caption, number and a detained person', () => {
    const store = emptyStore();
    const [one, two] = [aCase(), aCase()];
    // The proposal may come before its case is known.
    feed(store, [proposed(proposal(one.caseId, 1)), { kind: 'case', case: two }, proposed(proposal(two.caseId, 2))]);
    expect(readAct(store.reader, idOf(1))).toMatchObject({ caption: '', detained: false });
    feed(store, [{ kind: 'case', case: one }]);
    feed(store, [{ kind: 'case', case: { ...two, detained: true, caption: 'GÓMEZ s/ hurto' } }]);
    expect(all(store, 'toSign', 5).map(({ actId, caption }) => [actId, caption])).toEqual([
      [idOf(2), 'GÓMEZ s/ hurto'],
      [idOf(1), 'NÚÑEZ s/ robo'],
    ]);
    expect(all(store, 'toSign', 5, 'gomez')).toHaveLength(1);
  });

  it('shows returns of this desk and of others, newest first, and loses them when the act is proposed anew', () => {
    const store = emptyStore();
    const one = aCase();
    feed(store, [{ kind: 'case', case: one }, ...[1, 2, 3].map((n) => proposed(proposal(one.caseId, n)))]);
    const at = (minute: number) => new Date(now.getTime() + minute * 60_000).toISOString();
    for (const [n, minute] of [
      [1, 5],
      [2, 1],
    ] as const) {
      const act = readAct(store.reader, idOf(n))!;
      const given = {
        actId: idOf(n),
        documentSha256: hash(n),
        remark: `Nota ${n}`,
        returnedBy: 'J',
        returnedAt: at(minute),
      };
      store.journal.write((tx) =>
        returnAct(tx, act, given, { personId: 'p', proposal: proposalMark(store.reader, idOf(n)) }, enqueueReturn, now),
      );
    }
    const other = {
      actId: idOf(3),
      documentSha256: hash(3),
      remark: 'De otra mesa',
      returnedBy: 'X',
      returnedAt: at(3),
    };
    feed(store, [{ kind: 'returned', return: other }]);
    expect(all(store, 'returned', 1).map(({ remark, sending }) => [remark, sending])).toEqual([
      ['Nota 1', 'waiting'],
      ['De otra mesa', null],
      ['Nota 2', 'waiting'],
    ]);
    expect(all(store, 'queue', 1).map(({ actId }) => actId)).toEqual([idOf(1), idOf(2)]);
    expect(trayCounts(store.reader, viewer)).toMatchObject({ toSign: 0, returned: 3, queue: 2 });
    expect(all(store, 'returned', 5, 'acto 2')).toHaveLength(1);
    // Our own return comes back by the feed: still one row.
    feed(store, [
      { kind: 'returned', return: { ...other, actId: idOf(1), documentSha256: hash(1), returnedAt: at(5) } },
    ]);
    expect(trayCounts(store.reader, viewer).returned).toBe(3);
    feed(store, [proposed(proposal(one.caseId, 1, { documentSha256: hash(99) }))]);
    expect(trayCounts(store.reader, viewer)).toMatchObject({ toSign: 1, returned: 2 });
    // Without the cache the returns of this desk are still there.
    store.cache.write((tx) => void tx.run(sql`delete from proposals`));
    expect(all(store, 'returned', 5).map(({ title, remark }) => [title, remark])).toEqual([
      ['Acto 1', 'Nota 1'],
      ['Acto 2', 'Nota 2'],
    ]);
    const whole = { after: null, limit: 10, search: '', viewer };
    expect(caseIndex(store.reader, one.caseId, whole)).toMatchObject({ caption: one.caption, acts: { length: 2 } });
  });

  it('shows a proposal again that another desk returned and that came once more with the same bytes', () => {
    const store = emptyStore();
    const one = aCase();
    const first = proposal(one.caseId, 1);
    const back = {
      actId: idOf(1),
      documentSha256: hash(1),
      remark: 'r',
      returnedBy: 'X',
      returnedAt: now.toISOString(),
    };
    // Its clock may have gone back: the order of the feed counts.
    const anew = {
      ...first,
      title: 'Con visado',
      vouchedBy: 'Sara',
      proposedAt: new Date(1_600_000_000_000).toISOString(),
    };
    const events: CheckedEvent[] = [
      { kind: 'case', case: one },
      proposed(first),
      { kind: 'returned', return: back },
      proposed(anew),
    ];
    feed(store, events);
    expect(all(store, 'toSign', 5)).toMatchObject([{ title: 'Con visado', vouchedBy: 'Sara', remark: null }]);
    expect(all(store, 'toSign', 5, 'visado')).toHaveLength(1);
    feed(store, events);
    expect(trayCounts(store.reader, viewer)).toMatchObject({ toSign: 1, returned: 0 });
  });

  it('is the same however often the feed tells it', () => {
    const store = emptyStore();
    const one = aCase();
    const events: CheckedEvent[] = [
      { kind: 'case', case: one },
      ...[1, 2].map((n) => proposed(proposal(one.caseId, n))),
    ];
    const back: CheckedEvent = {
      kind: 'returned',
      return: { actId: idOf(2), documentSha256: hash(2), remark: 'r', returnedBy: 'X', returnedAt: now.toISOString() },
    };
    feed(store, [...events, back]);
    const before = [all(store, 'toSign', 9), all(store, 'returned', 9)];
    feed(store, [...events, back]);
    expect([all(store, 'toSign', 9), all(store, 'returned', 9)]).toEqual(before);
  });

  it('says which acts were shown, for exactly their bytes', () => {
    const store = emptyStore();
    const one = aCase();
    feed(store, [{ kind: 'case', case: one }, proposed(proposal(one.caseId, 1))]);
    const shown = { actId: idOf(1), documentSha256: hash(1), via: 'window', personId: 'p' };
    expect(store.journal.write((tx) => markShown(tx, shown, now))).toBe(true);
    expect(store.journal.write((tx) => markShown(tx, shown, now))).toBe(false);
    expect(readAct(store.reader, idOf(1))?.shown).toBe(true);
    feed(store, [proposed(proposal(one.caseId, 1, { documentSha256: hash(7) }))]);
    expect(readAct(store.reader, idOf(1))).toMatchObject({ shown: false, documentSha256: hash(7) });
  });
});

describe('searching', () => {
  it('does not mind accents, capitals and spaces', () => {
    expect(searchable('  NÚÑEZ,   Iván', 'Güemes')).toBe('nunez, ivan guemes');
    expect(searchWords('  Ñandú  S/ robo ')).toEqual(['nandu', 's/', 'robo']);
    expect(searchWords('   ')).toEqual([]);
  });
});

describe('what is due today', () => {
  it('is of the tray to sign, by the end of the day, those that are late with it', () => {
    const store = emptyStore();
    const one = aCase();
    const due = ['2026-11-21T15:00:00.000Z', '2026-11-20T15:00:00.000Z', '2026-11-23T15:00:00.000Z', null];
    feed(store, [{ kind: 'case', case: one }, ...due.map((dueAt, n) => proposed(proposal(one.caseId, n, { dueAt })))]);
    const endOfDay = '2026-11-21T23:59:59.999Z';
    const page = trayPage(store.reader, 'dueToday', { viewer, after: null, limit: 9, search: '', endOfDay });
    expect(page.rows.map(({ title }) => title)).toEqual(['Acto 1', 'Acto 0']);
    expect(trayCounts(store.reader, viewer, endOfDay)).toMatchObject({ toSign: 4, dueToday: 2 });
    const first = trayPage(store.reader, 'dueToday', { viewer, after: null, limit: 1, search: '', endOfDay });
    const second = trayPage(store.reader, 'dueToday', { viewer, after: first.next, limit: 1, search: '', endOfDay });
    expect([...first.rows, ...second.rows].map(({ title }) => title)).toEqual(['Acto 1', 'Acto 0']);
    expect(second.next).toBeNull();
  });
});

describe('a case’s index', () => {
  /** Registered with number `n`, its file here. */
  const registered = (caseId: CaseId, n: number): CheckedEvent => ({
    kind: 'registered',
    receipt: 'jws',
    verifiedHere: true,
    statement: {
      ...{ v: 1, repository: 'r', actId: idOf(n), caseId, number: n, folioFrom: n, folioTo: n },
      ...{ sha256: hash(n), size: 1000, documentSha256: hash(n), documentSize: 1000, certificateSha256: hash(1) },
      ...{ registeredAt: now.toISOString(), signedAt: now.toISOString() },
    } as unknown as ReceiptStatement,
  });
  const whole = (store: Store, caseId: CaseId, limit: number, search = '', eyes: Viewer = viewer): ActRow[] => {
    const pages = (from: 'start' | 'end'): ActRow[][] => {
      const read: ActRow[][] = [];
      for (let after: string | null = null; read.length < 1000;) {
        const page: CaseIndex = caseIndex(store.reader, caseId, { after, limit, search, viewer: eyes, from })!;
        read.push(page.acts);
        if (page.next === null) return read;
        after = page.next;
      }
      throw new Error('an index without end');
    };
    const rows = pages('start').flat();
    expect(pages('end').toReversed().flat()).toEqual(rows);
    return rows;
  };

  it('is read by keyset: the registered acts by number, then those on their way, each once', () => {
    const store = emptyStore();
    const one = aCase();
    const other = aCase();
    feed(store, [
      { kind: 'case', case: one },
      { kind: 'case', case: other },
    ]);
    // Numbered against the order in which they came.
    const numbers = Array.from({ length: 200 }, (_, n) => n + 1).reverse();
    feed(
      store,
      numbers.flatMap((n) => [proposed(proposal(one.caseId, n)), registered(one.caseId, n)]),
    );
    feed(store, [proposed(proposal(one.caseId, 900)), proposed(proposal(other.caseId, 901))], '2');
    const rows = whole(store, one.caseId, 7);
    expect(all(store, 'registered', 7)).toHaveLength(200);
    expect(rows.map(({ registration }) => registration?.number ?? null)).toEqual([...numbers.reverse(), null]);
    const page = caseIndex(store.reader, one.caseId, { after: null, limit: 7, search: '', viewer });
    expect(page).toMatchObject({ total: 201, acts: { length: 7 } });
    expect(whole(store, one.caseId, 3, 'acto 19').map(({ title }) => title)).toContain('Acto 190');
    expect(caseIndex(store.reader, one.caseId, { after: 'nonsense', limit: 1, search: '', viewer })?.acts).toEqual(
      rows.slice(0, 1),
    );
  });

  it('keeps the line of a piece for other eyes, which says nothing and is found by nothing', () => {
    const store = emptyStore();
    const one = aCase();
    feed(store, [{ kind: 'case', case: one }]);
    feed(store, [
      proposed(proposal(one.caseId, 1, { title: 'Pericia abierta' })),
      proposed(proposal(one.caseId, 2, { title: 'Pericia reservada', confidentialityLevel: 4 })),
    ]);
    const clerk = { ...viewer, role: 'clerk' } as const;
    expect(whole(store, one.caseId, 10, '', clerk).map(({ title }) => title)).toEqual(['Pericia abierta', '']);
    expect(whole(store, one.caseId, 10, 'pericia', clerk).map(({ title }) => title)).toEqual(['Pericia abierta']);
    const auditor = { ...viewer, role: 'auditor' } as const;
    expect(whole(store, one.caseId, 10, 'pericia', auditor).map(({ title }) => title)).toEqual(['Pericia abierta']);
  });
});
