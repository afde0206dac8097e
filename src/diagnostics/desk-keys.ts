import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { destroyFile } from './destroy-file.ts';

/**
 * Where the key of a data folder lies, sealed by the keychain (`sealed`) or by a passphrase (`phrase`), and what is noted of its lock (`lock`).
 * @param userData the program's own folder for this user.
 */
export function deskKeyFile(userData: string, dataDir: string, by: 'sealed' | 'phrase' | 'lock'): string {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 32);
  return path.join(userData, 'keys', `${name}.${by}`);
}

/** Takes the keys of a data folder off this PC: sealed by the keychain, by a passphrase, and what was put aside for an older one. */
export async function destroyDeskKeys(userData: string, dataDir: string): Promise<void> {
  const own = path.parse(deskKeyFile(userData, dataDir, 'sealed'));
  for (const name of await readdir(own.dir).catch(() => []))
    if (name.startsWith(`${own.name}.`)) await destroyFile(path.join(own.dir, name));
}
