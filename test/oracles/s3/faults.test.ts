import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Sha256 } from '../../../src/contract/ids.ts';
import { Problem } from '../../../src/contract/wire.ts';
import type { Blobs } from '../../../src/repository/blobs/port.ts';
import { openS3Files } from '../../../src/repository/blobs/s3/open.ts';
import {
  makeSignedAct,
  makeTestSigner,
  register,
  send,
  sendUpToRegistration,
  startRepository,
} from '../../helpers/repository.ts';
import { type TestS3, startS3, testAccount } from '../../helpers/s3-server.ts';
import { installVersitygw } from '../install.ts';
import { type Fault, type FaultyLine, faultyLine } from './faulty-line.ts';

/** A real S3 service behind a line that fails in every way that lines and services do. */
let server: TestS3;
let line: FaultyLine;
let blobs: Blobs;
let address: string;
const root = mkdtempSync(join(tmpdir(), 'fojas-s3-faults-'));

beforeAll(async () => {
  Object.assign(process.env, testAccount);
  server = await startS3(installVersitygw());
  line = await faultyLine(server.endpoint);
  address = (await server.bucket('locking', '&retain-days=1')).replace(
    ...([server.endpoint, line.endpoint].map(encodeURIComponent) as [string, string]),
  );
  expect(address).toContain(encodeURIComponent(line.endpoint));
  ({ blobs } = await openS3Files(address, { dir: join(root, 'files'), clock: () => new Date() }));
}, 900_000);
afterAll(async () => {
  await line.close();
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => line.stage(() => 'none'));

const sha = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
const put = (bytes: Uint8Array) => blobs.put(sha(bytes), pieces(bytes), 2 ** 24);
async function read(bytes: Uint8Array): Promise<Buffer | null> {
  const file = await blobs.open(sha(bytes));
  if (!file) return null;
  try {
    const found: Buffer[] = [];
    for await (const piece of file.stream(0, file.size)) found.push(Buffer.from(piece));
    return Buffer.concat(found);
  } finally {
    file.close();
  }
}
/** The fault for the first request of this kind, and nothing wrong afterwards. */
const once = (method: string, fault: Fault): ((asked: string) => Fault) => {
  let left = 1;
  return (asked) => (asked === method && left-- > 0 ? fault : 'none');
};

const passing: readonly [string, Fault][] = [
  ['500 InternalError', { status: 500, code: 'InternalError' }],
  ['503 SlowDown', { status: 503, code: 'SlowDown' }],
  ['a cut in the middle of the body', 'cutThere'],
  ['a lost answer', 'cutBack'],
  ['a slow answer', { slowMs: 1_500 }],
];

describe('trouble that passes', () => {
  it.each(passing)('%s: the file is kept, once and whole', async (_, fault) => {
    const bytes = randomBytes(200_000);
    line.stage(once('PUT', fault));
    expect(['created', 'present']).toContain((await put(bytes)).kind);
    line.stage(() => 'none');
    expect(await read(bytes)).toEqual(bytes);
    expect((await put(bytes)).kind).toBe('present');
  });

  it('a cut in the middle of what is read gives the right bytes or none, and the right ones afterwards', async () => {
    const bytes = randomBytes(3_000_000);
    await put(bytes);
    // What was sent may lie at hand: another node has to fetch it.
    const other = await openS3Files(address, { dir: join(root, 'other'), clock: () => new Date() });
    line.stage(once('GET', 'cutBody'));
    const seen = await (async () => {
      const file = await other.blobs.open(sha(bytes));
      return file && Buffer.from(file.readSync(0, file.size));
    })().catch(() => null);
    if (seen) expect(sha(seen)).toBe(sha(bytes));
    line.stage(() => 'none');
    const file = (await other.blobs.open(sha(bytes)))!;
    expect(sha(file.readSync(0, file.size))).toBe(sha(bytes));
    file.close();
  });
});

describe('another node', () => {
  it('reads a small file and a large one at the first time it is asked', async () => {
    for (const bytes of [randomBytes(60_000), randomBytes(9 << 20)]) {
      await put(bytes);
      const { blobs: other } = await openS3Files(address, { dir: join(root, sha(bytes)), clock: () => new Date() });
      const files = await Promise.all([other.open(sha(bytes)), other.open(sha(bytes))]);
      for (const file of files) {
        expect(sha(file!.readSync(0, file!.size))).toBe(sha(bytes));
        file!.close();
      }
    }
  });
});

describe('trouble that lasts', () => {
  it.each([
    ['500', { status: 500, code: 'InternalError' }],
    ['503 SlowDown', { status: 503, code: 'SlowDown' }],
    ['cuts', 'cutThere'],
    ['another clock', { status: 403, code: 'RequestTimeTooSkewed' }],
  ] as const)('%s: nothing is promised, and the file is kept when it is over', async (_, fault) => {
    const bytes = randomBytes(100_000);
    line.stage((method) => (method === 'PUT' ? fault : 'none'));
    await expect(put(bytes)).rejects.toThrow();
    // It was tried a few times at most, and not for ever.
    expect(line.asked).toBeLessThan(12);
    line.stage(() => 'none');
    expect(await blobs.size(sha(bytes))).toBeNull();
    expect((await put(bytes)).kind).toBe('created');
    expect(await read(bytes)).toEqual(bytes);
  });

  it('is told to a workstation as nobody’s fault but the repository’s, without a word of the storage; the act is registered afterwards', async () => {
    const repository = await startRepository(join(root, 'node'), { blobsUrl: address });
    try {
      const act = await makeSignedAct(makeTestSigner());
      line.stage((method) => (method === 'PUT' ? { status: 503, code: 'SlowDown' } : 'none'));
      const refused = await send(repository, 'PUT', `/v1/blobs/${act.request.sha256}`, act.signed);
      const text = await refused.text();
      expect(refused.status).toBe(503);
      expect(Problem.parse(JSON.parse(text))).toMatchObject({ retry: 'same' });
      expect(text).not.toMatch(/SlowDown|S3|staged|127\.0\.0\.1|bucket/i);
      line.stage(() => 'none');
      await sendUpToRegistration(repository, act);
      expect((await register(repository, act)).status).toBe(201);
    } finally {
      await repository.close();
    }
  });
});
