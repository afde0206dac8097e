import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3-multiple-ciphers';
import BetterSqlite from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { journalise, verifyJournal } from '../../src/casework/journal/journal.ts';
import { database, openDatabase } from '../../src/casework/store/database.ts';
import { deriveKeys } from '../../src/casework/store/keys.ts';
import { migrate } from '../../src/casework/store/migrate.ts';
import { cacheMigrations, journalMigrations, openStore, type Store } from '../../src/casework/store/store.ts';
import { migrateRegister } from '../../src/repository/register/migrate.ts';
import { migrations as registerMigrations } from '../../src/repository/register/migrations.ts';
import { openRegisterDatabase } from '../../src/repository/register/sqlite.ts';
import { defineLogFunctions } from '../../src/repository/log/book.ts';
import { scratchFolder } from './scratch.ts';

const storeKey = 'a7'.repeat(32);
const keys = deriveKeys(storeKey);
const at = new Date('2026-11-21T12:00:00.000Z');
const sha = (digit: string): string => digit.repeat(64);

/** Between any two statements of a script, so that a process can end there. */
function withPoints(text: string): string {
  return text
    .split(/;\s*\n(?=\s*(?:create|insert|drop|alter|update|delete)\b)/i)
    .map((statement) => statement.trim().replace(/;$/, ''))
    .join(';\nselect crash_point();\n')
    .concat(';\nselect crash_point();');
}

/** What a process that is killed now leaves behind: the files as they are in the system's hands. */
function photographer(
  folder: string,
  file: string,
  into: string,
): { shoot: () => number; readonly taken: () => number } {
  let taken = 0;
  return {
    shoot() {
      const to = join(into, String(taken));
      mkdirSync(to, { recursive: true });
      for (const name of readdirSync(folder)) {
        if (name === file || name === `${file}-wal`) cpSync(join(folder, name), join(to, name));
      }
      taken += 1;
      return taken;
    },
    taken: () => taken,
  };
}

function fillJournal(raw: Database): void {
  const db = database('journal', raw);
  db.write((tx) => {
    for (let n = 0; n < 5; n += 1) journalise(tx, at, { kind: 'orphanSetAside', sha256: sha(String(n)) });
  });
  raw.exec(`insert into signed_acts (act_id, case_id, state, snapshot, search, document_sha256, document_size, signed_sha256,
      signed_size, certificate_sha256, signer, signed_at, batch_id)
    values ('6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11', 'case-1', 'queued', '{}', '', '${sha('a')}', 10, '${sha('b')}', 20, '${sha('c')}', 'J', '2026', 'batch-1');
    insert into outbox (kind, act_id, document_sha256, case_id, payload, state, changed_at)
    values ('act', '6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11', '${sha('a')}', 'case-1', '{"keep":"me"}', 'sent', '2026');
    insert into returns (act_id, document_sha256, case_id, snapshot, search, remark, returned_at)
    values ('act-2', '${sha('d')}', 'case-1', '{}', '', 'falta la firma', '2026')`);
}

function checkJournal(folder: string): void {
  writeFileSync(join(folder, 'store.json'), JSON.stringify({ version: 1, keyCheck: keys.check }));
  const opened = openStore({ folder, storeKey, now: () => at });
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  const store: Store = opened.value;
  try {
    expect(verifyJournal(store.journal)).toMatchObject({ ok: true, entries: 5 });
    const { raw } = store.journal;
    const one = (query: string): unknown => raw.prepare(query).pluck().get();
    expect(one('pragma user_version')).toBe(journalMigrations.at(-1)!.version);
    expect(
      one("select state || signed_sha256 from signed_acts where act_id = '6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11'"),
    ).toBe(`queued${sha('b')}`);
    expect(one("select payload || state from outbox where act_id = '6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11'")).toBe(
      '{"keep":"me"}sent',
    );
    expect(one("select remark from returns where act_id = 'act-2'")).toBe('falta la firma');
    expect(one('pragma integrity_check')).toBe('ok');
    expect(() => raw.exec("update outbox set state = 'waiting'")).toThrow('only move forward');
  } finally {
    store.close();
  }
}

/** A journal as a program of this version left it. */
function journalOf(folder: string, version: number): Database {
  mkdirSync(folder, { recursive: true });
  const raw = openDatabase(join(folder, 'journal.db'), { key: keys.journal, synchronous: 'FULL' });
  migrate(raw, journalMigrations.slice(0, 1), null);
  fillJournal(raw);
  migrate(
    raw,
    journalMigrations.filter((one) => one.version <= version),
    null,
  );
  return raw;
}

