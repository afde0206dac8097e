import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { verifyReceipt } from '../../../src/casework/receipts/verify.ts';
import type { Level } from '../../../src/contract/levels.ts';
import { RenditionStatement } from '../../../src/contract/receipts.ts';
import { type FeedEvent, FeedPage, Registered, type RenditionRequest } from '../../../src/contract/wire.ts';
import { type Raiser, signatureRaiser } from '../../../src/repository/raising/raiser.ts';
import type { RepositoryOptions } from '../../../src/repository/repository.ts';
import { memoryCache, nodeTransport, parseCertificates } from '../../../src/signature/index.ts';
import { growPdf } from '../../helpers/grown-pdf.ts';
import { until } from '../../helpers/office.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  sha256Of,
  startRepository,
} from '../../helpers/repository.ts';

const pace = { idleMs: 50, firstMs: 10, mostMs: 1 };

let folder: { dir: string; remove(): void };
let repository: TestRepository;

beforeEach(() => void (folder = repositoryFolder()));
afterEach(async () => {
  await repository.close();
  folder.remove();
});

const start = async (options: Partial<RepositoryOptions>): Promise<void> =>
  void (repository = await startRepository(folder.dir, options));

async function registered(act: SignedAct): Promise<string> {
  await sendUpToRegistration(repository, act);
  return Registered.parse(await (await register(repository, act)).json()).receipt;
}

async function renditions(): Promise<RenditionStatement[]> {
  const response = await send(repository, 'GET', '/v1/feed?office=ufi-7&cursor=&limit=500');
  return FeedPage.parse(await response.json())
    .events.filter((event): event is FeedEvent & { kind: 'rendition' } => event.kind === 'rendition')
    .map(({ receipt }) =>
      RenditionStatement.parse(JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString())),
    );
}

async function fileOf(sha256: string): Promise<Buffer> {
  const response = await send(repository, 'GET', `/v1/blobs/${sha256}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** A repository whose authorities are real services on loopback. */
async function withAuthorities() {
  const services = await startPkiServices(new TestClock(new Date()));
  onTestFinished(() => services.close());
  const { world } = services;
  const identity = world.signer({ key: 'rsa-2048', commonName: 'PRUEBA Juana' });
  const signer: TestSigner = {
    identity,
    rootPem: world.root.certificatePem,
    certificateSha256: sha256Of(identity.certificate),
  };
  const trustAnchors = [world.root.certificatePem, world.intermediate.certificatePem];
  const raiser = signatureRaiser({
    ...{ transport: nodeTransport(), tsas: [{ url: world.urls.tsa }], cache: memoryCache(), now: () => new Date() },
    anchors: trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem))),
  });
  const raising = { wanted: 'LTA' as const, raiser, graceMs: 0, pace };
  return { world, signer, options: { trustAnchors, raising } };
}

describe('a repository that raises levels itself, with real authorities', () => {
  it('brings a registered act to LTA by appending, with a record and a receipt of its own', async () => {
    const { signer, options } = await withAuthorities();
    await start(options);
    const act = await makeSignedAct(signer);
    const receipt = await registered(act);
    await until(async () => (await renditions()).at(-1)?.level === 'LTA');
    const [first, ...more] = await renditions();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ n: 1, prefixSha256: act.request.sha256, prefixSize: act.request.size });
    const longer = await fileOf(first!.sha256);
    expect(longer.subarray(0, act.signed.length).equals(act.signed)).toBe(true);
    expect(verifyReceipt(receipt, repository.receiptKeys, act.request).kind).toBe('verified');
    const again = await send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`);
    expect(Registered.parse(await again.json()).receipt).toBe(receipt);
  });

  it('registers all the same while the authority is silent, and goes on when it answers', async () => {
    const { world, signer, options } = await withAuthorities();
    world.faults.set('tsa', 'reset');
    await start(options);
    for (const act of [await makeSignedAct(signer), await makeSignedAct(signer)]) await registered(act);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await renditions()).toEqual([]);
    world.faults.delete('tsa');
    await until(async () => (await renditions()).filter(({ level }) => level === 'LTA').length === 2);
  });

  it('takes up what was registered before it was asked to raise', async () => {
    const { signer, options } = await withAuthorities();
    await start({ trustAnchors: options.trustAnchors });
    const act = await makeSignedAct(signer);
    await registered(act);
    await repository.close();
    await start(options);
    await until(async () => (await renditions()).at(-1)?.level === 'LTA');
  });
});

