/** Second copies of workstations at a repository: slots, their owners, what stays, and what has no room. */
import { randomBytes } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { uploadLimits } from '../../src/contract/wire-blobs.ts';
import { CopySlots, copyLimits } from '../../src/contract/wire-copies.ts';
import type { Holder } from '../../src/contract/permissions.ts';
import { PeopleAnswer, type PeopleOrder } from '../../src/contract/people.ts';
import type * as Parcel from '../../src/parcel/index.ts';
import { blobPath } from '../../src/repository/blobs/folder.ts';
import { copiesName, folderCopies, folderSlot } from '../../src/repository/copies/folder.ts';
import { openSlot } from '../../src/repository/copies/slot.ts';
import { atConsole, carryOut } from '../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import type { RepositoryOptions } from '../../src/repository/repository.ts';
import { enrolByCode, makeDevice, sendWith } from '../helpers/device.ts';
import {
  type TestRepository,
  repositoryFolder,
  send,
  sha256Of,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { type Ask, bring, byKey, codeOf, copiesConformance, keep, make, of, own, patch } from './copies-conformance.ts';

const disk = vi.hoisted(() => ({ full: false }));
vi.mock('../../src/parcel/index.ts', async (original) => {
  const real = await original<typeof Parcel>();
  const full = (): never => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  };
  const writeWhole: typeof real.writeWhole = async (path, source) =>
    disk.full ? full() : real.writeWhole(path, source);
  return { ...real, writeWhole };
});

let folder: ReturnType<typeof repositoryFolder>;
beforeEach(() => {
  folder = repositoryFolder();
  onTestFinished(() => folder.remove());
});

async function start(options: Partial<RepositoryOptions> = {}): Promise<TestRepository> {
  const repository = await startRepository(folder.dir, options);
  onTestFinished(() => repository.close());
  return repository;
}

copiesConformance('a folder', {
  options: async () => ({}),
  place: async (dir) => folderCopies(join(dir, copiesName)),
});

