import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Holder } from '../../contract/permissions.ts';

/** Who may come in: an office's own key, and keys of single persons with their roles. */
const AccessKeys = z.array(
  z.strictObject({ officeId: z.string().min(1), key: z.string().min(16), holder: Holder.optional() }),
);
export type AccessKeys = z.infer<typeof AccessKeys>;

export const accessKeysFile = (dir: string): string => join(dir, 'access-keys.json');

/** The offices' access keys; a new key is made for each office named for the first time. Readable by the owner alone. */
export async function accessKeys(dir: string, offices: readonly string[]): Promise<AccessKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const known = await readKeys(accessKeysFile(dir));
  const isKnown = (officeId: string): boolean => known.some((one) => one.officeId === officeId && !one.holder);
  const fresh = [...new Set(offices)]
    .filter((officeId) => !isKnown(officeId))
    .map((officeId) => ({ officeId, key: newKey() }));
  if (fresh.length === 0) return known;
  const all = [...known, ...fresh];
  await writeKeys(dir, all);
  return all;
}

/** Gives a person a key of his or her own; the one that he or she had before is good for nothing from then on. */
export async function grantKey(dir: string, officeId: string, holder: Holder): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const known = await readKeys(accessKeysFile(dir));
  const others = known.filter((one) => one.officeId !== officeId || one.holder?.personId !== holder.personId);
  const key = newKey();
  await writeKeys(dir, [...others, { officeId, key, holder }]);
  return key;
}

export async function readKeys(path: string): Promise<AccessKeys> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    return AccessKeys.parse(JSON.parse(text));
  } catch {
    // Handled as a file that cannot be read: making new keys over it would lock every office out.
    throw Object.assign(new Error(`${path} holds no access keys`), { code: 'EBADMSG', path });
  }
}

const newKey = (): string => randomBytes(32).toString('base64url');

/** Whole or not at all: half a file would lock every office out. */
async function writeKeys(dir: string, keys: AccessKeys): Promise<void> {
  const path = accessKeysFile(dir);
  await writeFile(`${path}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
