/** What lines and senders do to a repository: silence, floods, hang-ups, another office's curiosity, a full disk. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { type Socket, connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FeedPage, Problem } from '../../src/contract/wire.ts';
import { refuseGarbled } from '../../src/repository/garbled.ts';
import {
  type TestRepository,
  type TestSigner,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  sha256Of,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const stallMs = 800;
// More than the buffers of a connection hold.
const maxBlobBytes = 16_000_000;
let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;
/** One with little patience, for what is about silence; on a busy machine honest senders pause, too. */
let hasty: TestRepository;
let hastyFolder: { dir: string; remove(): void };

beforeAll(async () => {
  signer = makeTestSigner();
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { maxBlobBytes });
  hastyFolder = repositoryFolder();
  hasty = await startRepository(hastyFolder.dir, { stallMs, maxBlobBytes });
});
afterAll(async () => {
  await Promise.all([repository.close(), hasty.close()]);
  folder.remove();
  hastyFolder.remove();
});

const other = { authorization: 'Bearer clave-de-otra-oficina' };
const codeOf = async (response: Response): Promise<string> =>
  Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');
const incoming = (dir: string) => readdirSync(join(dir, 'blobs', 'incoming'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A connection on which a test says what it wants, byte by byte. */
async function rawLine(to = hasty): Promise<{ socket: Socket; closed: Promise<void>; said: () => string }> {
  const { hostname, port } = new URL(to.url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, closed, said: () => said };
}
const head = (method: string, path: string, more: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${testOffice.accessKey}\r\n${more}\r\n`;

describe('a line', () => {
  it('that goes silent in the middle of a file is given up, and nothing is kept', async () => {
    const bytes = randomBytes(100_000);
    const line = await rawLine();
    line.socket.write(
      head(
        'PUT',
        `/v1/blobs/${sha256Of(bytes)}`,
        'Content-Type: application/octet-stream\r\nContent-Length: 100000\r\n',
      ),
    );
    line.socket.write(bytes.subarray(0, 60_000));
    await line.closed;
    await vi.waitFor(() => expect(incoming(hastyFolder.dir)).toEqual([]), { timeout: 15_000 });
    expect((await send(hasty, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes)).status).toBe(201);
  });

  it('that is slow but never silent is waited for', async () => {
    const bytes = randomBytes(6000);
    const line = await rawLine();
    line.socket.write(
      head(
        'PUT',
        `/v1/blobs/${sha256Of(bytes)}`,
        'Content-Type: application/octet-stream\r\nContent-Length: 6000\r\nConnection: close\r\n',
      ),
    );
    for (let at = 0; at < 6000; at += 1000) {
      line.socket.write(bytes.subarray(at, at + 1000));
      await pause(stallMs / 4);
    }
    await line.closed;
    expect(line.said()).toMatch(/^HTTP\/1.1 201 /);
  });

  it('that drips a small request in is told so by a problem, and closed', async () => {
    const line = await rawLine();
    line.socket.write(
      head('PUT', `/v1/cases/${randomUUID()}`, 'Content-Type: application/json\r\nContent-Length: 5000\r\n'),
    );
    const dripping = setInterval(() => line.socket.write(' '), stallMs / 6);
    // Never silent, and closed all the same.
    await line.closed;
    clearInterval(dripping);
    const [top = '', body = ''] = line.said().split('\r\n\r\n');
    expect(top).toMatch(/^HTTP\/1.1 408 /);
    expect(top).toContain('application/problem+json');
    expect(Problem.parse(JSON.parse(body))).toMatchObject({
      status: 408,
      retry: 'same',
      next: expect.stringMatching(/./),
    });
    // And nothing of it goes on behind the answer.
    expect((await send(hasty, 'GET', '/v1/capabilities')).status).toBe(200);
  });

  it('that says what is no request is answered with a problem, and closed', async () => {
    const refused = async (text: string) => {
      const line = await rawLine();
      line.socket.write(text);
      await line.closed;
      const [top = '', body = ''] = line.said().split('\r\n\r\n');
      expect(top).toContain('application/problem+json');
      return Problem.parse(JSON.parse(body));
    };
    const garbage = await refused('GARBAGE\r\n\r\n');
    expect(garbage).toMatchObject({ status: 400, retry: 'never', next: expect.stringContaining('address') });
    const large = await refused(head('GET', '/v1/capabilities', `X-Much: ${'a'.repeat(20_000)}\r\n`));
    expect(large).toMatchObject({ status: 431, type: 'about:blank', next: expect.stringContaining('proxy') });
    const method = await refused(head('BREW', '/v1/capabilities', ''));
    expect(method.status).toBe(400);
  });

  it('that asks for an address that cannot be read is answered with a problem, too', async () => {
    for (const path of [`/v1/devices/${'0'.repeat(300)}`, '/v1/devices/%E0%A4%A']) {
      const answer = await send(repository, 'GET', path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        path.includes('%') ? 400 : 414,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(Problem.parse(await answer.json()).type).toContain('bad-request');
    }
  });

  it('that never comes to the end of its headers is told so', () => {
    const socket = new PassThrough();
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    refuseGarbled(late, socket as unknown as Socket);
    expect(String(socket.read())).toMatch(/^HTTP\/1.1 408 [\s\S]*"retry":"same"/);
  });

  it.each([
    ['in one piece', () => ' '.repeat(300_000)],
    ['of no length that was told', () => new Blob([Buffer.alloc(300_000, ' ')]).stream()],
  ])('whose JSON is larger than is taken, %s, is told how much may come', async (_how, body) => {
    const answer = await fetch(`${hasty.url}/v1/cases/${randomUUID()}`, {
      ...{ method: 'PUT', body: body(), duplex: 'half' },
      headers: { authorization: `Bearer ${testOffice.accessKey}`, 'content-type': 'application/json' },
    });
    expect(Problem.parse(await answer.json())).toMatchObject({
      ...{ status: 413, detail: expect.stringContaining('more than 262144 bytes'), next: expect.stringMatching(/./) },
    });
  });

  it('that reads nothing of a file does not hold it open', async () => {
    const bytes = randomBytes(maxBlobBytes);
    await send(hasty, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes);
    const lines = await Promise.all(Array.from({ length: 4 }, () => rawLine()));
    for (const { socket } of lines) {
      socket.pause();
      socket.write(head('GET', `/v1/blobs/${sha256Of(bytes)}`, ''));
    }
    await openFiles(4);
    await openFiles(0);
    for (const { socket } of lines) socket.destroy();
  });

  it('that hangs up in the middle of an answer does not hold the file open', async () => {
    const bytes = randomBytes(maxBlobBytes);
    await send(hasty, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes);
    for (let count = 0; count < 10; count++) {
      const { socket, closed } = await rawLine();
      socket.write(head('GET', `/v1/blobs/${sha256Of(bytes)}`, ''));
      setTimeout(() => socket.destroy(), count);
      await closed;
    }
    await openFiles(0);
  });
});

/** Waits until so many of the repository's files are open in this process. */
const openFiles = (count: number) =>
  vi.waitFor(() => expect(openFilesBelow(join(hastyFolder.dir, 'blobs'))).toHaveLength(count), {
    timeout: 15_000,
    interval: 5,
  });

/** Files below a folder that this process has open. */
function openFilesBelow(path: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(path) ? [target] : [];
    } catch {
      return [];
    }
  });
}

describe('a file', () => {
  it('larger than is taken is refused before it is read, and while it comes when it does not say', async () => {
    const bytes = randomBytes(maxBlobBytes + 1);
    const told = await send(repository, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes);
    expect([told.status, await codeOf(told)]).toEqual([413, 'blob-too-large']);
    const status = await new Promise<number>((resolve, reject) => {
      const sending = httpRequest(`${repository.url}/v1/blobs/${sha256Of(bytes)}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${testOffice.accessKey}`, 'content-type': 'application/octet-stream' },
      });
      sending.on('response', (response) => resolve(response.statusCode ?? 0)).on('error', reject);
      sending.end(bytes);
    });
    expect(status).toBe(413);
    expect(incoming(folder.dir)).toEqual([]);
  });

  it('is never held in memory as something else', async () => {
    const path = `/v1/blobs/${sha256Of(Buffer.from('{}'))}`;
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'nonsense']) {
      const response = await send(repository, 'PUT', path, Buffer.from('{}'), { 'content-type': type });
      expect([response.status, await codeOf(response)]).toEqual([415, 'bad-request']);
    }
    expect((await send(repository, 'HEAD', path)).status).toBe(404);
  });

  it('of nothing is a file too', async () => {
    const empty = new Uint8Array(0);
    const { socket, closed, said } = await rawLine(repository);
    socket.write(
      head(
        'PUT',
        `/v1/blobs/${sha256Of(empty)}`,
        'Content-Type: application/octet-stream\r\nContent-Length: 0\r\nConnection: close\r\n',
      ),
    );
    await closed;
    expect(said()).toMatch(/^HTTP\/1.1 201 /);
    const got = await send(repository, 'GET', `/v1/blobs/${sha256Of(empty)}`);
    expect([got.status, (await got.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it('comes back as it went, whole and in any range', async () => {
    const bytes = randomBytes(70_001);
    const path = `/v1/blobs/${sha256Of(bytes)}`;
    await send(repository, 'PUT', path, bytes);
    const whole = await send(repository, 'GET', path);
    expect(whole.headers.get('etag')).toBe(`"${sha256Of(bytes)}"`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(80_000), fc.nat(80_000), async (from, to) => {
        const response = await send(repository, 'GET', path, undefined, { range: `bytes=${from}-${to}` });
        const got = Buffer.from(await response.arrayBuffer());
        if (to < from) expect([response.status, got.equals(bytes)]).toEqual([200, true]);
        else if (from >= bytes.length) expect(response.status).toBe(416);
        else expect([response.status, got.equals(bytes.subarray(from, to + 1))]).toEqual([206, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('of another office is not there, until its bytes are shown', async () => {
    const bytes = randomBytes(5000);
    const path = `/v1/blobs/${sha256Of(bytes)}`;
    await send(repository, 'PUT', path, bytes);
    expect((await send(repository, 'HEAD', path, undefined, other)).status).toBe(404);
    expect((await send(repository, 'GET', path, undefined, other)).status).toBe(404);
    const guess = await send(repository, 'PUT', path, randomBytes(5000), other);
    expect(await codeOf(guess)).toBe('blob-hash-mismatch');
    expect((await send(repository, 'GET', path, undefined, other)).status).toBe(404);
    expect((await send(repository, 'PUT', path, bytes, other)).status).toBe(200);
    expect((await send(repository, 'GET', path, undefined, other)).status).toBe(200);
  });

  it('of another office cannot be proposed, nor its case be used', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const record = makeCase({ officeId: 'otra' });
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record, other);
    const proposal = { ...act.proposal, actId: randomUUID(), caseId: record.caseId, officeId: 'otra' };
    const stolen = await send(repository, 'PUT', `/v1/acts/${proposal.actId}/proposal`, proposal, other);
    expect(await codeOf(stolen)).toBe('blob-missing');
    const intruding = { ...proposal, caseId: act.record.caseId };
    const response = await send(repository, 'PUT', `/v1/acts/${proposal.actId}/proposal`, intruding, other);
    expect(await codeOf(response)).toBe('case-unknown');
  });
});

describe('the feed', () => {
  it('gives everything once, in order, by pages of any size, and nothing new after the end', async () => {
    const place = repositoryFolder();
    const fresh = await startRepository(place.dir);
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(fresh, act);
    await register(fresh, act);
    for (let count = 0; count < 4; count++) {
      const record = makeCase();
      await send(fresh, 'PUT', `/v1/cases/${record.caseId}`, record);
    }
    const read = async (limit: number) => {
      const kinds: string[] = [];
      let page = FeedPage.parse({ events: [], cursor: '', more: true });
      while (page.more) {
        const query = `/v1/feed?office=ufi-7&cursor=${encodeURIComponent(page.cursor)}&limit=${limit}`;
        page = FeedPage.parse(await (await send(fresh, 'GET', query)).json());
        kinds.push(...page.events.map(({ kind }) => kind));
      }
      return { kinds, cursor: page.cursor };
    };
    const { kinds, cursor } = await read(3);
    expect(kinds).toEqual(['case', 'proposal', 'registered', 'case', 'case', 'case', 'case']);
    expect((await read(1)).kinds).toEqual(kinds);
    expect((await read(500)).kinds).toEqual(kinds);
    const after = await send(fresh, 'GET', `/v1/feed?office=ufi-7&cursor=${cursor}`);
    expect(await after.json()).toEqual({ events: [], cursor, more: false });
    await fresh.close();
    place.remove();
  });
});

describe('every door', () => {
  const actId = randomUUID();
  const routes = [
    ['GET', '/v1/capabilities'],
    ['GET', '/v1/feed'],
    ['PUT', `/v1/cases/${actId}`],
    ['HEAD', `/v1/blobs/${'0'.repeat(64)}`],
    ['GET', `/v1/blobs/${'0'.repeat(64)}`],
    ['PUT', `/v1/blobs/${'0'.repeat(64)}`],
    ['PUT', `/v1/acts/${actId}/proposal`],
    ['PUT', `/v1/acts/${actId}/return`],
    ['PUT', `/v1/acts/${actId}/registration`],
    ['GET', `/v1/acts/${actId}/receipt`],
    ['POST', '/v1/capabilities'],
    ['GET', '/anything'],
  ] as const;

  it('is shut without a key, also the ones that are not there', async () => {
    for (const [method, path] of routes)
      for (const authorization of [
        '',
        'Bearer ',
        `Basic ${testOffice.accessKey}`,
        `Bearer ${testOffice.accessKey} `,
        'Bearer clave-que-no-existe',
      ]) {
        const response = await send(repository, method, path, undefined, { authorization });
        // A client's library takes white space off the end; that one is the true key.
        if (authorization === `Bearer ${testOffice.accessKey} `) continue;
        expect([response.status, method === 'HEAD' ? '' : await codeOf(response)], `${method} ${path}`).toEqual([
          401,
          method === 'HEAD' ? '' : 'unauthorized',
        ]);
      }
  });

  it('answers whatever comes with a problem of its own, and stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes.filter(([method]) => method === 'PUT')),
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string().map((text) => Buffer.from(text)),
          fc.json().map((text) => Buffer.from(text)),
        ),
        fc.constantFrom('application/json', 'application/octet-stream', 'text/plain', 'x/y', ''),
        async ([method, path], body, type) => {
          const response = await send(repository, method, path, body, { 'content-type': type });
          expect(response.status).toBeGreaterThanOrEqual(400);
          expect(response.status).toBeLessThan(500);
          await codeOf(response);
        },
      ),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/v1/feed?', '/v1/blobs/', '/v1/acts/', '/v1/cases/', '/'),
        fc.webQueryParameters(),
        async (path, rest) => {
          const response = await send(repository, 'GET', `${path}${rest}`);
          expect(response.status).toBeGreaterThanOrEqual(400);
          expect(response.status).toBeLessThan(500);
          await response.text();
        },
      ),
      { numRuns: 100 },
    );
    expect((await send(repository, 'GET', '/v1/capabilities')).status).toBe(200);
  });

  it('leaves no caption, name, remark or key in the log', async () => {
    const place = repositoryFolder();
    const quiet = await startRepository(place.dir);
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(quiet, act);
    await register(quiet, act);
    await send(quiet, 'PUT', `/v1/cases/${act.record.caseId}`, { ...act.record, caption: 7 });
    await send(quiet, 'GET', `/v1/feed?office=${encodeURIComponent(act.record.caption)}`);
    const log = quiet.log.join('\n');
    expect(quiet.log).toHaveLength(7);
    expect(log).toMatch(/^PUT \/v1\/cases\/:caseId 201 \d+ms$/m);
    for (const secret of [
      act.record.caption,
      act.proposal.author,
      act.proposal.title,
      testOffice.accessKey,
      act.record.caseNumber,
      act.request.actId,
    ])
      expect(log).not.toContain(secret);
    await quiet.close();
    place.remove();
  });
});
