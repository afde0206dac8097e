import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../../contract/calls.ts';
import type { OfficeConfig, Role } from '../../contract/config.ts';
import {
  type GrantedSeat,
  GrantedSeats,
  type SeatEnd,
  grantedSeatsFile,
  withGrantedSeats,
} from '../../contract/granted-seats.ts';
import type { GrantStatement } from '../../contract/people.ts';
import { type Seat, firstSeat, seatsOf } from '../../contract/seats.ts';
import { capacityOf } from '../../contract/words/states.ts';
import { writeDurablySync } from '../../at-rest/durable.ts';

/** The offices and roles that were granted at this desk: they become seats by themselves, and go as the grants go. */
export interface GrantedSeatBook {
  /** After a contact: writes down what came, what was taken back and what ended. Answers whether anything changed. */
  look(grants: readonly GrantStatement[], now: Date): boolean;
  /** What was written down, the newest ends among it. */
  read(): readonly GrantedSeat[];
}

/** Ended seats are told of for so long (milliseconds); their folder stays. */
const toldMs = 90 * 24 * 3_600_000;

/** @param home the data folder of the desk that was enrolled */
export function grantedSeatBook(home: string, personId: string): GrantedSeatBook {
  const file = join(home, grantedSeatsFile);
  const read = (): readonly GrantedSeat[] => {
    const kept = existsSync(file) ? GrantedSeats.safeParse(parsed(readFileSync(file, 'utf8'))) : null;
    return kept?.success && kept.data.personId === personId ? kept.data.seats : [];
  };
  return {
    read,
    look(grants, now) {
      const before = read();
      const seats = [...seatsAfter(before, grants, now)];
      if (JSON.stringify(seats) === JSON.stringify(before)) return false;
      writeDurablySync(file, `${JSON.stringify({ version: 1, personId, seats } satisfies GrantedSeats)}\n`);
      return true;
    },
  };
}

/** Text that another program spoilt is as good as none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What stands after a contact brought these grants. */
export function seatsAfter(
  before: readonly GrantedSeat[],
  grants: readonly GrantStatement[],
  now: Date,
): readonly GrantedSeat[] {
  const granted = grants.flatMap((grant) =>
    grant.roles.map((role, nth): GrantedSeat => {
      const { office, until, capacity } = grant;
      const said = nth === 0 ? capacity : undefined;
      return {
        ...{ seatId: `g${digest(`${office.officeId}\n${role}`).slice(0, 16)}`, office, role, until },
        ...{ mark: digest(office.officeId).slice(0, 8), capacity: said ?? capacityOf(role) },
        ended: null,
      };
    }),
  );
  const here = new Set(granted.map(({ seatId }) => seatId));
  const gone = before
    .filter(({ seatId }) => !here.has(seatId))
    .map((seat) => ({ ...seat, ended: seat.ended ?? endOf(seat, now) }))
    .filter(({ ended }) => now.getTime() - new Date(ended.at).getTime() < toldMs);
  return [...granted, ...gone].slice(0, 200);
}

const endOf = ({ until }: GrantedSeat, now: Date): SeatEnd =>
  new Date(until) <= now ? { kind: 'expired', at: until } : { kind: 'withdrawn', at: now.toISOString() };

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

type SeatShown = NonNullable<Status['seats']>[number];

export interface SeatFacts {
  readonly config: OfficeConfig;
  /** Null where the key of the office is shown, and nothing is granted one by one. */
  readonly book: GrantedSeatBook | null;
  /** Whether this desk was ever enrolled: before, there is nothing to hold a seat against. */
  readonly enrolled: boolean;
  readonly grants: readonly GrantStatement[];
  readonly now: Date;
}

/**
 * The seats of a desk as its person sees them: granted ones, and those that were and are not any more, with the reason. Of a configured seat
 * that nobody granted only the present one is shown. Seats of other people are theirs to hold: each is enrolled in a folder of its own.
 */
export function seatsShown({ config, book, enrolled, grants, now }: SeatFacts): SeatShown[] {
  const { personId } = config.person;
  const known = book?.read() ?? [];
  const home = config.grantedAt ?? config.dataDir;
  const all = withGrantedSeats(config, (dataDir) => (dataDir === home && book ? fileOf(personId, known) : null));
  return seatsOf(all).flatMap((seat): SeatShown[] => {
    const { seatId, office, person } = seat;
    const shown = {
      ...{ seatId, office: office.name, name: person.name, role: person.role, capacity: person.capacity },
    };
    if (!book || !enrolled || person.personId !== personId) return [shown];
    const standing = standingOf(seat, grants, known, now);
    const isPresent = seatId === (config.seat ?? firstSeat);
    return standing.ended === 'notGranted' && !isPresent ? [] : [{ ...shown, ...standing }];
  });
}

const fileOf = (personId: string, seats: readonly GrantedSeat[]): GrantedSeats => ({
  ...{ version: 1, personId, seats: [...seats] },
});

function standingOf(
  { office, person }: Seat,
  grants: readonly GrantStatement[],
  known: readonly GrantedSeat[],
  now: Date,
): Pick<SeatShown, 'ended' | 'until'> {
  const isMine = (officeId: string, roles: readonly Role[]): boolean =>
    officeId === office.officeId && roles.includes(person.role);
  const grant = grants.find((one) => isMine(one.office.officeId, one.roles));
  if (!grant) {
    const before = known.find((one) => isMine(one.office.officeId, [one.role]));
    return before?.ended ? { ended: before.ended.kind, until: before.until } : { ended: 'notGranted' };
  }
  const { until, offlineUntil } = grant;
  if (new Date(offlineUntil) > now) return { until };
  return { until, ended: new Date(until) > now ? 'notRenewed' : 'expired' };
}
