import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import { atConsole, type OrderRooms } from '../people/orders.ts';
import { deviceOf } from '../people/records.ts';
import { copiesName } from './read.ts';
import { ownerFile, slotsIn } from './store.ts';

/**
 * Removes what a slot keeps, and writes down that it was done. The repository must be stopped. Cut in the middle, the same is done again.
 * `deskWorks`: it is of an enrolled device that nobody revoked, and stays.
 */
export async function removeSlot(
  dir: string,
  { slot, officeId, deviceId }: KeptSlot,
  { book, clock }: OrderRooms,
): Promise<'removed' | 'deskWorks'> {
  const copies = join(dir, copiesName);
  const owner = (await slotsIn(copies)).find((one) => one.slot === slot)?.owner;
  const device = owner?.device ? await deviceOf(book, owner.device) : null;
  if (device && !device.revoked) return 'deskWorks';
  const { officeId: at, personId, device: by } = atConsole;
  await book.note([
    {
      ...{ at: clock().toISOString(), officeId: at, personId, device: by },
      ...{ what: 'copies.remove', subject: `${deviceId} @ ${officeId} ${slot}`.slice(0, 400), status: 200 },
    },
  ]);
  const folder = join(copies, slot);
  // Whose it is goes last: until then it is listed, and can be removed.
  for (const name of readdirSync(folder)
    .filter((one) => one !== ownerFile)
    .sort(generationsFirst))
    await rm(join(folder, name), { recursive: true });
  await rm(folder, { recursive: true });
  return 'removed';
}

/** A copy without its files would count and not open. */
const generationsFirst = (a: string, b: string): number => Number(b.startsWith('g-')) - Number(a.startsWith('g-'));
