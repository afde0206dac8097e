import { hkdfSync } from 'node:crypto';

/** The keys of one data folder, all derived from the store key, none of them the store key itself. */
export interface StoreKeys {
  readonly journal: Uint8Array;
  readonly cache: Uint8Array;
  readonly documents: Uint8Array;
  /** Tells a wrong key from a damaged store; as a one-way value it may lie beside the files. Hexadecimal. */
  readonly check: string;
}

/**
 * Derives the keys of a data folder (HKDF-SHA256, RFC 5869, no salt: the store key is 32 random bytes).
 * @param storeKey 32 bytes as hexadecimal, from the keychain.
 */
export function deriveKeys(storeKey: string): StoreKeys {
  if (!/^[0-9a-f]{64}$/.test(storeKey)) throw new RangeError('a store key is 64 hexadecimal digits');
  const secret = Buffer.from(storeKey, 'hex');
  const derive = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', `fojas store v1: ${use}`, 32));
  return {
    journal: derive('journal.db'),
    cache: derive('cache.db'),
    documents: derive('documents'),
    check: Buffer.from(derive('key check')).toString('hex'),
  };
}
