/** A repository that works on something for longer than a client waits on a silent line. */
import Fastify from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { done } from '../../src/contract/failures.ts';
import { ask } from '../../src/line/http.ts';
import { breathe } from '../../src/repository/patience.ts';

const stallMs = 400;

/** Asks a service that thinks three times as long as a client waits on a silent line. */
async function asked(method: 'PUT' | 'GET', breathes: boolean) {
  const app = Fastify();
  if (breathes) breathe(app, stallMs / 8);
  const think = async () => {
    await sleep(3 * stallMs);
    return {};
  };
  app.put('/thing', think);
  app.get('/thing', think);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const dispatcher = new Agent();
  onTestFinished(async () => {
    await dispatcher.destroy();
    await app.close();
  });
  const to = { url, accessKey: 'a key of at least sixteen', officeId: 'o', dispatcher };
  const body = method === 'PUT' ? { body: Buffer.from('{}'), headers: { 'content-type': 'application/json' } } : {};
  return ask(to, { method, path: '/thing', ...body }, { stallMs }, async (answer) => {
    await answer.drop();
    return done(answer.status);
  });
}

it('is waited for, as long as it says that it still works on it', async () => {
  expect(await asked('PUT', true)).toEqual(done(200));
});

it('is given up where it says nothing, and nobody who waits for news is told so all the time', async () => {
  for (const outcome of [await asked('PUT', false), await asked('GET', true)])
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable' } });
});
