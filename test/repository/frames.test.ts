/** Frames out of any pieces, whole, cut or spoilt: what is read is what was written, as far as it goes, and then a plain word. */
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { constants, createBrotliCompress } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFrames } from '../../src/repository/bundles/frames.ts';
import { BundleBroken, unpack } from '../../src/repository/bundles/unpack.ts';

interface Read {
  readonly frames: { readonly actId: string; readonly bytes: Buffer }[];
  readonly broken: unknown;
}

const headerOf = (actId: string, n: number, bytes: number) => ({
  ...{ kind: 'act', n, bytes, after: null },
  request: {
    ...{ actId, caseId: actId, sha256: 'a'.repeat(64), size: 9, documentSha256: 'b'.repeat(64), documentSize: 5 },
    ...{ certificateSha256: 'c'.repeat(64), signedAt: '2026-11-22T09:00:00Z', deviceId: 'pc-1' },
  },
});

/** Packed as a workstation packs: flushed after each frame. */
async function pack(files: readonly Uint8Array[]): Promise<{ packed: Buffer; ids: string[] }> {
  const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
  const out: Buffer[] = [];
  brotli.on('data', (piece: Buffer) => out.push(piece));
  const ids: string[] = [];
  for (const [at, bytes] of files.entries()) {
    const actId = randomUUID();
    ids.push(actId);
    const text = Buffer.from(JSON.stringify(headerOf(actId, at + 1, bytes.length)));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    brotli.write(Buffer.concat([length, text, bytes]));
    await new Promise<void>((resolve) => brotli.flush(resolve));
  }
  await new Promise<void>((resolve) => brotli.once('end', resolve).end());
  return { packed: Buffer.concat(out), ids };
}

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(pieces: AsyncIterable<Buffer>, skipBodies = false): Promise<Read> {
  const frames: Read['frames'] = [];
  try {
    for await (const { header, bytes } of readFrames(unpack(pieces))) {
      if (header.kind !== 'act') throw new Error('another kind');
      const body: Uint8Array[] = [];
      if (!skipBodies) for await (const piece of bytes) body.push(Buffer.from(piece));
      frames.push({ actId: header.request.actId, bytes: Buffer.concat(body) });
    }
    return { frames, broken: null };
  } catch (broken) {
    return { frames, broken };
  }
}

const files = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 5 });
const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 });

describe('frames', () => {
  it('come out as they went in, however they are cut up, read or passed over', async () => {
    await fc.assert(
      fc.asyncProperty(files, sizes, fc.boolean(), async (given, pieces, skip) => {
        const { packed, ids } = await pack(given);
        const got = await read(inPieces(packed, pieces), skip);
        expect(got.broken).toBeNull();
        expect(got.frames.map(({ actId }) => actId)).toEqual(ids);
        if (!skip) got.frames.forEach(({ bytes }, at) => expect(bytes.equals(given[at]!)).toBe(true));
      }),
      { numRuns: 60 },
    );
  });

  it('that are cut anywhere end with a word, and all before the cut are whole', async () => {
    await fc.assert(
      fc.asyncProperty(files, sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (given, pieces, where) => {
        const { packed, ids } = await pack(given);
        const cut = packed.subarray(0, Math.floor(where * (packed.length - 1)));
        const got = await read(inPieces(cut, pieces));
        expect(got.broken).toBeInstanceOf(BundleBroken);
        expect(ids.slice(0, got.frames.length)).toEqual(got.frames.map(({ actId }) => actId));
        got.frames.forEach(({ bytes }, at) => expect(bytes.equals(given[at]!)).toBe(true));
      }),
      { numRuns: 60 },
    );
  });

  it('that are spoilt anywhere end, and never with a bug', async () => {
    await fc.assert(
      fc.asyncProperty(files, sizes, fc.nat(), fc.integer({ min: 1, max: 255 }), async (given, pieces, at, flip) => {
        const { packed } = await pack(given);
        packed[at % packed.length]! ^= flip;
        const { broken } = await read(inPieces(packed, pieces));
        expect(broken === null || broken instanceof BundleBroken).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
