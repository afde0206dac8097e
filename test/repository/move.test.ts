import Database from 'better-sqlite3-multiple-ciphers';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Sha256 } from '../../src/contract/ids.ts';
import { openFolderBlobs } from '../../src/repository/blobs/folder.ts';
import { openLogSigner } from '../../src/repository/log/keys.ts';
import { moveFiles } from '../../src/repository/move/files.ts';
import { moveRepository } from '../../src/repository/move/move.ts';
import type { Register } from '../../src/repository/register/port.ts';
import { openPostgresRegister } from '../../src/repository/register/postgres/register.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import { createRepository } from '../../src/repository/repository.ts';
import { guardLog } from '../../src/repository/running/log-mark.ts';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import { caseRecord, entryFor, hashOf, proposalFor } from './conformance.ts';

let server: TestPostgres;
const root = mkdtempSync(join(tmpdir(), 'fojas-move-test-'));
let next = 0;
const fresh = () => mkdtempSync(join(root, `${next++}-`));
const clock = () => new Date('2026-11-22T12:00:00Z');
beforeAll(async () => void (server = await startPostgres()));
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A register with something of everything, and what it answers about it. */
async function fill(dir: string) {
  const register = openSqliteRegister(dir);
  const records = Array.from({ length: 3 }, (_, n) => caseRecord({ officeId: `office-${n % 2}` }));
  const proposals = [];
  for (const record of records) {
    await register.putCase(record);
    for (let nth = 0; nth < 4; nth += 1) {
      const proposal = proposalFor(record, { title: `Ñandú ${nth} "quoted"\n` });
      await register.putProposal(proposal);
      proposals.push(proposal);
      if (nth === 3) continue;
      const { request } = entryFor(proposal);
      await register.register(entryFor(proposal), (place) => JSON.stringify(place));
      const grown = { actId: request.actId, n: 1, sha256: hashOf(`g${request.actId}`), size: 200 };
      const before = { prefixSha256: request.sha256, prefixSize: request.size, deviceId: 'pc' };
      await register.addRendition({ ...grown, ...before }, () => `rendition of ${request.actId}`);
      await register.addHolder(request.sha256, record.officeId);
    }
  }
  const { actId } = proposals[3]!;
  await register.log.refuse({ actId, n: 0, sha256: hashOf('bad'), code: 'signature-invalid' }, () => 'no');
  await register.log.integrate();
  openLogSigner(dir);
  return { register, records, proposals };
}

const answers = async (
  register: Register,
  { records, proposals }: Pick<Awaited<ReturnType<typeof fill>>, 'records' | 'proposals'>,
) => ({
  receipts: await Promise.all(proposals.map(({ actId }) => register.receiptOf(actId))),
  acts: await Promise.all(
    records.map(async ({ caseId, officeId }) => (await register.caseContents(caseId, officeId))?.acts),
  ),
  feeds: await Promise.all(
    ['office-0', 'office-1'].map(async (office) => (await register.feed(office, '', 500))?.events),
  ),
  size: await register.log.integrate(),
  leaves: await register.log
    .nodes([
      { level: 0, index: 0 },
      { level: 3, index: 0 },
    ])
    .then((all) => all.map((one) => Buffer.from(one).toString('hex'))),
  held: await register.isHolder(entryFor(proposals[0]!).request.sha256, 'office-0'),
});

