/** People, devices and grants over HTTP: proofs, enrolment, the log of accesses. What each role may do is in `matrix.ts`. */
import Database from 'better-sqlite3-multiple-ciphers';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LogHead } from '../../src/contract/log.ts';
import { readCheckpoint } from '../../src/proof/index.ts';
import type { Role } from '../../src/contract/config.ts';
import {
  AccessPage,
  AccessVerdict,
  DeviceSession,
  PeopleAnswer,
  type PeopleOrder,
  loginText,
} from '../../src/contract/people.ts';
import { FeedPage, Problem } from '../../src/contract/wire.ts';
import { openAccessLog, verifyAccessLog } from '../../src/repository/people/access-log.ts';
import { atConsole, carryOut } from '../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import { type TestDevice, enrolByCode, knock, makeDevice, offerOf, sendWith } from '../helpers/device.ts';
import { makePki, signAsToken } from '../helpers/pki.ts';
import {
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const { officeId } = testOffice;
const other = 'otra-oficina';
const folder = repositoryFolder();
const pki = makePki();
const signer = makeTestSigner();
const until = '2099-01-01T00:00:00.000Z';
let now = new Date();
let repository: TestRepository;
let admin: Desk;

interface Desk {
  readonly device: TestDevice;
  readonly token: string;
  readonly nonce: string;
}

const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');
const order = async (given: PeopleOrder): Promise<PeopleAnswer> =>
  PeopleAnswer.parse(await (await sendWith(repository.url, admin, 'POST', '/v1/people', given)).json());
const row = (personId: string, role: Role, more: object = {}) => ({
  ...{ personId, name: `Persona ${personId}`, cuil: null, login: null },
  grant: { officeId, roles: [role], clearance: 5, validator: false, until, ...more },
});

/** A person with a grant, at a device of his or her own. */
async function desk(personId: string, role: Role, more: object = {}): Promise<Desk> {
  expect(await order({ kind: 'import', rows: [row(personId, role, more)] })).toMatchObject({ kind: 'done' });
  return enrolled(personId);
}

async function enrolled(personId: string): Promise<Desk> {
  const given = await order({ kind: 'code', personId });
  if (given.kind !== 'code') throw new Error(given.kind);
  const device = await makeDevice();
  const session = await enrolByCode(repository.url, device, personId, given.code);
  return { device, token: session.grants[0] ?? 'none', nonce: session.nonce };
}

beforeAll(async () => {
  // The first who looks after people is named at the repository's own console.
  const register = openSqliteRegister(folder.dir);
  const rooms = { book: register.people, clock: () => now };
  for (const id of [officeId, other])
    await carryOut(rooms, { kind: 'office', office: { officeId: id, name: `Oficina ${id}` } }, atConsole);
  await carryOut(rooms, { kind: 'import', rows: [row('p-it', 'itAdmin')] }, atConsole);
  const given = await carryOut(rooms, { kind: 'code', personId: 'p-it' }, atConsole);
  await register.close();
  repository = await startRepository(folder.dir, { clock: () => now, trustAnchors: [pki.root.certificatePem] });
  const device = await makeDevice();
  const code = given.kind === 'code' ? given.code : '';
  const session = await enrolByCode(repository.url, device, 'p-it', code);
  admin = { device, token: session.grants[0]!, nonce: session.nonce };
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

describe('what is granted', () => {
  it('refuses a grant whose day has come, and takes it again when it was renewed', async () => {
    const ending = await desk('p-ending', 'clerk', { until: new Date(now.getTime() + 60_000).toISOString() });
    expect((await sendWith(repository.url, ending, 'GET', `/v1/feed?office=${officeId}`)).status).toBe(200);
    const before = now;
    now = new Date(now.getTime() + 61_000);
    expect(await codeOf(await sendWith(repository.url, ending, 'GET', `/v1/feed?office=${officeId}`))).toBe(
      'grant-ended',
    );
    const session = DeviceSession.parse(await (await knock(repository.url, ending.device, '/v1/session')).json());
    expect(session.grants).toEqual([]);
    await order({ kind: 'grant', personId: 'p-ending', grant: row('x', 'clerk').grant });
    const renewed = DeviceSession.parse(await (await knock(repository.url, ending.device, '/v1/session')).json());
    const again = { ...ending, token: renewed.grants[0]!, nonce: renewed.nonce };
    expect((await sendWith(repository.url, again, 'GET', `/v1/feed?office=${officeId}`)).status).toBe(200);
    now = before;
  });

  it('shows a reserved case to nobody without clearance, whatever the role, named or not', async () => {
    const cleared = await desk('p-cleared', 'magistrate', { clearance: 3 });
    const uncleared = await desk('p-uncleared', 'magistrate', { clearance: 1 });
    const record = makeCase();
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
    const act = await makeSignedAct(signer, { record });
    const signers = [{ personId: 'p-uncleared', name: 'Persona p-uncleared', capacity: 'Fiscal', cuil: null }];
    Object.assign(act.proposal, { confidentialityLevel: 3, signers });
    await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
    expect((await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal)).status).toBe(201);
    const sees = async (who: Desk): Promise<boolean> => {
      const page = FeedPage.parse(
        await (await sendWith(repository.url, who, 'GET', `/v1/feed?office=${officeId}&limit=500`)).json(),
      );
      return page.events.some((event) => event.kind === 'proposal' && event.proposal.actId === act.proposal.actId);
    };
    const sha256 = act.proposal.documentSha256;
    expect(await sees(cleared)).toBe(true);
    expect((await sendWith(repository.url, cleared, 'GET', `/v1/blobs/${sha256}`)).status).toBe(200);
    expect(await sees(uncleared)).toBe(false);
    expect((await sendWith(repository.url, uncleared, 'GET', `/v1/blobs/${sha256}`)).status).not.toBe(200);

    // Nor by an exceptional access; that it was made stands in the log of accesses, under a name of its own.
    const { caseId } = record;
    const opens = async (who: Desk, personId: string) => {
      const entryId = randomUUID();
      const common = { kind: 'breakGlass', entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString() };
      const entry = { ...common, by: { personId, name: personId }, reason: 'Urgente.' };
      return (await sendWith(repository.url, who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, entry)).status;
    };
    expect(await opens(uncleared, 'p-uncleared')).toBe(201);
    expect(await sees(uncleared)).toBe(false);
    const auditor = await desk('p-reads-it', 'auditor');
    const noted = async () => {
      const answer = await sendWith(repository.url, auditor, 'GET', '/v1/accesses?after=0&limit=500');
      return AccessPage.parse(await answer.json()).entries.filter(({ what }) => what === 'breakGlass');
    };
    await expect.poll(noted).toHaveLength(1);
    expect(await noted()).toEqual([expect.objectContaining({ personId: 'p-uncleared', subject: caseId, officeId })]);
  });

  it("lets no office's own key look after people, or read who read what", async () => {
    expect(await codeOf(await send(repository, 'POST', '/v1/people', { kind: 'list' }))).toBe('forbidden');
    expect(await codeOf(await send(repository, 'GET', '/v1/accesses'))).toBe('forbidden');
  });
});

describe('a proof by the key of the device', () => {
  it('is good once, for one request, with a fresh nonce, and for the grant of that device', async () => {
    const mine = await desk('p-proof', 'clerk');
    const path = '/v1/capabilities';
    const show = (proof: string, token = mine.token, at = path) =>
      fetch(`${repository.url}${at}`, { headers: { authorization: `DPoP ${token}`, dpop: proof } });
    const good = await mine.device.proof('GET', path, mine.nonce, { token: mine.token });
    expect((await show(good)).status).toBe(200);
    expect((await show(good)).status).toBe(401);
    const faults = [
      mine.device.proof('POST', path, mine.nonce, { token: mine.token }),
      mine.device.proof('GET', '/v1/feed', mine.nonce, { token: mine.token }),
      mine.device.proof('GET', path, mine.nonce),
      mine.device.proof('GET', path, mine.nonce, { token: admin.token }),
      (await makeDevice()).proof('GET', path, mine.nonce, { token: mine.token }),
      Promise.resolve('nonsense'),
    ];
    for (const [nth, proof] of faults.entries()) expect((await show(await proof)).status, `fault ${nth}`).toBe(401);
    const stale = await show(await mine.device.proof('GET', path, 'made.up', { token: mine.token }));
    expect(stale.headers.get('dpop-nonce')).toBeTruthy();
    expect(await codeOf(stale)).toBe('use-dpop-nonce');
    const nonce = stale.headers.get('dpop-nonce')!;
    expect((await show(await mine.device.proof('GET', path, nonce, { token: mine.token }))).status).toBe(200);
    // A grant that nobody here signed.
    const [header, , signature] = mine.token.split('.');
    const forged = `${header}.${Buffer.from(JSON.stringify({ v: 1 })).toString('base64url')}.${signature}`;
    expect((await show(await mine.device.proof('GET', path, nonce, { token: forged }), forged)).status).toBe(401);
  });
});

describe('enrolling a device', () => {
  // As the certificate of the test's signer has it.
  const cuil = '27123456780';
  const enrolWith = async (device: TestDevice, change: (text: string) => string = (text) => text, who = pki.signer) => {
    const { nonce, root } = await offerOf(repository.url);
    const text = loginText({ root, deviceId: 'pc-token', jkt: device.jkt, nonce });
    const signature = signAsToken(who, 'ecdsa-sha256', Buffer.from(change(text)));
    return knock(
      repository.url,
      device,
      '/v1/enrolment',
      {
        ...{ way: 'token', deviceId: 'pc-token', algorithm: 'ecdsa-sha256' },
        certificates: [who, pki.intermediate].map((one) => Buffer.from(one.certificate).toString('base64')),
        signature: Buffer.from(signature).toString('base64'),
      },
      nonce,
    );
  };

  it('by a token: its certificate is trusted, its person is recorded, and it signed this very challenge', async () => {
    const device = await makeDevice();
    expect(await codeOf(await enrolWith(device))).toBe('enrolment-refused');
    await order({ kind: 'import', rows: [{ ...row('p-token', 'magistrate'), cuil }] });
    const answer = await enrolWith(device);
    expect(answer.status).toBe(201);
    const session = DeviceSession.parse(await answer.json());
    expect(session).toMatchObject({ personId: 'p-token' });
    expect(session.grants).toHaveLength(1);
    const words = (change: (text: string) => string) => makeDevice().then((fresh) => enrolWith(fresh, change));
    expect(await codeOf(await words((text) => text.replace('pc-token', 'pc-otro')))).toBe('enrolment-refused');
    const stranger = makePki().signer;
    expect(await codeOf(await enrolWith(await makeDevice(), undefined, stranger))).toBe('enrolment-refused');
    // A list that gave the same CUIL to a second person: the token enrols neither as the other.
    await order({ kind: 'import', rows: [{ ...row('p-twin', 'clerk'), cuil }] });
    expect(await codeOf(await enrolWith(await makeDevice()))).toBe('enrolment-refused');
    await order({ kind: 'import', rows: [row('p-twin', 'clerk')] });
    expect((await enrolWith(await makeDevice())).status).toBe(201);
  });

  it('by a code: good once, for half an hour, and for five tries', async () => {
    await order({ kind: 'import', rows: [row('p-code', 'auxiliary')] });
    const given = async (): Promise<string> => {
      const answer = await order({ kind: 'code', personId: 'p-code' });
      return answer.kind === 'code' ? answer.code : '';
    };
    const tryOut = async (code: string, personId = 'p-code') =>
      codeOf(
        await knock(repository.url, await makeDevice(), '/v1/enrolment', {
          way: 'code',
          deviceId: 'pc',
          personId,
          code,
        }),
      );
    const first = await given();
    expect(await tryOut(first.toLowerCase().replaceAll('-', ' '))).toBe('ok');
    expect(await tryOut(first)).toBe('enrolment-refused');
    const late = await given();
    const before = now;
    now = new Date(now.getTime() + 31 * 60_000);
    expect(await tryOut(late)).toBe('enrolment-refused');
    now = before;
    const worn = await given();
    for (let nth = 0; nth < 5; nth += 1) expect(await tryOut('AAAA-AAAA-AAAA')).toBe('enrolment-refused');
    expect(await tryOut(worn)).toBe('enrolment-refused');
    expect(await tryOut(worn, 'p-nobody')).toBe('enrolment-refused');
  });

  it('a revoked device reads nothing from its next request on, and hears it signed', async () => {
    const lost = await desk('p-lost', 'clerk');
    const kept = await enrolled('p-lost');
    expect((await sendWith(repository.url, lost, 'GET', `/v1/feed?office=${officeId}`)).status).toBe(200);
    // It waits for news while it is revoked: what comes then is not for it.
    const { cursor } = FeedPage.parse(
      await (await sendWith(repository.url, lost, 'GET', `/v1/feed?office=${officeId}&limit=500`)).json(),
    );
    const waiting = sendWith(repository.url, lost, 'GET', `/v1/feed?office=${officeId}&cursor=${cursor}&wait=20`);
    const isAnswered = vi.fn();
    void waiting.then(isAnswered);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isAnswered).not.toHaveBeenCalled();
    expect(await order({ kind: 'revokeDevice', jkt: lost.device.jkt, reason: 'perdida' })).toEqual({
      ...{ kind: 'done', changed: 1 },
    });
    const { record, proposal, document } = await makeSignedAct(signer, { record: makeCase() });
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
    await send(repository, 'PUT', `/v1/blobs/${proposal.documentSha256}`, document);
    expect((await send(repository, 'PUT', `/v1/acts/${proposal.actId}/proposal`, proposal)).status).toBe(201);
    expect(FeedPage.parse(await (await waiting).json())).toMatchObject({ events: [], cursor });
    const said = await sendWith(repository.url, lost, 'GET', `/v1/feed?office=${officeId}`);
    expect(said.status).toBe(403);
    const problem = Problem.parse(await said.json());
    expect(problem.type).toBe('urn:fojas:problem:device-revoked');
    expect(problem.refusal).toBeTruthy();
    expect(await codeOf(await knock(repository.url, lost.device, '/v1/session'))).toBe('device-revoked');
    // The key stays what it is: nobody enrols with it again. The person's other device goes on.
    const again = await order({ kind: 'code', personId: 'p-lost' });
    const body = { way: 'code', deviceId: 'pc', personId: 'p-lost', code: again.kind === 'code' ? again.code : '' };
    expect(await codeOf(await knock(repository.url, lost.device, '/v1/enrolment', body))).toBe('enrolment-refused');
    expect((await sendWith(repository.url, kept, 'GET', `/v1/feed?office=${officeId}`)).status).toBe(200);
  });
});

describe('a repository inside the office', () => {
  it('honours the same signed grants, until they should have been renewed, and no others', async () => {
    const { dir, remove } = repositoryFolder();
    const inside = await startOfficeRepository(dir, repository, { clock: () => now });
    const mine = await desk('p-inside', 'clerk');
    const elsewhere = await desk('p-inside-else', 'clerk', { officeId: other });
    const path = `/v1/feed?office=${officeId}`;
    const first = await sendWith(inside.url, mine, 'GET', path);
    // Its nonces are its own.
    expect(await codeOf(first)).toBe('use-dpop-nonce');
    const nonce = first.headers.get('dpop-nonce')!;
    expect((await sendWith(inside.url, { ...mine, nonce }, 'GET', path)).status).toBe(200);
    expect((await sendWith(inside.url, { ...elsewhere, nonce }, 'GET', path)).status).not.toBe(200);
    const forbidden = await sendWith(inside.url, { ...mine, nonce }, 'PUT', `/v1/acts/${randomUUID()}/return`, {});
    expect(forbidden.status).toBe(403);
    const before = now;
    now = new Date(now.getTime() + 15 * 24 * 3_600_000);
    const stale = await sendWith(inside.url, { ...mine, nonce }, 'GET', path);
    const late = { ...mine, nonce: stale.headers.get('dpop-nonce')! };
    expect(await codeOf(await sendWith(inside.url, late, 'GET', path))).toBe('grant-ended');
    now = before;
    await inside.close();
    remove();
  });
});

describe('the log of accesses', () => {
  it('says who read what, and never what it says', async () => {
    const auditor = await desk('p-auditor', 'auditor');
    const reader = await desk('p-reader', 'clerk');
    const record = makeCase();
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
    expect((await sendWith(repository.url, reader, 'GET', `/v1/cases/${record.caseId}/snapshot`)).status).toBe(200);
    await expect
      .poll(async () => {
        const all: unknown[] = [];
        for (let after = 0; ;) {
          const page = AccessPage.parse(
            await (await sendWith(repository.url, auditor, 'GET', `/v1/accesses?after=${after}&limit=500`)).json(),
          );
          all.push(...page.entries);
          expect(JSON.stringify(page.entries)).not.toContain(record.caption);
          after = page.entries.at(-1)?.seq ?? after;
          if (!page.more) return all;
        }
      })
      .toContainEqual(
        expect.objectContaining({
          ...{ personId: 'p-reader', device: reader.device.jkt, status: 200, subject: record.caseId },
          what: 'GET /v1/cases/:caseId/snapshot',
        }),
      );
    const verdict = AccessVerdict.parse(
      await (await sendWith(repository.url, auditor, 'GET', '/v1/accesses/verdict')).json(),
    );
    expect(verdict.kind).toBe('whole');
    expect((await sendWith(repository.url, reader, 'GET', '/v1/accesses')).status).toBe(200);
  });

  it('shows what was changed, taken out or cut off behind its back', async () => {
    const { dir, remove } = repositoryFolder();
    const fill = async (): Promise<void> => {
      const register = openSqliteRegister(dir);
      const log = openAccessLog(register.people, () => undefined);
      for (let nth = 0; nth < 5; nth += 1)
        log.note({ at: until, officeId, personId: `p${nth}`, device: null, what: 'GET /', subject: null, status: 200 });
      await log.close();
      await register.close();
    };
    const verdictAfter = async (sql: string) => {
      const db = new Database(join(dir, 'register.db'));
      db.exec('DROP TRIGGER IF EXISTS access_log_stands; DROP TRIGGER IF EXISTS access_log_stays;');
      db.exec(sql);
      db.close();
      const register = openSqliteRegister(dir);
      const verdict = await verifyAccessLog(register.people);
      await register.close();
      return verdict;
    };
    await fill();
    expect(await verdictAfter('SELECT 1')).toMatchObject({ kind: 'whole', entries: 5 });
    expect(await verdictAfter(`UPDATE access_log SET entry = replace(entry, 'p2', 'p9')`)).toEqual({
      ...{ kind: 'broken', seq: 3, reason: 'changed' },
    });
    expect(
      await verdictAfter(
        `UPDATE access_log SET entry = replace(entry, 'p9', 'p2'); DELETE FROM access_log WHERE seq = 2`,
      ),
    ).toEqual({ kind: 'broken', seq: 2, reason: 'missing' });
    remove();
  });

  it('is vouched for by the log of the register: whoever cuts its end has to shorten that one, which no workstation takes', async () => {
    const { dir, remove } = repositoryFolder();
    const markPace = { idleMs: 20, firstMs: 20, mostMs: 20 };
    let own = await startRepository(dir, { markPace });
    await send(own, 'GET', `/v1/feed?office=${officeId}`);
    const headOf = async () => LogHead.parse(await (await send(own, 'GET', '/v1/log')).json()).checkpoint;
    await vi.waitFor(async () => expect(readCheckpoint(await headOf())?.size).toBeGreaterThan(0), 10_000);
    const told = readCheckpoint(await headOf())!.size;
    await own.close();
    const spoil = (sql: string): void => {
      const db = new Database(join(dir, 'register.db'));
      for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
        name: string;
      }[])
        db.exec(`DROP TRIGGER ${name}`);
      db.exec(sql);
      db.close();
    };
    const verdict = async () => {
      const register = openSqliteRegister(dir);
      return verifyAccessLog(register.people, register.log).finally(() => register.close());
    };
    expect(await verdict()).toMatchObject({ kind: 'whole' });
    spoil('DELETE FROM access_log WHERE seq >= 1');
    expect(await verdict()).toMatchObject({ kind: 'broken', seq: 1, reason: 'cut' });
    // The marks along with it: their leaves stay without a statement.
    spoil('DELETE FROM access_marks');
    expect(await verdict()).toMatchObject({ kind: 'broken', seq: 1, reason: 'cut' });
    // And the leaves: then the register says less than was signed, which this node and every workstation know.
    spoil('DELETE FROM log_leaves; DELETE FROM log_nodes; DELETE FROM log_tree');
    await expect(startRepository(dir, { markPace })).rejects.toMatchObject({ kind: 'rolledBack' });
    rmSync(join(dir, 'log-mark.json'));
    own = await startRepository(dir, { markPace: { ...markPace, idleMs: 600_000 } });
    expect(readCheckpoint(await headOf())!.size).toBeLessThan(told);
    await own.close();
    remove();
  });

  const slow = { idleMs: 600_000, firstMs: 600_000, mostMs: 600_000 };

  it('is marked after so many entries, however long the pace', async () => {
    const { dir, remove } = repositoryFolder();
    onTestFinished(remove);
    const own = await startRepository(dir, { markPace: slow, mostUnmarked: 4 });
    onTestFinished(() => own.close());
    const sizeNow = async () =>
      readCheckpoint(LogHead.parse(await (await send(own, 'GET', '/v1/log')).json()).checkpoint)?.size;
    expect(await sizeNow()).toBe(0);
    for (let nth = 0; nth < 4; nth += 1) await send(own, 'GET', `/v1/feed?office=${officeId}`);
    await vi.waitFor(async () => expect(await sizeNow()).toBeGreaterThan(0), 10_000);
  });
});
