/** Second copies of workstations at a repository: slots, their owners, what stays, and what has no room. */
import { randomBytes } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { uploadLimits } from '../../src/contract/wire-blobs.ts';
import { type CopyFiles, CopySlot, CopySlots, copyLimits } from '../../src/contract/wire-copies.ts';
import type { Holder } from '../../src/contract/permissions.ts';
import { PeopleAnswer, type PeopleOrder } from '../../src/contract/people.ts';
import type * as Parcel from '../../src/parcel/index.ts';
import { blobPath } from '../../src/repository/blobs/folder.ts';
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

type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;

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

const byKey =
  (repository: TestRepository): Ask =>
  (method, path, body, headers) =>
    send(repository, method, path, body, headers);

const own = async (ask: Ask, deviceId = 'pc-1'): Promise<CopySlot> =>
  CopySlot.parse(await (await ask('POST', '/v1/copies', { deviceId })).json());

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { type: string }).type.replace('urn:fojas:problem:', '');

function patch(ask: Ask, slot: string, bytes: Uint8Array, from: number, to: number): Promise<Response> {
  return ask('PATCH', `/v1/copies/${slot}/files/${sha256Of(bytes)}`, bytes.subarray(from, to), {
    'content-type': 'application/partial-upload',
    ...{ 'upload-length': String(bytes.length), 'upload-offset': String(from) },
  });
}

async function* of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Made {
  readonly name: string;
  readonly bytes: readonly Buffer[];
  readonly files: CopyFiles;
}

/** A generation of a journal of this size, its list, and a file that is the same in all of them. */
const kept = randomBytes(300);
function make(n: number, size = 500): Made {
  const name = `g-${String(n).padStart(6, '0')}`;
  const bytes = [randomBytes(size), randomBytes(40), kept];
  const paths = [`${name}.journal.age`, `${name}.list.age`, `files-0badcafe/${'ab'.repeat(32)}.age`];
  const files = paths.map((path, at) => ({ path, sha256: sha256Of(bytes[at]!), size: bytes[at]!.length }));
  return { name, bytes, files: { files } };
}

const keep = (ask: Ask, slot: string, { name, files }: Made): Promise<Response> =>
  ask('PUT', `/v1/copies/${slot}/generations/${name}`, files);

async function bring(ask: Ask, slot: string, made: Made): Promise<Response> {
  for (const bytes of made.bytes) {
    const there = await ask('HEAD', `/v1/copies/${slot}/files/${sha256Of(bytes)}`);
    if (there.status === 404) {
      const sent = await patch(ask, slot, bytes, 0, bytes.length);
      if (!sent.ok) return sent;
    }
  }
  return keep(ask, slot, made);
}

