import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActId } from '../../src/contract/ids.ts';
import { RefusalHeader, RefusalStatement } from '../../src/contract/log.ts';
import { PartialHeader, PartialStatement } from '../../src/contract/receipts.ts';
import { FeedPage, type NamedSigner, type Proposal, type RegistrationRequest } from '../../src/contract/wire.ts';
import { openJws } from '../../src/proof/index.ts';
import {
  type TestRepository,
  type TestSigner,
  makeCase,
  makeDocument,
  makeTestSigner,
  repositoryFolder,
  send,
  sha256Of,
  signDocument,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

let folder: ReturnType<typeof repositoryFolder>;
let repository: TestRepository;
let first: TestSigner;
let second: TestSigner;
const record = makeCase();
const named = (personId: string, cuil: string | null = null): NamedSigner => ({
  ...{ personId, name: `Persona ${personId}`, capacity: 'Juez', cuil },
});

beforeAll(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir);
  [first, second] = [makeTestSigner(), makeTestSigner()];
  await put(`/v1/cases/${record.caseId}`, record);
}, 60_000);
afterAll(async () => {
  await repository?.close();
  folder?.remove();
});

async function put(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await send(repository, 'PUT', path, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** An act that two persons sign, proposed; with both signatures made. */
async function jointAct(signers = [named('j-1'), named('j-2')]) {
  const document = await makeDocument();
  const actId = ActId.parse(randomUUID());
  const proposal: Proposal = {
    ...{
      actId,
      caseId: record.caseId,
      officeId: testOffice.officeId,
      type: 'resolución',
      title: 'Resolución conjunta',
    },
    ...{ author: 'Ana Auxiliar', confidentialityLevel: 1, dueAt: null, documentSha256: sha256Of(document) },
    ...{ size: document.length, vouchedBy: null, proposedAt: new Date().toISOString(), signers },
  };
  const half = await signDocument(document, first);
  const whole = await signDocument(half, second);
  for (const bytes of [document, half, whole]) await put(`/v1/blobs/${sha256Of(bytes)}`, bytes);
  const propose = () => put(`/v1/acts/${actId}/proposal`, proposal);
  expect((await propose()).status).toBe(201);
  const request = (bytes: Buffer, before: Buffer, signer: TestSigner, personId: string): RegistrationRequest => ({
    ...{ actId, caseId: record.caseId, sha256: sha256Of(bytes), size: bytes.length },
    ...{ documentSha256: sha256Of(before), documentSize: before.length, certificateSha256: signer.certificateSha256 },
    ...{ signedAt: new Date(0).toISOString(), deviceId: 'pc-1', personId },
  });
  const sign = (n: number, asked: RegistrationRequest) => put(`/v1/acts/${actId}/signatures/${n}`, { ...asked, n });
  const register = (asked: RegistrationRequest) => put(`/v1/acts/${actId}/registration`, asked);
  return { actId, proposal, propose, document, half, whole, request, sign, register };
}

const problem = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  String(body['type']).replace('urn:fojas:problem:', ''),
];

describe('acts that several persons sign', () => {
  it('takes the signatures in their order, and registers the whole once', async () => {
    const act = await jointAct();
    const one = act.request(act.half, act.document, first, 'j-1');
    const taken = await act.sign(1, one);
    expect(taken.status).toBe(201);
    const statement = openJws(String(taken.body['receipt']), repository.receiptKeys, PartialHeader, PartialStatement);
    expect(statement).toMatchObject({
      n: 1,
      of: 2,
      personId: 'j-1',
      sha256: one.sha256,
      prefixSha256: one.documentSha256,
    });
    const again = await act.sign(1, one);
    expect([again.status, again.body['receipt']]).toEqual([200, taken.body['receipt']]);
    const two = act.request(act.whole, act.half, second, 'j-2');
    const registered = await act.register(two);
    expect(registered.status).toBe(201);
    expect((await act.register(two)).body).toEqual(registered.body);
    // Another answer that got lost on the way still comes.
    expect((await act.sign(1, one)).body['receipt']).toBe(taken.body['receipt']);
    const feed = FeedPage.parse(
      await (await send(repository, 'GET', `/v1/feed?office=${testOffice.officeId}&limit=500`)).json(),
    );
    const told = feed.events.flatMap((event) => ('actId' in event && event.actId === act.actId ? [event.kind] : []));
    expect(told).toEqual(['partlySigned', 'registered']);
  });

  it('lets nobody sign before his turn, twice, or alone', async () => {
    const act = await jointAct();
    const early = await signDocument(act.document, second);
    await put(`/v1/blobs/${sha256Of(early)}`, early);
    const before = act.request(early, act.document, second, 'j-2');
    expect(problem(await act.register(before))).toEqual([409, 'not-your-turn']);
    expect(problem(await act.sign(1, before))).toEqual([409, 'not-your-turn']);
    const one = act.request(act.half, act.document, first, 'j-1');
    expect(problem(await act.register(one))).toEqual([409, 'not-your-turn']);
    await act.sign(1, one);
    const twice = await signDocument(act.half, first);
    await put(`/v1/blobs/${sha256Of(twice)}`, twice);
    expect(problem(await act.sign(2, act.request(twice, act.half, first, 'j-1')))).toEqual([409, 'not-your-turn']);
    // On the bare document, as if nobody had signed it.
    expect(problem(await act.register(before))).toEqual([422, 'not-what-was-shown']);
  });

  it('refuses another person, and another person’s certificate', async () => {
    const act = await jointAct([named('j-1', '20-11111111-2'), named('j-2')]);
    expect(problem(await act.sign(1, act.request(act.half, act.document, first, 'j-9')))).toEqual([
      422,
      'another-signer',
    ]);
    // Signed, so that nobody on the way can say it, and the same however often it is asked.
    const asked = act.request(act.half, act.document, first, 'j-9');
    const [no, again] = [await act.sign(1, asked), await act.sign(1, asked)];
    const said = openJws(String(no.body['refusal']), repository.receiptKeys, RefusalHeader, RefusalStatement);
    expect(said).toMatchObject({ actId: act.actId, n: 1, sha256: asked.sha256, code: 'another-signer' });
    expect(again.body['refusal']).toBe(no.body['refusal']);
    const { personId: _, ...nobody } = act.request(act.half, act.document, first, 'j-1');
    expect((await put(`/v1/acts/${act.actId}/signatures/1`, { ...nobody, n: 1 })).status).toBe(400);
    expect(problem(await act.register(nobody))).toEqual([422, 'another-signer']);
  });

  it('takes nothing that adds more than a signature to what the signer before left', async () => {
    const act = await jointAct();
    const other = await signDocument(await makeDocument(2), first);
    await put(`/v1/blobs/${sha256Of(other)}`, other);
    expect(problem(await act.sign(1, act.request(other, act.document, first, 'j-1')))).toEqual([
      422,
      'not-what-was-shown',
    ]);
    expect(problem(await act.sign(1, act.request(act.half, act.document, second, 'j-1')))).toEqual([
      422,
      'signature-invalid',
    ]);
  });

  it('keeps as history what was signed of an act that the second signer returned, and begins anew when it is proposed again', async () => {
    const act = await jointAct();
    const one = act.request(act.half, act.document, first, 'j-1');
    await act.sign(1, one);
    const given = { actId: act.actId, documentSha256: sha256Of(act.half), remark: 'Falta la fundamentación.' };
    const returned = await put(`/v1/acts/${act.actId}/return`, {
      ...given,
      returnedBy: 'Persona j-2',
      returnedAt: new Date().toISOString(),
    });
    expect(returned.status).toBe(201);
    expect(problem(await act.register(act.request(act.whole, act.half, second, 'j-2')))).toEqual([409, 'act-state']);
    const kept = await send(repository, 'GET', `/v1/blobs/${sha256Of(act.half)}`);
    expect(Buffer.from(await kept.arrayBuffer()).equals(act.half)).toBe(true);
    const better = await makeDocument();
    await put(`/v1/blobs/${sha256Of(better)}`, better);
    const anew = { ...act.proposal, documentSha256: sha256Of(better), size: better.length };
    expect((await put(`/v1/acts/${act.actId}/proposal`, anew)).status).toBe(201);
    const signed = await signDocument(better, first);
    await put(`/v1/blobs/${sha256Of(signed)}`, signed);
    expect((await act.sign(1, act.request(signed, better, first, 'j-1'))).status).toBe(201);
  });

  it('holds a single named signer to the act as well', async () => {
    const act = await jointAct([named('j-1')]);
    expect(problem(await act.register(act.request(act.half, act.document, first, 'j-2')))).toEqual([
      422,
      'another-signer',
    ]);
    expect((await act.register(act.request(act.half, act.document, first, 'j-1'))).status).toBe(201);
  });
});
