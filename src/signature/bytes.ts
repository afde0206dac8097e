/**
 * Bytes at rest, wherever they lie: a plain file, an encrypted document store, memory.
 * Everything that reads or writes documents in this room speaks these two small ports and nothing else.
 */
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';

/** Random access and one-way streaming over bytes that do not change while the source is open. */
export interface ByteSource {
  /** Length in bytes. May exceed 2^32. */
  readonly size: number;
  /**
   * The bytes `[offset, offset + length)`; shorter only where the source ends.
   * The returned array belongs to the caller: the source never writes to it again.
   */
  readSync(offset: number, length: number): Uint8Array;
  /**
   * The bytes `[from, to)` in order, in pieces of any size. A piece is only valid until the next one is asked for:
   * the source may use its memory again (that is what keeps a 500 MB document within a few megabytes).
   */
  stream(from: number, to: number): AsyncIterable<Uint8Array>;
  /** Gives back what the source holds (a file handle, keys). Reading afterwards throws. May be called twice. */
  close(): void;
}

/** Where bytes go, in order. The caller owns the temporary file, its fsync and its rename. */
export interface ByteSink {
  /** Resolves when the sink no longer needs `bytes`: the caller may then write into the same memory again. */
  append(bytes: Uint8Array): Promise<void>;
}

/** Size of the pieces in which files are streamed. One megabyte keeps the system calls few and the cache warm. */
export const streamPieceSize = 1 << 20;

/**
 * Opens a regular file for reading.
 * @throws the system's error (`code` is ENOENT, EACCES, EISDIR, ...) when it cannot be opened or is not a regular file.
 */
export function openFileSource(path: string): ByteSource {
  const fd = openSync(path, 'r');
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) {
      throw Object.assign(new Error(`not a regular file: ${path}`), { code: stat.isDirectory() ? 'EISDIR' : 'EINVAL' });
    }
    return new FileSource(fd, stat.size);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The descriptor that a source reads from, for another thread of this process; null where it reads from none. */
export function descriptorOf(source: ByteSource): number | null {
  return source instanceof FileSource ? source.descriptor : null;
}

/** A source over a descriptor that somebody else opened and keeps open; closing the source leaves it so. */
export function heldFileSource(descriptor: number, size: number): ByteSource {
  return new FileSource(descriptor, size, false);
}

/** A source over bytes that are in memory already. The array must not change while the source is in use. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    readSync: (offset, length) => bytes.slice(offset, offset + length),
    async *stream(from, to) {
      for (let at = from; at < Math.min(to, bytes.length); at += streamPieceSize) {
        yield bytes.subarray(at, Math.min(at + streamPieceSize, to, bytes.length));
      }
    },
    close: () => undefined,
  };
}

class FileSource implements ByteSource {
  readonly size: number;
  readonly #isOwn: boolean;
  #fd: number;

  constructor(fd: number, size: number, isOwn = true) {
    this.#fd = fd;
    this.size = size;
    this.#isOwn = isOwn;
  }

  get descriptor(): number | null {
    return this.#fd < 0 ? null : this.#fd;
  }

  readSync(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let done = 0;
    while (done < wanted) {
      const got = readSync(this.#fd, buffer, done, wanted - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return buffer.subarray(0, done);
  }

  /** Reads one piece ahead, so that the disk works while the caller hashes. */
  async *stream(from: number, to: number): AsyncIterable<Uint8Array> {
    const end = Math.min(to, this.size);
    if (from >= end) return;
    const free = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(streamPieceSize, end - from)));
    let at = from;
    let turn = 0;
    let ahead = readPiece(this.#fd, free[0]!, at, end);
    try {
      while (at < end) {
        const piece = await ahead;
        if (piece.length === 0)
          throw Object.assign(new Error('the file became shorter while it was read'), { code: 'EIO' });
        at += piece.length;
        turn = 1 - turn;
        ahead = at < end ? readPiece(this.#fd, free[turn]!, at, end) : Promise.resolve(piece);
        yield piece;
      }
    } finally {
      // A caller that stops early must not leave a read in flight on a handle it is about to close.
      await ahead.catch(() => undefined);
    }
  }

  close(): void {
    if (this.#isOwn && this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }
}

function readPiece(fd: number, into: Buffer, at: number, end: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    read(fd, into, 0, Math.min(into.length, end - at), at, (error, got) =>
      error ? reject(error) : resolve(into.subarray(0, got)),
    );
  });
}
