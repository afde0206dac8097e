import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ActId, Sha256 } from '../../../src/contract/ids.ts';
import type { RegistrationRequest, Return } from '../../../src/contract/wire.ts';
import { repositoryClient } from '../../../src/casework/sync/repository-client.ts';
import { bufferSource } from '../../../src/signature/bytes.ts';

/** A repository that misbehaves as told: the real one is met in the tests of the main job. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
async function against(listener: RequestListener, stallMs = 400) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return repositoryClient({ url: `http://127.0.0.1:${port}/`, accessKey: 'k'.repeat(20), officeId: 'ufi3', stallMs });
}
const address = Sha256.parse('ab'.repeat(32));
const actId = ActId.parse('0198f2a0-0000-7000-8000-000000000001');
const problem =
  (code: string, status: number): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': '7' });
    response.end(
      JSON.stringify({ type: `urn:fojas:problem:${code}`, title: 't', status, detail: 'why', retry: 'never' }),
    );
  };

describe('the line to the repository', () => {
  it('says unreachable when nobody listens', async () => {
    const client = repositoryClient({ url: 'http://127.0.0.1:9', accessKey: 'k'.repeat(20), officeId: 'ufi3' });
    expect(await client.capabilities()).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable' } });
  });

  it('gives up on an answer that never comes, and on one that stops in the middle', async () => {
    const silent = await against(() => undefined);
    expect(await silent.capabilities()).toMatchObject({ failure: { kind: 'repositoryUnreachable' } });
    const halting = await against((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"protocol"');
    });
    expect(await halting.capabilities()).toMatchObject({ failure: { kind: 'repositoryUnreachable' } });
  });

  it('waits as long as bytes keep moving', async () => {
    const slow = await against((_request, response) => {
      response.writeHead(200);
      let sent = 0;
      const timer = setInterval(() => {
        response.write('x');
        if (++sent === 8) {
          clearInterval(timer);
          response.end();
        }
      }, 100);
    });
    let received = 0;
    expect((await slow.getBlob(address, 8, async (piece) => void (received += piece.length))).ok).toBe(true);
    expect(received).toBe(8);
  });

  it.each([
    ['<html>Portal de acceso</html>', 200],
    ['{"protocol":2}', 200],
    ['', 200],
    ['<html>', 403],
  ])('calls an answer that is not of the protocol garbage: %s', async (body, status) => {
    const client = await against((_request, response) => {
      response.writeHead(status);
      response.end(body);
    });
    expect(await client.capabilities()).toMatchObject({ failure: { kind: 'repositoryGarbage' } });
    expect(await client.feed('', 10)).toMatchObject({ failure: { kind: 'repositoryGarbage' } });
  });

  it('never follows a redirect with the access key', async () => {
    const client = await against((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' });
      response.end();
    });
    expect(await client.capabilities()).toMatchObject({ failure: { kind: 'repositoryUnreachable' } });
  });

  it('says of what was refused whether it is a signed act', async () => {
    const client = await against(problem('signature-invalid', 422));
    const asked = { actId } as RegistrationRequest;
    const refused = { kind: 'registrationRefused', problem: 'signature-invalid', detail: 'why' };
    expect(await client.register(asked)).toEqual({ ok: false, failure: refused });
    expect(await client.addRendition({ ...asked, n: 2 } as never)).toEqual({ ok: false, failure: refused });
    expect(await client.returnAct({ actId } as Return)).toEqual({ ok: false, failure: { ...refused, of: 'request' } });
  });

  it('tells denied, busy and refused apart', async () => {
    expect(await (await against(problem('unauthorized', 401))).capabilities()).toMatchObject({
      failure: { kind: 'repositoryDenied' },
    });
    expect(await (await against(problem('maintenance', 503))).capabilities()).toMatchObject({
      failure: { kind: 'repositoryBusy', retryAfterSeconds: 7, ofItself: true },
    });
    expect(await (await against(problem('signature-invalid', 422))).receipt(actId)).toMatchObject({
      failure: { kind: 'registrationRefused', problem: 'signature-invalid', detail: 'why' },
    });
    expect(await (await against(problem('not-found', 404))).receipt(actId)).toEqual({ ok: true, value: null });
  });

  it('asks for packed answers without TLS, too, and reads them', async () => {
    const client = await against((request, response) => {
      const isPacked = /\bbr\b/.test(String(request.headers['accept-encoding']));
      response.writeHead(200, isPacked ? { 'content-encoding': 'br' } : {});
      const text = JSON.stringify({ isPacked });
      response.end(isPacked ? brotliCompressSync(text) : text);
    });
    expect(await client.small({ method: 'GET', path: '/v1/log?from=0' })).toMatchObject({
      ok: true,
      value: { body: { isPacked: true } },
    });
  });

  it('does not read an answer without end', async () => {
    const client = await against((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await client.feed('', 10)).toMatchObject({ failure: { kind: 'repositoryGarbage' } });
    expect(await client.getBlob(address, 100, async () => undefined)).toMatchObject({
      failure: { kind: 'repositoryGarbage' },
    });
    // It is as long when it is asked for again: no trouble of the line, which would have it tried for ever.
    expect(await client.bringParcel(address)).toMatchObject({
      failure: { kind: 'registrationRefused', problem: 'parcel-refused', detail: 'asksTooMuch' },
    });
  });

  it('says a file was cut when fewer bytes came than were announced', async () => {
    const client = await against((_request, response) => response.end('abc'));
    expect(await client.getBlob(address, 4, async () => undefined)).toMatchObject({
      failure: { kind: 'repositoryUnreachable' },
    });
  });

  it('streams a file up, whole', async () => {
    const bytes = Buffer.alloc(3_000_000, 7);
    let received = 0;
    const client = await against((request, response) => {
      request.on('data', (piece: Buffer) => (received += piece.length));
      request.on('end', () => response.end('{}'));
    });
    expect((await client.putBlob(address, bufferSource(bytes))).ok).toBe(true);
    expect(received).toBe(bytes.length);
  });
});
