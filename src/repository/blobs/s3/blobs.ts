import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Sha256 } from '../../../contract/ids.ts';
import { type ByteSource, bufferSource, openFileSource } from '../../../signature/index.ts';
import type { Blobs, PutOutcome } from '../port.ts';
import type { Shelf } from './shelf.ts';
import { type ObjectStore, type Retention, isStorageFull } from './store.ts';

export interface S3BlobsOptions {
  readonly retention: () => Retention;
  /** Parts of a large file, in bytes: at least 5 MiB, and at most 10,000 of them make a file. */
  readonly partBytes?: number;
}

/** Where a file lies, under the prefix: folders of the same shape as on a disk, so that one may be copied into the other. */
export const keyOf = (sha256: string): string => `files/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

/**
 * Files in a bucket. What comes is hashed here before it is written, and written only where nothing is yet: two nodes that are sent the
 * same file keep one. A file is whole on this node before the storage sees it; large ones pass through the disk.
 */
export function s3Blobs(store: ObjectStore, shelf: Shelf, options: S3BlobsOptions): Blobs {
  const { retention, partBytes = 16 * 2 ** 20 } = options;
  const fetching = new Map<Sha256, Promise<ByteSource | null>>();
  const fullOr = (error: unknown): { readonly kind: 'storageFull' } => {
    const local = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (isStorageFull(error) || local === 'ENOSPC' || local === 'EDQUOT') return { kind: 'storageFull' };
    throw error;
  };

  const upload = async (sha256: Sha256, file: ByteSource): Promise<PutOutcome> => {
    const key = keyOf(sha256);
    if ((await store.size(key)) !== null) return { kind: 'present', size: file.size };
    const made = await store.createLarge(key, parts(file, partBytes), retention());
    return { kind: made === 'created' ? 'created' : 'present', size: file.size };
  };

  const put: Blobs['put'] = async (sha256, bytes, maxBytes) => {
    const path = shelf.scratch();
    try {
      const received = await receive(bytes, maxBytes, shelf.limits.small, path);
      if (received.kind === 'tooLarge') return { kind: 'tooLarge', limit: maxBytes };
      if (received.sha256 !== sha256) return { kind: 'hashMismatch', actual: received.sha256 };
      if (received.kind === 'onDisk') {
        const file = openFileSource(path);
        return await upload(sha256, file).finally(() => file.close());
      }
      const made = await store.create(keyOf(sha256), received.bytes, retention());
      shelf.keep(sha256, received.bytes);
      return { kind: made === 'created' ? 'created' : 'present', size: received.bytes.length };
    } catch (error) {
      return fullOr(error);
    } finally {
      await rm(path, { force: true });
    }
  };

  const fetch = async (sha256: Sha256): Promise<ByteSource | null> => {
    const object = await store.get(keyOf(sha256));
    if (!object) return null;
    if (object.size > shelf.limits.small) return shelf.fill(sha256, object.bytes, object.size);
    const pieces: Uint8Array[] = [];
    for await (const piece of object.bytes) pieces.push(piece as Uint8Array);
    const bytes = Buffer.concat(pieces);
    if (bytes.length !== object.size) throw new Error(`the storage sent ${bytes.length} bytes of ${object.size}`);
    shelf.keep(sha256, bytes);
    return bufferSource(bytes);
  };

  return {
    size: (sha256) => store.size(keyOf(sha256)),
    put,
    async adopt(sha256, path) {
      const file = openFileSource(path);
      try {
        const hash = createHash('sha256');
        for await (const piece of file.stream(0, file.size)) hash.update(piece);
        const actual = hash.digest('hex');
        if (actual !== sha256) return { kind: 'hashMismatch', actual };
        const outcome = await upload(sha256, file);
        if (outcome.kind === 'created') await rm(path, { force: true });
        return outcome as Exclude<PutOutcome, { readonly kind: 'tooLarge' }>;
      } catch (error) {
        return fullOr(error);
      } finally {
        file.close();
      }
    },
    async open(sha256) {
      const here = shelf.open(sha256);
      if (here) return here;
      // Many who want the same large file at once make one errand; each then opens it for itself.
      const under = fetching.get(sha256);
      if (under) {
        await under.catch(() => undefined);
        return shelf.open(sha256) ?? fetch(sha256);
      }
      const mine = fetch(sha256).finally(() => fetching.delete(sha256));
      fetching.set(sha256, mine);
      return mine;
    },
    async setAside(sha256) {
      await shelf.forget(sha256);
      const key = keyOf(sha256);
      // Where versions stay, what was there stays among them; a copy of its own is for storage that keeps none.
      if (retention() === null && (await store.size(key)) !== null) {
        await store.copy(key, `damaged/${sha256}.${Date.now()}`);
      }
      await store.remove(key);
    },
    async remove(sha256) {
      const key = keyOf(sha256);
      const versions = (await store.versions(key)).filter((one) => one.key === key);
      if (versions.length === 0) return 'absent';
      // Without asking: a mark over a locked version would hide it, and it would be paid for all the same.
      if (retention() !== null) return 'locked';
      // The newest first: where it is locked from before, none of them goes.
      for (const { versionId } of versions) if ((await store.remove(key, versionId)) === 'refused') return 'locked';
      await shelf.forget(sha256);
      return 'removed';
    },
  };
}

type Received =
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'inMemory'; readonly sha256: string; readonly bytes: Uint8Array }
  | { readonly kind: 'onDisk'; readonly sha256: string };

/** Takes in what comes: in memory while it is small, then in a file. */
async function receive(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
  small: number,
  path: string,
): Promise<Received> {
  const hash = createHash('sha256');
  let held: Uint8Array[] = [];
  let size = 0;
  let file: FileHandle | null = null;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > maxBytes) return { kind: 'tooLarge' };
      hash.update(piece);
      // The sender's memory may be written to again once the next piece is asked for.
      held.push(Uint8Array.from(piece));
      if (size <= small) continue;
      file ??= await open(path, 'wx', 0o600);
      await file.writeFile(Buffer.concat(held));
      held = [];
    }
  } finally {
    await file?.close();
  }
  const sha256 = hash.digest('hex');
  return file ? { kind: 'onDisk', sha256 } : { kind: 'inMemory', sha256, bytes: Buffer.concat(held) };
}

/** A file in parts of one size; the last one may be shorter. An empty file is one empty part. */
async function* parts(file: ByteSource, partBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at === 0 || at < file.size; at += partBytes) {
    const pieces: Uint8Array[] = [];
    for await (const piece of file.stream(at, Math.min(file.size, at + partBytes))) pieces.push(Uint8Array.from(piece));
    yield Buffer.concat(pieces);
  }
}
