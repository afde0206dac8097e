/**
 * How a small secret lies on the disk, encrypted: a text file of the secret's own lines that begin with `#`, which are for everybody
 * to read (a public key), and one line `fojas-sealed-v1 BASE64` of nonce (12 bytes), AES-256-GCM of the whole secret, and tag (16).
 * Its name and the open lines are additional data: neither is another file's, or changed.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const mark = 'fojas-sealed-v1 ';
const nonceSize = 12;
const tagSize = 16;

/** @param key 32 bytes. @param name of the file that it becomes. */
export function sealSecret(key: Uint8Array, name: string, secret: string): string {
  const open = openLines(secret);
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(name, open));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [...open, `${mark}${sealed.toString('base64')}`, ''].join('\n');
}

/** The secret; null where the text is none that this key sealed under this name. */
export function openSecret(key: Uint8Array, name: string, text: string): string | null {
  const line = text.split('\n').find((one) => one.startsWith(mark));
  const sealed = Buffer.from(line?.slice(mark.length) ?? '', 'base64');
  if (sealed.length < nonceSize + tagSize) return null;
  const nonce = sealed.subarray(0, nonceSize);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagSize })
    .setAAD(boundTo(name, openLines(text)))
    .setAuthTag(sealed.subarray(-tagSize));
  try {
    const plain = decipher.update(sealed.subarray(nonceSize, -tagSize));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const openLines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('#'));
const boundTo = (name: string, open: readonly string[]): Buffer =>
  Buffer.from(['fojas secret v1', name, ...open].join('\n'));
