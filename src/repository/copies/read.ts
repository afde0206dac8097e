/** Copies of workstations as they lie in a repository's folder, read and never written: also while it serves. */
import { join } from 'node:path';
import { Sha256 } from '../../contract/ids.ts';
import type { CopyFiles, KeptSlot } from '../../contract/wire-copies.ts';
import { blobPath } from '../blobs/folder.ts';
import { filesName, generationsIn, usedIn } from './slot.ts';
import { slotsIn } from './store.ts';

/** In a repository's folder, of the office or the central one. */
export const copiesName = 'copies';

/** Every slot of a repository's folder. @throws the system's error of that disk. */
export async function readSlots(dir: string): Promise<KeptSlot[]> {
  const copies = join(dir, copiesName);
  return (await slotsIn(copies)).map(({ slot, owner: { officeId, deviceId, personId } }) => {
    const folder = join(copies, slot);
    const generations = generationsIn(folder).map(({ name, writtenAt }) => ({ name, writtenAt }));
    return { slot: Sha256.parse(slot), officeId, deviceId, personId, usedBytes: usedIn(folder), generations };
  });
}

/** What belongs to a generation; null where it made way meanwhile. */
export function readGeneration(dir: string, slot: string, name: string): CopyFiles['files'] | null {
  return generationsIn(join(dir, copiesName, slot)).find((one) => one.name === name)?.files ?? null;
}

/** Where a sealed file of a slot lies. */
export const copyPathIn = (dir: string, slot: string, sha256: Sha256): string =>
  blobPath(join(dir, copiesName, slot, filesName), sha256);
