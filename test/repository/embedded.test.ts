import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3-multiple-ciphers';
import { openFolderBlobs } from '../../src/repository/blobs/folder.ts';
import { openSqliteRegister, RegisterError } from '../../src/repository/register/sqlite.ts';
import { blobsConformance, caseRecord, registerConformance } from './conformance.ts';

const root = mkdtempSync(join(tmpdir(), 'fojas-repository-'));
let next = 0;
const fresh = () => mkdtempSync(join(root, `${next++}-`));
afterAll(() => rmSync(root, { recursive: true, force: true }));

registerConformance('SQLite', async () => openSqliteRegister(fresh()));
blobsConformance('a folder', () => openFolderBlobs(fresh()));

describe('the SQLite register', () => {
  it('is held by one process at a time', async () => {
    const dir = fresh();
    const first = openSqliteRegister(dir);
    expect(() => openSqliteRegister(dir)).toThrowError(expect.objectContaining({ kind: 'busy' }));
    await first.close();
    await openSqliteRegister(dir).close();
  });

  it('keeps what it said across a restart', async () => {
    const dir = fresh();
    const record = caseRecord();
    const first = openSqliteRegister(dir);
    await first.putCase(record);
    await first.close();
    const second = openSqliteRegister(dir);
    expect(await second.caseOf(record.caseId)).toEqual(record);
    await second.close();
  });

  it('refuses a file of a newer program, and one that is not a database', async () => {
    const future = fresh();
    await openSqliteRegister(future).close();
    const db = new Database(join(future, 'register.db'));
    db.pragma('user_version = 99990');
    db.close();
    expect(() => openSqliteRegister(future)).toThrowError(expect.objectContaining({ kind: 'fromFuture' }));

    const { writeFileSync } = await import('node:fs');
    const broken = fresh();
    writeFileSync(
      join(broken, 'register.db'),
      'this is not a database, and it is long enough to be read as one'.repeat(20),
    );
    expect(() => openSqliteRegister(broken)).toThrowError(RegisterError);
  });

  it('never changes or drops a registration', async () => {
    const dir = fresh();
    await openSqliteRegister(dir).close();
    const db = new Database(join(dir, 'register.db'));
    db.pragma('foreign_keys = OFF');
    db.prepare("INSERT INTO registrations VALUES ('a', 'c', 1, 'h', '{}', 'r')").run();
    expect(() => db.prepare("UPDATE registrations SET receipt = 'x'").run()).toThrow('a registration stands');
    expect(() => db.prepare('DELETE FROM registrations').run()).toThrow('a registration stays');
    db.close();
  });
});