describe('a repository that raises levels itself, beside an office that does too', () => {
  let signer: TestSigner;
  beforeAll(() => (signer = makeTestSigner()));

  /** Appends a harmless update; `meanwhile` is what others do while it waits for an authority. */
  const standIn = (given: {
    meanwhile?: () => Promise<void>;
    until?: Date;
    reached?: () => Level;
  }): Raiser & { made: number } => ({
    made: 0,
    look: async (source) => ({
      level: given.reached?.() ?? (source.size > base ? 'LTA' : 'B'),
      provableUntil: given.until ?? new Date('2099-01-01'),
    }),
    async raise(source, sink) {
      const pieces: Buffer[] = [];
      for await (const piece of source.stream(0, source.size)) pieces.push(Buffer.from(piece));
      await given.meanwhile?.();
      this.made += 1;
      await sink.append(growPdf(Buffer.concat(pieces), signer.identity));
      return { kind: 'raised' };
    },
  });
  let base = 0;
  const act = async (): Promise<SignedAct> => {
    const made = await makeSignedAct(signer);
    base = made.signed.length;
    return made;
  };

  it('lets the one that came first stand, and drops its own work without loss', async () => {
    const one = await act();
    // Another time-stamp than the repository's: other bytes, the same beginning.
    const theirs = growPdf(one.signed, makeTestSigner().identity);
    let told = false;
    const raiser = standIn({
      async meanwhile() {
        if (told) return;
        told = true;
        const wish: RenditionRequest = {
          ...{ actId: one.request.actId, n: 1, sha256: sha256Of(theirs), size: theirs.length },
          ...{ prefixSha256: one.request.sha256, prefixSize: one.request.size, deviceId: 'pc-1' },
        };
        await (await send(repository, 'PUT', `/v1/blobs/${wish.sha256}`, theirs)).arrayBuffer();
        const taken = await send(repository, 'PUT', `/v1/acts/${wish.actId}/renditions/1`, wish);
        expect(taken.status).toBe(201);
      },
    });
    await start({ raising: { wanted: 'LTA', raiser, graceMs: 0, pace } });
    const receipt = await registered(one);
    await until(() => raiser.made === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await renditions()).map(({ n, sha256 }) => [n, sha256])).toEqual([[1, sha256Of(theirs)]]);
    // It looked at the office's file, found enough in it, and made no second one.
    expect(raiser.made).toBe(1);
    expect((await fileOf(sha256Of(theirs))).equals(theirs)).toBe(true);
    expect(verifyReceipt(receipt, repository.receiptKeys, one.request).kind).toBe('verified');
  });

  it('leaves the office its time first', async () => {
    const raiser = standIn({});
    await start({ raising: { wanted: 'LTA', raiser, graceMs: 3_600_000, pace } });
    await registered(await act());
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(raiser.made).toBe(0);
  });

  it('renews what can soon be proved no longer, once', async () => {
    let end = new Date(Date.now() + 30 * 24 * 3600 * 1000);
    const raiser = standIn({
      get until() {
        return end;
      },
    });
    const raise = raiser.raise.bind(raiser);
    raiser.raise = async (source, sink, wish) => {
      const raised = await raise(source, sink, wish);
      // The second time-stamp holds for long.
      if (wish.renew) end = new Date('2099-01-01');
      return raised;
    };
    await start({ raising: { wanted: 'LTA', raiser, graceMs: 0, pace } });
    await registered(await act());
    await until(async () => (await renditions()).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await renditions()).map(({ n }) => n)).toEqual([1, 2]);
    expect(raiser.made).toBe(2);
  });

  it('gives up a file to which nothing can be added, and holds up no other', async () => {
    let never = true;
    const usual = standIn({});
    const raiser: Raiser = {
      look: (source) => usual.look(source),
      raise(source, sink, wish) {
        if (!never) return usual.raise(source, sink, wish);
        never = false;
        return Promise.resolve({ kind: 'never', reason: 'brokenSignature' });
      },
    };
    await start({ raising: { wanted: 'LTA', raiser, graceMs: 0, pace: { ...pace, idleMs: 200 } } });
    const first = await act();
    await registered(first);
    await until(() => !never);
    const second = await makeSignedAct(signer);
    base = second.signed.length;
    await registered(second);
    await until(async () => (await renditions()).length === 1);
    expect((await renditions())[0]!.actId).toBe(second.request.actId);
  });
});
