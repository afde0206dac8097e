import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { syncFolderSync, writeDurablySync } from '../../at-rest/durable.ts';
import { openSecret, sealSecret } from '../../at-rest/secret.ts';
import { RegisterError } from '../refusal.ts';

/** Where the private keys of a repository's folder lie. */
export interface SecretShelf {
  /** @returns null where it was never made. @throws {RegisterError} `keyExposed`, `damaged` */
  read(name: string): string | null;
  /** Durable when it returns, readable by its owner alone. */
  keep(name: string, secret: string): void;
}

/** The file in which a sealed folder keeps what would else be the file `name`. */
export const sealedName = (name: string): string => `${name}.sealed`;

/** Of a central repository, a service: plain files of mode 0600, so that it starts with nobody there. The volume is its operator's to encrypt. */
export function plainShelf(dir: string): SecretShelf {
  return {
    read: (name) => readPlain(join(dir, name)),
    keep: (name, secret) => writeDurablySync(join(dir, name), secret),
  };
}

/**
 * Of a repository inside an office, on the disk of somebody's PC: sealed under the folder's key. A plain one that a program before left is
 * sealed as soon as it is asked for, and goes only once the sealed one is durable. Where both are there and differ, the sealed one is
 * the folder's; the other (an earlier program made it, which knew of no sealed one) is put aside, sealed too.
 */
export function sealedShelf(dir: string, key: Uint8Array): SecretShelf {
  const keep = (name: string, secret: string): void =>
    writeDurablySync(join(dir, sealedName(name)), sealSecret(key, name, secret));
  const readSealed = (name: string): string | null => {
    const path = join(dir, sealedName(name));
    if (!existsSync(path)) return null;
    const secret = openSecret(key, name, readFileSync(path, 'utf8'));
    // Never made anew: desks and parcels know the one that was here.
    if (secret === null) throw new RegisterError('damaged', `${path} does not open with the folder's key`);
    return secret;
  };
  return {
    keep,
    read(name) {
      const kept = readSealed(name);
      const path = join(dir, name);
      const plain = readPlain(path);
      if (plain === null) return kept;
      if (kept === null) keep(name, plain);
      else if (kept !== plain) keep(`${name}.before-${markOf(plain)}`, plain);
      rmSync(path);
      syncFolderSync(dir);
      return kept ?? plain;
    },
  };
}

export function readPlain(path: string): string | null {
  if (!existsSync(path)) return null;
  if (platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new RegisterError('keyExposed', `others than its owner may read ${path}: chmod 600, and think of a new key`);
  return readFileSync(path, 'utf8');
}

const markOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8);
