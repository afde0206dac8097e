import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { uploadLimits } from '../../../contract/wire-blobs.ts';
import type { Blobs } from '../port.ts';
import { type Slice, createSlice } from '../slice.ts';
import type { SliceOutcome, Upload, UploadOptions, Uploads } from '../uploads.ts';
import type { Shelf } from './shelf.ts';
import { type ObjectStore, type StoredObject, isStorageFull } from './store.ts';

/** So much of a slice becomes durable at once, in bytes: what a node that dies may lose of what it has not told as an offset. */
const pieceBytes = 8 * 2 ** 20;

const folderOf = ({ officeId }: Upload): string =>
  `partial/${createHash('sha256').update(officeId).digest('hex').slice(0, 32)}/`;
const pathOf = (upload: Upload): string => `${folderOf(upload)}${upload.sha256}-${upload.length}/`;
const keyAt = (upload: Upload, offset: number): string => `${pathOf(upload)}${String(offset).padStart(16, '0')}`;

/**
 * Unfinished files in the bucket, one object for each piece, named by where it begins. A piece is written only where none begins yet: when
 * the sender changes to another node in the middle, whichever node is late finds its place taken, and what was told stands. When all is
 * here it is brought together, hashed, and becomes a file like any other.
 */
export function s3Uploads(store: ObjectStore, shelf: Shelf, blobs: Blobs, options: UploadOptions = {}): Uploads {
  const { limits = uploadLimits, now = Date.now } = options;
  const inHand = new Map<string, Slice>();
  const takeOver = async (path: string): Promise<void> => {
    for (let other = inHand.get(path); other; other = inHand.get(path)) {
      other.end();
      await other.over;
    }
  };
  /** The pieces that follow each other from the beginning. */
  const piecesOf = async (upload: Upload): Promise<{ readonly keys: readonly string[]; readonly offset: number }> => {
    const keys: string[] = [];
    let offset = 0;
    for (const { key, size } of await store.list(pathOf(upload))) {
      if (key !== keyAt(upload, offset)) break;
      keys.push(key);
      offset += size;
    }
    return { keys, offset };
  };
  const clear = async (path: string): Promise<void> => {
    for (const { key, versionId } of await store.versions(path)) await store.remove(key, versionId);
  };
  /** Whether one more may begin. Those that rested too long make room. */
  const mayBegin = async (upload: Upload): Promise<boolean> => {
    const newest = new Map<string, StoredObject>();
    for (const piece of await store.list(folderOf(upload)))
      newest.set(piece.key.slice(0, piece.key.lastIndexOf('/') + 1), piece);
    let left = 0;
    for (const [path, { modifiedAt }] of newest) {
      if (now() - modifiedAt.getTime() > limits.restMs && !inHand.has(path)) await clear(path);
      else left += 1;
    }
    return left < limits.perOffice;
  };

  const write = async (
    upload: Upload,
    at: number,
    slice: Slice,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<SliceOutcome> => {
    const begun = await piecesOf(upload);
    if (at !== begun.offset) return { kind: 'mismatch', offset: begun.offset };
    if (begun.keys.length === 0 && !(await mayBegin(upload))) return { kind: 'tooMany' };
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    let reached = at;
    let tooLong = false;
    /** False where another node wrote there first. */
    const flush = async (): Promise<boolean> => {
      if (heldBytes === 0) return true;
      const made = await store.create(keyAt(upload, reached), Buffer.concat(held), null);
      if (made === 'exists') return false;
      reached += heldBytes;
      [held, heldBytes] = [[], 0];
      return true;
    };
    const taken = async (): Promise<SliceOutcome> => ({ kind: 'mismatch', offset: (await piecesOf(upload)).offset });
    try {
      try {
        for await (const piece of bytes) {
          if (slice.ended) break;
          const fits = piece.subarray(0, upload.length - reached - heldBytes);
          held.push(Uint8Array.from(fits));
          heldBytes += fits.length;
          tooLong = fits.length < piece.length;
          if (tooLong) break;
          if (heldBytes >= pieceBytes && !(await flush())) return await taken();
        }
      } catch (error) {
        // The line broke: what came before counts.
        await flush();
        throw error;
      }
      if (!(await flush())) return await taken();
    } catch (error) {
      if (isStorageFull(error)) return { kind: 'storageFull' };
      throw error;
    }
    if (tooLong) return { kind: 'tooLong', offset: reached };
    if (reached < upload.length) return { kind: 'partial', offset: reached };
    return together(upload);
  };

  const together = async (upload: Upload): Promise<SliceOutcome> => {
    const path = shelf.scratch();
    try {
      const { keys } = await piecesOf(upload);
      const file = await open(path, 'wx', 0o600);
      try {
        for (const key of keys) {
          const piece = await store.get(key);
          if (!piece) throw new Error('a piece of an upload is gone');
          for await (const bytes of piece.bytes) await file.writeFile(bytes as Uint8Array);
        }
      } finally {
        await file.close();
      }
      const outcome = await blobs.adopt(upload.sha256, path);
      // A file with another hash is of no use to anybody: it begins anew.
      if (outcome.kind !== 'storageFull') await clear(pathOf(upload));
      return outcome;
    } finally {
      await rm(path, { force: true });
    }
  };

  return {
    async offset(upload) {
      await takeOver(pathOf(upload));
      const { keys, offset } = await piecesOf(upload);
      return keys.length === 0 ? null : offset;
    },
    async append(upload, at, bytes) {
      const path = pathOf(upload);
      await takeOver(path);
      const slice = createSlice();
      inHand.set(path, slice);
      try {
        return await write(upload, at, slice, slice.untilEnd(bytes));
      } finally {
        inHand.delete(path);
        slice.done();
      }
    },
  };
}
