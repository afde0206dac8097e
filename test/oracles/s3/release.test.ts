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
import { fine, pass, release } from '../../release/run.ts';
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

/** What lies in a bucket, laid into a folder as a web server in front of it would show it. */
async function mirrorOf(bucket: string, name: string): Promise<string> {
  const client = new S3Client({ region, endpoint: server.endpoint, forcePathStyle: true });
  const mirror = path.join(folder, name);
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
  return mirror;
}

it('a release goes into a bucket once, file by file, and comes out as it was signed', async () => {
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(await server.bucket('plain')) ?? [];
  const place = { bucket: bucket!, prefix: 'versiones/', region, endpoint: server.endpoint };
  await org.release('1.1.0', { bytes: randomBytes(300_000) });
  const first = await publish(org.workshop, await s3Shelf(place));
  expect(first.at(-1)).toBe('timestamp.json');
  expect(first.filter((name) => name.startsWith('targets/')).map((name) => name.replace(/^.*fojas/, 'fojas'))).toEqual([
    'fojas_1.1.0_amd64.deb',
    'fojas_1.1.0_amd64.deb.blocks',
  ]);
  // What is there stays there: only what changes is put again.
  expect(await publish(org.workshop, await s3Shelf(place))).toEqual(['timestamp.json']);

  const mirror = await mirrorOf(bucket!, 'mirror');
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

it('fojas-release puts it there by command, and a PC sees it', async () => {
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(await server.bucket('plain')) ?? [];
  const [shop, at] = [path.join(folder, 'taller'), (name: string) => path.join(folder, name)];
  const signed = (key: string) => ['--key', at(key), '--pin-stdin'];
  for (const name of ['ana', 'dora', 'servidor']) await fine(['key', at(name), '--name', name, '--pin-stdin']);
  await fine([
    ...['init', shop, '--root', at('ana.pub.json'), '--root-threshold', '1'],
    ...['--targets', at('dora.pub.json'), '--online', at('servidor.pub.json')],
  ]);
  await fine(['sign', shop, 'root', ...signed('ana')]);
  writeFileSync(at('notas.json'), JSON.stringify({ 'es-AR': 'Novedades.', en: 'News.', 'pt-BR': 'Novidades.' }));
  writeFileSync(at('fojas_1.1.0_amd64.deb'), randomBytes(300_000));
  await fine([
    ...['add', shop, at('fojas_1.1.0_amd64.deb'), '--version', '1.1.0', '--platform', 'linux', '--arch', 'x64'],
    ...['--format', 'deb', '--schema', '100', '--ring', 'general=100', '--notes', at('notas.json')],
  ]);
  await fine(['sign', shop, 'targets', ...signed('dora')]);
  const place = ['--s3', bucket!, '--region', region, '--prefix', 'versiones/', '--endpoint', server.endpoint];
  const put = await fine(['publish', shop, ...signed('servidor'), ...place]);
  expect(put.stdout).toContain('timestamp.json');
  const root = path.join(shop, 'metadata', '1.root.json');
  const seen = ['verify', '--root', root, '--from', await mirrorOf(bucket!, 'by-command'), '--version', '1.0.0'];
  expect((await fine(seen)).stdout).toContain('Se le ofrece la 1.1.0');
  const nowhere = ['--s3', 'fojas-nobody-made-this', '--region', region, '--endpoint', server.endpoint];
  const refused = await release(['publish', shop, ...signed('servidor'), ...nowhere], pass);
  expect([refused.code, refused.stdout]).toEqual([4, '']);
  expect(refused.stderr).toMatch(
    /^fojas-release: El depósito S3 «fojas-nobody-made-this» no recibió [^\n]* \(NoSuchBucket\)[^\n]*\n$/,
  );
  const silent = ['--s3', bucket!, '--region', region, '--endpoint', 'http://127.0.0.1:9'];
  const unheard = await release(['publish', shop, ...signed('servidor'), ...silent, '--lang', 'en'], pass);
  expect([unheard.code, unheard.stderr]).toEqual([4, expect.stringContaining('(ECONNREFUSED)')]);
}, 120_000);

it('a bucket that is not there, or not ours, is an error and no half release', async () => {
  const place = { bucket: 'fojas-nobody-made-this', prefix: '', region, endpoint: server.endpoint };
  await expect(publish(org.workshop, await s3Shelf(place))).rejects.toThrow();
});
