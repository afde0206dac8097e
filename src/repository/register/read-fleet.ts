import Database from 'better-sqlite3-multiple-ciphers';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetRow } from '../../contract/wire-fleet.ts';
import { RegisterError } from '../refusal.ts';
import { readSealedMark } from '../sealed/mark.ts';
import { deviceBook } from './device-book.ts';

/**
 * How the desks of all offices stand, where no repository runs on the folder, or the register is a server's: nothing is written. A running one
 * keeps its folder to itself and is asked at its status port instead.
 * @throws SQLite's `SQLITE_BUSY` while a repository runs on the folder; {RegisterError} `otherFolderKey` of one inside an office
 * @returns null where there is no register in `dir`, or it is of a version before desks told anything.
 */
export async function readFleet(dir: string, registerUrl?: string): Promise<readonly FleetRow[] | null> {
  if (registerUrl !== undefined) {
    const { openPostgres } = await import('./postgres/register.ts');
    const { postgresDevices } = await import('./postgres/devices.ts');
    const database = await openPostgres(registerUrl);
    try {
      return await postgresDevices(database).fleet(null);
    } finally {
      await database.close();
    }
  }
  const file = join(dir, 'register.db');
  if (!existsSync(file)) return null;
  if (readSealedMark(dir) !== null)
    throw new RegisterError('otherFolderKey', `${dir} is the folder of a repository inside an office, and encrypted`);
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'fleet'").get();
    return known === undefined ? null : await deviceBook(db).fleet(null);
  } finally {
    db.close();
  }
}
