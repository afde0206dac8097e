import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LogGrowth, LogHead, LogProofs } from '../../../src/contract/log.ts';
import { Registered } from '../../../src/contract/wire.ts';
import {
  type Checkpoint,
  believeCheckpoint,
  holdsConsistency,
  holdsInclusion,
  keyRings,
  leafHash,
  unpackHashes,
} from '../../../src/proof/index.ts';
import {
  type TestRepository,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  startRepository,
} from '../../helpers/repository.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
});
afterEach(async () => {
  await repository.close();
  folder.remove();
});

const headFrom = async (from: number, at: TestRepository = repository): Promise<LogHead> =>
  LogHead.parse(await (await send(at, 'GET', `/v1/log?from=${from}`)).json());
const believed = (head: LogHead): Checkpoint => {
  const checkpoint = believeCheckpoint(head.checkpoint, keyRings(repository.receiptKeys, null));
  if (!checkpoint) throw new Error(`not believed: ${head.checkpoint}`);
  return checkpoint;
};
const registered = async (count: number): Promise<string[]> => {
  const receipts: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    receipts.push(Registered.parse(await (await register(repository, act)).json()).receipt);
  }
  return receipts;
};

describe('the log of a repository', () => {
  it('signs where it stands, in the form of C2SP', async () => {
    await registered(1);
    const { checkpoint, keys } = await headFrom(0);
    expect(keys).toBeNull();
    // By the letter of signed-note and tlog-checkpoint, without a function of the program.
    const [key] = repository.receiptKeys;
    const [origin, size, root, empty, line, end] = checkpoint.split('\n') as string[];
    expect([origin, size, empty, end]).toEqual([`fojas.log/${key!.kid}`, '1', '', '']);
    expect(Buffer.from(root!, 'base64')).toHaveLength(32);
    const [dash, name, base64] = line!.split(' ') as [string, string, string];
    expect([dash, name]).toEqual(['—', origin]);
    const bytes = Buffer.from(base64, 'base64');
    const raw = Buffer.from(key!.x, 'base64url');
    const id = createHash('sha256').update(origin!).update(Uint8Array.of(10, 1)).update(raw).digest().subarray(0, 4);
    expect(bytes.subarray(0, 4)).toEqual(id);
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key!.x }, format: 'jwk' });
    const text = Buffer.from(`${origin}\n${size}\n${root}\n`);
    expect(verify(null, text, publicKey, bytes.subarray(4))).toBe(true);
  });

  it('proves that it grew, and that every receipt is in it', async () => {
    const receipts = await registered(2);
    const earlier = believed(await headFrom(0));
    receipts.push(...(await registered(3)));
    const head = await headFrom(earlier.size);
    const later = believed(head);
    expect([earlier.size, later.size]).toEqual([2, 5]);
    expect(holdsConsistency(earlier, later, unpackHashes(head.consistency!)!)).toBe(true);

    const leaves = receipts.map((receipt) => Buffer.from(leafHash(receipt)).toString('base64url'));
    const asked = [...leaves, Buffer.alloc(32).toString('base64url')].join(',');
    const told = LogProofs.parse(await (await send(repository, 'GET', `/v1/log/proofs?size=5&leaves=${asked}`)).json());
    const pool = unpackHashes(told.pool)!;
    expect(told.proofs.at(-1)).toBeNull();
    for (const [n, receipt] of receipts.entries()) {
      const { index, parts } = told.proofs[n]!;
      const proof = parts.map((part) => pool[part]!);
      expect(holdsInclusion({ ...later, index }, leafHash(receipt), proof)).toBe(true);
    }

    const path = `/v1/log/consistency?from=1&to=4`;
    expect(LogGrowth.parse(await (await send(repository, 'GET', path)).json()).consistency).not.toBe('');
  });

  it('says so where it is not as large as it is asked about', async () => {
    await registered(1);
    expect((await headFrom(7)).consistency).toBeNull();
    expect((await send(repository, 'GET', '/v1/log/consistency?from=1&to=7')).status).toBe(404);
    expect((await send(repository, 'GET', `/v1/log/proofs?size=7&leaves=${'A'.repeat(43)}`)).status).toBe(404);
    expect((await send(repository, 'GET', '/v1/log/stamp?size=1')).status).toBe(404);
    for (const query of ['?from=-1', '?from=x', '/consistency?from=2', '/proofs?size=1&leaves=x', '/stamp'])
      expect((await send(repository, 'GET', `/v1/log${query}`)).status).toBe(400);
  });

  it('stays the same when the repository is opened again', async () => {
    await registered(2);
    const before = await headFrom(0);
    await repository.close();
    repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
    expect((await headFrom(0)).checkpoint).toBe(before.checkpoint);
    await registered(1);
    const after = await headFrom(2);
    expect(holdsConsistency(believed(before), believed(after), unpackHashes(after.consistency!)!)).toBe(true);
  });

  it('is passed on by a repository inside an office, and answered by none in its place', async () => {
    await registered(2);
    const inside = repositoryFolder();
    const office = await startOfficeRepository(inside.dir, repository);
    try {
      expect((await headFrom(1, office)).checkpoint).toBe((await headFrom(1)).checkpoint);
      expect((await send(office, 'GET', '/v1/log/consistency?from=1&to=9')).status).toBe(404);
      await repository.close();
      expect((await send(office, 'GET', '/v1/log?from=0')).status).toBe(503);
    } finally {
      await office.close();
      inside.remove();
      repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
    }
  });
});
