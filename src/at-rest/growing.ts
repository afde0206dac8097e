/**
 * A file that still grows, as pieces of it come from a line. Of an office's folder it is encrypted: 16 bytes "FOJASGROWING" and zeros,
 * 32 random bytes (salt), then AES-256-CTR under a key of its own, HKDF-SHA256(key, salt), so that it can go on at any byte. Nothing
 * authenticates it here: when it is whole, its SHA-256 has to be the one it was asked for by.
 */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

export interface GrowingFile {
  /** Bytes that were appended so far. */
  readonly size: number;
  append(bytes: Uint8Array): Promise<void>;
  /** What was appended is on the disk when this answers. */
  sync(): Promise<void>;
  close(): Promise<void>;
  /** All of it, in order; nothing is appended meanwhile. */
  read(): AsyncIterable<Uint8Array>;
}

const magic = Buffer.alloc(16);
magic.write('FOJASGROWING', 'ascii');
const headerSize = 48;
const pieceSize = 1 << 20;

/**
 * Opens one to go on with it, and makes it where it is missing, readable by its owner alone.
 * @param key 32 bytes; null: it lies as it is.
 * @throws the system's error.
 */
export async function openGrowing(path: string, key: Uint8Array | null): Promise<GrowingFile> {
  const file = await open(path, 'a+', 0o600);
  try {
    const begun = (await file.stat()).size;
    if (key === null) return growing(file, 0, begun, null);
    const header = await headerOf(file);
    // A crash cut its first bytes, or it was begun before the folder was encrypted: it begins anew.
    if (header === null) await file.truncate(0);
    const salt = header ?? randomBytes(32);
    if (header === null) await file.appendFile(Buffer.concat([magic, salt]));
    const own = new Uint8Array(hkdfSync('sha256', key, salt, 'fojas growing file v1', 32));
    return growing(file, headerSize, header === null ? 0 : begun - headerSize, own);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function headerOf(file: FileHandle): Promise<Buffer | null> {
  const header = Buffer.alloc(headerSize);
  const { bytesRead } = await file.read(header, 0, headerSize, 0);
  return bytesRead === headerSize && magic.equals(header.subarray(0, 16)) ? header.subarray(16) : null;
}

function growing(file: FileHandle, from: number, begun: number, key: Uint8Array | null): GrowingFile {
  let size = begun;
  /** Encrypts and decrypts what lies at `at`. */
  const turnedFrom = (at: number): ((bytes: Uint8Array) => Uint8Array) => {
    if (key === null) return (bytes) => bytes;
    const counter = Buffer.alloc(16);
    counter.writeBigUInt64BE(BigInt(Math.floor(at / 16)), 8);
    const cipher = createCipheriv('aes-256-ctr', key, counter);
    cipher.update(Buffer.alloc(at % 16));
    return (bytes) => cipher.update(bytes);
  };
  const turned = turnedFrom(begun);
  return {
    get size() {
      return size;
    },
    async append(bytes) {
      await file.appendFile(turned(bytes));
      size += bytes.length;
    },
    sync: () => file.sync(),
    close: () => file.close(),
    async *read() {
      const open = turnedFrom(0);
      for (let at = 0; at < size;) {
        const piece = Buffer.allocUnsafe(Math.min(pieceSize, size - at));
        const { bytesRead } = await file.read(piece, 0, piece.length, from + at);
        if (bytesRead === 0)
          throw Object.assign(new Error('the file became shorter while it was read'), { code: 'EIO' });
        at += bytesRead;
        yield open(piece.subarray(0, bytesRead));
      }
    },
  };
}
