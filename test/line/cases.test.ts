import { describe, expect, it } from 'vitest';
import { FeedPage } from '../../src/contract/wire.ts';
import { CaseId } from '../../src/contract/ids.ts';
import { makeCase, send } from '../helpers/repository.ts';
import { itemOf, proposedActs, repositoryHere, statementOf, transportTo } from './line.ts';

const registered = async (repository: { url: string }, acts: Awaited<ReturnType<typeof proposedActs>>) => {
  const bundle = transportTo(repository.url).openBundle();
  const answers = [];
  for (const act of acts) answers.push(await (await bundle.send(itemOf(act, true))).answer);
  await bundle.close();
  return answers.map((answer) => (answer.kind === 'registered' ? answer.receipt : answer.kind));
};

describe('receipts', () => {
  it('are told by place: everything since a bundle began, and nothing twice', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const acts = await proposedActs(repository, 3);
    const before = await registered(repository, acts.slice(0, 1));
    const bundle = line.openBundle();
    const { answer } = await bundle.send(itemOf(acts[1]!));
    await answer;
    const cursor = bundle.receiptsCursor!;
    await bundle.close();
    const [third] = await registered(repository, acts.slice(2));
    const since = await line.receipts(cursor);
    expect(since.ok && since.value.receipts.map((one) => statementOf(one).number)).toEqual([2, 3]);
    expect(since.ok && since.value.receipts[1]).toBe(third);
    const all = await line.receipts('');
    expect(all.ok && all.value.receipts[0]).toBe(before[0]);
    const newest = await line.receipts('latest');
    expect(newest).toMatchObject({ ok: true, value: { receipts: [], more: false } });
    expect(newest.ok && (await line.receipts(newest.value.cursor))).toMatchObject({ value: { receipts: [] } });
  });

  it('of a time that this repository knows nothing of have to be asked for anew', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    for (const cursor of ['r999', 's1', 'x', 'r-1']) {
      expect(await line.receipts(cursor)).toMatchObject({ ok: false, failure: { problem: 'cursor-expired' } });
    }
    expect(await line.feed({ cursor: 's999', limit: 10 })).toMatchObject({
      ok: false,
      failure: { problem: 'cursor-expired' },
    });
    const old = await send(repository, 'GET', '/v1/feed?office=ufi-7&cursor=s999');
    expect([old.status, (await old.json()) as object]).toMatchObject([400, { type: 'urn:fojas:problem:bad-request' }]);
  });

  it('of another office stay its own', async () => {
    const repository = await repositoryHere();
    await registered(repository, await proposedActs(repository, 1));
    const other = transportTo(repository.url, 'clave-de-otra-oficina');
    expect(await other.receipts('')).toMatchObject({ ok: true, value: { receipts: [] } });
  });
});

