import type { KeptSlot } from '../../contract/wire-copies.ts';
import { atConsole, type OrderRooms } from '../people/orders.ts';
import { deviceOf } from '../people/records.ts';
import type { CopyPlace } from './port.ts';

/**
 * Removes what a slot keeps, and writes down that it was done. Nobody may write in it meanwhile. Cut in the middle, the same is done again.
 * `deskWorks`: it is of an enrolled device that nobody revoked, and stays.
 */
export async function removeSlot(
  place: CopyPlace,
  { slot, officeId, deviceId }: KeptSlot,
  { book, clock }: OrderRooms,
): Promise<'removed' | 'deskWorks'> {
  const owner = await place.ownerOf(slot);
  const device = owner?.device ? await deviceOf(book, owner.device) : null;
  if (device && !device.revoked) return 'deskWorks';
  const { officeId: at, personId, device: by } = atConsole;
  await book.note([
    {
      ...{ at: clock().toISOString(), officeId: at, personId, device: by },
      ...{ what: 'copies.remove', subject: `${deviceId} @ ${officeId} ${slot}`.slice(0, 400), status: 200 },
    },
  ]);
  await place.remove(slot);
  return 'removed';
}
