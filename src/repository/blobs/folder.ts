import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha256 } from '../../contract/ids.ts';
import { openFileSource } from '../../signature/bytes.ts';
import type { Blobs, PutOutcome } from './port.ts';

/** Files in a folder: `ab/cd/<sha256>`, written temp → fsync → rename → fsync of the folder. */
export async function openFolderBlobs(dir: string): Promise<Blobs> {
  const incoming = join(dir, 'incoming');
  await mkdir(incoming, { recursive: true });
  // What was cut in the middle has no address: the sender sends it again.
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  const pathOf = (sha256: Sha256): string => join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  const size = async (sha256: Sha256): Promise<number | null> => {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  };

  const put = async (sha256: Sha256, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<PutOutcome> => {
    const present = await size(sha256);
    if (present !== null) return { kind: 'present', size: present };
    const temporary = join(incoming, randomUUID());
    try {
      const written = await writeHashed(temporary, bytes, maxBytes);
      if (written === 'tooLarge') return { kind: 'tooLarge', limit: maxBytes };
      if (written.sha256 !== sha256) return { kind: 'hashMismatch', actual: written.sha256 };
      const path = pathOf(sha256);
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      // The folders above may be new too: a rename is durable only when every folder on the way to it is.
      for (const folder of [dirname(path), dirname(dirname(path)), dir]) await syncFolder(folder);
      return { kind: 'created', size: written.size };
    } catch (error) {
      if (codeOf(error) === 'ENOSPC') return { kind: 'storageFull' };
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  };

  return {
    size,
    put,
    open: async (sha256) => ((await size(sha256)) === null ? null : openFileSource(pathOf(sha256))),
  };
}

async function writeHashed(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<'tooLarge' | { readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o400);
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > maxBytes) return 'tooLarge';
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
