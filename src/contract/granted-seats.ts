import { z } from 'zod';
import { type OfficeConfig, Role } from './config.ts';
import { OfficeRecord } from './people.ts';

const Instant = z.iso.datetime();

/** Why a seat that was granted is none any more: taken back before its day, or its day came. */
export const SeatEnd = z.strictObject({ kind: z.enum(['withdrawn', 'expired']), at: Instant });
export type SeatEnd = z.infer<typeof SeatEnd>;

/** An office and a role that the repository granted to the person of a desk, as that desk keeps it between two starts. */
export const GrantedSeat = z.strictObject({
  seatId: z.string().regex(/^g[0-9a-f]{16}$/),
  office: OfficeRecord,
  /** Eight characters that stand for the office, in the names of its folder and device. */
  mark: z.string().regex(/^[0-9a-f]{8}$/),
  role: Role,
  capacity: z.string().min(1).max(200),
  until: Instant,
  ended: SeatEnd.nullable(),
});
export type GrantedSeat = z.infer<typeof GrantedSeat>;

/**
 * What a desk remembers of granted seats, in a file of its data folder: whoever starts the office has to know them before the store is open. It
 * gives no right: what a seat may do is decided by the signed grants alone.
 */
export const GrantedSeats = z.strictObject({
  version: z.literal(1),
  personId: z.string().min(1).max(200),
  seats: z.array(GrantedSeat).max(200),
});
export type GrantedSeats = z.infer<typeof GrantedSeats>;

export const grantedSeatsFile = 'granted-seats.json';

type SeatOf = NonNullable<OfficeConfig['seats']>[number];

/**
 * A configuration with the seats that were granted at it, beside those that its file names. The same office works on the folder that is there;
 * another one on a folder and under a device name of its own, beside it.
 * @param read what lies in a data folder; null where there is nothing that reads
 */
export function withGrantedSeats(config: OfficeConfig, read: (dataDir: string) => GrantedSeats | null): OfficeConfig {
  if (config.repository === null || config.repository.accessKey !== undefined) return config;
  const homes = [{ office: config.office, person: config.person, dataDir: config.dataDir, deviceId: config.deviceId }];
  for (const seat of config.seats ?? []) {
    const { office = config.office, person, dataDir, deviceId } = seat;
    if (dataDir !== undefined && deviceId !== undefined && seat.grantedAt === undefined && seat.accessKey === undefined)
      homes.push({ office, person, dataDir, deviceId });
  }
  const seats: SeatOf[] = [...(config.seats ?? [])];
  const isListed = (office: string, personId: string, role: Role): boolean =>
    [{ office: config.office, person: config.person }, ...seats].some(
      (one) =>
        (one.office ?? config.office).officeId === office &&
        one.person.personId === personId &&
        one.person.role === role,
    );
  for (const home of homes) {
    const kept = read(home.dataDir);
    if (kept?.personId !== home.person.personId) continue;
    for (const { seatId, office, role, capacity, mark } of kept.seats) {
      if (isListed(office.officeId, home.person.personId, role) || seats.some((one) => one.seatId === seatId)) continue;
      const isHere = office.officeId === home.office.officeId;
      const { validator: _validator, substitute: _substitute, ...person } = home.person;
      seats.push({
        ...{ seatId, office: isHere ? home.office : { ...office, profiles: home.office.profiles } },
        ...{ person: { ...person, role, capacity }, grantedAt: home.dataDir },
        dataDir: isHere ? home.dataDir : `${home.dataDir}-${mark}`,
        deviceId: isHere ? home.deviceId : `${home.deviceId}-${mark}`,
      });
    }
  }
  return seats.length === 0 ? config : { ...config, seats: seats.slice(0, 50) };
}