describe('moving a register', () => {
  it('brings everything along, compared row by row, and numbers on from there', async () => {
    const dir = fresh();
    const filled = await fill(dir);
    const before = await answers(filled.register, filled);
    const cursors = await Promise.all(
      ['office-0', 'nobody'].map((office) => filled.register.receiptsAfter(office, 'latest', 1)),
    );
    await filled.register.close();
    const url = await server.database();

    const dry = await moveRepository({ dir, registerUrl: url, dryRun: true, clock, tell: () => undefined });
    expect(dry.register?.tables.find(({ table }) => table === 'registrations')?.rows).toBe(9);
    const { register: report } = await moveRepository({
      dir,
      registerUrl: url,
      dryRun: false,
      clock,
      tell: () => undefined,
    });
    expect(report?.tables.find(({ table }) => table === 'registrations')).toMatchObject({ rows: 9 });
    expect(report?.logSize).toBe(19);

    const there = await openPostgresRegister(url);
    expect(await answers(there, filled)).toEqual(before);
    for (const [nth, office] of ['office-0', 'nobody'].entries()) {
      expect(await there.receiptsAfter(office, cursors[nth]!.cursor, 9)).toMatchObject({ receipts: [], more: false });
    }
    const last = proposalFor(filled.records[0]!);
    await there.putProposal(last);
    const outcome = await there.register(entryFor(last), (place) => JSON.stringify(place));
    expect(JSON.parse('receipt' in outcome ? outcome.receipt : '{}')).toMatchObject({ number: 4, folioFrom: 7 });
    const after = await there.receiptsAfter('office-0', cursors[0]!.cursor, 9);
    expect(after?.receipts).toHaveLength(1);
    expect(await there.log.integrate()).toBe(20);
    await there.close();

    // What lies in the folder is history now, and is not moved twice.
    await expect(createRepository({ dir, name: 'R', accessKeys: [] })).rejects.toMatchObject({ kind: 'moved' });
    const again = moveRepository({
      dir,
      registerUrl: await server.database(),
      dryRun: false,
      clock,
      tell: () => undefined,
    });
    await expect(again).rejects.toMatchObject({ kind: 'moved' });
  });

  it('goes on where it was ended, and lets nobody serve the half', async () => {
    const dir = fresh();
    const filled = await fill(dir);
    await filled.register.close();
    const url = await server.database();
    const ended = moveRepository({
      ...{ dir, registerUrl: url, dryRun: false, clock },
      tell: (table) => {
        if (table === 'feed') throw new Error('ended here');
      },
    });
    await expect(ended).rejects.toThrow('ended here');
    await expect(createRepository({ dir, name: 'R', accessKeys: [], registerUrl: url })).rejects.toMatchObject({
      kind: 'moving',
    });
    const report = await moveRepository({ dir, registerUrl: url, dryRun: false, clock, tell: () => undefined });
    expect(report.register?.logSize).toBe(19);
  });

  const nowhere = 's3://fojas/x?endpoint=http%3A%2F%2F127.0.0.1%3A9&lock=none';
  const serve = (dir: string, options: object) => createRepository({ dir, name: 'R', accessKeys: [], ...options });
  /** One that has told of its log: a register that holds less looks as if it were of an earlier moment. */
  const served = async (): Promise<string> => {
    const dir = fresh();
    const { register } = await fill(dir);
    await (await guardLog(register.log, dir)).integrate();
    await register.close();
    expect(JSON.parse(readFileSync(join(dir, 'log-mark.json'), 'utf8'))).toMatchObject({ size: 19 });
    return dir;
  };

  it.each([
    ['before the first file', 'blobs', true],
    ['before the first row', 'cases', false],
    ['among the rows', 'feed', false],
  ])('is known for unfinished when it was ended %s, and the same order goes on', async (_name, at, withFiles) => {
    const dir = await served();
    const registerUrl = await server.database();
    const blobsUrl = withFiles ? nowhere : undefined;
    const tell = (what: string): void => {
      if (what === at) throw new Error('ended here');
    };
    const ended = moveRepository({ dir, registerUrl, blobsUrl, dryRun: false, clock, tell });
    await expect(ended).rejects.toThrow('ended here');

    // By the node whose folder it is, which knows what was ordered, and by another one, which knows the database only.
    const ordered = withFiles ? `--register ${registerUrl} --blobs ${nowhere}` : `--register ${registerUrl}`;
    await expect(serve(dir, { registerUrl })).rejects.toMatchObject({ kind: 'moving', message: ordered });
    await expect(serve(fresh(), { registerUrl })).rejects.toMatchObject({ kind: 'moving' });
    if (withFiles) await expect(serve(dir, { blobsUrl })).rejects.toMatchObject({ kind: 'moving', message: ordered });
    await (await serve(dir, {})).close();

    const report = await moveRepository({ dir, registerUrl, dryRun: false, clock, tell: () => undefined });
    expect(report.register?.logSize).toBe(19);
    await (await serve(dir, { registerUrl })).close();
    // The register is there; its files are not yet.
    if (withFiles)
      await expect(serve(dir, { registerUrl, blobsUrl })).rejects.toMatchObject({
        kind: 'moving',
        message: `--blobs ${nowhere}`,
      });
  });

  it('is served by nobody when it was ended between its last steps, until the same order has gone through', async () => {
    const dir = await served();
    const registerUrl = await server.database();
    const order = { dir, registerUrl, dryRun: false, clock, tell: () => undefined };
    await moveRepository(order);
    const host = new URL(registerUrl).searchParams.get('host')!;
    const client = new pg.Client({ host, user: 'fojas', database: server.nameIn(registerUrl) });
    await client.connect();
    onTestFinished(() => client.end());
    // The folder was marked, and the database was not given free any more.
    await client.query("INSERT INTO settings SELECT 'moving', value FROM settings WHERE name = 'rootKey'");
    await expect(serve(dir, {})).rejects.toMatchObject({ kind: 'moved' });
    await expect(serve(dir, { registerUrl })).rejects.toMatchObject({ kind: 'moving' });
    const elsewhere = await server.database();
    await expect(moveRepository({ ...order, registerUrl: elsewhere })).rejects.toMatchObject({ kind: 'moved' });
    expect((await moveRepository(order)).register?.logSize).toBe(19);
    await (await serve(dir, { registerUrl })).close();
    await expect(moveRepository(order)).rejects.toMatchObject({ kind: 'moved' });
  });

  it('leaves a register of others alone, and says where a row differs', async () => {
    const dir = fresh();
    const filled = await fill(dir);
    await filled.register.close();
    const url = await server.database();
    const others = await openPostgresRegister(url);
    await others.putCase(caseRecord());
    await others.close();
    const move = (registerUrl: string, tell: (what: string) => void = () => undefined) =>
      moveRepository({ dir, registerUrl, dryRun: false, clock, tell });
    await expect(move(url)).rejects.toMatchObject({ kind: 'taken' });

    const altered = await server.database();
    const host = new URL(altered).searchParams.get('host')!;
    const client = new pg.Client({ host, user: 'fojas', database: server.nameIn(altered) });
    // Somebody's hand in the target while it is being filled.
    const tamper = async (): Promise<void> => {
      await client.connect();
      await client.query(
        "CREATE OR REPLACE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.receipt = 'x'; RETURN new; END $$",
      );
      await client.query(
        'CREATE TRIGGER a_tamper BEFORE INSERT ON registrations FOR EACH ROW EXECUTE FUNCTION tamper()',
      );
      await client.end();
    };
    await (await openPostgresRegister(altered)).close();
    await tamper();
    await expect(move(altered)).rejects.toMatchObject({ kind: 'differs' });
  });

  it('refuses a table that has no place there', async () => {
    const dir = fresh();
    await openSqliteRegister(dir).close();
    const db = new Database(join(dir, 'register.db'));
    db.exec("CREATE TABLE of_tomorrow (what TEXT) STRICT; INSERT INTO of_tomorrow VALUES ('x')");
    db.close();
    const move = moveRepository({
      dir,
      registerUrl: await server.database(),
      dryRun: true,
      clock,
      tell: () => undefined,
    });
    await expect(move).rejects.toMatchObject({ kind: 'unknownTable', message: 'of_tomorrow: what' });
  });
});

