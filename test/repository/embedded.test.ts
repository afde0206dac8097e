import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3-multiple-ciphers';
import { openFolderBlobs } from '../../src/repository/blobs/folder.ts';
import { openSealedBlobs } from '../../src/repository/blobs/sealed.ts';
import { openSqliteRegister, RegisterError } from '../../src/repository/register/sqlite.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import { leafHash } from '../../src/proof/index.ts';
import { defineLogFunctions } from '../../src/repository/log/book.ts';
import { migrations } from '../../src/repository/register/migrations.ts';
import {
  blobsConformance,
  caseRecord,
  hashOf,
  proposalFor,
  logConformance,
  registerConformance,
} from './conformance.ts';
import { movesConformance } from './moves-conformance.ts';
import { peopleConformance } from './people-conformance.ts';

const root = mkdtempSync(join(tmpdir(), 'fojas-repository-'));
let next = 0;
const fresh = () => mkdtempSync(join(root, `${next++}-`));
afterAll(() => rmSync(root, { recursive: true, force: true }));

registerConformance('SQLite', async () => openSqliteRegister(fresh()));
peopleConformance('SQLite', async () => openSqliteRegister(fresh()));
movesConformance('SQLite', async () => openSqliteRegister(fresh()));
logConformance('SQLite', async () => openSqliteRegister(fresh()));
const key = Buffer.alloc(32, 7);
registerConformance('SQLite, encrypted', async () => openSqliteRegister(fresh(), { key }));
blobsConformance('a folder', () => openFolderBlobs(fresh()));
blobsConformance('an encrypted folder', () => openSealedBlobs(fresh(), key));

describe.runIf(process.platform !== 'win32')('a repository in a folder that others may enter', () => {
  const modeOf = (...path: string[]) => statSync(join(...path)).mode & 0o777;
  const files = ['register.db', 'register.db-wal'];

  it('keeps its register from others', async () => {
    const dir = fresh();
    chmodSync(dir, 0o755);
    const register = openSqliteRegister(dir);
    await register.putCase(caseRecord());
    expect(files.map((name) => modeOf(dir, name))).toEqual([0o600, 0o600]);
    await register.close();
  });

  it('takes back a register that lay open', async () => {
    const dir = fresh();
    await openSqliteRegister(dir).close();
    writeFileSync(join(dir, 'register.db-wal'), '');
    for (const name of files) chmodSync(join(dir, name), 0o644);
    const register = openSqliteRegister(dir);
    await register.putCase(caseRecord());
    expect(files.map((name) => modeOf(dir, name))).toEqual([0o600, 0o600]);
    await register.close();
  });

  it('keeps its files from others', async () => {
    const dir = fresh();
    mkdirSync(join(dir, 'blobs', 'incoming'), { recursive: true, mode: 0o755 });
    const blobs = await openFolderBlobs(join(dir, 'blobs'));
    const bytes = async function* () {
      yield Buffer.from('hola');
    };
    const address = Sha256.parse(createHash('sha256').update('hola').digest('hex'));
    await blobs.put(address, bytes(), 100);
    const [a, b] = [address.slice(0, 2), address.slice(2, 4)];
    for (const path of ['', 'incoming', 'damaged', a, join(a, b)]) expect(modeOf(dir, 'blobs', path)).toBe(0o700);
    expect(modeOf(dir, 'blobs', a, b, address)).toBe(0o400);
  });
});

describe('a folder', () => {
  it('on a full disk keeps nothing, says so, and works again when there is room', async () => {
    const dir = fresh();
    let full = true;
    // The system's own device for this: every write to it fails with ENOSPC.
    const create = async (path: string) => (full ? openSync('/dev/full', 'w') : openSync(path, 'wx'));
    const blobs = await openFolderBlobs(dir, { create });
    const bytes = async function* () {
      yield Buffer.alloc(100_000, 1);
    };
    const address = Sha256.parse(createHash('sha256').update(Buffer.alloc(100_000, 1)).digest('hex'));
    expect(await blobs.put(address, bytes(), 1_000_000)).toEqual({ kind: 'storageFull' });
    expect(await blobs.size(address)).toBeNull();
    full = false;
    expect((await blobs.put(address, bytes(), 1_000_000)).kind).toBe('created');
  });

  it('forgets what was cut in the middle when it opens', async () => {
    const dir = fresh();
    await openFolderBlobs(dir);
    writeFileSync(join(dir, 'incoming', 'half'), 'half of a file');
    await openFolderBlobs(dir);
    expect(readdirSync(join(dir, 'incoming'))).toEqual([]);
  });
});

describe('the SQLite register', () => {
  it('makes leaves of what an earlier program said of half-signed acts', async () => {
    const dir = fresh();
    const db = new Database(join(dir, 'register.db'));
    const earlier = migrations.filter(({ version }) => version < 180);
    defineLogFunctions(db);
    for (const { sql } of earlier) db.exec(sql);
    const event = { kind: 'partlySigned', actId: 'a-1', receipt: 'half, said before' };
    db.prepare("INSERT INTO feed (office_id, event) VALUES ('ufi3', ?)").run(JSON.stringify(event));
    db.pragma(`user_version = ${earlier.at(-1)!.version}`);
    db.close();
    const register = openSqliteRegister(dir);
    expect(await register.log.integrate()).toBe(1);
    expect(await register.log.placeOf(leafHash(event.receipt))).toBe(0);
    await register.close();
  });

  it('brings a register of before along: who proposed an act has sent its document', async () => {
    const dir = fresh();
    const db = new Database(join(dir, 'register.db'));
    db.exec(migrations[0]!.sql);
    db.pragma(`user_version = ${migrations[0]!.version}`);
    const record = caseRecord();
    const proposal = proposalFor(record);
    db.prepare('INSERT INTO cases (case_id, office_id, record) VALUES (?, ?, ?)').run(
      record.caseId,
      record.officeId,
      JSON.stringify(record),
    );
    db.prepare("INSERT INTO acts (act_id, case_id, proposal, state) VALUES (?, ?, ?, 'registered')").run(
      proposal.actId,
      record.caseId,
      JSON.stringify(proposal),
    );
    db.prepare("INSERT INTO registrations VALUES (?, ?, 1, ?, '{}', 'r')").run(
      proposal.actId,
      record.caseId,
      hashOf('signed'),
    );
    db.close();
    const register = openSqliteRegister(dir);
    expect(await register.isHolder(proposal.documentSha256, record.officeId)).toBe(true);
    expect(await register.isHolder(hashOf('signed'), record.officeId)).toBe(true);
    expect(await register.isHolder(hashOf('signed'), 'other')).toBe(false);
    expect(await register.receiptOf(proposal.actId)).toBe('r');
    expect(await register.caseOf(record.caseId)).toEqual(record);
    await register.close();
  });

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
    db.prepare("INSERT INTO registrations VALUES ('a', 'c', 1, 'h', '{}', 'r', NULL)").run();
    expect(() => db.prepare("UPDATE registrations SET receipt = 'x'").run()).toThrow('a registration stands');
    expect(() => db.prepare('DELETE FROM registrations').run()).toThrow('a registration stays');
    db.close();
  });
});
