import { createHash } from 'node:crypto';
import { Sha256 } from '../../contract/ids.ts';
import { type CopyOwner, type CopySlot, copyLimits } from '../../contract/wire-copies.ts';
import { type CopyPlace, sideBySide } from './port.ts';
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

/** @param slotBytes how large one slot may grow. */
export function openCopyStore(place: CopyPlace, slotBytes: number = copyLimits.slotBytes): CopyStore {
  const opened = new Map<Sha256, Promise<OpenSlot>>();
  const slotAt = (slot: Sha256): Promise<OpenSlot> => {
    const known = opened.get(slot);
    if (known) return known;
    const opening = place.slot(slot).then((one) => openSlot(one, slotBytes));
    opened.set(slot, opening);
    opening.catch(() => opened.delete(slot));
    return opening;
  };
  let turn: Promise<unknown> = Promise.resolve();
  const made = async (asker: Asker, owner: CopyOwner): Promise<Sha256 | null> => {
    const slot = slotOf(owner);
    if (await place.ownerOf(slot)) return slot;
    const others = (await place.owned()).filter((one) => one.owner.officeId === asker.officeId);
    const ours = others.filter((one) => isOfSame(asker, one.owner));
    if (others.length >= copyLimits.slotsPerOffice || ours.length >= mostOf(asker)) return null;
    await place.own(slot, owner);
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
      const readable = (await place.owned()).filter(({ owner }) => mayRead(asker, owner));
      return sideBySide(readable, async ({ slot, owner: { officeId, deviceId, personId } }) => {
        const standing = await (await slotAt(slot)).standing();
        return { slot, officeId, deviceId, personId, ...standing, quotaBytes: slotBytes };
      });
    },
    async open(asker, slot, why) {
      const owner = await place.ownerOf(slot);
      const may = owner !== null && (why === 'write' ? isOwn(asker, owner) : mayRead(asker, owner));
      return may ? slotAt(slot) : null;
    },
  };
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
