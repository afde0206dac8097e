import { fork } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/casework/store/database.ts';
import { deriveKeys } from '../../src/casework/store/keys.ts';
import { type Migration, migrate, versionOf } from '../../src/casework/store/migrate.ts';
import { type Store, cacheMigrations, journalMigrations, openStore } from '../../src/casework/store/store.ts';
import { actsOfFile } from '../../src/casework/casefile/blobs.ts';
import { type ReadableDB, type Sql, allOf, sql, troubleOf } from '../../src/casework/store/index.ts';
import { scratchFolder } from './scratch.ts';

const storeKey = '11'.repeat(32);
const open = (folder: string, key = storeKey) =>
  openStore({ folder, storeKey: key, lockWaitMs: 50, now: () => new Date('2026-11-21T12:00:00Z') });
function opened(folder: string): Store {
  const result = open(folder);
  if (!result.ok) throw new Error(result.failure.kind);
  onTestFinished(() => result.value.close());
  return result.value;
}

describe('the store', () => {
  it('pushes every commit of the journal to the disk, and keeps both databases in WAL', () => {
    const store = opened(scratchFolder());
    expect(store.journal.raw.pragma('synchronous', { simple: true })).toBe(2);
    expect(store.journal.raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(store.cache.raw.pragma('synchronous', { simple: true })).toBe(1);
    expect(store.cache.raw.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('makes STRICT tables only', () => {
    const store = opened(scratchFolder());
    for (const db of [store.journal, store.cache]) {
      const tables = db.all<{ name: string; strict: number }>(
        sql`select name, strict from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'`,
      );
      expect(tables.length).toBeGreaterThan(2);
      expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
    }
  });

  it('leaves nothing readable on the disk', () => {
    const folder = scratchFolder();
    const store = opened(folder);
    store.journal.write((tx) => tx.run(sql`insert into settings values ('canary', 'Expediente Secreto')`));
    store.cache.write((tx) =>
      tx.run(
        sql`insert into cases (case_id, case_number, caption, office_id, confidentiality_level, detained) values ('c', 'n', 'Expediente Secreto', 'o', 0, 0)`,
      ),
    );
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (name.endsWith('.db') || name.includes('.db-')) expect(readFileSync(path).includes('Secreto')).toBe(false);
    }
  });

  it('asks over both databases and writes through neither', () => {
    const store = opened(scratchFolder());
    store.journal.write((tx) => tx.run(sql`insert into settings values ('a', '1')`));
    store.cache.write((tx) =>
      tx.run(
        sql`insert into cases (case_id, case_number, caption, office_id, confidentiality_level, detained) values ('c', 'n', 'x', 'o', 0, 0)`,
      ),
    );
    const row = store.reader.get<{ a: string; c: string }>(
      sql`select value as a, caption as c from main.settings, cache.cases`,
    );
    expect(row).toEqual({ a: '1', c: 'x' });
    expect(() => store.reader.all(sql`insert into settings values ('b', '2') returning name`)).toThrow(/readonly/);
    expect(() => store.reader.all(sql`delete from cache.cases returning case_id`)).toThrow(/readonly/);
  });

  it('finds whose a file is by indexes alone, however many acts there are', () => {
    const { reader } = opened(scratchFolder());
    const plan: string[] = [];
    const explained = (query: Sql): unknown[] => {
      const explaining = sql`explain query plan ${query}`;
      plan.push(...reader.all<{ detail: string }>(explaining).map(({ detail }) => detail));
      return [];
    };
    actsOfFile({ all: explained } as unknown as ReadableDB, 'a'.repeat(64));
    expect(plan.filter((step) => /^(SCAN|SEARCH)/.test(step)).length).toBeGreaterThanOrEqual(10);
    // What others signed before us is looked through: there is never much of it under way.
    const through = plan.filter((step) => step.startsWith('SCAN'));
    expect(through).toEqual(['SCAN cache.proposals USING INDEX proposals_partly_signed']);
  });

  it('lets no transaction span both databases, nor lie inside another', () => {
    const store = opened(scratchFolder());
    expect(() => store.journal.write(() => store.cache.write(() => 1))).toThrow(/inside a transaction of journal/);
    expect(() => store.cache.write(() => store.journal.write(() => 1))).toThrow(/inside a transaction of cache/);
    expect(() => store.journal.write(() => store.journal.write(() => 1))).toThrow(/inside a transaction/);
  });

  it('keeps all of a transaction or none', () => {
    const store = opened(scratchFolder());
    expect(() =>
      store.journal.write((tx) => {
        tx.run(sql`insert into settings values ('a', '1')`);
        tx.runExactly(1, sql`update settings set value = '2' where name = 'nobody'`);
      }),
    ).toThrow(/0 rows changed instead of 1/);
    expect(store.journal.all(sql`select * from settings`)).toEqual([]);
  });

  it('refuses a wrong key and stays whole', () => {
    const folder = scratchFolder();
    const first = open(folder);
    if (first.ok) first.value.close();
    expect(open(folder, '22'.repeat(32))).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
    // Also when somebody removed the check value: then only the file itself can tell, and it cannot tell a key from damage.
    rmSync(join(folder, 'store.json'));
    expect(open(folder, '22'.repeat(32))).toMatchObject({ ok: false, failure: { kind: 'storeDamaged' } });
    expect(existsSync(join(folder, 'store.json'))).toBe(false);
    opened(folder);
    expect(existsSync(join(folder, 'store.json'))).toBe(true);
  });

  it('says when the journal is damaged', () => {
    const folder = scratchFolder();
    const first = open(folder);
    if (first.ok) first.value.close();
    const bytes = readFileSync(join(folder, 'journal.db'));
    bytes.fill(0x55, 0, 2000);
    writeFileSync(join(folder, 'journal.db'), bytes);
    expect(open(folder)).toMatchObject({ ok: false, failure: { kind: 'storeDamaged', store: 'journal.db' } });
  });

  it('refuses to begin anew where a journal was before', () => {
    const folder = scratchFolder();
    const first = open(folder);
    if (first.ok) first.value.close();
    rmSync(join(folder, 'journal.db'));
    const missing = { kind: 'storeDamaged', store: 'journal', detail: 'journal.db is missing' };
    expect(open(folder)).toEqual({ ok: false, failure: missing });
    expect(existsSync(join(folder, 'journal.db'))).toBe(false);
  });

  it('refuses a journal of a newer program', () => {
    const folder = scratchFolder();
    const first = open(folder);
    if (!first.ok) throw new Error(first.failure.kind);
    first.value.journal.raw.pragma('user_version = 990');
    first.value.close();
    expect(open(folder)).toEqual({
      ok: false,
      failure: { kind: 'storeFromFuture', store: 'journal.db', version: 990 },
    });
  });

  it('throws a cache away that is damaged or of a newer program', () => {
    const folder = scratchFolder();
    const first = open(folder);
    if (!first.ok) throw new Error(first.failure.kind);
    expect(first.value.cacheIsNew).toBe(true);
    first.value.cache.raw.pragma('user_version = 990');
    first.value.journal.write((tx) => tx.run(sql`insert into settings values ('kept', 'yes')`));
    first.value.close();
    const second = open(folder);
    if (!second.ok) throw new Error(second.failure.kind);
    expect(second.value.cacheIsNew).toBe(true);
    second.value.close();
    writeFileSync(join(folder, 'cache.db'), Buffer.alloc(8192, 0x55));
    const third = opened(folder);
    expect(third.cacheIsNew).toBe(true);
    expect(third.journal.get(sql`select value from settings`)).toEqual({ value: 'yes' });
  });

  it('is opened by one office at a time', () => {
    const folder = scratchFolder();
    opened(folder);
    expect(open(folder)).toEqual({ ok: false, failure: { kind: 'storeBusy' } });
  });

  it('is busy for another process too, and free again as soon as that one is killed', async () => {
    const folder = scratchFolder();
    const child = fork(join(import.meta.dirname, 'store-holder.ts'), [folder, storeKey], { execArgv: [] });
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(await new Promise((resolve) => child.once('message', resolve))).toEqual({ ok: true });
    expect(open(folder)).toEqual({ ok: false, failure: { kind: 'storeBusy' } });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    opened(folder);
  });
});

describe('migrations', () => {
  const key = deriveKeys(storeKey).journal;
  const steps: Migration[] = [
    { version: 10, name: 'one', up: 'create table t (a text not null) strict;' },
    { version: 20, name: 'two', up: 'alter table t add column b integer; update t set b = length(a);' },
  ];

  it('change the shape step by step, after a copy of what was there', () => {
    const folder = scratchFolder();
    const raw = openDatabase(join(folder, 'x.db'), { key, synchronous: 'FULL' });
    onTestFinished(() => void raw.close());
    const copyName = (version: number) => join(folder, `copy-${version}.db`);
    expect(migrate(raw, steps.slice(0, 1), copyName)).toEqual({ kind: 'migrated', from: 0, to: 10, backup: null });
    raw.exec("insert into t values ('abc'), ('de')");
    expect(migrate(raw, steps, copyName)).toMatchObject({ from: 10, to: 20, backup: copyName(10) });
    expect(raw.prepare('select * from t').all()).toEqual([
      { a: 'abc', b: 3 },
      { a: 'de', b: 2 },
    ]);
    const copy = openDatabase(copyName(10), { key, synchronous: 'FULL' });
    onTestFinished(() => void copy.close());
    expect(versionOf(copy)).toBe(10);
    expect(copy.prepare('select * from t').all()).toEqual([{ a: 'abc' }, { a: 'de' }]);
    expect(readFileSync(copyName(10)).includes('abc')).toBe(false);
    expect(migrate(raw, steps, copyName)).toMatchObject({ from: 20, to: 20, backup: null });
  });

  it('leave a step undone when it fails', () => {
    const raw = openDatabase(join(scratchFolder(), 'x.db'), { key, synchronous: 'FULL' });
    onTestFinished(() => void raw.close());
    const broken = {
      version: 20,
      name: 'broken',
      up: 'create table u (a text) strict; create table t (a text) strict;',
    };
    expect(() => migrate(raw, [steps[0]!, broken], null)).toThrow(/already exists/);
    expect(versionOf(raw)).toBe(10);
    expect(raw.prepare("select name from sqlite_schema where name = 'u'").all()).toEqual([]);
  });

  it('must be numbered upwards', () => {
    const raw = openDatabase(join(scratchFolder(), 'x.db'), { key, synchronous: 'FULL' });
    onTestFinished(() => void raw.close());
    expect(() => migrate(raw, [steps[1]!, steps[0]!], null)).toThrow(/migration 10/);
    expect(() => migrate(raw, [steps[0]!, steps[0]!], null)).toThrow(/migration 10/);
    for (const list of [journalMigrations, cacheMigrations]) {
      const versions = list.map(({ version }) => version);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    }
  });

  it('0010 builds both databases from nothing, and a copy made by SQLite opens with the same key', () => {
    const folder = scratchFolder();
    const store = opened(folder);
    store.journal.write((tx) => tx.run(sql`insert into settings values ('a', 'b')`));
    store.journal.raw.prepare('vacuum into ?').run(join(folder, 'copy.db'));
    const other = scratchFolder();
    copyFileSync(join(folder, 'copy.db'), join(other, 'journal.db'));
    expect(opened(other).journal.get(sql`select * from settings`)).toEqual({ name: 'a', value: 'b' });
  });
});

describe('migration 0020 of the journal', () => {
  it('keeps returns and outbox rows, with all that guards them', () => {
    const key = deriveKeys(storeKey).journal;
    const raw = openDatabase(join(scratchFolder(), 'x.db'), { key, synchronous: 'FULL' });
    onTestFinished(() => void raw.close());
    const guards = () =>
      raw.prepare("select name from sqlite_schema where type in ('trigger', 'index') order by name").pluck().all();
    migrate(raw, journalMigrations.slice(0, 1), null);
    const before = guards();
    raw.exec(`insert into returns values ('a', 'd', 'c', '{}', 's', 'remark', '2026');
      insert into outbox values (7, 'return', 'a', 'd', 'c', '{"x":1}', 'registered', null, '2026')`);
    expect(migrate(raw, journalMigrations.slice(0, 2), null)).toMatchObject({ from: 10, to: 20 });
    expect(guards()).toEqual(before);
    expect(raw.prepare('select * from returns').all()).toMatchObject([{ act_id: 'a', proposal: '', remark: 'remark' }]);
    expect(raw.prepare('select * from outbox').all()).toMatchObject([{ id: 7, proposal: '', state: 'registered' }]);
    expect(() => raw.exec('delete from returns')).toThrow(/a return stays/);
    expect(() => raw.exec('delete from outbox')).toThrow(/rows stay/);
    expect(() => raw.exec("update outbox set state = 'waiting'")).toThrow(/only move forward/);
    expect(() => raw.exec("update outbox set proposal = 'x'")).toThrow(/does not change/);
  });
});

describe('outbox rows', () => {
  const insert = (store: Store, state: string) =>
    store.journal.write((tx) =>
      tx.run(sql`insert into outbox (kind, act_id, document_sha256, case_id, payload, state, changed_at)
        values ('act', ${state}, 'd', 'c', '{}', ${state}, '2026')`),
    );
  const states = ['waiting', 'sent', 'received', 'registered', 'refused'];
  const forward: Record<string, string[]> = {
    waiting: states,
    sent: ['sent', 'received', 'registered', 'refused'],
    received: ['received', 'registered', 'refused'],
    registered: ['registered'],
    refused: ['refused'],
  };

  it('move forward only, over all pairs of states', () => {
    const store = opened(scratchFolder());
    for (const from of states) insert(store, from);
    for (const from of states) {
      for (const to of states) {
        const attempt = () =>
          store.journal.raw
            .transaction(() => {
              store.journal.raw.prepare('update outbox set state = ? where act_id = ?').run(to, from);
              throw new Error('allowed');
            })
            .immediate();
        expect(attempt, `${from} -> ${to}`).toThrow(forward[from]!.includes(to) ? 'allowed' : 'only move forward');
      }
    }
  });

  it('are never deleted and never become another errand', () => {
    const store = opened(scratchFolder());
    insert(store, 'waiting');
    const run = (text: string) => () => store.journal.raw.exec(text);
    expect(run('delete from outbox')).toThrow(/rows stay/);
    expect(run('update outbox set payload = \'{"a":1}\'')).toThrow(/does not change/);
    expect(run("update outbox set act_id = 'x'")).toThrow(/does not change/);
  });
});

describe('sql', () => {
  it('keeps values out of the text', () => {
    const name = "x'; drop table t; --";
    const condition = sql`a = ${name}`;
    expect(sql`select * from t where ${condition} and b > ${3}`).toEqual({
      text: 'select * from t where a = ? and b > ?',
      values: [name, 3],
    });
    expect(allOf([condition, sql`c is ${null}`])).toEqual({ text: '(a = ?) and (c is ?)', values: [name, null] });
    expect(allOf([]).text).toBe('true');
  });
});

describe('troubleOf', () => {
  const coded = (code: string, path?: string) => Object.assign(new Error(code), { code, path });
  it.each([
    ['ENOSPC', { kind: 'diskFull' }],
    ['SQLITE_FULL', { kind: 'diskFull' }],
    ['SQLITE_BUSY', { kind: 'storeBusy' }],
    ['SQLITE_CORRUPT_VTAB', { kind: 'storeDamaged', store: 'store', detail: 'SQLITE_CORRUPT_VTAB' }],
    ['EACCES', { kind: 'fileUnreadable', file: 'x.pdf', code: 'EACCES' }],
    ['SQLITE_CONSTRAINT', null],
    ['ERR_ANYTHING', null],
  ])('%s', (code, failure) => {
    expect(troubleOf(coded(code, '/secret/folder/x.pdf'))).toEqual(failure);
  });
  it('knows nothing of other errors', () => {
    expect(troubleOf(new TypeError('bug'))).toBeNull();
    expect(troubleOf('text')).toBeNull();
  });
});

describe('migration 0040 of the journal', () => {
  it('knows of older batches what the journal knew, and settles fates once', () => {
    const key = deriveKeys(storeKey).journal;
    const raw = openDatabase(join(scratchFolder(), 'x.db'), { key, synchronous: 'FULL' });
    onTestFinished(() => void raw.close());
    const before = journalMigrations.filter(({ version }) => version < 40);
    migrate(raw, before, null);
    const body = { kind: 'batchStarted', batchId: 'b1', certificateSha256: 'c1'.repeat(32), tokenSerial: 'T-1' };
    raw.prepare("insert into journal values (1, '2026', ?, '0', 'h')").run(JSON.stringify(body));
    raw.exec(`insert into batches values ('b1', 'stopped', null, 'Juana', 'Prueba', 2, '2026', '2026'),
        ('b2', 'finished', null, 'Juana', 'Prueba', 0, '2026', '2026');
      insert into batch_items values ('b1', 0, 'a', 't', 'c', 'kept', null, 's'), ('b1', 1, 'b', 't', 'c', 'waiting', null, null)`);
    migrate(
      raw,
      journalMigrations.filter(({ version }) => version <= 40),
      null,
    );
    expect(raw.prepare('select * from batches order by batch_id').all()).toMatchObject([
      { certificate_sha256: 'c1'.repeat(32), token_serial: 'T-1', pin: 'asCard', pin_per_signature: null },
      { certificate_sha256: '0'.repeat(64), token_serial: '', dismissed_at: null },
    ]);
    raw.exec("update batch_items set state = 'failed', failure = '{}' where position = 1");
    for (const position of [0, 1]) {
      expect(() => raw.exec(`update batch_items set state = 'leftOut' where position = ${position}`)).toThrow(
        /a fate does not change/,
      );
    }
    expect(() => raw.exec('delete from batch_items')).toThrow(/the items of a batch stay/);
  });
});
