import type Database from 'better-sqlite3-multiple-ciphers';
import type { DeviceHead } from '../../contract/wire-devices.ts';

/** How far each desk's journal had come when it was last heard of. */
export interface DeviceBook {
  headOf(officeId: string, deviceId: string): Promise<DeviceHead | null>;
  /** Notes `head` where `after` is what is known (null: nothing); false where something else is. */
  tell(officeId: string, deviceId: string, head: DeviceHead, after: DeviceHead | null): Promise<boolean>;
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
  };
}
