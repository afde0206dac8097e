import { createCipheriv, createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf, blocksPath, pieceAt, planFor } from '../../src/updates/blocks.ts';
import { download, downloadedFile } from '../../src/updates/download.ts';
import { type Target, targetPath } from '../../src/updates/release.ts';
import { folderSource, httpSource, type Source } from '../../src/updates/sources/index.ts';
import { aRelease } from './world.ts';

let folder: string;
let base: string;
/** Bytes that look like chance and are the same in each run: where the borders of blocks fall matters to what is asked for. */
const bytesOf = (seed: number, length: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
/** The version before, and a next one: something goes in at the front, something changes in the middle, something goes at the end. */
const old = bytesOf(1, 3_000_000);
const next = Buffer.concat([
  ...[bytesOf(2, 1234), old.subarray(0, 1_000_000), bytesOf(3, 50_000), old.subarray(1_060_000, 2_900_000)],
]);
const sha512 = createHash('sha512').update(next).digest('hex');
const target: Target = { name: 'fojas_1.1.0_amd64.deb', length: next.length, sha512, release: aRelease('1.1.0') };
const at = (...names: string[]): string => path.join(folder, ...names);
const shelf = (): string => at('shelf', targetPath(target));
const part = (): string => `${downloadedFile(at('here'), target)}.part`;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fojas-blocks-'));
  base = at('old.deb');
  writeFileSync(base, old);
  mkdirSync(path.dirname(shelf()), { recursive: true });
  writeFileSync(shelf(), next);
  writeFileSync(blocksPath(shelf()), JSON.stringify(await blocksOf(shelf())));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Fetches it, and tells how many bytes of the file came over the line. */
async function fetchIt(sources: readonly Source[], more: Partial<Parameters<typeof download>[0]> = {}) {
  let paid = 0;
  const got = await download({
    ...{ target, sources, folder: at('here'), base, waitsMs: Array.from({ length: 50 }, () => 1) },
    take: async (bytes) => void (paid += bytes),
    signal: new AbortController().signal,
    ...more,
  });
  return { got, paid, same: got.ok && readFileSync(got.value).equals(next) };
}

describe('a file out of the version before', () => {
  it('fetches what differs and no more than a few blocks around it', async () => {
    const { same, paid } = await fetchIt([folderSource(at('shelf'))]);
    expect(same).toBe(true);
    expect(paid).toBeGreaterThan(51_000);
    expect(paid).toBeLessThan(1_000_000);
  });

  it('cuts the same content the same way wherever it stands', async () => {
    const { blocks } = await blocksOf(shelf());
    expect(blocks.reduce((sum, [length]) => sum + length, 0)).toBe(next.length);
    expect(Math.max(...blocks.map(([length]) => length))).toBeLessThanOrEqual(262_144);
    const before = new Set((await blocksOf(base)).blocks.map(String));
    expect(blocks.filter((block) => before.has(String(block))).length).toBeGreaterThan(blocks.length / 2);
    const plan = await planFor(Buffer.from(JSON.stringify({ v: 1, blocks })), next.length, base);
    // Without gaps, to the end.
    let byte = 0;
    for (let piece = pieceAt(plan!, 0); piece !== null; piece = pieceAt(plan!, byte)) byte = piece.end;
    expect(byte).toBe(next.length);
  });

  it('goes on in the middle of a block, over a line that breaks, by ranges', async () => {
    const ranges: string[] = [];
    // A reader that is told of the tear before it reads loses what had arrived; so the line tears once the bytes are on the disk.
    const tearOnceThere = (response: http.ServerResponse, size: number): void => {
      if (response.destroyed || statSync(part()).size >= size) response.destroy();
      else setTimeout(tearOnceThere, 2, response, size);
    };
    const server = http.createServer((request, response) => {
      const file = at('shelf', decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
      const bytes = readFileSync(file);
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      if (first !== undefined) ranges.push(`${first}-${last}`);
      const [from, to] = [Number(first ?? 0), last ? Number(last) + 1 : bytes.length];
      response.writeHead(first === undefined ? 200 : 206, {
        'content-range': `bytes ${from}-${to - 1}/${bytes.length}`,
      });
      const piece = bytes.subarray(from, Math.min(to, from + 40_000));
      const whole = from + piece.length === to || file.endsWith('.blocks');
      if (whole) response.end(file.endsWith('.blocks') ? bytes : piece);
      else response.write(piece, () => tearOnceThere(response, from + piece.length));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      mkdirSync(path.dirname(part()), { recursive: true });
      writeFileSync(part(), next.subarray(0, 20_000));
      const { same, paid } = await fetchIt([
        httpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, fetch),
      ]);
      expect(same).toBe(true);
      expect(paid).toBeLessThan(1_000_000);
      expect(ranges.length).toBeGreaterThan(2);
      expect(ranges[0]).toMatch(/^20000-\d+$/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each([
    ['there is no list', () => rmSync(blocksPath(shelf()))],
    ['the list is none', () => writeFileSync(blocksPath(shelf()), '{"v": 1, "blocks": [[0, ""]]}')],
    [
      'the list is of another length',
      () => writeFileSync(blocksPath(shelf()), JSON.stringify({ v: 1, blocks: [[5, 'A'.repeat(22)]] })),
    ],
    ['the file before is gone', () => rmSync(base)],
    ['the file before shares nothing', () => writeFileSync(base, bytesOf(4, 500_000))],
  ])('fetches the whole file where %s', async (_why, spoil) => {
    spoil();
    const { same, paid } = await fetchIt([folderSource(at('shelf'))]);
    expect({ same, paid }).toEqual({ same: true, paid: next.length });
  });

  it('falls back to the whole file where the list lies', async () => {
    const blocks = (await blocksOf(shelf())).blocks;
    // Names blocks of the old file in places where the new one has others: of the right length, and wrong.
    const [first] = (await blocksOf(base)).blocks;
    const lying = [first!, ...blocks.slice(1)];
    const rest = next.length - lying.reduce((sum, [length]) => sum + length, 0);
    const [length] = lying.at(-1)!;
    lying[lying.length - 1] = [length + rest, 'A'.repeat(22)];
    writeFileSync(blocksPath(shelf()), JSON.stringify({ v: 1, blocks: lying }));
    const { same, paid } = await fetchIt([folderSource(at('shelf'))]);
    expect(same).toBe(true);
    expect(paid).toBeGreaterThan(next.length);
  });

  it('falls back to the whole file where the file before was cut after it was looked at', async () => {
    const source = folderSource(at('shelf'));
    const spoiling: Source = {
      name: source.name,
      open(name, from, signal, to) {
        if (!name.endsWith('.blocks')) truncateSync(base, 100_000);
        return source.open(name, from, signal, to);
      },
    };
    const { same } = await fetchIt([spoiling]);
    expect(same).toBe(true);
  });

  it('takes another source where the first has the list and not the file', async () => {
    mkdirSync(at('whole', 'targets'), { recursive: true });
    writeFileSync(at('whole', targetPath(target)), next);
    rmSync(shelf());
    const { same } = await fetchIt([folderSource(at('shelf')), folderSource(at('whole'))]);
    expect(same).toBe(true);
    expect(statSync(part(), { throwIfNoEntry: false })).toBeUndefined();
  });
});
