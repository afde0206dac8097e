import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { CarriedWish, OutwardParcel, StickWished } from '../../contract/stick.ts';
import { wireVersion } from '../../contract/wire.ts';
import { ReadBackError, packParcel, seal, signList, writeWhole } from '../../parcel/index.ts';
import { journalise } from '../journal/journal.ts';
import { troubleOf } from '../store/index.ts';
import { type StickRooms, bothEnds, fileName } from './export.ts';

/**
 * Writes down, for the repository alone, which cases this desk is to begin with. Whoever has a line carries it as any parcel; what comes back
 * is sealed to this desk, holds what its person may see, and is said in words that this program knows.
 */
export async function wishForSeed(
  rooms: StickRooms,
  folder: string,
  wish: Omit<CarriedWish, 'version'>,
): Promise<Outcome<StickWished>> {
  const { office, deviceId } = rooms.config;
  const ends = await bothEnds(rooms);
  if (!ends.ok) return ends;
  const { trust, to } = ends.value;
  const [parcelId, madeAt] = [randomUUID(), rooms.clock().toISOString()];
  const parcel: OutwardParcel = {
    ...{ v: 1, kind: 'outward', parcelId, officeId: office.officeId, deviceId, madeAt, items: [], files: [] },
    ...{ wish: { ...wish, version: wireVersion }, ...(trust.desk ? { desk: trust.desk } : {}) },
  };
  const list = Buffer.from(JSON.stringify(parcel));
  const path = join(folder, fileName(office.officeId, deviceId, madeAt));
  try {
    await writeWhole(path, seal([to.recipient], packParcel(list, signList(trust.signing, list), [])));
  } catch (error) {
    if (error instanceof ReadBackError) return failed({ kind: 'copyDamaged', file: folder });
    const trouble = troubleOf(error, folder);
    if (!trouble) throw error;
    return failed(trouble);
  }
  const listSha256 = createHash('sha256').update(list).digest('hex');
  rooms.store.journal.write((tx) =>
    journalise(tx, rooms.clock(), { kind: 'parcelMade', parcelId, items: 0, listSha256 }),
  );
  return done({ path, parcelId, sealedTo: to.name });
}
