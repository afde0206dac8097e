import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReceipt, verifyReceipt, verifyReceived } from '../../../src/casework/receipts/verify.ts';
import { Capabilities, type FeedEvent, Problem } from '../../../src/contract/wire.ts';
import { until } from '../../helpers/office.ts';
import {
  type SignedAct,
  type TestSigner,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  send,
  sendUpToRegistration,
  sha256Of,
  startOfficeRepository,
  startRepository,
} from '../../helpers/repository.ts';
import { type TwoRepositories, eventsOf, received, receiptAt, twoRepositories } from './line.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

let signer: TestSigner;
let two: TwoRepositories;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => void (two = await twoRepositories(signer)));
afterEach(() => two.end());

const kinds = async (repository: { url: string }): Promise<string[]> =>
  (await eventsOf(repository)).map(({ kind }) => kind);
const problemOf = async (response: Response): Promise<string> =>
  `${response.status} ${Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '')}`;
const atOffice = async (act: SignedAct): Promise<string> => {
  await sendUpToRegistration(two.office, act);
  return received(two.office, act);
};

describe('a repository inside an office', () => {
  it('receives an act, forwards it, and passes the central receipt back byte for byte', async () => {
    const act = await makeSignedAct(signer);
    await atOffice(act);
    await until(async () => (await receiptAt(two.office, act)) !== null);
    const receipt = (await receiptAt(two.centre, act))!;
    expect(await receiptAt(two.office, act)).toBe(receipt);
    const expected = { ...act.request };
    expect(verifyReceipt(receipt, two.centre.receiptKeys, expected).kind).toBe('verified');
    // Asked again, it answers as the central one does.
    const again = await register(two.office, act);
    expect([again.status, await again.json()]).toEqual([200, { receipt }]);
    expect(await kinds(two.office)).toEqual(['case', 'proposal', 'received', 'registered']);
    expect(await kinds(two.centre)).toEqual(['case', 'proposal', 'registered']);
  });

  it('says what it received in a statement that no client takes for a receipt', async () => {
    two.line.up = false;
    const act = await makeSignedAct(signer);
    const statement = await atOffice(act);
    const { actId, sha256, size } = act.request;
    const expected = { actId, sha256, size, n: 0 };
    expect(verifyReceived(statement, [two.office.officeKey], expected)).toMatchObject({
      kind: 'verified',
      statement: { office: 'Repositorio de la oficina', officeId: 'ufi-7', n: 0 },
    });
    // Not under the central key, not under its own: the type of its header is another one.
    expect(verifyReceipt(statement, two.centre.receiptKeys, act.request)).toEqual({
      kind: 'invalid',
      reason: 'badHeader',
    });
    expect(openReceipt(statement, [two.office.officeKey, ...two.centre.receiptKeys])).toEqual({
      kind: 'invalid',
      reason: 'badHeader',
    });
    expect(verifyReceived(statement, [...two.centre.receiptKeys], expected).kind).toBe('invalid');
    expect(verifyReceived(statement, [two.office.officeKey], { ...expected, n: 1 }).kind).toBe('invalid');
    // The same thing again is answered with the very same bytes, also after a restart.
    expect(await received(two.office, act)).toBe(statement);
    await two.restartOffice();
    expect(await received(two.office, act)).toBe(statement);
    expect(await receiptAt(two.office, act)).toBeNull();
  });

  it('carries cases, trays and files between the PCs of the office while the line is down, and drains in order', async () => {
    two.line.up = false;
    const record = makeCase();
    const acts: SignedAct[] = [];
    for (let count = 0; count < 5; count += 1) acts.push(await makeSignedAct(signer, { record }));
    for (const act of acts) await atOffice(act);
    // Another PC sees the tray, and may fetch the documents.
    expect((await kinds(two.office)).filter((kind) => kind === 'proposal')).toHaveLength(5);
    const file = await send(two.office, 'GET', `/v1/blobs/${acts[3]!.proposal.documentSha256}`);
    expect(sha256Of(new Uint8Array(await file.arrayBuffer()))).toBe(acts[3]!.proposal.documentSha256);
    await two.restartOffice();
    two.line.up = true;
    await until(async () => (await receiptAt(two.office, acts[4]!)) !== null);
    const order = (await eventsOf(two.centre)).flatMap((event) => (event.kind === 'registered' ? [event.actId] : []));
    expect(order).toEqual(acts.map(({ request }) => request.actId));
    expect((await kinds(two.office)).filter((kind) => kind === 'registered')).toHaveLength(5);
  });

  it('sends what waits of several cases in one stream, each case in its order', async () => {
    two.line.up = false;
    const records = [makeCase(), makeCase()];
    const acts: SignedAct[] = [];
    for (let count = 0; count < 6; count += 1) acts.push(await makeSignedAct(signer, { record: records[count % 2]! }));
    for (const act of acts) await atOffice(act);
    two.line.asked.length = 0;
    two.line.up = true;
    for (const act of acts) await until(async () => (await receiptAt(two.office, act)) !== null);
    expect(two.line.asked.filter((asked) => asked === 'POST /v1/bundles')).toHaveLength(1);
    expect(two.line.asked.filter((asked) => asked.endsWith('/registration'))).toEqual([]);
    const order = (await eventsOf(two.centre)).flatMap((event) => (event.kind === 'registered' ? [event.actId] : []));
    for (const { caseId } of records) {
      const own = acts.filter(({ record }) => record.caseId === caseId).map(({ request }) => request.actId);
      expect(order.filter((actId) => own.includes(actId))).toEqual(own);
    }
  });

  it('speaks to a central repository of an older time by single requests', async () => {
    two.line.old = true;
    await two.restartOffice();
    const act = await makeSignedAct(signer);
    await atOffice(act);
    await until(async () => (await receiptAt(two.office, act)) !== null);
    expect(two.line.asked).not.toContain('POST /v1/bundles');
    expect(two.line.asked).toContain(`PUT /v1/acts/${act.request.actId}/registration`);
  });

  it('goes on in a case after an act that was refused, and waits for none that is put off', async () => {
    two.line.up = false;
    const record = makeCase();
    const acts = [await makeSignedAct(signer, { record }), await makeSignedAct(signer, { record })];
    for (const act of acts) await atOffice(act);
    for (const [path, body] of [
      [`/v1/cases/${record.caseId}`, record],
      [`/v1/blobs/${acts[0]!.proposal.documentSha256}`, acts[0]!.document],
      [`/v1/acts/${acts[0]!.proposal.actId}/proposal`, acts[0]!.proposal],
      [`/v1/acts/${acts[0]!.proposal.actId}/return`, returnOf(acts[0]!)],
    ] as const)
      expect((await send(two.centre, 'PUT', path, body)).ok).toBe(true);
    two.line.up = true;
    await until(async () => (await receiptAt(two.office, acts[1]!)) !== null);
    expect(await problemOf(await register(two.office, acts[0]!))).toBe('409 act-state');
    expect(await kinds(two.office)).toContain('refused');
  });

  it('sends urgent cases first, and no case waits for another', async () => {
    two.line.up = false;
    const calm = await makeSignedAct(signer);
    const detained = await makeSignedAct(signer, { record: makeCase({ detained: true }) });
    const poisoned = await makeSignedAct(signer, { record: makeCase({ detained: true }) });
    // A fatal deadline that was flagged at a desk, after the case had come.
    const flagged = await makeSignedAct(signer);
    for (const act of [calm, poisoned, flagged, detained]) await atOffice(act);
    const flag = {
      ...{ kind: 'flags', flags: { fatalDeadline: true, vulnerableVictim: false }, detained: false },
      ...{ entryId: randomUUID(), caseId: flagged.record.caseId, officeId: flagged.record.officeId, deviceId: 'pc-1' },
      ...{ by: { personId: 'clerk-1', name: 'Ana Paz' }, at: new Date(0).toISOString() },
    };
    const noted = await send(two.office, 'PUT', `/v1/cases/${flag.caseId}/entries/${flag.entryId}`, flag);
    expect(noted.ok, await noted.clone().text()).toBe(true);
    // The central repository knows this case as another office's: a no that may pass, and holds up nobody else.
    const foreign = { ...poisoned.record, officeId: 'otra' };
    const put = await send(two.centre, 'PUT', `/v1/cases/${foreign.caseId}`, foreign, {
      authorization: 'Bearer clave-de-otra-oficina',
    });
    expect(put.status).toBe(201);
    two.line.up = true;
    // Cases go side by side: what is begun first need not be over first.
    for (const act of [detained, flagged, calm]) await until(async () => (await receiptAt(two.office, act)) !== null);
    expect(await receiptAt(two.office, poisoned)).toBeNull();
    const begun = two.line.asked.flatMap((line) => /^PUT \/v1\/cases\/([0-9a-f-]{36})/.exec(line)?.[1] ?? []);
    const turn = ({ record }: SignedAct): number => begun.indexOf(record.caseId);
    expect([turn(poisoned), turn(detained)]).not.toContain(-1);
    expect(Math.max(turn(poisoned), turn(detained))).toBeLessThan(turn(flagged));
    expect(turn(flagged)).toBeLessThan(turn(calm));
    expect(await received(two.office, poisoned)).toEqual(expect.any(String));
  });

  it('registers once what is sent through the office and directly', async () => {
    two.line.up = false;
    const act = await makeSignedAct(signer);
    await atOffice(act);
    await sendUpToRegistration(two.centre, act);
    const direct = (await (await register(two.centre, act)).json()) as { receipt: string };
    two.line.up = true;
    await until(async () => (await receiptAt(two.office, act)) === direct.receipt);
    await until(async () => (await waiting()) === 0);
    expect((await kinds(two.centre)).filter((kind) => kind === 'registered')).toHaveLength(1);
    expect((await kinds(two.office)).filter((kind) => kind === 'registered')).toHaveLength(1);
  });

  it('refuses a bad act before it takes it in', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(two.office, act);
    const other = { ...act.request, certificateSha256: sha256Of(Buffer.from('another')) };
    expect(await problemOf(await send(two.office, 'PUT', `/v1/acts/${other.actId}/registration`, other))).toBe(
      '422 signature-invalid',
    );
    const shown = { ...act.request, documentSha256: sha256Of(Buffer.from('not shown')) };
    expect(await problemOf(await send(two.office, 'PUT', `/v1/acts/${shown.actId}/registration`, shown))).toBe(
      '422 not-what-was-shown',
    );
    expect(await kinds(two.office)).not.toContain('received');
  });

  it('brings a final no of the central repository back to the sender and to the tray', async () => {
    two.line.up = false;
    const act = await makeSignedAct(signer);
    await atOffice(act);
    // Meanwhile the act was returned at the central repository.
    for (const [path, body] of [
      [`/v1/cases/${act.record.caseId}`, act.record],
      [`/v1/blobs/${act.proposal.documentSha256}`, act.document],
      [`/v1/acts/${act.proposal.actId}/proposal`, act.proposal],
      [`/v1/acts/${act.proposal.actId}/return`, returnOf(act)],
    ] as const) {
      expect((await send(two.centre, 'PUT', path, body)).ok).toBe(true);
    }
    two.line.up = true;
    await until(async () => (await kinds(two.office)).includes('refused'));
    expect(await problemOf(await register(two.office, act))).toBe('409 act-state');
    const told = (await eventsOf(two.office)).find((event): event is FeedEvent & { kind: 'refused' } => {
      return event.kind === 'refused';
    });
    expect(told).toMatchObject({ actId: act.request.actId, n: 0, sha256: act.request.sha256, problem: 'act-state' });
  });

  it('takes no second file for an act that lies there, and no return of it', async () => {
    two.line.up = false;
    const act = await makeSignedAct(signer);
    await atOffice(act);
    const again = await makeSignedAct(signer, { record: act.record });
    const other = { ...act.request, sha256: again.request.sha256, size: again.request.size };
    expect(await problemOf(await send(two.office, 'PUT', `/v1/acts/${other.actId}/registration`, other))).toBe(
      '409 act-id-reused',
    );
    expect(await problemOf(await send(two.office, 'PUT', `/v1/acts/${act.request.actId}/return`, returnOf(act)))).toBe(
      '409 act-state',
    );
  });

  it('passes on what others brought to the central repository, files too', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(two.centre, act);
    await (await register(two.centre, act)).arrayBuffer();
    await until(async () => (await kinds(two.office)).includes('registered'));
    expect(await kinds(two.office)).toEqual(['case', 'proposal', 'registered']);
    await until(async () => (await send(two.office, 'HEAD', `/v1/blobs/${act.request.sha256}`)).ok);
    const file = await send(two.office, 'GET', `/v1/blobs/${act.request.sha256}`);
    expect(sha256Of(new Uint8Array(await file.arrayBuffer()))).toBe(act.request.sha256);
    expect(await waiting()).toBe(0);
  });

  it('carries drafts both ways, and keeps both texts where two were written', async () => {
    two.line.up = false;
    const record = makeCase();
    const draftId = randomUUID();
    const version = (text: string, parents: string[] = []) => ({
      ...{ draftId, versionId: randomUUID(), caseId: record.caseId, officeId: record.officeId, parents },
      text: { format: 1, actType: 'decreto', title: text, paragraphs: [{ id: 'a', text }], archived: false },
      ...{ author: { personId: 'p', name: 'Prueba' }, deviceId: 'pc-1', savedAt: new Date().toISOString() },
    });
    const put = (at: { url: string }, given: ReturnType<typeof version>) =>
      send(at, 'PUT', `/v1/drafts/${draftId}`, given, {
        ...(given.parents[0] ? { 'if-match': `"${given.parents[0]}"` } : { 'if-none-match': '*' }),
      });
    await send(two.office, 'PUT', `/v1/cases/${record.caseId}`, record);
    const first = version('uno');
    expect((await put(two.office, first)).status).toBe(201);
    two.line.up = true;
    const openAt = async (at: { url: string }): Promise<string[]> =>
      ((await (await send(at, 'GET', `/v1/drafts/${draftId}`)).json()) as { open?: string[] }).open ?? [];
    await until(async () => (await openAt(two.centre)).length === 1);
    await until(async () => (await waiting()) === 0);
    // Two go on from it, one on each side of a line that is down.
    two.line.up = false;
    const here = version('dos, en la oficina', [first.versionId]);
    const there = version('dos, en otra parte', [first.versionId]);
    expect((await put(two.office, here)).status).toBe(201);
    expect((await put(two.centre, there)).status).toBe(201);
    two.line.up = true;
    const both = [here.versionId, there.versionId].sort();
    await until(async () => (await openAt(two.centre)).length === 2 && (await openAt(two.office)).length === 2);
    expect((await openAt(two.centre)).sort()).toEqual(both);
    expect((await openAt(two.office)).sort()).toEqual(both);
    await until(async () => (await waiting()) === 0);
    // What was saved in between comes after what it grew into, from a stick: it is passed on, and is open nowhere.
    const between = version('y en el medio', [here.versionId]);
    const last = version('tres', [here.versionId, there.versionId, between.versionId]);
    for (const given of [last, between]) expect((await put(two.office, given)).status).toBe(201);
    await until(async () => (await waiting()) === 0);
    const address = `/v1/drafts/${draftId}/versions/${between.versionId}`;
    expect(await (await send(two.centre, 'GET', address)).json()).toEqual(between);
    for (const at of [two.centre, two.office]) expect(await openAt(at)).toEqual([last.versionId]);
  });

  it('says of itself what it is, and whose receipts it passes on', async () => {
    const told = Capabilities.parse(await (await send(two.office, 'GET', '/v1/capabilities')).json());
    expect(told.receiptKeys).toEqual(two.centre.receiptKeys);
    expect(told.office).toMatchObject({ officeId: 'ufi-7', key: two.office.officeKey });
    expect(Capabilities.parse(await (await send(two.centre, 'GET', '/v1/capabilities')).json()).office).toBeUndefined();
  });

  it('opens no folder in the other role', async () => {
    const { office, centre } = two;
    await office.close();
    await expect(startRepository(office.dir)).rejects.toMatchObject({ kind: 'otherRole' });
    await two.restartOffice();
    await centre.close();
    const behind = {
      officeId: 'ufi-7',
      url: centre.url,
      accessKey: 'x'.repeat(16),
      pinnedKeys: centre.receiptKeys,
      folderKey: testFolderKey,
    };
    await expect(startRepository(centre.dir, { upstream: behind })).rejects.toMatchObject({ kind: 'otherRole' });
  });

  it('believes no one who does not hold a pinned key of the central repository', async () => {
    two.line.up = false;
    const act = await makeSignedAct(signer);
    await atOffice(act);
    const stranger = await twoRepositories(signer);
    try {
      await two.office.close();
      const office = await startOfficeRepository(two.office.dir, {
        url: stranger.centre.url,
        receiptKeys: two.centre.receiptKeys,
      });
      await until(() => office.log.some((line) => line.includes('stranger')));
      await office.close();
      expect(await kinds(stranger.centre)).toEqual([]);
    } finally {
      await stranger.end();
    }
  });
});

const waiting = async (): Promise<number> =>
  Capabilities.parse(await (await send(two.office, 'GET', '/v1/capabilities')).json()).office!.waiting;
const returnOf = (act: SignedAct) => ({
  ...{ actId: act.request.actId, documentSha256: act.proposal.documentSha256, remark: 'Falta la firma del secretario' },
  ...{ returnedBy: 'Dra. Prueba', returnedAt: new Date().toISOString() },
});
