import { hkdfSync } from 'node:crypto';

/** The keys of one data folder, all derived from the store key, none of them the store key itself. */
export interface StoreKeys {
  readonly journal: Uint8Array;
  readonly cache: Uint8Array;
  /** Of the files that only exist here. */
  readonly documents: Uint8Array;
  /** Of the files that were fetched. */
  readonly fetched: Uint8Array;
  /** Tells a wrong key from a damaged store; as a one-way value it may lie beside the files. Hexadecimal. */
  readonly check: string;
}

/**
 * Derives the keys of a data folder (HKDF-SHA256, RFC 5869; the store key is 32 random bytes and needs no salt).
 * @param storeKey 32 bytes as hexadecimal, from the keychain.
 * @param fetchedSalt hexadecimal, kept in the journal: without it neither the cache nor what was fetched can be read.
 */
export function deriveKeys(storeKey: string, fetchedSalt = ''): StoreKeys {
  if (!/^[0-9a-f]{64}$/.test(storeKey)) throw new RangeError('a store key is 64 hexadecimal digits');
  const secret = Buffer.from(storeKey, 'hex');
  const derive = (use: string, salt = ''): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, Buffer.from(salt, 'hex'), `fojas store v1: ${use}`, 32));
  return {
    journal: derive('journal.db'),
    cache: derive('cache.db', fetchedSalt),
    documents: derive('documents'),
    fetched: derive('documents', fetchedSalt),
    check: Buffer.from(derive('key check')).toString('hex'),
  };
}
