import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Line,
  type LineShape,
  canLayNetworkLine,
  layNetworkLine,
  lineSeconds,
  openProxyLine,
} from './link/index.ts';

interface Answer {
  readonly ms: number;
  readonly size: number;
  readonly failure: string | null;
}

const shape: LineShape = { bitsPerSecond: 512_000, rttMs: 200 };

/** The real line is tested where root lays it; the proxy everywhere. */
const kinds = [
  { name: 'the proxy', open: async () => openProxyLine(shape) },
  ...(canLayNetworkLine() ? [{ name: 'the network line', open: () => layNetworkLine(shape) }] : []),
];

describe.each(kinds)('$name', ({ open }) => {
  let line: Line;
  let server: ChildProcess;
  let url: string;

  const run = (end: 'client' | 'server', file: string, ...args: string[]): ChildProcess => {
    const { execPath, execArgv } = line.start(end);
    return fork(join(import.meta.dirname, file), args, { execPath, execArgv: [...execArgv] });
  };
  const ask = async (path: string, bytes = 0, at = url): Promise<Answer> => {
    const client = run('client', 'link-client.ts');
    client.send({ url: `${at}${path}`, bytes });
    const [answer] = (await once(client, 'message')) as [Answer];
    return answer;
  };

  beforeAll(async () => {
    line = await open();
    server = run('server', 'link-echo.ts', line.serverHost);
    const [{ url: own }] = (await once(server, 'message')) as [{ url: string }];
    url = await line.fromClient(own);
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await line.close();
  });

  it.each([
    { way: 'up', path: '/', bytes: 150_000, sent: 150_000 },
    { way: 'down', path: '/?bytes=150000', bytes: 0, sent: 150_000 },
  ])('takes what the arithmetic says $way', async ({ path, bytes, sent, way }) => {
    const before = await line.carried();
    const { ms, failure } = await ask(path, bytes);
    const after = await line.carried();
    expect(failure).toBeNull();
    const carried = way === 'up' ? after.up - before.up : after.down - before.down;
    expect(carried).toBeGreaterThanOrEqual(sent);
    expect(carried).toBeLessThan(sent * 1.1);
    // A handshake, and the answer's or the request's own way.
    const expected = lineSeconds(shape, carried) * 1000 + shape.rttMs;
    expect(ms).toBeGreaterThan(expected * 0.9);
    // A busy machine may be later than the arithmetic, never earlier.
    expect(ms).toBeLessThan(expected * 2 + 10_000);
  });

  it('takes another pace when told', async () => {
    line.pace(null);
    const quick = await ask('/', 1_500_000);
    line.pace(shape.bitsPerSecond);
    expect(quick.failure).toBeNull();
    expect(quick.ms).toBeLessThan(lineSeconds(shape, 1_500_000) * 1000);
  });

  it('breaks connections with a reset, and carries the next', async () => {
    const asked = ask('/', 150_000);
    // Until something moves there is nothing to break.
    const from = (await line.carried()).up;
    while ((await line.carried()).up < from + 20_000) await new Promise((resolve) => setTimeout(resolve, 20));
    line.set('reset');
    expect((await asked).failure).toMatch(/ECONNRESET|EPIPE|UND_ERR_SOCKET/);
    line.set('pass');
    expect(await ask('/', 1000)).toMatchObject({ failure: null });
  });

  it('tells nobody when it is silent, and goes on where it stopped', async () => {
    line.set('silence');
    const asked = ask('/', 1000);
    const early = await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve('nothing'), 1500))]);
    expect(early).toBe('nothing');
    line.set('pass');
    const answer = await asked;
    expect(answer.failure).toBeNull();
    expect(answer.ms).toBeGreaterThan(1000);
  });
});
