import { describe, expect, it, onTestFinished } from 'vitest';
import { LogGrowth, LogHead, LogStamp } from '../../../src/contract/log.ts';
import { believeCheckpoint, holdsConsistency, keyRings, unpackHashes } from '../../../src/proof/index.ts';
import { checkpointStamper } from '../../../src/repository/log/stamping.ts';
import { nodeTransport, parseCertificates, verifyStampOver } from '../../../src/signature/index.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import {
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startRepository,
} from '../../helpers/repository.ts';
import { until } from '../../helpers/office.ts';

const pace = { idleMs: 20, firstMs: 5, mostMs: 20 };

describe('stamps of the log', () => {
  it('are taken of a checkpoint when the day is over, kept, and checked by whoever trusts the authority', async () => {
    const services = await startPkiServices(new TestClock(new Date()));
    onTestFinished(() => services.close());
    const anchors = parseCertificates(Buffer.from(services.world.root.certificatePem));
    const real = checkpointStamper({ transport: nodeTransport(), tsas: [{ url: services.world.urls.tsa }], anchors });
    let asked = 0;
    let refuses = 1;
    const folder = repositoryFolder();
    onTestFinished(() => folder.remove());
    let now = Date.now();
    const repository = await startRepository(folder.dir, {
      clock: () => new Date(now),
      stamping: {
        pace,
        // Dead at first, as authorities are: it is asked again.
        stamper: async (hash) => (asked++ < refuses ? null : real(hash)),
      },
    });
    onTestFinished(() => repository.close());
    const signer = makeTestSigner();
    const registered = async (): Promise<void> => {
      const act = await makeSignedAct(signer);
      await sendUpToRegistration(repository, act);
      expect((await register(repository, act)).status).toBe(201);
    };
    const stampNow = async (size: number) => {
      const answer = await send(repository, 'GET', `/v1/log/stamp?size=${size}`);
      return answer.status === 404 ? null : LogStamp.parse(await answer.json());
    };
    await registered();
    await until(async () => (await stampNow(9)) !== null);
    const first = await stampNow(9);
    await registered();
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Once a day is enough.
    expect(asked).toBe(before);
    now += 25 * 60 * 60_000;
    refuses = 0;
    await until(async () => (await stampNow(9))?.checkpoint !== first!.checkpoint);

    const rings = keyRings(repository.receiptKeys, null);
    const stamp = (await stampNow(9))!;
    const stamped = believeCheckpoint(stamp.checkpoint, rings)!;
    expect(stamped.size).toBe(2);
    expect((await stampNow(1))!.checkpoint).toBe(first!.checkpoint);
    const token = Buffer.from(stamp.token, 'base64');
    const good = await verifyStampOver(token, Buffer.from(stamp.checkpoint), anchors);
    expect(good).toMatchObject({ kind: 'good', authority: expect.any(String) as string });
    const other = await verifyStampOver(token, Buffer.from(first!.checkpoint), anchors);
    expect(other.kind).toBe('bad');
    const stranger = parseCertificates(Buffer.from(signer.rootPem));
    expect((await verifyStampOver(token, Buffer.from(stamp.checkpoint), stranger)).kind).toBe('bad');
    expect((await verifyStampOver(Uint8Array.of(1, 2, 3), Buffer.from('x'), null)).kind).toBe('bad');

    const head = LogHead.parse(await (await send(repository, 'GET', '/v1/log?from=0')).json());
    const size = believeCheckpoint(head.checkpoint, rings)!;
    const path = `/v1/log/consistency?from=${stamped.size}&to=${size.size}`;
    const { consistency } = LogGrowth.parse(await (await send(repository, 'GET', path)).json());
    expect(holdsConsistency(stamped, size, unpackHashes(consistency)!)).toBe(true);
  });
});
