/** Second copies of workstations in a bucket, where every node serves every slot; and the commands of whoever looks after them. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readS3Address } from '../../../src/repository/blobs/s3/address.ts';
import { openS3Copies } from '../../../src/repository/blobs/s3/copies.ts';
import { connectS3 } from '../../../src/repository/blobs/s3/store.ts';
import { moveRepository } from '../../../src/repository/move/move.ts';
import { repositoryFolder, sha256Of, startRepository } from '../../helpers/repository.ts';
import { type TestPostgres, startPostgres } from '../../helpers/postgres.ts';
import { type TestS3, startS3, testAccount } from '../../helpers/s3-server.ts';
import { fojas, json } from '../../cli/harness.ts';
import { bring, byKey, copiesConformance, keep, make, own, patch } from '../../repository/copies-conformance.ts';
import { installVersitygw } from '../install.ts';

let server: TestS3;
let postgres: TestPostgres;
beforeAll(async () => {
  Object.assign(process.env, testAccount);
  [server, postgres] = [await startS3(installVersitygw()), await startPostgres()];
}, 900_000);
afterAll(() => Promise.all([server.stop(), postgres.stop()]));

copiesConformance('a bucket', {
  options: async () => ({ blobsUrl: await server.bucket('locking', '&retain-days=1') }),
  place: (dir, { blobsUrl }) => openS3Copies(blobsUrl!, join(dir, 'read')),
});

/** Two nodes on one register and one bucket. */
async function twoNodes() {
  const [registerUrl, blobsUrl] = [await postgres.database(), await server.bucket('locking', '&retain-days=1')];
  const folder = repositoryFolder();
  onTestFinished(() => folder.remove());
  const first = await startRepository(folder.dir, { registerUrl, blobsUrl });
  onTestFinished(() => first.close());
  // Of the same keys: it lies beside the first one's folder.
  const other = repositoryFolder();
  onTestFinished(() => other.remove());
  for (const key of ['receipt-key.pem', 'parcel-key.txt']) cpSync(join(folder.dir, key), join(other.dir, key));
  const second = await startRepository(other.dir, { registerUrl, blobsUrl });
  onTestFinished(() => second.close());
  return { registerUrl, blobsUrl, dir: folder.dir, nodes: [byKey(first), byKey(second)] as const };
}

describe('copies that are moved out of a folder', () => {
  it('lie in the bucket afterwards, read back and hashed, and were brought once however often the move was ended', async () => {
    const folder = repositoryFolder();
    onTestFinished(() => folder.remove());
    const alone = await startRepository(folder.dir);
    const { slot } = await own(byKey(alone));
    const made = [1, 2].map((n) => make(n, 5000));
    for (const one of made) expect((await bring(byKey(alone), slot, one)).status).toBe(201);
    await alone.close();
    const blobsUrl = await server.bucket('locking', '&retain-days=1');
    const order = { dir: folder.dir, blobsUrl, dryRun: false, clock: () => new Date() };
    const tell = (what: string): void => {
      if (what === '1') throw new Error('ended here');
    };
    await expect(moveRepository({ ...order, tell })).rejects.toThrow('ended here');
    const { copies } = await moveRepository({ ...order, tell: () => undefined });
    expect(copies).toMatchObject({ slots: 1, generations: 2, written: 1, spoilt: 0 });
    const repository = await startRepository(folder.dir, { blobsUrl });
    onTestFinished(() => repository.close());
    const ask = byKey(repository);
    expect((await own(ask)).generations.map(({ name }) => name)).toEqual(['g-000002', 'g-000001']);
    for (const { bytes } of made)
      for (const one of bytes) {
        const got = await ask('GET', `/v1/copies/${slot}/files/${sha256Of(one)}`);
        expect(Buffer.from(await got.arrayBuffer()).equals(one)).toBe(true);
      }
  });
});

