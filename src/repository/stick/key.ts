import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { identitiesIn, newAgeKey, recipientOf } from '../../parcel/index.ts';
import { writeDurablySync } from '../../at-rest/durable.ts';
import { RegisterError } from '../refusal.ts';

export const parcelKeyFile = 'parcel-key.txt';

export interface ParcelKey {
  readonly identity: string;
  /** `age1…`: what offices pin as `parcelRecipient`. */
  readonly recipient: string;
}

/**
 * Opens the key that parcels for this repository are sealed to, making it (an age identity file, mode 0600, durable) the first time.
 * @throws {RegisterError} `keyExposed` when others than the owner could read it, `damaged` when it is not one.
 */
export async function openParcelKey(dir: string): Promise<ParcelKey> {
  const path = join(dir, parcelKeyFile);
  if (!existsSync(path)) await makeKey(path);
  if (platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new RegisterError('keyExposed', `others than its owner may read ${path}: chmod 600, and think of a new key`);
  }
  const [identity] = identitiesIn(readFileSync(path, 'utf8'));
  if (identity === undefined) throw new RegisterError('damaged', `${parcelKeyFile} holds no age identity`);
  return { identity, recipient: await recipientOf(identity) };
}

async function makeKey(path: string): Promise<void> {
  const { identity, recipient } = await newAgeKey();
  writeDurablySync(path, `# public key: ${recipient}\n${identity}\n`);
}
