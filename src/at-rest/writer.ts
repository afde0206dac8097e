import { type Hash, createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { ByteSink } from '../signature/index.ts';
import type { Disk } from './disk.ts';
import {
  type FileKey,
  chunkOffset,
  chunkSize,
  decryptChunk,
  encryptChunk,
  encryptTrailer,
  fileKeyOf,
  headerSize,
  newFileKey,
  tagSize,
} from './format.ts';

/** Written together: few system calls, bounded memory. */
const usualFlush = 1 << 20;

/** An encrypted temporary file on its way to become a document. Ends with `seal` or `discard`; both close it. */
export class DocumentWriter implements ByteSink {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #disk: Disk;
  readonly #file: FileKey;
  readonly #flushSize: number;
  readonly #hash: Hash = createHash('sha256');
  readonly #chunk = Buffer.allocUnsafeSlow(chunkSize);
  #filled = 0;
  #index = 0;
  #size = 0;
  #ready: Uint8Array[] = [];
  #readySize = 0;
  #open = true;

  private constructor(path: string, handle: FileHandle, disk: Disk, file: FileKey, flushSize: number) {
    this.path = path;
    this.#handle = handle;
    this.#disk = disk;
    this.#file = file;
    this.#flushSize = flushSize;
  }

  /**
   * @param flushSize so many bytes are written together; what is in memory dies with the process.
   * @throws the system's error when the file cannot be made.
   */
  static async create(
    path: string,
    documentsKey: Uint8Array,
    disk: Disk,
    flushSize = usualFlush,
  ): Promise<DocumentWriter> {
    const handle = await open(path, 'wx', 0o600);
    const writer = new DocumentWriter(path, handle, disk, newFileKey(documentsKey), flushSize);
    writer.#push([writer.#file.header]);
    return writer;
  }

  /**
   * Goes on with a file that was begun and not sealed, behind its last whole chunk; null where it is none, or of another key. What a
   * crash cut in the middle is cut off.
   */
  static async resume(
    path: string,
    documentsKey: Uint8Array,
    disk: Disk,
    flushSize: number,
  ): Promise<DocumentWriter | null> {
    const handle = await open(path, 'a+', 0o600);
    const header = await readAt(handle, 0, headerSize);
    const file = fileKeyOf(documentsKey, header);
    if (file === null) {
      await handle.close();
      return null;
    }
    const writer = new DocumentWriter(path, handle, disk, file, flushSize);
    for (;;) {
      const sealed = await readAt(handle, chunkOffset(writer.#index), chunkSize + tagSize);
      const plain = sealed.length === chunkSize + tagSize ? decryptChunk(file, writer.#index, sealed) : null;
      if (plain === null) break;
      writer.#hash.update(plain);
      writer.#size += plain.length;
      writer.#index += 1;
    }
    await handle.truncate(chunkOffset(writer.#index));
    return writer;
  }

  /** Bytes of the document so far. */
  get size(): number {
    return this.#size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(chunkSize - this.#filled, bytes.length - at);
      this.#chunk.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === chunkSize) this.#sealChunk();
      if (this.#readySize >= this.#flushSize) await this.#flush();
    }
  }

  /** Writes what is left, the trailer, makes the file read-only and durable. It has no name yet that counts. */
  async seal(): Promise<{ sha256: string; size: number }> {
    if (this.#filled > 0) this.#sealChunk();
    const sha256 = this.#hash.digest();
    this.#push(encryptTrailer(this.#file, sha256, this.#size));
    await this.#flush();
    await this.#handle.chmod(0o400);
    await this.#disk.sync(this.#handle);
    await this.#close();
    return { sha256: sha256.toString('hex'), size: this.#size };
  }

  /** Leaves the file as it is, for `resume`: what fills no whole chunk is forgotten. */
  async suspend(): Promise<void> {
    if (this.#open) await this.#flush();
    await this.#close();
  }

  /** Gives the file up; nothing of it stays. May be called at any time, also after `seal`. */
  async discard(): Promise<void> {
    await this.#close();
    await unlink(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }

  #sealChunk(): void {
    this.#push(encryptChunk(this.#file, this.#index, this.#chunk.subarray(0, this.#filled)));
    this.#index += 1;
    this.#filled = 0;
  }

  #push(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#ready.push(piece);
      this.#readySize += piece.length;
    }
  }

  async #flush(): Promise<void> {
    const pieces = this.#ready;
    this.#ready = [];
    this.#readySize = 0;
    await this.#disk.write(this.#handle, pieces);
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
