import { describe, expect, it, onTestFinished } from 'vitest';
import fc from 'fast-check';
import { type Json, canonical } from '../../src/casework/journal/canonical.ts';
import { journalHead, journalRoot, journalise, verifyJournal } from '../../src/casework/journal/journal.ts';
import { type Store, openStore, sql } from '../../src/casework/store/index.ts';
import { scratchFolder } from './scratch.ts';

const at = new Date('2026-11-21T12:00:00Z');

function storeWith(entries: number): Store {
  const opened = openStore({ folder: scratchFolder(), storeKey: '11'.repeat(32), now: () => at });
  if (!opened.ok) throw new Error(opened.failure.kind);
  onTestFinished(() => opened.value.close());
  for (let i = 0; i < entries; i += 1) {
    opened.value.journal.write((tx) =>
      journalise(tx, at, { kind: 'documentShown', actId: `a${i}`, documentSha256: 'd', personId: 'p', via: 'window' }),
    );
  }
  return opened.value;
}

/** Changes rows behind the triggers' back, as somebody with the key and a tool could. */
function tamper(store: Store, statement: string): void {
  store.journal.raw.exec(`drop trigger if exists journal_not_changed; drop trigger if exists journal_not_deleted;`);
  store.journal.raw.exec(statement);
}

describe('the journal', () => {
  it('begins with nothing and chains every entry to the one before', () => {
    const store = storeWith(0);
    expect(journalHead(store.journal)).toEqual({ entries: 0, head: journalRoot });
    expect(verifyJournal(store.journal)).toEqual({ ok: true, entries: 0, head: journalRoot });
    const full = storeWith(5);
    const rows = full.journal.all<{ prev: string; hash: string }>(sql`select prev, hash from journal order by seq`);
    expect(rows.map((row) => row.prev)).toEqual([journalRoot, ...rows.slice(0, 4).map((row) => row.hash)]);
    expect(verifyJournal(full.journal)).toEqual({ ok: true, entries: 5, head: rows[4]!.hash });
    expect(verifyJournal(full.reader)).toMatchObject({ ok: true, entries: 5 });
  });

  it('refuses changes, deletions and gaps in SQL itself', () => {
    const { raw } = storeWith(2).journal;
    expect(() => raw.exec("update journal set body = '{}' where seq = 1")).toThrow(/append-only/);
    expect(() => raw.exec('delete from journal where seq = 2')).toThrow(/append-only/);
    expect(() => raw.exec("insert into journal values (9, 'x', '{}', 'p', 'h')")).toThrow(/no gaps/);
    expect(() => raw.exec("insert or replace into journal values (1, 'x', '{}', 'p', 'h')")).toThrow();
  });

  it.each([
    ['a changed body', "update journal set body = replace(body, 'a3', 'aX') where seq = 4", 4, 'hash'],
    ['a changed time', "update journal set at = '2020-01-01T00:00:00.000Z' where seq = 2", 2, 'hash'],
    ['a row taken out', 'delete from journal where seq = 3', 3, 'missing'],
    ['a rehashed row', "update journal set hash = 'ff' where seq = 5", 5, 'hash'],
    ['another past', "update journal set prev = 'ff' where seq = 6", 6, 'prev'],
  ])('names the first broken row: %s', (_what, statement, seq, reason) => {
    const store = storeWith(8);
    tamper(store, statement);
    expect(verifyJournal(store.journal)).toEqual({ ok: false, seq, reason });
  });

  it('can check the newest entries only', () => {
    const store = storeWith(8);
    tamper(store, "update journal set body = '{}' where seq = 2");
    expect(verifyJournal(store.journal, 4)).toMatchObject({ ok: true, entries: 8 });
    expect(verifyJournal(store.journal, 7)).toEqual({ ok: false, seq: 2, reason: 'hash' });
  });

  it('is written with what it tells, or not at all', () => {
    const store = storeWith(1);
    expect(() =>
      store.journal.write((tx) => {
        journalise(tx, at, { kind: 'orphanSetAside', sha256: 'x' });
        throw new Error('the other half failed');
      }),
    ).toThrow('the other half failed');
    expect(journalHead(store.journal).entries).toBe(1);
  });
});

describe('canonical text', () => {
  it('does not depend on the order of keys and reads back as the same value', () => {
    expect(canonical({ b: 1, a: [true, null, 'ñ"'], c: undefined })).toBe('{"a":[true,null,"ñ\\""],"b":1}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse()) as Json;
        const text = canonical(value as Json);
        expect(canonical(shuffled)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
    expect(() => canonical(Number.NaN)).toThrow(RangeError);
  });
});