describe('copies that two nodes serve', () => {
  it('go on at the other one in the middle of a file, and are one', async () => {
    const { nodes } = await twoNodes();
    const [a, b] = nodes;
    const { slot } = await own(a);
    expect((await own(b)).slot).toBe(slot);
    const made = make(1, 5000);
    const [journal, list, same] = made.bytes;
    expect((await patch(a, slot, journal!, 0, 2000)).status).toBe(204);
    const half = await b('HEAD', `/v1/copies/${slot}/files/${sha256Of(journal!)}`, undefined, {
      'upload-length': '5000',
    });
    expect(half.headers.get('upload-offset')).toBe('2000');
    expect((await patch(b, slot, journal!, 2000, 5000)).status).toBe(201);
    for (const bytes of [list!, same!]) expect((await patch(a, slot, bytes, 0, bytes.length)).status).toBe(201);
    expect((await keep(b, slot, made)).status).toBe(201);
    expect((await keep(a, slot, made)).status).toBe(200);
    expect((await own(a)).generations).toMatchObject([{ name: made.name }]);
    const got = await a('GET', `/v1/copies/${slot}/files/${sha256Of(journal!)}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(journal!)).toBe(true);
  });

  it('leave no version behind where they made way, so that nobody pays for them', async () => {
    const { nodes, blobsUrl } = await twoNodes();
    const { slot } = await own(nodes[0]);
    for (const n of [1, 2, 3, 4, 5]) expect((await bring(nodes[n % 2]!, slot, make(n))).status).toBe(201);
    const store = connectS3(readS3Address(blobsUrl)!);
    onTestFinished(() => store.close());
    const all = await store.versions(`copies/${slot}/`);
    // Three generations; of each a journal and a list, and the one file that all have.
    expect(all).toHaveLength(3 + 3 * 2 + 1);
  });
});

describe('fojas repository copies', () => {
  it('lists, fetches and removes what lies in a bucket, while the nodes serve', async () => {
    const { nodes, registerUrl, blobsUrl, dir } = await twoNodes();
    const { slot } = await own(nodes[0]);
    const made = make(1);
    await bring(nodes[0], slot, made);
    const listed = json(await fojas(['repository', 'copies', 'list', '--blobs', blobsUrl, '--json']));
    expect(listed).toMatchObject({ slots: [{ slot, deviceId: 'pc-1', generations: [{ name: made.name }] }] });
    const to = join(dir, 'fetched-here');
    const fetched = await fojas(['repository', 'copies', 'fetch', '--blobs', blobsUrl, '--device', 'pc-1', '--to', to]);
    expect(fetched.code, fetched.stderr).toBe(0);
    const where = ['--dir', dir, '--register', registerUrl, '--blobs', blobsUrl, '--device', 'pc-1'];
    expect((await fojas(['repository', 'copies', 'remove', ...where])).code).toBe(0);
    expect((await own(nodes[1])).generations).toHaveLength(1);
    const removed = await fojas(['repository', 'copies', 'remove', ...where, '--really']);
    expect(removed.code, removed.stderr).toBe(0);
    expect((await own(nodes[1])).generations).toEqual([]);
    expect((await nodes[0]('HEAD', `/v1/copies/${slot}/files/${made.files.files[0]!.sha256}`)).status).toBe(404);
  });

  it('says what is missing where the register is shared and no bucket is named, or nobody answers there', async () => {
    const folder = repositoryFolder();
    onTestFinished(() => folder.remove());
    const where = ['--dir', folder.dir, '--register', await postgres.database(), '--device', 'pc-1'];
    expect((await fojas(['repository', 'copies', 'remove', ...where])).code).toBe(2);
    const nobody = await fojas(['repository', 'copies', 'list', '--blobs', 's3://abc?endpoint=http://127.0.0.1:9']);
    expect(nobody.code).toBe(4);
    expect(nobody.stderr).toContain('fojas: ');
  });
});