describe('a program that is killed while it migrates', () => {
  it.each(journalMigrations.slice(0, -1).map(({ version }) => version))(
    'leaves the journal of version %i whole, whatever statement it was at',
    (version) => {
      const base = scratchFolder();
      const raw = journalOf(join(base, 'live'), version);
      // From the oldest on, every statement of every step is passed; the others show that their own shape is brought on.
      const isOldest = version === journalMigrations[0]!.version;
      const photos = photographer(join(base, 'live'), 'journal.db', join(base, 'photos'));
      raw.function('crash_point', { directOnly: true }, photos.shoot);
      const steps = journalMigrations.map((step) =>
        isOldest && step.version > version ? { ...step, up: withPoints(step.up) } : step,
      );
      photos.shoot();
      migrate(raw, steps, (from) => join(base, `backup-${from}.db`));
      photos.shoot();
      raw.close();
      expect(existsSync(join(base, `backup-${version}.db`))).toBe(true);
      expect(photos.taken()).toBeGreaterThan(isOldest ? 40 : 1);
      for (let n = 0; n < photos.taken(); n += 1) checkJournal(join(base, 'photos', String(n)));
      // The copy made before opens with the same key, and is of the version before.
      const copy = openDatabase(join(base, `backup-${version}.db`), { key: keys.journal, synchronous: 'FULL' });
      expect(copy.pragma('user_version', { simple: true })).toBe(version);
      copy.close();
    },
    180_000,
  );

  it('loses nothing to a kill -9 in the middle of a step', async () => {
    const folder = scratchFolder();
    journalOf(join(folder, 'live'), journalMigrations[0]!.version).close();
    const module = (path: string): string => JSON.stringify(join(import.meta.dirname, '../../src', path));
    const script = `
      import { openDatabase } from ${module('casework/store/database.ts')};
      import { migrate } from ${module('casework/store/migrate.ts')};
      import { journalMigrations } from ${module('casework/store/store.ts')};
      import { deriveKeys } from ${module('casework/store/keys.ts')};
      const raw = openDatabase(process.argv[1], { key: deriveKeys('${storeKey}').journal, synchronous: 'FULL' });
      raw.function('die', () => process.kill(process.pid, 'SIGKILL'));
      const steps = journalMigrations.map((step, at) => at === 2 ? { ...step, up: step.up + '; select die();' } : step);
      migrate(raw, steps, null);`;
    const live = join(folder, 'live');
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, join(live, 'journal.db')], {
      stdio: 'ignore',
    });
    const signal = await new Promise((resolve) => child.on('exit', (_code, name) => resolve(name)));
    expect(signal).toBe('SIGKILL');
    checkJournal(live);
  }, 60_000);

  it('has its cache made anew or brought on, never a half one', () => {
    const base = scratchFolder();
    const live = join(base, 'live');
    journalOf(live, journalMigrations.at(-1)!.version).close();
    const raw = openDatabase(join(live, 'cache.db'), { key: keys.cache, synchronous: 'NORMAL' });
    const photos = photographer(live, 'cache.db', join(base, 'photos'));
    raw.function('crash_point', { directOnly: true }, photos.shoot);
    migrate(
      raw,
      cacheMigrations.map((step) => ({ ...step, up: withPoints(step.up) })),
      null,
    );
    raw.close();
    for (let n = 0; n < photos.taken(); n += 1) {
      const photo = join(base, 'photos', String(n));
      cpSync(join(live, 'journal.db'), join(photo, 'journal.db'));
      checkJournal(photo);
    }
  }, 60_000);

  it.each(registerMigrations.slice(0, -1).map(({ version }) => version))(
    'leaves the repository’s register of version %i whole, and a copy of it',
    (version) => {
      const base = scratchFolder();
      const live = join(base, 'live');
      mkdirSync(live);
      const db = new BetterSqlite(join(live, 'register.db'));
      db.pragma('journal_mode = WAL');
      defineLogFunctions(db);
      migrateRegister(db, registerMigrations.slice(0, 1), join(base, 'none'));
      db.exec(`insert into cases (case_id, office_id, record) values ('case-1', 'ufi-3', '{}');
        insert into acts (act_id, case_id, proposal, state) values ('6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11', 'case-1', '{}', 'registered');
        insert into registrations values ('6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11', 'case-1', 1, '${sha('b')}', '{}', 'the.very.receipt')`);
      migrateRegister(
        db,
        registerMigrations.filter((one) => one.version <= version),
        join(base, 'none'),
      );
      const photos = photographer(live, 'register.db', join(base, 'photos'));
      db.function('crash_point', { directOnly: true }, photos.shoot);
      photos.shoot();
      const steps = registerMigrations.map((step) =>
        version === 10 && step.version > version ? { ...step, sql: withPoints(step.sql) } : step,
      );
      migrateRegister(db, steps, join(base, 'backups'));
      db.close();
      expect(readdirSync(join(base, 'backups'))).toHaveLength(1);
      for (let n = 0; n < photos.taken(); n += 1) {
        const photo = openRegisterDatabase(join(base, 'photos', String(n)), {});
        expect(
          photo
            .prepare("select receipt from registrations where act_id = '6f1c2a52-4b77-4a35-9d0e-3c1f0a9d7e11'")
            .pluck()
            .get(),
        ).toBe('the.very.receipt');
        expect(photo.pragma('user_version', { simple: true })).toBe(registerMigrations.at(-1)!.version);
        photo.close();
      }
    },
    180_000,
  );

  it('makes its fixtures with rows that a test can lose', () => {
    const folder = scratchFolder();
    journalOf(folder, journalMigrations[0]!.version).close();
    const whole = readFileSync(join(folder, 'journal.db'));
    writeFileSync(join(folder, 'journal.db'), whole.subarray(0, whole.length - 8192));
    expect(() => checkJournal(folder)).toThrow();
  });
});