describe('copies at a repository', () => {
  it('are not kept out for ever by files of a copy that nobody finishes any more', async () => {
    const dir = join(folder.dir, 'slot');
    const slot = openSlot(await folderSlot(dir), 1000);
    const [left, next] = [randomBytes(800), randomBytes(700)];
    const bring = (bytes: Buffer) => slot.append(sha256Of(bytes), bytes.length, 0, of(bytes));
    expect((await bring(left)).kind).toBe('created');
    expect((await bring(next)).kind).toBe('storageFull');
    const longAgo = new Date(Date.now() - uploadLimits.restMs - 1000);
    utimesSync(blobPath(join(dir, 'files'), sha256Of(left)), longAgo, longAgo);
    expect((await bring(next)).kind).toBe('created');
    expect(await slot.size(sha256Of(left))).toBeNull();
  });

  it('go on beside one whose list was spoilt, and lose no file that may be its', async () => {
    const ask = byKey(await start());
    const { slot } = await own(ask);
    const [spoilt, ...others] = [1, 2, 3, 4, 5].map((n) => make(n));
    await bring(ask, slot, spoilt!);
    writeFileSync(join(folder.dir, copiesName, slot, 'g-000001.json'), '{"files": [');
    for (const made of others.slice(0, 2)) expect((await bring(ask, slot, made)).status).toBe(201);
    expect((await own(ask)).generations.map(({ name }) => name)).toEqual(['g-000003', 'g-000002', 'g-000001']);
    const gone = () => ask('HEAD', `/v1/copies/${slot}/files/${sha256Of(spoilt!.bytes[0]!)}`);
    expect((await gone()).status).toBe(200);
    // Once newer ones have taken its place, its own files go with it.
    for (const made of others.slice(2)) expect((await bring(ask, slot, made)).status).toBe(201);
    expect((await own(ask)).generations.map(({ name }) => name)).toEqual(['g-000005', 'g-000004', 'g-000003']);
    expect((await gone()).status).toBe(404);
    // And the list may be told again by whoever made it.
    writeFileSync(join(folder.dir, copiesName, slot, 'g-000005.json'), 'null');
    expect((await keep(ask, slot, others[3]!)).status).toBe(201);
  });

  it('lose nothing to a full disk', async () => {
    const ask = byKey(await start());
    const { slot } = await own(ask);
    const made = make(1);
    await bring(ask, slot, made);
    // The list of the next one finds no room: the files came, and it never counts.
    const next = make(2);
    for (const bytes of next.bytes.slice(0, 2)) await patch(ask, slot, bytes, 0, bytes.length);
    disk.full = true;
    const refused = await keep(ask, slot, next);
    disk.full = false;
    expect([refused.status, await codeOf(refused)]).toEqual([507, 'storage-full']);
    expect((await own(ask)).generations).toHaveLength(1);
    const got = await ask('GET', `/v1/copies/${slot}/files/${sha256Of(made.bytes[0]!)}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(made.bytes[0]!)).toBe(true);
    expect((await bring(ask, slot, next)).status).toBe(201);
  });
});

describe('copies of enrolled devices', () => {
  const forever = '2099-01-01T00:00:00.000Z';

  /** People with devices: two who work, an auditor, and who looks after the workstations; of another office, too. */
  async function stage() {
    const register = openSqliteRegister(folder.dir);
    const order = (given: PeopleOrder) =>
      carryOut({ book: register.people, clock: () => new Date() }, given, atConsole);
    const { officeId } = testOffice;
    const grant = (role: 'clerk' | 'itAdmin' | 'auditor', office: string) => ({
      ...{ officeId: office, roles: [role], clearance: 5, validator: false, until: forever },
    });
    for (const id of [officeId, 'otra']) await order({ kind: 'office', office: { officeId: id, name: id } });
    const people = [
      ['ana', grant('clerk', officeId)],
      ['beto', grant('clerk', officeId)],
      ['cora', grant('auditor', officeId)],
      ['sistemas', grant('itAdmin', officeId)],
      ['central', grant('itAdmin', 'otra')],
      ['ajena', grant('clerk', 'otra')],
    ] as const;
    await order({
      kind: 'import',
      rows: people.map(([personId, given]) => ({
        ...{ personId, name: personId, cuil: null, login: null },
        grant: { ...given, roles: [...given.roles] },
      })),
    });
    const codes = new Map<string, string[]>();
    for (const [personId] of people) {
      const given = [];
      for (let n = 0; n < 2; n += 1) {
        const answer = PeopleAnswer.parse(await order({ kind: 'code', personId }));
        given.push(answer.kind === 'code' ? answer.code : '');
      }
      codes.set(personId, given);
    }
    await register.close();
    const key = 'clave-de-sistemas-de-otra-oficina';
    const holder: Holder = { personId: 'por-clave', name: 'Por clave', roles: ['itAdmin'], validator: false };
    const repository = await start({ accessKeys: [{ key, officeId: 'otra', holder }] });
    const byOtherKey: Ask = (method, path) =>
      send(repository, method, path, undefined, { authorization: `Bearer ${key}` });
    const enrol = async (personId: string): Promise<Ask> => {
      const device = await makeDevice();
      // The newest code is the one that holds.
      const session = await enrolByCode(repository.url, device, personId, codes.get(personId)!.at(-1)!);
      const desk = { device, token: session.grants[0]!, nonce: session.nonce };
      return async (method, path, body, headers = {}) => {
        if (Object.keys(headers).length === 0) return sendWith(repository.url, desk, method, path, body);
        const proof = await device.proof(method, path, desk.nonce, { token: desk.token });
        return fetch(`${repository.url}${path}`, {
          ...{ method, headers: { authorization: `DPoP ${desk.token}`, dpop: proof, ...headers } },
          ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
        });
      };
    };
    return { enrol, byOtherKey };
  }

  it('are there for that device, and to read for who looks after workstations; for nobody else', async () => {
    const { enrol, byOtherKey } = await stage();
    const [ana, beto, cora] = [await enrol('ana'), await enrol('beto'), await enrol('cora')];
    const [admin, centre, stranger] = [await enrol('sistemas'), await enrol('central'), await enrol('ajena')];
    const { slot } = await own(ana);
    const made = make(1);
    expect((await bring(ana, slot, made)).status).toBe(201);
    const file = `/v1/copies/${slot}/files/${made.files.files[0]!.sha256}`;
    const list = async (ask: Ask) => CopySlots.parse(await (await ask('GET', '/v1/copies')).json()).slots;

    expect(await list(ana)).toMatchObject([{ slot, deviceId: 'pc-1', personId: 'ana' }]);
    // Of every office, as with people and the fleet.
    for (const caring of [admin, centre]) {
      expect(await list(caring)).toMatchObject([{ slot, officeId: testOffice.officeId, personId: 'ana' }]);
      expect((await caring('GET', file)).status).toBe(200);
    }
    // A key speaks for its own office, whatever its holder's role.
    for (const foreign of [beto, cora, stranger, byOtherKey]) {
      expect(await list(foreign)).toEqual([]);
      for (const [method, path] of [
        ['GET', file],
        ['HEAD', file],
        ['GET', `/v1/copies/${slot}/generations/${made.name}`],
      ] as const)
        expect((await foreign(method, path)).status, `${method} ${path}`).toBe(404);
    }
    // Under the very name of another's desk it gets a slot of its own.
    expect((await own(beto)).slot).not.toBe(slot);
    // Names that are made up take no more places than a device may have, however many are asked for at once.
    const names = Array.from({ length: 8 }, (_, n) => `inventado-${n}`);
    const got = await Promise.all(names.map((deviceId) => beto('POST', '/v1/copies', { deviceId })));
    expect(got.filter(({ ok }) => ok)).toHaveLength(copyLimits.slotsPerDevice - 1);
    expect(await codeOf(got.find(({ ok }) => !ok)!)).toBe('too-many-uploads');
    expect((await own(ana)).slot).toBe(slot);
    expect((await own(cora)).personId).toBe('cora');
    // Nobody else writes there, who looks after the desks neither.
    for (const other of [beto, cora, admin, centre, stranger]) {
      expect((await patch(other, slot, randomBytes(10), 0, 10)).status).toBe(404);
      expect((await keep(other, slot, make(2))).status).toBe(404);
    }
    expect((await own(ana)).generations).toHaveLength(1);
  });
});
