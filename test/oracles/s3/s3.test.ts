import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sha256 } from '../../../src/contract/ids.ts';
import { readS3Address } from '../../../src/repository/blobs/s3/address.ts';
import { keyOf } from '../../../src/repository/blobs/s3/blobs.ts';
import { openS3Files } from '../../../src/repository/blobs/s3/open.ts';
import { connectS3 } from '../../../src/repository/blobs/s3/store.ts';
import { type TestS3, startS3, testAccount } from '../../helpers/s3-server.ts';
import { blobsConformance, hashOf } from '../../repository/conformance.ts';
import { installVersitygw } from '../install.ts';

/** The engine for files in a bucket, on a real S3 service that is not ours. */
let server: TestS3;
const root = mkdtempSync(join(tmpdir(), 'fojas-s3-test-'));
let next = 0;
const clock = (): Date => new Date();

beforeAll(async () => {
  Object.assign(process.env, testAccount);
  server = await startS3(installVersitygw());
}, 900_000);
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

const openAt = (url: string) => openS3Files(url, { dir: join(root, String(next++)), clock });
const open = async () => openAt(await server.bucket('locking', '&retain-days=1'));
const sha = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
async function* pieces(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

blobsConformance('a bucket', async () => (await open()).blobs, 'locked');
blobsConformance(
  'a bucket without a lock',
  async () => (await openAt(await server.bucket('plain', '&lock=none'))).blobs,
);
blobsConformance(
  'a bucket of versions without a lock',
  async () => (await openAt(await server.bucket('versioned', '&lock=none'))).blobs,
);

describe('what a bucket promises', () => {
  it('keeps a registered file against whoever holds the account, and says so', async () => {
    const url = await server.bucket('locking', '&retain-days=1');
    const { blobs, immutable } = await openAt(url);
    expect(immutable).toBe(true);
    const bytes = randomBytes(10_000);
    await blobs.put(sha(bytes), pieces(bytes), 2 ** 20);
    const store = connectS3(readS3Address(url)!);
    const [version] = await store.versions(keyOf(sha(bytes)));
    expect(await store.remove(version!.key, version!.versionId)).toBe('refused');
    store.close();
  });

  it.each([
    ['plain', 'no versions and object lock'],
    ['versioned', 'no versions and object lock'],
    ['retaining', 'locks everything by itself'],
  ] as const)('is not claimed of a bucket that is %s', async (kind, why) => {
    await expect(openAt(await server.bucket(kind))).rejects.toThrow(why);
  });

  it('is not claimed where nobody asked for it', async () => {
    const { blobs, immutable } = await openAt(await server.bucket('plain', '&lock=none'));
    expect(immutable).toBe(false);
    const bytes = randomBytes(1000);
    expect((await blobs.put(sha(bytes), pieces(bytes), 2 ** 20)).kind).toBe('created');
    await blobs.setAside(sha(bytes));
    expect(await blobs.size(sha(bytes))).toBeNull();
  });
});

describe('large files in a bucket', () => {
  it('pass in parts, are kept once, and are read from any place', async () => {
    const url = await server.bucket('locking', '&retain-days=1');
    const { blobs } = await openAt(url);
    const bytes = randomBytes(21 * 2 ** 20);
    expect(await blobs.put(sha(bytes), pieces(bytes), 2 ** 26)).toEqual({ kind: 'created', size: bytes.length });
    expect(await blobs.put(sha(bytes), pieces(bytes), 2 ** 26)).toEqual({ kind: 'present', size: bytes.length });
    // Another node has nothing of it at hand.
    const elsewhere = await openAt(url);
    const [one, two] = await Promise.all([elsewhere.blobs.open(sha(bytes)), elsewhere.blobs.open(sha(bytes))]);
    for (const file of [one, two]) {
      expect(file?.size).toBe(bytes.length);
      expect(Buffer.from(file!.readSync(18_000_000, 1000)).equals(bytes.subarray(18_000_000, 18_001_000))).toBe(true);
      file!.close();
    }
  });
});

describe('uploads in a bucket', () => {
  const upload = (bytes: Uint8Array) => ({ officeId: 'ufi3', sha256: sha(bytes), length: bytes.length });

  it('go on at another node, where the first one was cut', async () => {
    const url = await server.bucket('locking', '&retain-days=1');
    const [here, there] = [await openAt(url), await openAt(url)];
    const bytes = randomBytes(300_000);
    const cut = async function* () {
      yield bytes.subarray(0, 100_000);
      throw new Error('line cut');
    };
    await expect(here.uploads.append(upload(bytes), 0, cut())).rejects.toThrow('line cut');
    expect(await there.uploads.offset(upload(bytes))).toBe(100_000);
    expect(await there.uploads.append(upload(bytes), 0, pieces(bytes))).toEqual({ kind: 'mismatch', offset: 100_000 });
    const half = await there.uploads.append(upload(bytes), 100_000, pieces(bytes.subarray(100_000, 200_000)));
    expect(half).toEqual({ kind: 'partial', offset: 200_000 });
    const rest = await here.uploads.append(upload(bytes), 200_000, pieces(bytes.subarray(200_000)));
    expect(rest).toEqual({ kind: 'created', size: bytes.length });
    expect(await there.uploads.offset(upload(bytes))).toBeNull();
    expect(await there.blobs.size(sha(bytes))).toBe(bytes.length);
  });

  it('lets only one of two nodes write the same place', async () => {
    const url = await server.bucket('locking', '&retain-days=1');
    const [here, there] = [await openAt(url), await openAt(url)];
    const bytes = randomBytes(200_000);
    const outcomes = await Promise.all(
      [here, there].map(({ uploads }) => uploads.append(upload(bytes), 0, pieces(bytes.subarray(0, 100_000)))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['mismatch', 'partial']);
    expect(outcomes.map((one) => 'offset' in one && one.offset)).toEqual([100_000, 100_000]);
  });

  it('drops what hashes to something else, and refuses what is too long or too many', async () => {
    const { uploads } = await open();
    const bytes = randomBytes(1000);
    const wrong = { ...upload(bytes), sha256: hashOf('other') };
    expect(await uploads.append(wrong, 0, pieces(bytes))).toEqual({ kind: 'hashMismatch', actual: sha(bytes) });
    expect(await uploads.offset(wrong)).toBeNull();
    const short = { ...upload(bytes), length: 500 };
    expect(await uploads.append(short, 0, pieces(bytes))).toEqual({ kind: 'tooLong', offset: 500 });
    for (let nth = 1; nth < 64; nth += 1) {
      await uploads.append({ ...short, sha256: hashOf(`${nth}`) }, 0, pieces(bytes.subarray(0, 10)));
    }
    const another = { ...short, sha256: hashOf('one more') };
    expect(await uploads.append(another, 0, pieces(bytes.subarray(0, 10)))).toEqual({ kind: 'tooMany' });
  });
});
