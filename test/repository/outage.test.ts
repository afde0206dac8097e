/** What is told of engines that are out of reach, by the errors that their own drivers throw. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { connectS3 } from '../../src/repository/blobs/s3/store.ts';
import { outageOf } from '../../src/repository/outage.ts';
import { connectPostgres } from '../../src/repository/register/postgres/database.ts';

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

async function answering(status: number): Promise<string> {
  const server: Server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise<void>((done) => void (server.closeAllConnections(), server.close(() => done()))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asked = async (endpoint: string): Promise<unknown> => {
  const store = connectS3({
    ...{ bucket: 'actos', prefix: '', endpoint, region: 'us-east-1', pathStyle: true, retainDays: null },
  });
  return thrown(store.size('ready')).finally(() => store.close());
};

it('files are away where the storage does not answer, is full of work or broken, and not where it says no', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'y');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(outageOf(await asked('http://127.0.0.1:9'))).toBe('files');
  expect(outageOf(await asked(await answering(503)))).toBe('files');
  expect(outageOf(await asked(await answering(500)))).toBe('files');
  expect(outageOf(await asked(await answering(403)))).toBeNull();
}, 30_000);

it('the register is away where the database cannot be reached, and nothing else is', async () => {
  expect(outageOf(await thrown(connectPostgres('postgres://nobody@127.0.0.1:9/none')))).toBe('register');
  expect(outageOf(await thrown(connectPostgres('postgres://nobody@/none?host=/nowhere')))).toBe('register');
  for (const [message, code] of [
    ['Connection terminated unexpectedly', undefined],
    ['timeout exceeded when trying to connect', undefined],
    ['terminating connection due to administrator command', '57P01'],
    ['the database system is starting up', '57P03'],
    ['sorry, too many clients already', '53300'],
    ['cannot execute INSERT in a read-only transaction', '25006'],
  ] as const)
    expect(outageOf(Object.assign(new Error(message), code === undefined ? {} : { code })), message).toBe('register');
  // A bug, a broken rule and a lost file are what they are.
  expect(outageOf(new TypeError('x is not a function'))).toBeNull();
  expect(outageOf(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBeNull();
  expect(outageOf(await thrown(readFile('/nowhere/at/all')))).toBeNull();
  expect(outageOf('text')).toBeNull();
});
