import type Database from 'better-sqlite3-multiple-ciphers';
import type { DeviceHead } from '../../contract/wire-devices.ts';
import { type DeskStanding, FleetRow } from '../../contract/wire-fleet.ts';

/** How far each desk's journal had come when it was last heard of. */
export interface DeviceBook {
  headOf(officeId: string, deviceId: string): Promise<DeviceHead | null>;
  /** Notes `head` where `after` is what is known (null: nothing); false where something else is. */
  tell(officeId: string, deviceId: string, head: DeviceHead, after: DeviceHead | null): Promise<boolean>;
  /** Notes how a desk stands; what it said before is gone, and what it said after `at` stays. */
  stand(officeId: string, deviceId: string, at: Date, standing: DeskStanding): Promise<void>;
  /** How the desks of an office stand (null: of all), in the order of their names. */
  fleet(officeId: string | null): Promise<FleetRow[]>;
}

/** A row of the table `fleet`, the same in both engines. */
export interface FleetRecord {
  readonly office_id: string;
  readonly device_id: string;
  readonly seen_at: string;
  readonly standing: string;
}

export function fleetRowOf({
  office_id: officeId,
  device_id: deviceId,
  seen_at: seenAt,
  standing,
}: FleetRecord): FleetRow {
  return FleetRow.parse({ officeId, deviceId, seenAt, standing: JSON.parse(standing) as unknown });
}

export function deviceBook(db: Database.Database): DeviceBook {
  const known = (officeId: string, deviceId: string): DeviceHead | null =>
    (db.prepare('SELECT entries, head FROM devices WHERE office_id = ? AND device_id = ?').get(officeId, deviceId) as
      DeviceHead | undefined) ?? null;
  const tell = db.transaction((officeId: string, deviceId: string, head: DeviceHead, after: DeviceHead | null) => {
    const before = known(officeId, deviceId);
    if (before?.entries !== after?.entries || before?.head !== after?.head) return false;
    db.prepare(
      `INSERT INTO devices (office_id, device_id, entries, head) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET entries = excluded.entries, head = excluded.head`,
    ).run(officeId, deviceId, head.entries, head.head);
    return true;
  });
  return {
    headOf: async (officeId, deviceId) => known(officeId, deviceId),
    tell: async (...word) => tell.immediate(...word),
    async stand(officeId, deviceId, at, standing) {
      db.prepare(
        `INSERT INTO fleet (office_id, device_id, seen_at, standing) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, standing = excluded.standing
         WHERE excluded.seen_at >= fleet.seen_at`,
      ).run(officeId, deviceId, at.toISOString(), JSON.stringify(standing));
    },
    fleet: async (officeId) =>
      (
        db
          .prepare(
            `SELECT office_id, device_id, seen_at, standing FROM fleet
             WHERE office_id = coalesce(?, office_id) ORDER BY office_id, device_id`,
          )
          .all(officeId) as FleetRecord[]
      ).map(fleetRowOf),
  };
}
