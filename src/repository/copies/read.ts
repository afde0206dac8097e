import type { KeptSlot } from '../../contract/wire-copies.ts';
import { type CopyPlace, sideBySide, standingOf } from './port.ts';

/** Every slot of a place, read and never written: also while the repository serves. @throws the storage's error. */
export const readSlots = async (place: CopyPlace): Promise<KeptSlot[]> =>
  sideBySide(await place.owned(), async ({ slot, owner: { officeId, deviceId, personId } }) => ({
    ...{ slot, officeId, deviceId, personId },
    ...(await standingOf(place.look(slot))),
  }));
