import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openGrowing } from '../../at-rest/growing.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { uploadLimits } from '../../contract/wire-blobs.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { ownFolder } from '../private.ts';
import { isFull } from './folder.ts';
import type { Blobs, PutOutcome } from './port.ts';
import { type Slice, createSlice } from './slice.ts';

/** An unfinished file: who sends it, where it will lie, how long it will be. */
export interface Upload {
  readonly officeId: string;
  readonly sha256: Sha256;
  readonly length: number;
}

export type SliceOutcome =
  /** So much is durable; more is to come. */
  | { readonly kind: 'partial'; readonly offset: number }
  | { readonly kind: 'mismatch'; readonly offset: number }
  | { readonly kind: 'tooMany' }
  /** More came than the length that was named. */
  | { readonly kind: 'tooLong'; readonly offset: number }
  | Exclude<PutOutcome, { readonly kind: 'tooLarge' }>;

/** Files that come in slices, each office's under its own name: what one sends spoils nothing of another's. */
export interface Uploads {
  /** How much of it is durable; null where nothing was begun. Ends a slice of it that is still coming in: its line is dead. */
  offset(upload: Upload): Promise<number | null>;
  /**
   * Takes in what follows `at`. What came before the line broke counts; the error is thrown on when it is durable. A slice of the same
   * file that is still coming in is ended first. When the last byte is here the whole is hashed and becomes a file like any other.
   */
  append(upload: Upload, at: number, bytes: AsyncIterable<Uint8Array>): Promise<SliceOutcome>;
}

export interface UploadOptions {
  readonly limits?: { readonly perOffice: number; readonly restMs: number };
  readonly now?: () => number;
  /** Of a folder that is encrypted: 32 bytes. */
  readonly key?: Uint8Array | null;
}

/** Unfinished files in a folder, `<office's hash>/<sha256>-<length>`; bounded in number, and in age by their last byte. */
export function openFolderUploads(dir: string, blobs: Blobs, options: UploadOptions = {}): Uploads {
  const { limits = uploadLimits, now = Date.now, key = null } = options;
  ownFolder(dir);
  const inHand = new Map<string, Slice>();
  const folderOf = ({ officeId }: Upload): string =>
    join(dir, createHash('sha256').update(officeId).digest('hex').slice(0, 32));
  const pathOf = (upload: Upload): string => join(folderOf(upload), `${upload.sha256}-${upload.length}`);

  /** Ends what is still coming in of the same file, and waits for its end. */
  const takeOver = async (path: string): Promise<void> => {
    for (let other = inHand.get(path); other; other = inHand.get(path)) {
      other.end();
      await other.over;
    }
  };
  const sizeOf = async (path: string): Promise<number | null> => {
    if (!existsSync(path)) return null;
    const file = await openGrowing(path, key);
    try {
      // What a process before this one was told may not have reached the disk; what is told from here on has.
      await file.sync();
      return file.size;
    } finally {
      await file.close();
    }
  };
  /** Whether one more may begin. Those that rested too long make room. */
  const mayBegin = async (folder: string): Promise<boolean> => {
    let left = 0;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (now() - mtimeMs > limits.restMs && !inHand.has(path)) await rm(path, { force: true });
      else left += 1;
    }
    return left < limits.perOffice;
  };

  const publish = async (upload: Upload, path: string): Promise<SliceOutcome> => {
    if (key === null) {
      await chmod(path, 0o400);
      return blobs.adopt(upload.sha256, path);
    }
    const whole = await openGrowing(path, key);
    try {
      const outcome = await blobs.put(upload.sha256, whole.read(), upload.length);
      return outcome.kind === 'tooLarge' ? { kind: 'tooLong', offset: upload.length } : outcome;
    } finally {
      await whole.close();
    }
  };

  const write = async (
    upload: Upload,
    path: string,
    at: number,
    slice: Slice,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<SliceOutcome> => {
    const begun = await sizeOf(path);
    const offset = begun ?? 0;
    if (at !== offset) return { kind: 'mismatch', offset };
    if (begun === null) {
      ownFolder(folderOf(upload));
      if (!(await mayBegin(folderOf(upload)))) return { kind: 'tooMany' };
    }
    const file = await openGrowing(path, key);
    let reached = offset;
    let tooLong = false;
    try {
      for await (const piece of bytes) {
        if (slice.ended) break;
        const fits = piece.subarray(0, upload.length - reached);
        await file.append(fits);
        reached += fits.length;
        tooLong = fits.length < piece.length;
        if (tooLong) break;
      }
    } catch (error) {
      if (!isFull(error)) throw error;
      return { kind: 'storageFull' };
    } finally {
      await file.sync().finally(() => file.close());
      if (begun === null) for (const folder of [folderOf(upload), dir]) syncFolderSync(folder);
    }
    if (tooLong) return { kind: 'tooLong', offset: reached };
    if (reached < upload.length) return { kind: 'partial', offset: reached };
    // A file with another hash is of no use to anybody: it begins anew.
    return publish(upload, path).finally(() => rm(path, { force: true }));
  };

  return {
    async offset(upload) {
      const path = pathOf(upload);
      await takeOver(path);
      return sizeOf(path);
    },
    async append(upload, at, bytes) {
      const path = pathOf(upload);
      await takeOver(path);
      const slice = createSlice();
      inHand.set(path, slice);
      try {
        return await write(upload, path, at, slice, slice.untilEnd(bytes));
      } finally {
        inHand.delete(path);
        slice.done();
      }
    },
  };
}
