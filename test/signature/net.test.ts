import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTransport } from '../../src/signature/net.ts';

describe('the transport of plain Node', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      switch (request.url) {
        case '/hang':
          return;
        case '/stall':
          response.writeHead(200);
          response.write('x');
          return;
        case '/cut':
          response.writeHead(200, { 'content-length': '1000' });
          response.write('x');
          setTimeout(() => request.socket.destroy(), 20);
          return;
        case '/large':
          response.end(Buffer.alloc(100_000));
          return;
        case '/file':
          response.writeHead(302, { location: 'file:///etc/hostname' }).end();
          return;
        case '/once':
          response.writeHead(301, { location: '/echo' }).end();
          return;
        case '/for-ever':
          response.writeHead(302, { location: '/for-ever' }).end();
          return;
        default:
          response.writeHead(request.url === '/missing' ? 404 : 200);
          request.pipe(response);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const get = (url: string, timeoutMs = 10_000) =>
    nodeTransport().request({ method: 'GET', url, timeoutMs, maxBytes: 50_000 });

  it('sends and receives bytes', async () => {
    const body = Uint8Array.of(0, 255, 10, 13, 128);
    const request = { method: 'POST', url: `${base}/echo`, body, timeoutMs: 10_000, maxBytes: 100 } as const;
    expect(await nodeTransport().request(request)).toEqual({ kind: 'answer', status: 200, body: Buffer.from(body) });
    expect(await get(`${base}/missing`)).toMatchObject({ kind: 'answer', status: 404 });
    expect(await get(`${base}/once`)).toMatchObject({ kind: 'answer', status: 200 });
  });

  it.each([
    ['/hang', 'timeout', 150],
    ['/stall', 'timeout', 150],
    ['/cut', 'unreachable', 10_000],
    ['/large', 'tooLarge', 10_000],
    ['/file', 'badAddress', 10_000],
    ['/for-ever', 'badAddress', 10_000],
  ] as const)('gives trouble back as a value: %s is %s', async (path, reason, timeoutMs) => {
    expect(await get(`${base}${path}`, timeoutMs)).toMatchObject({ kind: 'failed', reason });
  });

  it('asks nothing but HTTP, and says when nobody is there', async () => {
    expect(await get('file:///etc/hostname')).toMatchObject({ reason: 'badAddress' });
    expect(await get('not an address')).toMatchObject({ reason: 'badAddress' });
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ reason: 'unreachable' });
  });
});
