import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../contract/ids.ts';
import { CopyOwner, type CopySlot, copyLimits } from '../../contract/wire-copies.ts';
import { writeWhole } from '../../parcel/index.ts';
import { ownFolder } from '../private.ts';
import { type OpenSlot, openSlot } from './slot.ts';

/** Who asks for copies. */
export interface Asker {
  readonly officeId: string;
  /** Thumbprint of an enrolled device's key. */
  readonly device: string | null;
  readonly personId: string | null;
  /** Whose workstations the asker looks after: those of every office, of this one, or none. */
  readonly looksAfter: 'every' | 'office' | 'none';
}

/** Second copies of workstations, each in a slot of its own. */
export interface CopyStore {
  /** The asker's own slot of this name, made where it is missing; null where the asker, or the office, has too many. */
  own(asker: Asker, deviceId: string): Promise<Sha256 | null>;
  /** Those that the asker may read. */
  list(asker: Asker): Promise<CopySlot[]>;
  /** Null where it is not there for this asker. `write`: as its owner. */
  open(asker: Asker, slot: Sha256, why: 'read' | 'write'): Promise<OpenSlot | null>;
}

export const ownerFile = 'owner.json';

/**
 * Copies in a folder, `<slot>/`. What lies there was sealed before it came, so that it lies as it came in a folder that is encrypted, too.
 * One process at a time: the folder of the repository is held by it.
 * @param slotBytes how large one slot may grow.
 */
export function openCopyStore(dir: string, slotBytes: number = copyLimits.slotBytes): CopyStore {
  const opened = new Map<string, Promise<OpenSlot>>();
  const slotAt = (slot: string): Promise<OpenSlot> => {
    const known = opened.get(slot);
    if (known) return known;
    const opening = openSlot(join(dir, slot), slotBytes);
    opened.set(slot, opening);
    opening.catch(() => opened.delete(slot));
    return opening;
  };
  const ownerOf = (slot: string): Promise<CopyOwner | null> => ownerIn(join(dir, slot));
  const owners = (): Promise<OwnedSlot[]> => slotsIn(dir);
  let turn: Promise<unknown> = Promise.resolve();
  const made = async (asker: Asker, owner: CopyOwner): Promise<Sha256 | null> => {
    const slot = slotOf(owner);
    if (await ownerOf(slot)) return slot;
    const others = (await owners()).filter((one) => one.owner.officeId === asker.officeId);
    const ours = others.filter((one) => isOfSame(asker, one.owner));
    if (others.length >= copyLimits.slotsPerOffice || ours.length >= mostOf(asker)) return null;
    ownFolder(join(dir, slot));
    await writeWhole(join(dir, slot, ownerFile), once(`${JSON.stringify(owner)}\n`));
    return slot;
  };

  return {
    // One after the other: what is asked for at once is counted, too.
    own(asker, deviceId) {
      const mine = turn.then(() => made(asker, ownerFor(asker, deviceId)));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async list(asker) {
      const slots: CopySlot[] = [];
      for (const { slot, owner } of await owners()) {
        if (!mayRead(asker, owner)) continue;
        const { officeId, deviceId, personId } = owner;
        const standing = (await slotAt(slot)).standing();
        slots.push({ slot: Sha256.parse(slot), officeId, deviceId, personId, ...standing, quotaBytes: slotBytes });
      }
      return slots;
    },
    async open(asker, slot, why) {
      const owner = await ownerOf(slot);
      const may = owner !== null && (why === 'write' ? isOwn(asker, owner) : mayRead(asker, owner));
      return may ? slotAt(slot) : null;
    },
  };
}

export interface OwnedSlot {
  /** Its name, and that of its folder. */
  readonly slot: string;
  readonly owner: CopyOwner;
}

/** The slots in a folder that somebody owns. */
export async function slotsIn(dir: string): Promise<OwnedSlot[]> {
  if (!existsSync(dir)) return [];
  const found = [];
  for (const slot of readdirSync(dir)) {
    const owner = await ownerIn(join(dir, slot));
    if (owner) found.push({ slot, owner });
  }
  return found;
}

async function ownerIn(folder: string): Promise<CopyOwner | null> {
  try {
    return CopyOwner.safeParse(JSON.parse(await readFile(join(folder, ownerFile), 'utf8'))).data ?? null;
  } catch (error) {
    // Cut before it was written: whoever opens the slot anew writes it again. A file that lies about is no slot.
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** A device proves its own key; a person, or an office, the access key that many PCs may have: there the name tells them apart. */
const ownerFor = ({ officeId, device, personId }: Asker, deviceId: string): CopyOwner => ({
  ...{ v: 1, officeId, deviceId, device, personId },
});

const slotOf = ({ officeId, deviceId, device, personId }: CopyOwner): Sha256 =>
  Sha256.parse(
    createHash('sha256')
      .update(JSON.stringify(['fojas copies v1', officeId, device, device === null ? personId : null, deviceId]))
      .digest('hex'),
  );

const isOfSame = ({ device, personId }: Asker, owner: CopyOwner): boolean =>
  owner.device === device && (device !== null || owner.personId === personId);

/** A name is whatever the asker says: nobody takes all the places of an office by making names up, but who has the office's own key. */
const mostOf = ({ device, personId }: Asker): number =>
  device !== null
    ? copyLimits.slotsPerDevice
    : personId !== null
      ? copyLimits.slotsPerPerson
      : copyLimits.slotsPerOffice;

const isOwn = (asker: Asker, owner: CopyOwner): boolean => slotOf(ownerFor(asker, owner.deviceId)) === slotOf(owner);

const mayRead = (asker: Asker, owner: CopyOwner): boolean =>
  isOwn(asker, owner) ||
  asker.looksAfter === 'every' ||
  (asker.looksAfter === 'office' && asker.officeId === owner.officeId);

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
