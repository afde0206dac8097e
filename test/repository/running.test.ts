import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fastify } from 'fastify';
import { createRepository, type Repository } from '../../src/repository/repository.ts';
import { watchLoad } from '../../src/repository/running/load.ts';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import {
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  testOffice,
} from '../helpers/repository.ts';
import { repositoryOptions } from '../helpers/repository-options.ts';

let server: TestPostgres;
const folder = repositoryFolder();
beforeAll(async () => void (server = await startPostgres()));
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const serve = (options: Partial<Parameters<typeof createRepository>[0]> = {}, name = 'a'): Promise<Repository> =>
  createRepository({
    ...repositoryOptions(`${folder.dir}/${name}`),
    status: { host: '127.0.0.1', port: 0 },
    ...options,
  });
const look = async ({ statusUrl }: Repository, path: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${statusUrl}${path}`);
  return { status: answer.status, text: await answer.text() };
};

describe('a repository that is looked after', () => {
  it('does the whole work on PostgreSQL, and tells figures without content', async () => {
    const facts: object[] = [];
    const registerUrl = await server.database();
    const repository = await serve({ registerUrl, log: (one) => facts.push(one) });
    expect(repository.engines).toEqual({ register: 'postgres', blobs: 'folder', immutable: false });
    const act = await makeSignedAct(makeTestSigner());
    await sendUpToRegistration(repository, act);
    expect((await register(repository, act)).status).toBe(201);
    expect((await register(repository, act)).status).toBe(200);
    expect(await look(repository, '/health')).toEqual({ status: 200, text: 'ok\n' });
    expect(await look(repository, '/ready')).toEqual({ status: 200, text: 'ready\n' });
    const { text } = await look(repository, '/metrics');
    expect(text).toContain('fojas_register_total{what="registration",outcome="registered"} 1');
    expect(text).toContain('route="/v1/acts/:actId/registration",status="201"');
    expect(text).toMatch(/^fojas_database_open [1-9]/m);
    expect(facts).toContainEqual(expect.objectContaining({ method: 'PUT', route: '/v1/cases/:caseId', status: 201 }));
    for (const secret of [
      act.record.caption,
      act.request.actId,
      act.request.sha256,
      testOffice.officeId,
      testOffice.accessKey,
    ]) {
      expect(text + JSON.stringify(facts)).not.toContain(secret);
    }
    expect((await look(repository, '/v1/cases')).status).toBe(404);
    await repository.close();
  });

  it('refuses a second node that brings other keys', async () => {
    const registerUrl = await server.database();
    await (await serve({ registerUrl }, 'one')).close();
    await expect(serve({ registerUrl }, 'two')).rejects.toMatchObject({ kind: 'otherKeys' });
    await (await serve({ registerUrl }, 'one')).close();
  });

  it('is not ready while its database is away, and is again by itself', async () => {
    const repository = await serve({ registerUrl: await server.database() }, 'away');
    await server.crash();
    expect(await look(repository, '/ready')).toEqual({ status: 503, text: 'the register does not answer\n' });
    expect((await look(repository, '/health')).status).toBe(200);
    const answer = await send(repository, 'GET', '/v1/receipts?after=&limit=1');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ type: 'urn:fojas:problem:maintenance' });
    // Those who were told together do not come back together.
    const waits = await Promise.all(
      Array.from({ length: 12 }, async () =>
        Number((await send(repository, 'GET', '/v1/receipts?after=&limit=1')).headers.get('retry-after')),
      ),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(60);
    expect(new Set(waits).size).toBeGreaterThan(1);
    await server.restart();
    expect((await look(repository, '/ready')).status).toBe(200);
    await repository.close();
  });

  it('says that it leaves, answers on meanwhile, and lets those go who wait for news', async () => {
    const repository = await serve({ noticeMs: 600 }, 'leaving');
    const waiting = send(repository, 'GET', `/v1/feed?office=${testOffice.officeId}&cursor=&limit=1&wait=15`);
    await expect.poll(async () => (await look(repository, '/metrics')).text).toContain('fojas_requests_in_hand 0');
    const closing = repository.close();
    await expect.poll(async () => (await look(repository, '/ready')).text).toBe('leaving\n');
    const answer = await send(repository, 'GET', '/v1/receipts?after=&limit=1');
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect((await waiting).status).toBe(200);
    await closing;
  });
});

describe('more than can be done', () => {
  it('is refused before it is read, each with a moment of its own to come back', async () => {
    const app = fastify();
    const load = watchLoad(app, { limits: { inHand: 2, lateMs: 60_000, waiting: 10 } });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    app.get('/slow', async () => held.then(() => 'done'));
    app.get('/v1/feed', async () => 'news');
    const url = await app.listen({ port: 0 });
    const slow = [fetch(`${url}/slow`), fetch(`${url}/slow`)];
    await expect.poll(() => load.inHand).toBe(2);
    const moments = new Set<number>();
    for (let nth = 0; nth < 40; nth += 1) {
      const refused = await fetch(`${url}/slow`);
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({ type: 'urn:fojas:problem:overloaded' });
      moments.add(Number(refused.headers.get('retry-after')));
    }
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...moments)).toBeLessThanOrEqual(20);
    expect(moments.size).toBeGreaterThan(3);
    expect((await fetch(`${url}/v1/feed`)).status).toBe(200);
    release();
    for (const answer of slow) expect((await answer).status).toBe(200);
    await load.quiet(5_000);
    expect(load.inHand).toBe(0);
    expect((await fetch(`${url}/slow`)).status).toBe(200);
    load.stop();
    await app.close();
  });
});
