/** What a SQLite file of ours is opened with, before anything else is asked of it: SQLCipher 4 format with a raw key of 32 bytes. */
export function cipherPragmas(key: Uint8Array): readonly string[] {
  return ["cipher = 'sqlcipher'", 'legacy = 4', `key = "${cipherKey(key)}"`];
}

/** The key as SQLite takes it. */
export function cipherKey(key: Uint8Array): string {
  if (key.length !== 32) throw new RangeError('a store key has 32 bytes');
  return `x'${Buffer.from(key).toString('hex')}'`;
}
