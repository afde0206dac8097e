import { hkdfSync } from 'node:crypto';

/** The keys of one folder, all derived from the folder's, none of them that key itself. */
export interface FolderKeys {
  readonly register: Uint8Array;
  readonly files: Uint8Array;
  /** Of files of which pieces still come. */
  readonly growing: Uint8Array;
  /** Of the private keys that lie in the folder. */
  readonly secrets: Uint8Array;
  /** Tells a wrong key from a damaged folder; as a one-way value it may lie in it. Hexadecimal. */
  readonly check: string;
}

/**
 * Derives the keys of an office repository's folder (HKDF-SHA256, RFC 5869; the folder's key is 32 random bytes and needs no salt).
 * @param folderKey 32 bytes as hexadecimal.
 */
export function folderKeys(folderKey: string): FolderKeys {
  if (!/^[0-9a-f]{64}$/.test(folderKey)) throw new RangeError('a folder key is 64 hexadecimal digits');
  const secret = Buffer.from(folderKey, 'hex');
  const derive = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `fojas office folder v1: ${use}`, 32));
  return {
    register: derive('register.db'),
    files: derive('files'),
    growing: derive('growing'),
    secrets: derive('secrets'),
    check: Buffer.from(derive('key check')).toString('hex'),
  };
}