describe('moving files', () => {
  const lay = async (dir: string, bytes: Buffer): Promise<Sha256> => {
    const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
    const blobs = await openFolderBlobs(dir);
    await blobs.put(
      sha256,
      (async function* () {
        yield bytes;
      })(),
      2 ** 20,
    );
    return sha256;
  };

  it('reads every one back, and sends none twice', async () => {
    const [from, to] = [fresh(), fresh()];
    for (let nth = 0; nth < 20; nth += 1) await lay(from, randomBytes(1000));
    const target = await openFolderBlobs(to);
    expect(await moveFiles(from, { target, check: target, dryRun: true })).toEqual({
      files: 20,
      bytes: 20_000,
      written: 0,
    });
    expect(await moveFiles(from, { target, check: target, dryRun: false })).toMatchObject({ files: 20, written: 20 });
    expect(await moveFiles(from, { target, check: target, dryRun: false })).toMatchObject({ files: 20, written: 0 });
  });

  it('stops at a file that is not what its name says, on either side', async () => {
    const [from, to] = [fresh(), fresh()];
    const folder = join(from, 'ab', 'cd');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `abcd${'0'.repeat(60)}`), 'something else');
    const target = await openFolderBlobs(to);
    await expect(moveFiles(from, { target, check: target, dryRun: false })).rejects.toMatchObject({ kind: 'damaged' });
    const sound = fresh();
    await lay(sound, randomBytes(1000));
    const lost = await openFolderBlobs(fresh());
    await expect(moveFiles(sound, { target, check: lost, dryRun: false })).rejects.toMatchObject({ kind: 'differs' });
  });
});
