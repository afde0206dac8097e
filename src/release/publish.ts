import { copyFile, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { blocksPath } from '../updates/blocks.ts';
import { syncFolder } from '../at-rest/durable.ts';
import { targetPath } from '../updates/release.ts';
import type { Workshop } from './workshop.ts';

/** Where releases are put for PCs to fetch. */
export interface Shelf {
  has(name: string, bytes: number): Promise<boolean>;
  put(name: string, file: string): Promise<void>;
}

/**
 * Publishes the workshop's accepted metadata and its files. Files first, then what names them, the timestamp last: whoever reads in
 * the middle finds the release before, whole. `only`: the files to bring (a stick for one platform); without it, all.
 */
export async function publish(workshop: Workshop, shelf: Shelf, only?: (name: string) => boolean): Promise<string[]> {
  const { signed } = await workshop.targets();
  const put: string[] = [];
  for (const [name, { length, hashes }] of Object.entries(signed.targets)) {
    const file = targetPath({ name, sha512: hashes.sha512 });
    if (only?.(name) === false) continue;
    // The list of its blocks goes after it: who finds the list finds the file. A workshop of an earlier version made none.
    const list = await stat(path.join(workshop.folder, blocksPath(file))).catch(() => null);
    for (const [one, bytes] of [[file, length] as const, ...(list ? [[blocksPath(file), list.size] as const] : [])]) {
      if (await shelf.has(one, bytes)) continue;
      await shelf.put(one, path.join(workshop.folder, one));
      put.push(one);
    }
  }
  const metadata = path.join(workshop.folder, 'metadata');
  const versioned = (await readdir(metadata)).filter((file) => /^\d+\.(root|targets|snapshot)\.json$/.test(file));
  for (const file of [...versioned.sort(), 'timestamp.json']) {
    const source = path.join(metadata, file);
    if (file !== 'timestamp.json' && (await shelf.has(file, (await stat(source)).size))) continue;
    await shelf.put(file, source);
    put.push(file);
  }
  return put;
}

/** A folder: a web server's, a share, a stick. Each file appears whole or not at all. */
export function folderShelf(folder: string): Shelf {
  return {
    has: async (name, bytes) => (await stat(path.join(folder, name)).catch(() => null))?.size === bytes,
    async put(name, file) {
      const to = path.join(folder, name);
      await mkdir(path.dirname(to), { recursive: true });
      await copyFile(file, `${to}.new`);
      await rename(`${to}.new`, to);
      await syncFolder(path.dirname(to));
    },
  };
}

/** A bucket that takes nothing: why, in the service's own word (`NoSuchBucket`, `AccessDenied`, `ECONNREFUSED`, …). */
export class ShelfError extends Error {
  override name = 'ShelfError';
  readonly code: string;
  constructor(bucket: string, cause: unknown) {
    super(bucket, { cause });
    const { code, name } = cause as { code?: unknown; name?: unknown };
    this.code = [code, name].find((one): one is string => typeof one === 'string' && one !== '') ?? 'unknown';
  }
}

export interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint?: string;
}

/** A bucket of S3, or of what speaks like it. Credentials come from where Amazon's own programs look for them. */
export async function s3Shelf({ bucket, prefix, region, endpoint }: S3Place): Promise<Shelf> {
  const { HeadObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ region, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
  const keyOf = (name: string): string => `${prefix}${name}`;
  return {
    async has(name, bytes) {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
        return head.ContentLength === bytes;
      } catch (error) {
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return false;
        throw new ShelfError(bucket, error);
      }
    },
    async put(name, file) {
      const Body = await readFile(file);
      // What changes under its name must not be kept by anybody in between.
      const CacheControl = name === 'timestamp.json' ? 'no-cache' : 'public, max-age=31536000, immutable';
      const order = new PutObjectCommand({ Bucket: bucket, Key: keyOf(name), Body, CacheControl });
      await client.send(order).catch((error: unknown) => {
        throw new ShelfError(bucket, error);
      });
    },
  };
}
