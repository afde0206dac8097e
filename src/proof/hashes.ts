import type { Hash } from './tree.ts';

/** Hashes as they go over the wire: one behind the other, base64. */
export function packHashes(hashes: readonly Hash[]): string {
  return Buffer.concat(hashes).toString('base64');
}

/** Null where the text is no whole number of hashes. */
export function unpackHashes(text: string): readonly Hash[] | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 32 !== 0 || bytes.toString('base64') !== text) return null;
  return Array.from({ length: bytes.length / 32 }, (_, n) => Uint8Array.from(bytes.subarray(32 * n, 32 * n + 32)));
}