describe('a case', () => {
  it('that has not changed costs a hash; any change changes it', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const acts = await proposedActs(repository, 2);
    const { caseId } = acts[0]!.record;
    const first = await line.caseState(caseId);
    if (!first.ok || first.value === null || first.value === 'same') throw new Error('no state');
    expect(first.value).toMatchObject({ acts: 2, registered: 0, renditions: 0 });
    expect(await line.caseState(caseId, first.value.hash)).toEqual({ ok: true, value: 'same' });
    await registered(repository, acts.slice(0, 1));
    const second = await line.caseState(caseId, first.value.hash);
    expect(second).toMatchObject({ ok: true, value: { acts: 2, registered: 1 } });
    const { actId, documentSha256 } = acts[1]!.proposal;
    await send(repository, 'PUT', `/v1/acts/${actId}/return`, {
      ...{ actId, documentSha256, remark: 'Falta la firma.', returnedBy: 'Ana', returnedAt: '2026-11-22T09:00:00Z' },
    });
    const third = await line.caseState(caseId);
    const hashes = [first, second, third].map(
      (one) => one.ok && one.value !== null && one.value !== 'same' && one.value.hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it('comes whole in one answer: its receipts, put together again, are the very same', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const acts = await proposedActs(repository, 3);
    const receipts = await registered(repository, acts);
    const { caseId } = acts[0]!.record;
    const snapshot = await line.caseSnapshot(caseId);
    if (!snapshot.ok || !snapshot.value) throw new Error('no snapshot');
    const { headers, acts: rows, state, cursor } = snapshot.value;
    const base64 = (text: string) => Buffer.from(text).toString('base64url');
    const again = rows.map(
      ({ receipt }) => receipt && `${base64(headers[receipt[0]]!)}.${base64(receipt[1])}.${receipt[2]}`,
    );
    expect(new Set(again)).toEqual(new Set(receipts));
    expect(await line.caseState(caseId, state.hash)).toEqual({ ok: true, value: 'same' });
    expect(await line.feed({ cursor, limit: 10 })).toMatchObject({ ok: true, value: { events: [] } });
  });

  it('of another office is not told from one that does not exist', async () => {
    const repository = await repositoryHere();
    const [act] = await proposedActs(repository, 1);
    const other = transportTo(repository.url, 'clave-de-otra-oficina');
    expect(await other.caseState(act!.record.caseId)).toEqual({ ok: true, value: null });
    expect(await other.caseSnapshot(act!.record.caseId)).toEqual({ ok: true, value: null });
    expect(await other.caseState(CaseId.parse('00000000-0000-4000-8000-000000000000'))).toEqual({
      ok: true,
      value: null,
    });
  });
});

describe('the feed', () => {
  it('answers a waiting question when something happens, and not before', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const began = performance.now();
    const waiting = line.feed({ cursor: '', limit: 10, waitSeconds: 50 });
    const early = await Promise.race([
      waiting,
      new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 400)),
    ]);
    expect(early).toBe('nothing yet');
    const record = makeCase();
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
    expect(await waiting).toMatchObject({ ok: true, value: { events: [{ kind: 'case' }] } });
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it('answers with nothing when nothing happened, and lets go of it when it is called off', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const empty = await line.feed({ cursor: '', limit: 10, waitSeconds: 1 });
    expect(empty).toMatchObject({ ok: true, value: { events: [], cursor: '' } });
    const gone = new AbortController();
    const left = line.feed({ cursor: '', limit: 10, waitSeconds: 50 }, { signal: gone.signal });
    setTimeout(() => gone.abort(), 300);
    expect(await left).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable', detail: 'called off' } });
  });

  it('tells another office nothing and is not woken by it', async () => {
    const repository = await repositoryHere();
    const response = await send(repository, 'GET', '/v1/feed?office=otra&wait=1', undefined, {
      authorization: 'Bearer clave-de-otra-oficina',
    });
    expect(FeedPage.parse(await response.json()).events).toEqual([]);
    expect((await send(repository, 'GET', '/v1/feed?office=otra')).status).toBe(401);
  });
});

describe('versions', () => {
  it('are agreed on: abilities are told to who asks for them, and what cannot be done is refused', async () => {
    const repository = await repositoryHere();
    const plain = (await (await send(repository, 'GET', '/v1/capabilities')).json()) as object;
    expect(plain).not.toHaveProperty('features');
    expect(await transportTo(repository.url).capabilities()).toMatchObject({
      ok: true,
      value: { features: expect.arrayContaining(['bundles', 'slices']), limits: { longPollSeconds: 165 } },
    });
    const asked = async (headers: Record<string, string>) => {
      const response = await send(repository, 'GET', '/v1/capabilities', undefined, headers);
      const body = (await response.json()) as { type?: string; retry?: string; next?: string };
      return [response.status, body.type?.replace('urn:fojas:problem:', ''), body.retry, typeof body.next];
    };
    expect(await asked({ 'fojas-version': '2020-01-01' })).toEqual([426, 'client-too-old', 'never', 'string']);
    expect(await asked({ 'fojas-version': 'today' })).toEqual([400, 'bad-request', 'never', 'string']);
    expect(await asked({ 'fojas-requires': 'bundles, time-travel' })).toEqual([
      417,
      'feature-missing',
      'never',
      'string',
    ]);
    expect((await asked({ 'fojas-requires': 'bundles' }))[0]).toBe(200);
  });
});
