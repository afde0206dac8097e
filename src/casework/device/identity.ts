import type { ForkedDevice } from '../../contract/calls.ts';
import type { DeviceHead } from '../../contract/wire-devices.ts';
import { journalise } from '../journal/journal.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** By what name this desk goes: the one of its configuration, until it was found to be one of two. */
export interface Identity {
  readonly deviceId: string;
  /** Null where the configuration's name is its own. */
  readonly forked: ForkedDevice | null;
}

/** @param configured the name in the office's file. Whoever writes another there ends what was found out of the old one. */
export function identityOf(db: ReadableDB<'journal'>, configured: string): Identity {
  const row = db.get<{ deviceId: string; since: string }>(
    sql`select device_id as deviceId, since from device_names where was = ${configured} order by id desc limit 1`,
  );
  if (!row) return { deviceId: configured, forked: null };
  return { deviceId: row.deviceId, forked: { ...row, was: configured } };
}

/** Gives this desk a name of its own, in the transaction that writes down why. All that it has stays as it is. */
export function takeOwnName(
  tx: WritableDB<'journal'>,
  { configured, mark, known, now }: { configured: string; mark: string; known: DeviceHead; now: Date },
): Identity {
  const { deviceId: before } = identityOf(tx, configured);
  const deviceId = `${configured}~${mark}`;
  tx.runExactly(
    1,
    sql`insert into device_names (was, device_id, since) values (${configured}, ${deviceId}, ${now.toISOString()})`,
  );
  journalise(tx, now, {
    ...{ kind: 'deviceForked', was: before, deviceId, knownEntries: known.entries, knownHead: known.head },
  });
  return identityOf(tx, configured);
}
