import type { OfficeConfig } from './config.ts';

/** A place at which the person of a desk may sit down: an office and a role that were granted. */
export interface Seat {
  readonly seatId: string;
  readonly office: OfficeConfig['office'];
  readonly person: OfficeConfig['person'];
}

/** The seat that the configuration itself is of: the one that is taken where nobody chose. */
export const firstSeat = 'first';

/** Every seat that was granted here, the configuration's own first. */
export function seatsOf(config: OfficeConfig): Seat[] {
  const granted = (config.seats ?? []).map(({ seatId, office = config.office, person }) => ({
    seatId,
    office,
    person,
  }));
  // At another seat the first one stands among the granted ones.
  if (granted.some(({ seatId }) => seatId === firstSeat)) return granted;
  return [{ seatId: firstSeat, office: config.office, person: config.person }, ...granted];
}

/**
 * The configuration of a desk as it is at one of its seats: another office or person, another folder and access key. A seat that was not
 * granted is the first one: nobody sits where he or she may not.
 */
export function atSeat(config: OfficeConfig, seatId: string): OfficeConfig {
  const seats = config.seats ?? [];
  const seat = seats.find((one) => one.seatId === seatId);
  if (!seat) return config;
  const { office = config.office, person, dataDir = config.dataDir, deviceId = config.deviceId } = seat;
  const { repository, secondCopy } = config;
  const accessKey = seat.accessKey ?? repository?.accessKey;
  const first = {
    ...{ seatId: firstSeat, office: config.office, person: config.person, dataDir: config.dataDir },
    ...{ deviceId: config.deviceId, ...(repository ? { accessKey: repository.accessKey } : {}) },
  };
  const isOwnFolder = dataDir !== config.dataDir;
  // Of several seats on one folder the first names its place.
  const copyName = seats.find((one) => one.dataDir === dataDir)?.seatId ?? seatId;
  return {
    ...config,
    ...{ office, person, dataDir, deviceId, seat: seatId },
    ...(seat.grantedAt === undefined ? {} : { grantedAt: seat.grantedAt }),
    // What the others leave unsaid is the first one's.
    seats: [
      first,
      ...seats.map((one) => ({
        ...one,
        ...{ office: one.office ?? config.office, dataDir: one.dataDir ?? config.dataDir },
        deviceId: one.deviceId ?? config.deviceId,
      })),
    ],
    repository: repository && accessKey !== undefined ? { ...repository, accessKey } : repository,
    // Two folders in one place would each take the other for a stranger's.
    ...(secondCopy?.folder !== undefined && isOwnFolder
      ? { secondCopy: { ...secondCopy, folder: `${secondCopy.folder}/${copyName}` } }
      : {}),
  };
}
