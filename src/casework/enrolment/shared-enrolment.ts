/** One desk works in several offices, each on a folder of its own: its person was enrolled once, and is revoked once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Store, openStore } from '../store/index.ts';
import { adoptEnrolment, keepRevocation, readEnrolment } from './rows.ts';
import { forgetFetchedKeys, wipeFetched } from './wipe.ts';

export interface SharedRooms {
  readonly storeKey: string;
  readonly now: () => Date;
}

/** An office that is just closing lets go of its folder within this time. */
const lockWaitMs = 5000;

/** Opens the store of another folder of this desk for one piece of work; null where none is there, or it is in use. */
function inFolder<T>(folder: string, { storeKey, now }: SharedRooms, work: (store: Store) => T): T | null {
  if (!existsSync(join(folder, 'journal.db'))) return null;
  const opened = openStore({ folder, storeKey, now, lockWaitMs });
  if (!opened.ok) return null;
  try {
    return work(opened.value);
  } finally {
    opened.value.close();
  }
}

/**
 * Takes the enrolment of the desk through which this seat was granted: its key, its grants, and that it was revoked. A key that was enrolled in
 * the meantime takes the place of the one before.
 */
export function takeEnrolmentFrom(home: string, store: Store, rooms: SharedRooms): void {
  const theirs = inFolder(home, rooms, ({ journal }) => readEnrolment(journal));
  if (!theirs || theirs.enrolledAt === null) return;
  const own = readEnrolment(store.journal);
  if (own?.jkt === theirs.jkt && (own.revocation !== null || theirs.revocation === null)) return;
  store.journal.write((tx) => adoptEnrolment(tx, rooms.now(), theirs));
}

/** A revoked desk is revoked in each of its folders: what they had fetched goes, what was signed there stays. */
export function wipeOthers(folders: readonly string[], jkt: string, revocation: string, rooms: SharedRooms): void {
  for (const folder of folders) {
    const wiped = inFolder(folder, rooms, ({ journal }) => {
      const row = readEnrolment(journal);
      if (row?.jkt !== jkt) return false;
      if (row.revocation === null) journal.write((tx) => keepRevocation(tx, rooms.now(), jkt, revocation));
      forgetFetchedKeys(journal);
      return true;
    });
    if (wiped) wipeFetched(folder);
  }
}
