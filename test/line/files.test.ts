import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../src/signature/index.ts';
import { send, sha256Of } from '../helpers/repository.ts';
import { repositoryHere, tapTo, transportTo } from './line.ts';

const fileOf = (bytes: Buffer) => ({ sha256: sha256Of(bytes), size: bytes.length });
const partials = (dir: string): string[] =>
  readdirSync(join(dir, 'blobs', 'partial'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a large file', () => {
  it('goes in slices to the address it will have, and is hashed whole', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const bytes = randomBytes(300_000);
    const [file, source] = [fileOf(bytes), bufferSource(bytes)];
    expect(await line.uploadState(file)).toMatchObject({ value: { offset: 0, complete: false } });
    expect(await line.lacking([file.sha256])).toMatchObject({ value: [file.sha256] });
    for (let offset = 0; offset < bytes.length; offset += 128_000) {
      const sent = await line.sendSlice(file, { source, offset, length: 128_000 });
      const reached = Math.min(bytes.length, offset + 128_000);
      expect(sent).toEqual({ ok: true, value: { offset: reached, complete: reached === bytes.length } });
      if (reached < bytes.length) expect(await line.uploadState(file)).toMatchObject({ value: { offset: reached } });
    }
    expect(await line.uploadState(file)).toMatchObject({ value: { offset: bytes.length, complete: true } });
    expect(await line.lacking([file.sha256])).toMatchObject({ value: [] });
    expect(partials(repository.dir)).toEqual([]);
    const got = await send(repository, 'GET', `/v1/blobs/${file.sha256}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('goes on where the repository is, whatever place was named', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const bytes = randomBytes(90_000);
    const [file, source] = [fileOf(bytes), bufferSource(bytes)];
    await line.sendSlice(file, { source, offset: 0, length: 40_000 });
    for (const wrong of [0, 39_999, 40_001, 80_000]) {
      const told = await line.sendSlice(file, { source, offset: wrong, length: 10_000 });
      expect(told).toEqual({ ok: true, value: { offset: 40_000, complete: false } });
    }
    const raw = await send(repository, 'PATCH', `/v1/blobs/${file.sha256}`, bytes.subarray(0, 10), {
      ...{ 'content-type': 'application/partial-upload', 'upload-length': '90000', 'upload-offset': '7' },
    });
    expect(raw.status).toBe(409);
    expect(await raw.json()).toMatchObject({
      type: 'urn:fojas:problem:mismatching-upload-offset',
      expectedOffset: 40_000,
      retry: 'refresh',
    });
    expect(await line.sendSlice(file, { source, offset: 40_000, length: 90_000 })).toMatchObject({
      value: { complete: true },
    });
  });

  it('keeps what came of a slice that was cut, and costs what was under way', async () => {
    const repository = await repositoryHere();
    const bytes = randomBytes(400_000);
    const [file, source] = [fileOf(bytes), bufferSource(bytes)];
    const slice = 64_000;
    let cuts = 0;
    const tap = await tapTo(repository.url, {
      onUp(total, line) {
        if (total < 150_000 * (cuts + 1) || cuts === 2) return;
        cuts += 1;
        line.cut();
      },
    });
    const line = transportTo(tap.url);
    let offset = 0;
    for (let tries = 0; offset < bytes.length && tries < 40; tries++) {
      const sent = await line.sendSlice(file, { source, offset, length: slice });
      const state = sent.ok ? sent : await line.uploadState(file);
      if (state.ok) {
        expect(state.value.offset).toBeGreaterThanOrEqual(offset);
        ({ offset } = state.value);
      }
    }
    expect(cuts).toBe(2);
    expect(offset).toBe(bytes.length);
    // A cut costs at most the slice that was under way; the rest is headers.
    expect(tap.up()).toBeLessThan(bytes.length + cuts * slice + 20_000);
  });

  it('that hashes to something else is dropped, and begins anew', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const bytes = randomBytes(50_000);
    const file = fileOf(bytes);
    const spoilt = bufferSource(Buffer.concat([bytes.subarray(0, 49_999), Buffer.from([bytes[49_999]! ^ 1])]));
    const refused = await line.sendSlice(file, { source: spoilt, offset: 0, length: 50_000 });
    expect(refused).toMatchObject({ ok: false, failure: { problem: 'blob-hash-mismatch' } });
    expect(await line.uploadState(file)).toMatchObject({ value: { offset: 0, complete: false } });
    const sent = await line.sendSlice(file, { source: bufferSource(bytes), offset: 0, length: 50_000 });
    expect(sent).toMatchObject({ value: { complete: true } });
  });

  it('of one office is nobody else’s to see, to spoil or to finish', async () => {
    const repository = await repositoryHere();
    const [mine, other] = [transportTo(repository.url), transportTo(repository.url, 'clave-de-otra-oficina')];
    const bytes = randomBytes(60_000);
    const [file, source] = [fileOf(bytes), bufferSource(bytes)];
    await mine.sendSlice(file, { source, offset: 0, length: 30_000 });
    expect(await other.uploadState(file)).toMatchObject({ value: { offset: 0 } });
    await other.sendSlice(file, { source: bufferSource(randomBytes(60_000)), offset: 0, length: 30_000 });
    expect(await other.sendSlice(file, { source, offset: 30_000, length: 30_000 })).toMatchObject({ ok: false });
    expect(await mine.sendSlice(file, { source, offset: 30_000, length: 30_000 })).toMatchObject({
      value: { complete: true },
    });
    expect(await other.lacking([file.sha256])).toMatchObject({ value: [file.sha256] });
  });

  it('that rests too long makes room for others', async () => {
    const repository = await repositoryHere();
    const line = transportTo(repository.url);
    const begin = async () => {
      const bytes = randomBytes(2000);
      return line.sendSlice(fileOf(bytes), { source: bufferSource(bytes), offset: 0, length: 1000 });
    };
    for (let at = 0; at < 64; at++) expect((await begin()).ok).toBe(true);
    expect(await begin()).toMatchObject({ ok: false, failure: { problem: 'too-many-uploads' } });
    const [oldest] = partials(repository.dir);
    const longAgo = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(oldest!, longAgo, longAgo);
    expect((await begin()).ok).toBe(true);
    expect(existsSync(oldest!)).toBe(false);
  });

  it('is not begun where it is too large, and takes no more than was named', async () => {
    const repository = await repositoryHere({ maxBlobBytes: 10_000 });
    const line = transportTo(repository.url);
    const bytes = randomBytes(20_000);
    const refused = await line.sendSlice(fileOf(bytes), { source: bufferSource(bytes), offset: 0, length: 1000 });
    expect(refused).toMatchObject({ ok: false, failure: { problem: 'blob-too-large' } });
    const headers = { 'content-type': 'application/partial-upload', 'upload-length': '100', 'upload-offset': '0' };
    const path = `/v1/blobs/${sha256Of(bytes)}`;
    expect((await send(repository, 'PATCH', path, bytes.subarray(0, 101), headers)).status).toBe(400);
    for (const wrong of [{ 'upload-length': '-1' }, { 'upload-length': '0' }, { 'upload-offset': 'x' }]) {
      expect((await send(repository, 'PATCH', path, bytes.subarray(0, 10), { ...headers, ...wrong })).status).toBe(400);
    }
  });
});

describe('a download', () => {
  it('goes on where it was cut, and takes the whole where no part is to be had', async () => {
    const repository = await repositoryHere();
    const bytes = randomBytes(200_000);
    const file = fileOf(bytes);
    await send(repository, 'PUT', `/v1/blobs/${file.sha256}`, bytes);
    let cut = true;
    const tap = await tapTo(repository.url, {
      spoilDown(piece) {
        if (cut && tap.down() > 90_000) {
          cut = false;
          return null;
        }
        return piece;
      },
    });
    const line = transportTo(tap.url);
    const parts: Buffer[] = [];
    const take = async (piece: Uint8Array) => void parts.push(Buffer.from(piece));
    const first = await line.download(file, 0, take);
    expect(first).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable' } });
    const here = Buffer.concat(parts).length;
    expect(here).toBeGreaterThan(0);
    expect(await line.download(file, here, take)).toEqual({ ok: true, value: undefined });
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    const other = await send(repository, 'GET', `/v1/blobs/${file.sha256}`, undefined, {
      range: 'bytes=100-',
      'if-range': '"another"',
    });
    expect([other.status, Number(other.headers.get('content-length'))]).toEqual([200, bytes.length]);
    expect(other.headers.get('repr-digest')).toBe(`sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
    const known = await send(repository, 'GET', `/v1/blobs/${file.sha256}`, undefined, {
      'if-none-match': `"${file.sha256}"`,
    });
    expect([known.status, (await known.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });

  it('says of our own disk what our own disk said', async () => {
    const repository = await repositoryHere();
    const bytes = randomBytes(5000);
    const file = fileOf(bytes);
    await send(repository, 'PUT', `/v1/blobs/${file.sha256}`, bytes);
    const full = new Error('our disk is full');
    const download = transportTo(repository.url).download(file, 0, () => Promise.reject(full));
    await expect(download).rejects.toBe(full);
  });
});
