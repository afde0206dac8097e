import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sha256 } from '../../../contract/ids.ts';
import { type ByteSource, bufferSource, openFileSource } from '../../../signature/index.ts';
import { ownFolder } from '../../private.ts';

export interface ShelfLimits {
  /** A file up to this size is held in memory; a larger one on the disk. Bytes. */
  readonly small: number;
  readonly memory: number;
  readonly disk: number;
}

/** Copies of files that were lately in hand, bounded; everything on it can be fetched again. */
export interface Shelf {
  readonly limits: ShelfLimits;
  keep(sha256: Sha256, bytes: Uint8Array): void;
  /** Null where it is not here. */
  open(sha256: Sha256): ByteSource | null;
  /** Lays a large file on the disk and opens it. */
  fill(sha256: Sha256, bytes: Readable, size: number): Promise<ByteSource>;
  forget(sha256: Sha256): Promise<void>;
  /** A path for what is being received. */
  scratch(): string;
}

const mebibyte = 2 ** 20;
const usual: ShelfLimits = { small: 8 * mebibyte, memory: 64 * mebibyte, disk: 4096 * mebibyte };

export async function openShelf(dir: string, limits: ShelfLimits = usual): Promise<Shelf> {
  const folder = join(dir, 'fetched');
  for (const path of [dir, folder]) ownFolder(path);
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  const memory = lru<Uint8Array>(limits.memory, async () => undefined);
  const disk = lru<string>(limits.disk, (path) => rm(path, { force: true }));
  return {
    limits,
    keep: (sha256, bytes) => void memory.put(sha256, bytes, bytes.length),
    open(sha256) {
      const bytes = memory.get(sha256);
      if (bytes) return bufferSource(bytes);
      const path = disk.get(sha256);
      return path === null ? null : openFileSource(path);
    },
    async fill(sha256, bytes, size) {
      const path = join(folder, randomUUID());
      try {
        await pipeline(bytes, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
        const source = openFileSource(path);
        if (source.size !== size) {
          source.close();
          throw new Error(`the storage sent ${source.size} bytes of ${size}`);
        }
        // Open before it may be dropped again: a file larger than the whole shelf is read and gone.
        await disk.put(sha256, path, size);
        return source;
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    async forget(sha256) {
      await memory.drop(sha256);
      await disk.drop(sha256);
    },
    scratch: () => join(folder, randomUUID()),
  };
}

/** What was used last stays, up to so many bytes. */
function lru<T>(mostBytes: number, gone: (value: T) => Promise<void>) {
  const entries = new Map<string, { value: T; size: number }>();
  let bytes = 0;
  /** At once: what was asked for in the meantime finds it gone. */
  const take = (key: string): T[] => {
    const entry = entries.get(key);
    if (!entry) return [];
    entries.delete(key);
    bytes -= entry.size;
    return [entry.value];
  };
  const drop = async (key: string): Promise<void> => {
    for (const value of take(key)) await gone(value);
  };
  return {
    get(key: string): T | null {
      const entry = entries.get(key);
      if (!entry) return null;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    /** It is there when the call returns; what had to make room is gone when the promise is kept. */
    async put(key: string, value: T, size: number): Promise<void> {
      const dropped = take(key);
      entries.set(key, { value, size });
      bytes += size;
      for (const oldest of [...entries.keys()]) {
        if (bytes <= mostBytes) break;
        dropped.push(...take(oldest));
      }
      for (const each of dropped) await gone(each);
    },
    drop,
  };
}
