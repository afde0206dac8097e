import { truncateSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferSource, openFileSource, streamPieceSize } from '../../../src/signature/bytes.ts';
import type { ByteSource } from '../../../src/signature/bytes.ts';
import { ByteWindow } from '../../../src/signature/pdf/window.ts';
import { withFolder } from '../../helpers/run.ts';
import { put } from '../pades/signer.ts';

const bytes = Buffer.from(Array.from({ length: 2 * streamPieceSize + 777 }, (_, i) => (i * 2654435761) >>> 24));

async function streamed(source: ByteSource, from: number, to: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source.stream(from, to)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('sources of bytes', () => {
  it('give the same bytes, read anywhere or streamed, from a file and from memory', async () => {
    await withFolder(async (folder) => {
      const file = openFileSource(put(folder, 'a', bytes));
      const position = fc.nat(bytes.length + 1000);
      await fc.assert(
        fc.asyncProperty(position, position, fc.boolean(), async (a, b, stream) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const expected = bytes.subarray(from, to);
          for (const source of [file, bufferSource(bytes)]) {
            const got = stream ? await streamed(source, from, to) : source.readSync(from, to - from);
            expect(Buffer.compare(got, expected)).toBe(0);
          }
        }),
        { numRuns: 40 },
      );
      file.close();
      file.close();
      expect(() => file.readSync(0, 1)).toThrow();
    });
  });

  it('may be left in the middle of a stream', async () => {
    await withFolder(async (folder) => {
      const file = openFileSource(put(folder, 'a', bytes));
      for await (const piece of file.stream(0, file.size)) {
        expect(piece[0]).toBe(bytes[0]);
        break;
      }
      file.close();
    });
  });

  it('say when a file became shorter, and refuse what is no file', async () => {
    await withFolder(async (folder) => {
      const path = put(folder, 'a', bytes);
      const file = openFileSource(path);
      truncateSync(path, 100);
      await expect(streamed(file, 0, file.size)).rejects.toMatchObject({ code: 'EIO' });
      expect(file.readSync(0, 1000)).toHaveLength(100);
      file.close();
      expect(() => openFileSource(folder)).toThrow(expect.objectContaining({ code: 'EISDIR' }) as Error);
      expect(() => openFileSource(`${path}x`)).toThrow(expect.objectContaining({ code: 'ENOENT' }) as Error);
    });
  });
});

describe('the window', () => {
  it('gives the same bytes as its source, wherever they are asked for', () => {
    const window = new ByteWindow(bufferSource(bytes));
    fc.assert(
      fc.property(fc.integer({ min: -50, max: bytes.length + 50 }), fc.nat(100_000), (offset, length) => {
        const expected = bytes.subarray(Math.max(0, offset), Math.max(0, offset + length));
        expect(Buffer.compare(window.read(offset, length), expected)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('reads a page once', () => {
    let reads = 0;
    const source = bufferSource(bytes);
    const window = new ByteWindow({
      ...source,
      readSync: (offset, length) => (reads++, source.readSync(offset, length)),
    });
    for (let at = 0; at < 16_000; at += 20) window.read(at, 20);
    expect(reads).toBe(1);
  });
});
