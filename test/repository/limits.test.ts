/** Who asks too often, or begins too much, is told so by a problem that says when to come back. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../src/contract/wire.ts';
import { type TestRepository, repositoryFolder, startRepository, testOffice } from '../helpers/repository.ts';

let repository: TestRepository;
const folder = repositoryFolder();
beforeAll(async () => void (repository = await startRepository(folder.dir, { publicPage: { behindProxy: false } })));
afterAll(async () => {
  await repository.close();
  folder.remove();
});

/** Asks until it is refused; how often it was answered, and with what it was refused. */
async function untilRefused(ask: (nth: number) => Promise<Response>, most: number) {
  for (let nth = 0; nth <= most; nth += 1) {
    const answer = await ask(nth);
    const body = await answer.text();
    if (answer.status === 429) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      return { nth, after: Number(answer.headers.get('retry-after')), problem: Problem.parse(JSON.parse(body)) };
    }
    expect(answer.status).toBeLessThan(500);
  }
  throw new Error(`never refused in ${most}`);
}

it('the page for anybody answers thirty questions a minute of one address', async () => {
  const ask = () =>
    fetch(`${repository.url}/v/check`, {
      ...{ method: 'POST', body: JSON.stringify({ code: 'AAAA' }) },
      headers: { 'content-type': 'application/json' },
    });
  const { nth, after, problem } = await untilRefused(ask, 40);
  expect([nth, problem.next]).toEqual([30, expect.stringMatching(/./)]);
  expect(after).toBeGreaterThanOrEqual(10);
});

it('enrolments and contacts are answered three hundred times a minute of one address', async () => {
  const { nth, after, problem } = await untilRefused(
    () => fetch(`${repository.url}/v1/session`, { method: 'POST' }),
    310,
  );
  expect([nth, problem.type]).toEqual([300, 'urn:fojas:problem:too-many-requests']);
  expect(after).toBeGreaterThanOrEqual(20);
});

it('an office leaves so many files unfinished, and is told to wait with more', async () => {
  const begin = () => {
    const bytes = randomBytes(8);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return fetch(`${repository.url}/v1/blobs/${sha256}`, {
      ...{ method: 'PATCH', body: bytes.subarray(0, 4) },
      headers: {
        authorization: `Bearer ${testOffice.accessKey}`,
        'content-type': 'application/partial-upload',
        ...{ 'upload-length': '8', 'upload-offset': '0' },
      },
    });
  };
  const { nth, after, problem } = await untilRefused(begin, 300);
  expect(nth).toBe(64);
  expect(problem).toMatchObject({ type: 'urn:fojas:problem:too-many-uploads', next: expect.stringMatching(/./) });
  expect(after).toBeGreaterThanOrEqual(60);
});