describe('copies at a repository', () => {
  it('go on from where they were cut, count once whole, and come back byte for byte', async () => {
    const repository = await start();
    const ask = byKey(repository);
    const { slot } = await own(ask);
    const made = make(1, 5000);
    const [journal] = made.bytes;
    expect(await codeOf(await keep(ask, slot, made))).toBe('blob-missing');
    expect((await patch(ask, slot, journal!, 0, 2000)).status).toBe(204);
    const half = await ask('HEAD', `/v1/copies/${slot}/files/${sha256Of(journal!)}`, undefined, {
      'upload-length': '5000',
    });
    expect(half.headers.get('upload-offset')).toBe('2000');
    expect(await codeOf(await patch(ask, slot, journal!, 1000, 5000))).toBe('mismatching-upload-offset');
    expect((await patch(ask, slot, journal!, 2000, 5000)).status).toBe(201);
    expect(await codeOf(await keep(ask, slot, made))).toBe('blob-missing');
    expect((await bring(ask, slot, made)).status).toBe(201);
    expect((await keep(ask, slot, made)).status).toBe(200);
    expect(await codeOf(await keep(ask, slot, { ...make(1), name: made.name }))).toBe('bad-request');

    const got = await ask('GET', `/v1/copies/${slot}/files/${sha256Of(journal!)}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(journal!)).toBe(true);
    const part = await ask('GET', `/v1/copies/${slot}/files/${sha256Of(journal!)}`, undefined, {
      range: 'bytes=4000-',
    });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 1000]);
    expect(await (await ask('GET', `/v1/copies/${slot}/generations/${made.name}`)).json()).toEqual(made.files);
    // Not among the files of acts.
    expect((await ask('GET', `/v1/blobs/${sha256Of(journal!)}`)).status).toBe(404);
  });

  it('stay after the repository was closed and opened again', async () => {
    let repository = await startRepository(folder.dir);
    const { slot } = await own(byKey(repository));
    const made = make(1);
    await bring(byKey(repository), slot, made);
    await repository.close();
    repository = await start();
    expect(await own(byKey(repository))).toMatchObject({ slot, generations: [{ name: 'g-000001' }] });
  });

  it('keep the newest three of a day, and each file as long as one of them names it', async () => {
    const ask = byKey(await start());
    const { slot } = await own(ask);
    const all = [1, 2, 3, 4, 5].map((n) => make(n));
    for (const made of all) expect((await bring(ask, slot, made)).status).toBe(201);
    const { generations, usedBytes } = await own(ask);
    expect(generations.map(({ name }) => name)).toEqual(['g-000005', 'g-000004', 'g-000003']);
    expect(usedBytes).toBe(3 * 540 + 300);
    const gone = await ask('HEAD', `/v1/copies/${slot}/files/${sha256Of(all[1]!.bytes[0]!)}`);
    expect(gone.status).toBe(404);
  });

  it('make way for newer ones within their room, the newest never', async () => {
    const ask = byKey(await start({ copyBytes: 4000 }));
    const { slot, quotaBytes } = await own(ask);
    expect(quotaBytes).toBe(4000);
    for (const n of [1, 2, 3]) expect((await bring(ask, slot, make(n, 1000))).status).toBe(201);
    expect((await bring(ask, slot, make(4, 2000))).status).toBe(201);
    expect((await own(ask)).generations.map(({ name }) => name)).toEqual(['g-000004', 'g-000003']);
    const refused = await bring(ask, slot, make(5, 3000));
    expect([refused.status, await codeOf(refused)]).toEqual([507, 'storage-full']);
    const { generations, usedBytes } = await own(ask);
    expect(generations.map(({ name }) => name)).toEqual(['g-000004']);
    expect(usedBytes).toBeLessThanOrEqual(4000);
  });

  it('are given room once, however many files come at the same time', async () => {
    const slot = await openSlot(join(folder.dir, 'slot'), 4000);
    const gate = Promise.withResolvers<void>();
    const sent = [0, 1, 2].map((n) => {
      const bytes = randomBytes(1500 + n);
      const slow = async function* () {
        await gate.promise;
        yield bytes;
      };
      return slot.append(sha256Of(bytes), bytes.length, 0, slow());
    });
    // What is refused is refused before the others are in.
    expect(await sent[2]).toEqual({ kind: 'storageFull' });
    gate.resolve();
    expect((await Promise.all(sent)).map(({ kind }) => kind)).toEqual(['created', 'created', 'storageFull']);
    // Given back, once they are.
    const rest = randomBytes(900);
    expect((await slot.append(sha256Of(rest), 900, 0, of(rest))).kind).toBe('created');
  });

  it('are not kept out for ever by files of a copy that nobody finishes any more', async () => {
    const dir = join(folder.dir, 'slot');
    const slot = await openSlot(dir, 1000);
    const [left, next] = [randomBytes(800), randomBytes(700)];
    const bring = (bytes: Buffer) => slot.append(sha256Of(bytes), bytes.length, 0, of(bytes));
    expect((await bring(left)).kind).toBe('created');
    expect((await bring(next)).kind).toBe('storageFull');
    const longAgo = new Date(Date.now() - uploadLimits.restMs - 1000);
    utimesSync(blobPath(join(dir, 'files'), sha256Of(left)), longAgo, longAgo);
    expect((await bring(next)).kind).toBe('created');
    expect(await slot.size(sha256Of(left))).toBeNull();
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

  it('are told by name, and take no path that is none of theirs', async () => {
    const ask = byKey(await start());
    const { slot } = await own(ask);
    const made = make(1);
    const wrong = { files: [{ ...made.files.files[0]!, path: '../owner.json' }, made.files.files[1]!] };
    expect((await ask('PUT', `/v1/copies/${slot}/generations/g-000001`, wrong)).status).toBe(400);
    expect((await ask('PUT', `/v1/copies/${slot}/generations/owner`, made.files)).status).toBe(400);
    expect((await ask('GET', `/v1/copies/${'0'.repeat(64)}/generations/g-000001`)).status).toBe(404);
    const other = await own(ask, 'pc-2');
    expect(other.slot).not.toBe(slot);
    expect(other.generations).toEqual([]);
  });

  it('are said not to be kept where the engines share no folder', async () => {
    const { copyRoutes } = await import('../../src/repository/copies/routes.ts');
    const { default: fastify } = await import('fastify');
    const app = fastify();
    app.decorateRequest('officeId', '');
    app.decorateRequest('holder', null);
    app.decorateRequest('device', null);
    await app.register(async (scope) => copyRoutes(scope, { copies: null, stallMs: 1000 }));
    const answer = await app.inject({ method: 'POST', url: '/v1/copies', payload: { deviceId: 'pc-1' } });
    expect([answer.statusCode, answer.json().type]).toEqual([417, 'urn:fojas:problem:feature-missing']);
    await app.close();
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
