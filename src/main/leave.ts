import { rm } from 'node:fs/promises';
import type { OfficeConfig } from '../contract/config.ts';
import type { Outcome } from '../contract/failures.ts';
import { seatsOf } from '../contract/seats.ts';
import { destroyDeskKeys } from '../diagnostics/desk-keys.ts';
import { destroyFile } from '../diagnostics/destroy-file.ts';

export interface LeaveRooms {
  /** Asks the office to empty its desk when it closes. */
  readonly empty: () => Promise<Outcome<unknown>>;
  /** Closes the office and all that runs beside it. */
  readonly close: () => Promise<void>;
  readonly userData: string;
  /** The office's file and the key of a practice office, where they are this program's own; null where IT keeps them elsewhere. */
  readonly officeFile: string | null;
  readonly practiceKey: string | null;
  readonly crashFolder: string;
  /** Forgets what the browser kept: its cache, and what pages stored. */
  readonly forgetPages: () => Promise<void>;
}

/**
 * Empties the desk of the person who sits here: the office first (it refuses as long as something would be lost), then its keys, the office's
 * file where nobody else works with it, what crashes left, and what the browser kept. Its answer is the office's.
 */
export async function leaveDesk(config: OfficeConfig, rooms: LeaveRooms): Promise<Outcome<unknown>> {
  const emptied = await rooms.empty();
  if (!emptied.ok) return emptied;
  await rooms.close();
  const home = config.grantedAt ?? config.dataDir;
  await destroyDeskKeys(rooms.userData, home);
  if (rooms.practiceKey !== null) await destroyFile(rooms.practiceKey);
  const people = new Set(seatsOf(config).map(({ person }) => person.personId));
  if (rooms.officeFile !== null && people.size <= 1) await destroyFile(rooms.officeFile);
  await rm(rooms.crashFolder, { recursive: true, force: true });
  await rooms.forgetPages();
  return emptied;
}
