import type { DeviceHead } from '../../../contract/wire-devices.ts';
import type { DeviceBook } from '../device-book.ts';
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
  };
}
