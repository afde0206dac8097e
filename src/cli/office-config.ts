/** The files an office starts from: its configuration, and (where no keychain keeps it) the key of its store. */
import type { OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import { atSeat, seatsOf } from '../contract/seats.ts';
import { withSeatsGranted } from '../policy/granted-seats.ts';
import { openOfficeConfig } from '../policy/office.ts';
import { readText } from './refusals.ts';

/**
 * An office's configuration, as it holds under the policy of this machine.
 * @param seat where the person sits, as `fojas seats` names it; without it, the seat that the file is of
 */
export async function readOfficeConfig(path: string, seat?: string): Promise<Outcome<OfficeConfig>> {
  const opened = await openOfficeConfig(path);
  if (!opened.ok) return opened;
  const config = withSeatsGranted(opened.value.config);
  if (seat === undefined) return done(config);
  const seats = seatsOf(config).map(({ seatId }) => seatId);
  if (!seats.includes(seat)) return failed({ kind: 'seatUnknown', seat, seats });
  return done(atSeat(config, seat));
}

/** Reads a store key: 64 hexadecimal digits alone in a file. */
export async function readStoreKey(path: string): Promise<Outcome<string>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const key = text.value.trim();
  return /^[0-9a-f]{64}$/.test(key) ? done(key) : failed({ kind: 'storeKeyWrong' });
}
