import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publish, s3Shelf } from '../../../src/release/publish.ts';
import { UpdateKeeper } from '../../../src/updates/keeper.ts';
import { UpdatePolicy } from '../../../src/contract/updates.ts';
import { done } from '../../../src/contract/failures.ts';
import { folderSource } from '../../../src/updates/sources/index.ts';
import { type TestS3, startS3, testAccount } from '../../helpers/s3-server.ts';
import { organisation, type Organisation } from '../../updates/world.ts';
import { installVersitygw } from '../install.ts';

/** Releases put into a bucket of a real S3 service that is not ours, and taken out again as a PC would. */
let server: TestS3;
let org: Organisation;
const folder = mkdtempSync(path.join(tmpdir(), 'fojas-release-s3-'));

beforeAll(async () => {
  Object.assign(process.env, testAccount);
  server = await startS3(installVersitygw());
  org = await organisation();
}, 900_000);
afterAll(async () => {
  await server.stop();
  org.remove();
  rmSync(folder, { recursive: true, force: true });
});

const region = 'us-east-1';

it('a release goes into a bucket once, file by file, and comes out as it was signed', async () => {
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(await server.bucket('plain')) ?? [];
  const place = { bucket: bucket!, prefix: 'versiones/', region, endpoint: server.endpoint };
  const client = new S3Client({ region, endpoint: server.endpoint, forcePathStyle: true });
  await org.release('1.1.0', { bytes: randomBytes(300_000) });
  const first = await publish(org.workshop, await s3Shelf(place));
  expect(first.at(-1)).toBe('timestamp.json');
  expect(first.filter((name) => name.startsWith('targets/')).map((name) => name.replace(/^.*fojas/, 'fojas'))).toEqual([
    'fojas_1.1.0_amd64.deb',
    'fojas_1.1.0_amd64.deb.blocks',
  ]);
  // What is there stays there: only what changes is put again.
  expect(await publish(org.workshop, await s3Shelf(place))).toEqual(['timestamp.json']);

  const mirror = path.join(folder, 'mirror');
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'versiones/' }));
  for (const { Key = '' } of Contents) {
    const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const to = path.join(mirror, Key.replace('versiones/', ''));
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, await object.Body!.transformToByteArray());
    // What changes under its name is kept by nobody in between; the rest for ever.
    expect(object.CacheControl, Key).toBe(
      Key.endsWith('timestamp.json') ? 'no-cache' : 'public, max-age=31536000, immutable',
    );
  }
  client.destroy();
  const keeper = await UpdateKeeper.open({
    ...{ folder: path.join(folder, 'pc'), root: org.root, policy: UpdatePolicy.parse({ mode: 'self' }) },
    sources: [folderSource(mirror)],
    here: { version: '1.0.0', platform: 'linux', arch: 'x64', format: 'deb' },
    installer: null,
    ...{ readiness: async () => null, backup: async () => done(null), faultsNow: async () => [] },
    ...{ take: async () => undefined, now: () => new Date() },
  });
  expect(await keeper.check()).toMatchObject({ ok: true, value: { waiting: { version: '1.1.0' } } });
  expect(await keeper.fetch(new AbortController().signal)).toMatchObject({ ok: true });
});

it('a bucket that is not there, or not ours, is an error and no half release', async () => {
  const place = { bucket: 'fojas-nobody-made-this', prefix: '', region, endpoint: server.endpoint };
  await expect(publish(org.workshop, await s3Shelf(place))).rejects.toThrow();
});
