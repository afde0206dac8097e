import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RenditionHeader, RenditionStatement } from '../../src/contract/receipts.ts';
import { Capabilities, type FeedEvent, Problem, Registered, type RenditionRequest } from '../../src/contract/wire.ts';
import { blankPdf, growPdf } from '../helpers/grown-pdf.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeDocument,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  sha256Of,
  signDocument,
  startRepository,
} from '../helpers/repository.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;
let act: SignedAct;
let receipt: string;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
  act = await makeSignedAct(signer);
  await sendUpToRegistration(repository, act);
  receipt = Registered.parse(await (await register(repository, act)).json()).receipt;
});
afterEach(async () => {
  await repository.close();
  folder.remove();
});

const wish = (before: Uint8Array, after: Uint8Array, n = 1): RenditionRequest => ({
  ...{ actId: act.request.actId, n, sha256: sha256Of(after), size: after.length },
  ...{ prefixSha256: sha256Of(before), prefixSize: before.length, deviceId: 'pc-1' },
});
const ask = (given: RenditionRequest) =>
  send(repository, 'PUT', `/v1/acts/${given.actId}/renditions/${given.n}`, given);
const offer = async (before: Uint8Array, after: Uint8Array, n = 1): Promise<Response> => {
  await (await send(repository, 'PUT', `/v1/blobs/${sha256Of(after)}`, after)).arrayBuffer();
  return ask(wish(before, after, n));
};
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '')}`;
const statementOf = (jws: string): RenditionStatement => {
  const [header, payload] = jws
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
  RenditionHeader.parse(header);
  return RenditionStatement.parse(payload);
};
const events = async (): Promise<FeedEvent[]> =>
  ((await (await send(repository, 'GET', '/v1/feed?office=ufi-7&cursor=&limit=500')).json()) as { events: FeedEvent[] })
    .events;

describe('a rendition', () => {
  it('is taken with a receipt of its own, told in the feed, and the first receipt stands', async () => {
    const grown = growPdf(act.signed, signer.identity);
    const response = await offer(act.signed, grown);
    expect(response.status).toBe(201);
    const own = Registered.parse(await response.json()).receipt;
    expect(statementOf(own)).toMatchObject({
      ...{ actId: act.request.actId, n: 1, sha256: sha256Of(grown), size: grown.length, level: 'B' },
      ...{ prefixSha256: act.request.sha256, prefixSize: act.signed.length },
    });
    const again = await send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`);
    expect(Registered.parse(await again.json()).receipt).toBe(receipt);
    expect((await events()).at(-1)).toEqual({ kind: 'rendition', actId: act.request.actId, receipt: own });
  });

  it('is taken once however often it is sent, also after a restart', async () => {
    const grown = growPdf(act.signed, signer.identity);
    await (await offer(act.signed, grown)).arrayBuffer();
    const given = wish(act.signed, grown);
    const answers = await Promise.all([ask(given), ask(given), ask(given)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const receipts = await Promise.all(answers.map(async (one) => Registered.parse(await one.json()).receipt));
    await repository.close();
    repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
    receipts.push(Registered.parse(await (await ask(given)).json()).receipt);
    expect(new Set(receipts).size).toBe(1);
    expect((await events()).filter(({ kind }) => kind === 'rendition')).toHaveLength(1);
  });

  it('grows from the one before, and from nothing else', async () => {
    const first = growPdf(act.signed, signer.identity);
    const second = growPdf(first, signer.identity);
    expect(await codeOf(await offer(first, second, 2))).toBe('409 rendition-order');
    expect((await offer(act.signed, first)).status).toBe(201);
    expect((await offer(first, second, 2)).status).toBe(201);
    const rival = growPdf(growPdf(act.signed, signer.identity), signer.identity);
    expect(await codeOf(await offer(act.signed, rival, 1))).toBe('409 rendition-order');
    expect(await codeOf(await offer(act.signed, rival, 3))).toBe('409 rendition-order');
  });

  it('can be sent as its end alone, which the repository puts behind what it has', async () => {
    const grown = growPdf(act.signed, signer.identity);
    const end = grown.subarray(act.signed.length);
    const path = `/v1/blobs/${sha256Of(grown)}`;
    const missing = sha256Of(Buffer.from('nobody sent this'));
    expect(await codeOf(await send(repository, 'PUT', `${path}?after=${missing}`, end))).toBe('409 blob-missing');
    expect(await codeOf(await send(repository, 'PUT', `${path}?after=nonsense`, end))).toBe('400 bad-request');
    const cut = await send(repository, 'PUT', `${path}?after=${act.request.sha256}`, end.subarray(5));
    expect(await codeOf(cut)).toBe('422 blob-hash-mismatch');
    expect((await send(repository, 'PUT', `${path}?after=${act.request.sha256}`, end)).status).toBe(201);
    expect((await ask(wish(act.signed, grown))).status).toBe(201);
    const back = await send(repository, 'GET', path);
    expect(Buffer.from(await back.arrayBuffer()).equals(Buffer.from(grown))).toBe(true);
  });
});

