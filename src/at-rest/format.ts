/**
 * How a document lies on the disk, encrypted:
 *
 *   header   48 bytes  "FOJASDOC", version, log2 of the chunk size, zeros, 32 random bytes (salt)
 *   chunk i            AES-256-GCM of up to 65,536 bytes of the document, and its 16-byte tag
 *   trailer  56 bytes  AES-256-GCM of SHA-256 and length of the document (40 bytes), and its tag
 *
 * Each file has its own key, HKDF-SHA256(documents key, salt), so a nonce can be the chunk's index without ever repeating under
 * one key. Index and kind are in the nonce, the header is additional data: chunks cannot be moved, swapped with another file's or
 * cut off (the trailer says the length), and a file renamed to another's address is found out when it is opened.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export const headerSize = 48;
export const chunkSize = 1 << 16;
export const tagSize = 16;
export const trailerSize = 40 + tagSize;
const magic = Buffer.from('FOJASDOC', 'ascii');

/** The key of one file, with the header that belongs to it. */
export interface FileKey {
  readonly header: Uint8Array;
  readonly key: Uint8Array;
}

export function newFileKey(documentsKey: Uint8Array): FileKey {
  const header = Buffer.alloc(headerSize);
  magic.copy(header);
  header[8] = 1;
  header[9] = 16;
  randomBytes(32).copy(header, 16);
  return { header, key: keyFor(documentsKey, header) };
}

/** Reads a header; null when this is no document of ours. */
export function fileKeyOf(documentsKey: Uint8Array, header: Uint8Array): FileKey | null {
  const known =
    header.length === headerSize && magic.equals(header.subarray(0, 8)) && header[8] === 1 && header[9] === 16;
  return known ? { header, key: keyFor(documentsKey, header) } : null;
}

export function encryptChunk(file: FileKey, index: number, plain: Uint8Array): Buffer[] {
  return encrypt(file, chunkNonce(index), plain);
}

/** The document's bytes of one chunk; null when they are not what was written there. */
export function decryptChunk(file: FileKey, index: number, sealed: Uint8Array): Buffer | null {
  return decrypt(file, chunkNonce(index), sealed);
}

export function encryptTrailer(file: FileKey, sha256: Uint8Array, length: number): Buffer[] {
  const plain = Buffer.alloc(40);
  plain.set(sha256);
  plain.writeBigUInt64BE(BigInt(length), 32);
  return encrypt(file, trailerNonce(), plain);
}

export function decryptTrailer(file: FileKey, sealed: Uint8Array): { sha256: string; length: number } | null {
  const plain = decrypt(file, trailerNonce(), sealed);
  if (plain?.length !== 40) return null;
  return { sha256: plain.toString('hex', 0, 32), length: Number(plain.readBigUInt64BE(32)) };
}

/** Where chunk `index` begins in the file. */
export function chunkOffset(index: number): number {
  return headerSize + index * (chunkSize + tagSize);
}

/** Size of the document in a file of `fileSize` bytes; null when no document makes such a file. */
export function documentSize(fileSize: number): number | null {
  const body = fileSize - headerSize - trailerSize;
  if (body < 0) return null;
  const rest = body % (chunkSize + tagSize);
  if (rest > 0 && rest <= tagSize) return null;
  return Math.floor(body / (chunkSize + tagSize)) * chunkSize + Math.max(0, rest - tagSize);
}

function keyFor(documentsKey: Uint8Array, header: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', documentsKey, header.subarray(16), 'fojas document v1', 32));
}

function chunkNonce(index: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

function trailerNonce(): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce[0] = 1;
  return nonce;
}

function encrypt(file: FileKey, nonce: Uint8Array, plain: Uint8Array): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', file.key, nonce).setAAD(file.header);
  const body = cipher.update(plain);
  cipher.final();
  return [body, cipher.getAuthTag()];
}

function decrypt(file: FileKey, nonce: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < tagSize) return null;
  const decipher = createDecipheriv('aes-256-gcm', file.key, nonce, { authTagLength: tagSize }).setAAD(file.header);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagSize));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - tagSize));
    decipher.final();
    return plain;
  } catch {
    return null;
  }
}
