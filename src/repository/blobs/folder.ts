import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsync, open, renameSync, statSync, write, writeSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Sha256 } from '../../contract/ids.ts';
import { openFileSource } from '../../signature/index.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { ownFolder } from '../private.ts';
import { durableFolders } from './folders.ts';
import type { Blobs, PutOutcome } from './port.ts';

export interface FolderOptions {
  /** How a new file is opened for writing, as a descriptor; a test opens one on a full disk. */
  readonly create?: (path: string) => Promise<number>;
}

/**
 * What waits for the disk goes to another thread. Names, and pieces that only go to the system's memory, cost less than the way there.
 */
const aside = { open: promisify(open), fsync: promisify(fsync), write: promisify(write) };
const smallPiece = 256 << 10;

/** Where a file of this hash lies in such a folder. */
export const blobPath = (dir: string, sha256: Sha256): string =>
  join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

/** Files in a folder: `ab/cd/<sha256>`, written temp → fsync → rename → fsync of the folder. */
export async function openFolderBlobs(dir: string, options: FolderOptions = {}): Promise<Blobs> {
  const { create = (path: string) => aside.open(path, 'wx', 0o400) } = options;
  const incoming = join(dir, 'incoming');
  const damaged = join(dir, 'damaged');
  for (const folder of [dir, incoming, damaged]) ownFolder(folder);
  // What was cut in the middle has no address: the sender sends it again.
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  const folders = durableFolders(dir);
  const pathOf = (sha256: Sha256): string => blobPath(dir, sha256);

  const size = async (sha256: Sha256): Promise<number | null> =>
    statSync(pathOf(sha256), { throwIfNoEntry: false })?.size ?? null;

  const publish = async (temporary: string, path: string): Promise<void> => {
    // A rename is durable only when every folder on the way to it is.
    await folders.ready(dirname(path));
    renameSync(temporary, path);
    await folders.sync(dirname(path));
  };

  const put = async (sha256: Sha256, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<PutOutcome> => {
    const temporary = join(incoming, randomUUID());
    const present = (await size(sha256)) !== null;
    let file: number | null = null;
    let lies = false;
    try {
      if (!present) file = await create(temporary);
      lies = file !== null;
      const received = await receive(bytes, maxBytes, async (piece) => file !== null && writeAll(file, piece));
      if (received === 'tooLarge') return { kind: 'tooLarge', limit: maxBytes };
      if (received.sha256 !== sha256) return { kind: 'hashMismatch', actual: received.sha256 };
      if (file === null) return { kind: 'present', size: received.size };
      await aside.fsync(file);
      closeSync(file);
      file = null;
      await publish(temporary, pathOf(sha256));
      lies = false;
      return { kind: 'created', size: received.size };
    } catch (error) {
      if (isFull(error)) return { kind: 'storageFull' };
      throw error;
    } finally {
      if (file !== null) closeSync(file);
      if (lies) await rm(temporary, { force: true });
    }
  };

  const adopt: Blobs['adopt'] = async (sha256, path) => {
    const file = openFileSource(path);
    const received = await receive(file.stream(0, file.size), file.size, async () => undefined).finally(() =>
      file.close(),
    );
    if (received === 'tooLarge') throw new Error('a file that grew while it was read');
    if (received.sha256 !== sha256) return { kind: 'hashMismatch', actual: received.sha256 };
    if ((await size(sha256)) !== null) return { kind: 'present', size: received.size };
    try {
      await publish(path, pathOf(sha256));
    } catch (error) {
      if (isFull(error)) return { kind: 'storageFull' };
      throw error;
    }
    return { kind: 'created', size: received.size };
  };

  return {
    size,
    put,
    adopt,
    open: async (sha256) => ((await size(sha256)) === null ? null : openFileSource(pathOf(sha256))),
    async remove(sha256) {
      if ((await size(sha256)) === null) return 'absent';
      await rm(pathOf(sha256), { force: true });
      syncFolderSync(dirname(pathOf(sha256)));
      return 'removed';
    },
    setAside: async (sha256) => {
      await rename(pathOf(sha256), join(damaged, `${sha256}.${randomUUID()}`));
      syncFolderSync(dirname(pathOf(sha256)));
      syncFolderSync(damaged);
    },
  };
}

async function writeAll(file: number, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) {
    at +=
      piece.length <= smallPiece
        ? writeSync(file, piece, at)
        : (await aside.write(file, piece, at, piece.length - at, null)).bytesWritten;
  }
}

/** Hashes the pieces as they are kept. */
export async function receive(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  keep: (piece: Uint8Array) => Promise<unknown>,
): Promise<'tooLarge' | { readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > maxBytes) return 'tooLarge';
    hash.update(piece);
    await keep(piece);
  }
  return { sha256: hash.digest('hex'), size };
}

export const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