describe('a rendition is refused', () => {
  it('of an act that nobody knows, or that is not registered', async () => {
    const grown = growPdf(act.signed, signer.identity);
    const unknown = { ...wish(act.signed, grown), actId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never };
    expect(await codeOf(await ask(unknown))).toBe('404 act-unknown');
    const other = await makeSignedAct(signer);
    await sendUpToRegistration(repository, other);
    expect(await codeOf(await ask({ ...wish(act.signed, grown), actId: other.request.actId }))).toBe('409 act-state');
  });

  it('when its beginning is another file', async () => {
    const stranger = growPdf(await signDocument(await makeDocument(), signer), signer.identity);
    const longer = Buffer.concat([stranger, Buffer.alloc(Math.max(0, act.signed.length - stranger.length + 10), 0x20)]);
    expect(await codeOf(await offer(act.signed, longer))).toBe('422 not-an-addition');
  });

  it('when it is no longer than the file before it, or its size is not what was said', async () => {
    const shorter = act.signed.subarray(0, act.signed.length - 1);
    expect(await codeOf(await offer(act.signed, shorter))).toBe('422 not-an-addition');
    expect(await codeOf(await ask(wish(act.signed, act.signed)))).toBe('422 not-an-addition');
    const grown = growPdf(act.signed, signer.identity);
    await (await offer(act.signed, grown)).arrayBuffer();
    const lied = { ...wish(grown, growPdf(grown, signer.identity), 2), size: grown.length + 1 };
    expect(await codeOf(await ask({ ...lied, sha256: sha256Of(grown) }))).toBe('400 bad-request');
  });

  it('when anything but proof was added: other content, another signature, bytes without a place', async () => {
    expect(await codeOf(await offer(act.signed, blankPdf(act.signed)))).toBe('422 not-an-addition');
    const signedTwice = await signDocument(act.signed, signer);
    expect(await codeOf(await offer(act.signed, signedTwice))).toBe('422 not-an-addition');
    const tail = Buffer.concat([act.signed, Buffer.from('\n1 0 obj\n<< >>\nendobj\n')]);
    expect(await codeOf(await offer(act.signed, tail))).toBe('422 not-an-addition');
    const grown = growPdf(act.signed, signer.identity);
    const grownAndMore = Buffer.concat([grown, Buffer.from('\n1 0 obj\n<< >>\nendobj\n')]);
    expect(await codeOf(await offer(act.signed, grownAndMore))).toBe('422 not-an-addition');
  });

  it('when its file was not sent, or the address is not its own', async () => {
    const given = wish(act.signed, growPdf(act.signed, signer.identity));
    expect(await codeOf(await ask(given))).toBe('409 blob-missing');
    const elsewhere = await send(repository, 'PUT', `/v1/acts/${given.actId}/renditions/7`, given);
    expect(await codeOf(elsewhere)).toBe('400 bad-request');
    const more = await send(repository, 'PUT', `/v1/acts/${given.actId}/renditions/1`, { ...given, more: 1 });
    expect(await codeOf(more)).toBe('400 bad-request');
  });
});

it('the repository says which anchors it goes by', async () => {
  const answer = Capabilities.parse(await (await send(repository, 'GET', '/v1/capabilities')).json());
  expect(answer.anchors).toHaveLength(1);
});
