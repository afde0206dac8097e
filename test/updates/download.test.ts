import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, symlinkSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download, downloadedFile } from '../../src/updates/download.ts';
import { type Target, targetPath } from '../../src/updates/release.ts';
import { folderSource, httpSource, readSmall, type Source } from '../../src/updates/sources/index.ts';
import { aRelease } from './world.ts';

let folder: string;
const bytes = randomBytes(400_000);
const sha512 = createHash('sha512').update(bytes).digest('hex');
const target: Target = { name: 'fojas_1.1.0_amd64.deb', length: bytes.length, sha512, release: aRelease('1.1.0') };
const fetchIt = (sources: readonly Source[], more: Partial<Parameters<typeof download>[0]> = {}) =>
  download({
    ...{ target, sources, folder: path.join(folder, 'here'), take: async () => undefined, waitsMs: [1, 1] },
    signal: new AbortController().signal,
    ...more,
  });
const part = (): string => `${downloadedFile(path.join(folder, 'here'), target)}.part`;

/** Does it once so many bytes are on the disk: a reader that is told of the end before it reads loses what had arrived. */
function onceThere(size: number, then: () => void): void {
  if ((statSync(part(), { throwIfNoEntry: false })?.size ?? 0) >= size) then();
  else setTimeout(onceThere, 2, size, then);
}

