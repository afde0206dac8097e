import type { DeviceHead } from '../../../contract/wire-devices.ts';
import { type DeviceBook, type FleetRecord, fleetRowOf } from '../device-book.ts';
import type { Query } from './database.ts';

export function postgresDevices(query: Query): DeviceBook {
  return {
    headOf: async (officeId, deviceId) =>
      (await query.one<DeviceHead>(
        'SELECT entries, head FROM devices WHERE office_id = $1 AND device_id = $2',
        ...[officeId, deviceId],
      )) ?? null,
    async tell(officeId, deviceId, head, after) {
      // One statement: of two that come at once, the second finds the first.
      const kept =
        after === null
          ? await query.one(
              `INSERT INTO devices (office_id, device_id, entries, head) VALUES ($1, $2, $3, $4)
               ON CONFLICT DO NOTHING RETURNING 1 AS kept`,
              ...[officeId, deviceId, head.entries, head.head],
            )
          : await query.one(
              `UPDATE devices SET entries = $3, head = $4
               WHERE office_id = $1 AND device_id = $2 AND entries = $5 AND head = $6 RETURNING 1 AS kept`,
              ...[officeId, deviceId, head.entries, head.head, after.entries, after.head],
            );
      return kept !== undefined;
    },
    async stand(officeId, deviceId, at, standing) {
      await query.run(
        `INSERT INTO fleet (office_id, device_id, seen_at, standing) VALUES ($1, $2, $3, $4)
         ON CONFLICT (office_id, device_id) DO UPDATE SET seen_at = excluded.seen_at, standing = excluded.standing
           WHERE excluded.seen_at >= fleet.seen_at`,
        ...[officeId, deviceId, at.toISOString(), JSON.stringify(standing)],
      );
    },
    async fleet(officeId) {
      const rows = await query.all<FleetRecord>(
        `SELECT office_id, device_id, seen_at, standing FROM fleet
         WHERE $1::text IS NULL OR office_id = $1 ORDER BY office_id, device_id`,
        officeId,
      );
      return rows.map(fleetRowOf);
    },
  };
}
