/** What holds of second copies of workstations wherever a repository keeps them. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CopyFiles, CopySlot } from '../../src/contract/wire-copies.ts';
import type { CopyPlace } from '../../src/repository/copies/port.ts';
import { readSlots } from '../../src/repository/copies/read.ts';
import { openSlot } from '../../src/repository/copies/slot.ts';
import type { RepositoryOptions } from '../../src/repository/repository.ts';
import { type TestRepository, repositoryFolder, send, sha256Of, startRepository } from '../helpers/repository.ts';

export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;

export const byKey =
  (repository: TestRepository): Ask =>
  (method, path, body, headers) =>
    send(repository, method, path, body, headers);

export const own = async (ask: Ask, deviceId = 'pc-1'): Promise<CopySlot> =>
  CopySlot.parse(await (await ask('POST', '/v1/copies', { deviceId })).json());

export const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { type: string }).type.replace('urn:fojas:problem:', '');

export function patch(ask: Ask, slot: string, bytes: Uint8Array, from: number, to: number): Promise<Response> {
  return ask('PATCH', `/v1/copies/${slot}/files/${sha256Of(bytes)}`, bytes.subarray(from, to), {
    'content-type': 'application/partial-upload',
    ...{ 'upload-length': String(bytes.length), 'upload-offset': String(from) },
  });
}

export async function* of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export interface Made {
  readonly name: string;
  readonly bytes: readonly Buffer[];
  readonly files: CopyFiles;
}

/** A generation of a journal of this size, its list, and a file that is the same in all of them. */
const kept = randomBytes(300);
export function make(n: number, size = 500): Made {
  const name = `g-${String(n).padStart(6, '0')}`;
  const bytes = [randomBytes(size), randomBytes(40), kept];
  const paths = [`${name}.journal.age`, `${name}.list.age`, `files-0badcafe/${'ab'.repeat(32)}.age`];
  const files = paths.map((path, at) => ({ path, sha256: sha256Of(bytes[at]!), size: bytes[at]!.length }));
  return { name, bytes, files: { files } };
}

export const keep = (ask: Ask, slot: string, { name, files }: Made): Promise<Response> =>
  ask('PUT', `/v1/copies/${slot}/generations/${name}`, files);

export async function bring(ask: Ask, slot: string, made: Made): Promise<Response> {
  for (const bytes of made.bytes) {
    const there = await ask('HEAD', `/v1/copies/${slot}/files/${sha256Of(bytes)}`);
    if (there.status === 404) {
      const sent = await patch(ask, slot, bytes, 0, bytes.length);
      if (!sent.ok) return sent;
    }
  }
  return keep(ask, slot, made);
}

export interface CopiesEngine {
  /** How a repository is started there, anew for each test. */
  options(): Promise<Partial<RepositoryOptions>>;
  /** The same place, without a repository. */
  place(dir: string, options: Partial<RepositoryOptions>): Promise<CopyPlace>;
}

export function copiesConformance(name: string, engine: CopiesEngine): void {
  describe(`copies in ${name}`, () => {
    const stage = async () => {
      const folder = repositoryFolder();
      onTestFinished(() => folder.remove());
      return { folder, options: await engine.options() };
    };
    const start = async (more: Partial<RepositoryOptions> = {}): Promise<TestRepository> => {
      const { folder, options } = await stage();
      const repository = await startRepository(folder.dir, { ...options, ...more });
      onTestFinished(() => repository.close());
      return repository;
    };

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
      const { folder, options } = await stage();
      let repository = await startRepository(folder.dir, options);
      const { slot } = await own(byKey(repository));
      const made = make(1);
      await bring(byKey(repository), slot, made);
      await repository.close();
      repository = await startRepository(folder.dir, options);
      onTestFinished(() => repository.close());
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
      const { folder, options } = await stage();
      const place = await engine.place(folder.dir, options);
      onTestFinished(() => place.close());
      const slot = openSlot(await place.slot(sha256Of(Buffer.from('slot'))), 4000);
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

    it('are read without being served, and go with all that is of them', async () => {
      const { folder, options } = await stage();
      const repository = await startRepository(folder.dir, options);
      onTestFinished(() => repository.close());
      const ask = byKey(repository);
      const [{ slot }, other] = [await own(ask), await own(ask, 'pc-2')];
      const [made, more] = [make(1), make(1)];
      await bring(ask, slot, made);
      await bring(ask, other.slot, more);
      const place = await engine.place(folder.dir, options);
      onTestFinished(() => place.close());
      const slots = await readSlots(place);
      expect(slots.map(({ deviceId }) => deviceId).sort()).toEqual(['pc-1', 'pc-2']);
      expect(slots.find((one) => one.slot === slot)).toMatchObject({
        usedBytes: 840,
        generations: [{ name: made.name }],
      });
      const journal = made.files.files[0]!.sha256;
      const file = await place.look(slot).blobs.open(journal);
      expect(Buffer.from(file!.readSync(0, 500)).equals(made.bytes[0]!)).toBe(true);
      file!.close();
      expect(await place.look(slot).filesOf(made.name)).toEqual(made.files.files);
      // What another keeps is not there, though its hash is known.
      expect(await place.look(other.slot).blobs.open(journal)).toBeNull();
      expect((await ask('GET', `/v1/copies/${other.slot}/files/${journal}`)).status).toBe(404);

      await place.remove(slot);
      expect((await readSlots(place)).map(({ deviceId }) => deviceId)).toEqual(['pc-2']);
      expect(await place.look(other.slot).blobs.size(more.files.files[0]!.sha256)).toBe(500);
      expect((await ask('HEAD', `/v1/copies/${slot}/files/${journal}`)).status).toBe(404);
    });
  });
}
