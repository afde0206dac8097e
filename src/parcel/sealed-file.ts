import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface Written {
  /** Of the file as it lies on the disk. */
  readonly sha256: string;
  readonly size: number;
}

/** What was written does not come back the same: a stick that lies about its size, a cable, a disk at its end. */
export class ReadBackError extends Error {
  constructor(path: string) {
    super(`${basename(path)} does not read back as it was written`);
    this.name = 'ReadBackError';
  }
}

/** Names of files that were never finished. */
export const unfinished = /^\.[^/]*\.[0-9a-f-]{36}\.part$/;

/**
 * Writes a file whole or not at all: temp → fsync → read back → rename → fsync of the folder. An existing one is replaced.
 * @throws ReadBackError; the system's error.
 */
export async function writeWhole(path: string, source: AsyncIterable<Uint8Array>): Promise<Written> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  let handle: FileHandle | null = await open(temporary, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of source) {
      hash.update(piece);
      size += piece.length;
      await writeAll(handle, piece);
    }
    await handle.sync();
    await handle.close();
    handle = null;
    const written = { sha256: hash.digest('hex'), size };
    const back = await hashFile(temporary);
    if (back.sha256 !== written.sha256 || back.size !== written.size) throw new ReadBackError(path);
    await rename(temporary, path);
    await syncFolderOf(path);
    return written;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

export async function hashFile(path: string): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of bytesOf(path)) {
    hash.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/** A file's bytes, in pieces. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) yield piece as Uint8Array;
}

/** Headers with eight recipients take 1.5 KB. */
const largestHeader = 64 * 1024;

/** The header of a file sealed with age, which holds its key for those it is sealed to; null where the file has none. */
export async function sealedHeader(path: string): Promise<Uint8Array | null> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(largestHeader);
    const { bytesRead } = await file.read(start, 0, largestHeader, 0);
    const foot = start.subarray(0, bytesRead).indexOf('\n--- ');
    const end = foot < 0 ? -1 : start.subarray(0, bytesRead).indexOf('\n', foot + 1);
    return end < 0 ? null : Uint8Array.from(start.subarray(0, end + 1));
  } finally {
    await file.close();
  }
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) {
    const { bytesWritten } = await handle.write(piece, at, piece.length - at);
    at += bytesWritten;
  }
}

/** Shares and some sticks know no flush of a folder: what they cannot do is not asked for. */
export async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  } finally {
    await folder.close();
  }
}
