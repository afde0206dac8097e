import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { StoreKeyEscrow } from '../../contract/home-files.ts';
import { type Opener, SealError, bytesOf, seal, unseal, writeWhole } from '../../parcel/index.ts';
import { once } from './place.ts';

const sealedName = 'store-key.age';
export const escrowFile = (dataDir: string): string => join(dataDir, sealedName);

const noteName = 'store-key.sealed-to';
const notWhatWasSealed: Failure = { kind: 'storeDamaged', store: sealedName, detail: 'not what was sealed' };

/**
 * Keeps the store key beside the data, sealed to the institution's recovery keys: a keychain that was lost (a reinstalled system, a new
 * password set by an administrator) then costs nothing at all. Without the recovery key it is as good as random bytes.
 */
export async function keepEscrow(folder: string, storeKey: string, recipients: readonly string[]): Promise<void> {
  const note = `${createHash('sha256')
    .update(['fojas escrow v1', storeKey, ...[...recipients].sort()].join('\n'))
    .digest('hex')}\n`;
  const isThere = statSync(join(folder, sealedName), { throwIfNoEntry: false }) !== undefined;
  if (isThere && readNote(join(folder, noteName)) === note) return;
  const text = JSON.stringify({ v: 1, storeKey } satisfies StoreKeyEscrow);
  await writeWhole(join(folder, sealedName), seal(recipients, once(text)));
  await writeWhole(join(folder, noteName), once(note));
}

/** The store key of a data folder, by the institution's recovery key. */
export async function openEscrow(
  folder: string,
  identities: readonly Opener[],
  identityFile: string,
): Promise<Outcome<string>> {
  try {
    const parts: Uint8Array[] = [];
    for await (const part of unseal(identities, bytesOf(join(folder, sealedName)))) parts.push(part);
    const escrow = StoreKeyEscrow.safeParse(JSON.parse(Buffer.concat(parts).toString()));
    return escrow.success ? done(escrow.data.storeKey) : failed(notWhatWasSealed);
  } catch (error) {
    if (error instanceof SealError && error.kind === 'notForUs')
      return failed({ kind: 'recoveryKeyWrong', file: identityFile });
    if (error instanceof SealError || error instanceof SyntaxError) return failed(notWhatWasSealed);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return failed({ kind: 'copyMissing', folder, detail: sealedName });
    }
    throw error;
  }
}

function readNote(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
