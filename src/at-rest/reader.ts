import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import type { ByteSource } from '../signature/index.ts';
import {
  type FileKey,
  chunkOffset,
  chunkSize,
  decryptChunk,
  decryptTrailer,
  documentSize,
  fileKeyOf,
  headerSize,
  tagSize,
  trailerSize,
} from './format.ts';

/** A document that is not there, or not what was written. */
export class DocumentError extends Error {
  readonly kind: 'missing' | 'damaged';
  readonly sha256: string;

  constructor(kind: 'missing' | 'damaged', sha256: string) {
    super(`document ${sha256}: ${kind}`);
    this.name = 'DocumentError';
    this.kind = kind;
    this.sha256 = sha256;
  }
}

/** A document as its file tells it, open for reading. */
export interface OpenDocument extends ByteSource {
  /** As the authenticated trailer says; a full read proves it. */
  readonly sha256: string;
}

// Enough for a lazy PDF reader that jumps between a cross-reference table and objects.
const cachedChunks = 8;
const streamedChunks = 16;

/**
 * Opens an encrypted document for reading at any place. Its trailer is checked at once, each chunk when it is read.
 * @param name the address it is asked for by (an error names it); `null` accepts whatever the file says it is.
 * @param onDamage called once, before the error, when what is read later turns out to be damaged.
 * @throws DocumentError
 */
export function openDocument(
  path: string,
  documentsKey: Uint8Array,
  name: string | null,
  onDamage?: () => void,
): OpenDocument {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new DocumentError('missing', name ?? '');
    throw error;
  }
  try {
    const fileSize = fstatSync(fd).size;
    const size = documentSize(fileSize);
    const file = fileKeyOf(documentsKey, readAt(fd, 0, headerSize));
    if (size === null || file === null) throw new DocumentError('damaged', name ?? '');
    const trailer = decryptTrailer(file, readAt(fd, fileSize - trailerSize, trailerSize));
    if (trailer === null || trailer.length !== size || (name !== null && trailer.sha256 !== name)) {
      throw new DocumentError('damaged', name ?? '');
    }
    return new Reader(fd, file, size, trailer.sha256, true, onDamage);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** What another thread of this process reads the same document with (`heldDocument`). */
export interface HeldDocument {
  readonly fd: number;
  readonly key: FileKey;
  readonly size: number;
  readonly sha256: string;
}

/** Null where the source is no encrypted document. */
export function heldBy(source: ByteSource): HeldDocument | null {
  return source instanceof Reader ? source.held : null;
}

/** A document over a descriptor that somebody else opened and keeps open; closing the source leaves it so. */
export function heldDocument({ fd, key, size, sha256 }: HeldDocument): OpenDocument {
  return new Reader(fd, key, size, sha256, false);
}

class Reader implements OpenDocument {
  readonly size: number;
  readonly sha256: string;
  readonly #file: FileKey;
  readonly #cache = new Map<number, Buffer>();
  readonly #isOwn: boolean;
  #onDamage: (() => void) | undefined;
  #fd: number;

  constructor(fd: number, file: FileKey, size: number, sha256: string, isOwn: boolean, onDamage?: () => void) {
    this.#onDamage = onDamage;
    this.#fd = fd;
    this.#isOwn = isOwn;
    this.#file = file;
    this.size = size;
    this.sha256 = sha256;
  }

  get held(): HeldDocument {
    this.#mustBeOpen();
    return { fd: this.#fd, key: this.#file, size: this.size, sha256: this.sha256 };
  }

  readSync(offset: number, length: number): Uint8Array {
    this.#mustBeOpen();
    const end = Math.min(this.size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    const out = new Uint8Array(end - offset);
    for (let at = offset; at < end;) {
      const index = Math.floor(at / chunkSize);
      const from = at - index * chunkSize;
      const piece = this.#chunk(index).subarray(from, Math.min(chunkSize, from + end - at));
      out.set(piece, at - offset);
      at += piece.length;
    }
    return out;
  }

  /** Reads the next megabyte while the caller works on this one. */
  async *stream(from: number, to: number): AsyncIterable<Uint8Array> {
    this.#mustBeOpen();
    const end = Math.min(to, this.size);
    if (from >= end) return;
    const last = Math.floor((end - 1) / chunkSize);
    let index = Math.floor(from / chunkSize);
    let ahead = this.#readSealed(index, last);
    try {
      while (index <= last) {
        const sealed = await ahead;
        const first = index;
        const count = Math.min(streamedChunks, last - first + 1);
        index += count;
        if (index <= last) ahead = this.#readSealed(index, last);
        for (let i = 0; i < count; i += 1) {
          const start = i * (chunkSize + tagSize);
          const plain = this.#open(first + i, sealed.subarray(start, start + chunkSize + tagSize));
          const begin = (first + i) * chunkSize;
          yield plain.subarray(Math.max(0, from - begin), Math.min(plain.length, end - begin));
        }
      }
    } finally {
      // A caller that stops early must not leave a read in flight on a handle it is about to close.
      await ahead.catch(() => undefined);
    }
  }

  close(): void {
    if (this.#isOwn && this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
    this.#cache.clear();
  }

  #chunk(index: number): Buffer {
    const cached = this.#cache.get(index);
    if (cached) {
      // The map's order is the order of use.
      this.#cache.delete(index);
      this.#cache.set(index, cached);
      return cached;
    }
    const plain = this.#open(index, readAt(this.#fd, chunkOffset(index), this.#sealedSize(index)));
    if (this.#cache.size >= cachedChunks) {
      const oldest = this.#cache.keys().next();
      if (!oldest.done) this.#cache.delete(oldest.value);
    }
    this.#cache.set(index, plain);
    return plain;
  }

  #open(index: number, sealed: Uint8Array): Buffer {
    const plain = decryptChunk(this.#file, index, sealed);
    if (plain?.length !== this.#sealedSize(index) - tagSize) throw this.#damaged();
    return plain;
  }

  #sealedSize(index: number): number {
    return Math.min(chunkSize, this.size - index * chunkSize) + tagSize;
  }

  #readSealed(first: number, last: number): Promise<Buffer> {
    const until = Math.min(last, first + streamedChunks - 1);
    const length = (until - first) * (chunkSize + tagSize) + this.#sealedSize(until);
    return new Promise((resolve, reject) => {
      const into = Buffer.allocUnsafeSlow(length);
      read(this.#fd, into, 0, length, chunkOffset(first), (error, got) => {
        if (error) reject(error);
        else if (got < length) reject(this.#damaged());
        else resolve(into);
      });
    });
  }

  #damaged(): DocumentError {
    this.#onDamage?.();
    this.#onDamage = undefined;
    return new DocumentError('damaged', this.sha256);
  }

  #mustBeOpen(): void {
    if (this.#fd < 0) throw new Error('this document was closed');
  }
}

function readAt(fd: number, offset: number, length: number): Buffer {
  const into = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const count = readSync(fd, into, got, length - got, offset + got);
    if (count === 0) break;
    got += count;
  }
  return into.subarray(0, got);
}