/** A mirror whose answers a test decides. */
async function mirror(answer: http.RequestListener): Promise<{ url: string; ranges: string[]; close(): void }> {
  const ranges: string[] = [];
  const server = http.createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fojas/`;
  return { url, ranges, close: () => (server.closeAllConnections(), void server.close()) };
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fojas-download-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('fetching a file', () => {
  it('goes on where the line broke, however often, and asks for nothing twice', async () => {
    const each = 70_000;
    let sent = 0;
    const { url, ranges, close } = await mirror((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      });
      const piece = bytes.subarray(from, from + each);
      sent += piece.length;
      response.write(piece, () => {
        if (from + each < bytes.length) onceThere(from + piece.length, () => response.destroy());
        else response.end();
      });
    });
    try {
      const got = await fetchIt([httpSource(url, fetch)]);
      expect(got.ok && readFileSync(got.value).equals(bytes)).toBe(true);
      expect(ranges.length).toBeGreaterThan(3);
      expect(sent).toBeLessThan(bytes.length + each);
    } finally {
      close();
    }
  });

  it('takes over what a killed program had fetched, from another source', async () => {
    mkdirSync(path.dirname(part()), { recursive: true });
    writeFileSync(part(), bytes.subarray(0, 250_000));
    const stick = path.join(folder, 'stick');
    mkdirSync(path.join(stick, 'targets'), { recursive: true });
    writeFileSync(path.join(stick, targetPath(target)), bytes);
    const seen: number[] = [];
    const got = await fetchIt([folderSource(stick)], { onProgress: (received) => seen.push(received) });
    expect(got.ok && readFileSync(got.value).equals(bytes)).toBe(true);
    expect(Math.min(...seen)).toBeGreaterThan(250_000);
  });

  it('waits for ever for no mirror that brings a drop now and then: the next source has it', async () => {
    const timers: NodeJS.Timeout[] = [];
    const { url, ranges, close } = await mirror((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      });
      let at = from;
      timers.push(setInterval(() => response.write(bytes.subarray(at, (at += 10))), 5));
    });
    const stick = path.join(folder, 'stick');
    mkdirSync(path.join(stick, 'targets'), { recursive: true });
    writeFileSync(path.join(stick, targetPath(target)), bytes);
    try {
      const dripping = httpSource(url, fetch, { stallMs: 20_000, slowMs: 100, slowBytes: 16 * 1024 });
      const got = await fetchIt([dripping, folderSource(stick)]);
      expect(got.ok && readFileSync(got.value).equals(bytes)).toBe(true);
      // It was tried as often as a line that breaks, and gone on with each time.
      expect(ranges).toEqual(['', expect.stringMatching(/^bytes=\d+-/)]);
    } finally {
      timers.forEach((timer) => clearInterval(timer));
      close();
    }
  });

  it('begins anew where a mirror knows no ranges', async () => {
    mkdirSync(path.dirname(part()), { recursive: true });
    writeFileSync(part(), randomBytes(1000));
    const { url, close } = await mirror((_request, response) => response.end(bytes));
    try {
      expect(await fetchIt([httpSource(url, fetch)])).toMatchObject({ ok: true });
    } finally {
      close();
    }
  });

  it.each([
    ['another file of the same length', () => randomBytes(bytes.length), 'wrongHash'],
    ['a longer one', () => Buffer.concat([bytes, Buffer.from('!')]), 'wrongLength'],
  ])('refuses %s, throws it away, and takes the next source', async (_name, wrong, reason) => {
    const bad = path.join(folder, 'bad');
    const good = path.join(folder, 'good');
    for (const [at, content] of [
      [bad, wrong()],
      [good, bytes],
    ] as const) {
      mkdirSync(path.join(at, 'targets'), { recursive: true });
      writeFileSync(path.join(at, targetPath(target)), content);
    }
    expect(await fetchIt([folderSource(bad)])).toEqual({ ok: false, failure: { kind: 'updateRefused', reason } });
    expect(statSync(part(), { throwIfNoEntry: false })).toBeUndefined();
    expect(await fetchIt([folderSource(bad), folderSource(good)])).toMatchObject({ ok: true });
  });

  it('waits for the line’s cap before each piece', async () => {
    const stick = path.join(folder, 'stick');
    mkdirSync(path.join(stick, 'targets'), { recursive: true });
    writeFileSync(path.join(stick, targetPath(target)), bytes);
    let taken = 0;
    await fetchIt([folderSource(stick)], { take: async (count) => void (taken += count) });
    expect(taken).toBe(bytes.length);
  });

  it('stops when told to, and keeps what it has', async () => {
    const stop = new AbortController();
    const { url, close } = await mirror((_request, response) => {
      response.write(bytes.subarray(0, 100_000), () => onceThere(100_000, () => stop.abort()));
    });
    try {
      expect(await fetchIt([httpSource(url, fetch)], { signal: stop.signal })).toMatchObject({ ok: false });
      expect(statSync(part()).size).toBeGreaterThan(0);
    } finally {
      close();
    }
  });
});

describe('sources, trusted in nothing', () => {
  it('are not followed elsewhere', async () => {
    const { url, close } = await mirror((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    });
    try {
      const answer = await readSmall(httpSource(url, fetch), 'timestamp.json', 1000, 2000);
      expect(answer).toMatchObject({ kind: 'unreachable' });
    } finally {
      close();
    }
  });

  it('may not answer with another piece than was asked for', async () => {
    const { url, close } = await mirror((_request, response) => {
      response.writeHead(206, { 'content-range': 'bytes 7-9/10' }).end('abc');
    });
    try {
      const opened = await httpSource(url, fetch).open('x', 3, AbortSignal.timeout(2000));
      expect(opened).toMatchObject({ kind: 'unreachable' });
    } finally {
      close();
    }
  });

  it('may not lead out of a stick by a link, and an unplugged one says so', async () => {
    writeFileSync(path.join(folder, 'secret'), 'x');
    symlinkSync(path.join(folder, 'secret'), path.join(folder, 'timestamp.json'));
    const source = folderSource(folder);
    expect(await source.open('timestamp.json', 0, AbortSignal.timeout(1000))).toMatchObject({ kind: 'unreachable' });
    expect(await source.open('none.json', 0, AbortSignal.timeout(1000))).toEqual({ kind: 'absent' });
    const gone = folderSource(path.join(folder, 'unplugged'));
    expect(await gone.open('none.json', 0, AbortSignal.timeout(1000))).toMatchObject({ kind: 'unreachable' });
  });
});
