import type { Status } from '../../contract/calls.ts';
import type { OfficeConfig, Role } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import type { EnrolmentStanding, GrantStatement } from '../../contract/people.ts';
import type { Store } from '../store/index.ts';
import { grantedSeatBook, seatsShown } from './granted-seats.ts';
import { readEnrolment } from './rows.ts';
import type { DeskSession } from './session.ts';

/** What is granted at this desk, and how that is honoured without a line. */
export interface Granting {
  /** Why this role may do nothing now; null where it may. */
  objection(role: Role): Failure | null;
  /** Where the person of this desk may sit, and where not any more. */
  seats(): NonNullable<Status['seats']>;
  /** A contact brought grants: what they make of the seats is written down. */
  look(): void;
  standing(): EnrolmentStanding;
}

export interface GrantingRooms {
  readonly store: Pick<Store, 'journal'>;
  readonly config: OfficeConfig;
  /** Null where the desk shows the key of its office, or has no repository. */
  readonly session: Pick<DeskSession, 'grants'> | null;
  readonly clock: () => Date;
  /** The grant of this very office and role is not there any more, and was before. */
  readonly onTakenAway: () => void;
}

/**
 * A grant is honoured until it ends, or until it should have been renewed by a contact; the later of this computer's clock and the
 * repository's at the last contact counts, so a clock that is put back prolongs nothing.
 */
export function grantingOf({ store, config, session, clock, onTakenAway }: GrantingRooms): Granting {
  const { office, person } = config;
  const book = session ? grantedSeatBook(config.grantedAt ?? config.dataDir, person.personId) : null;
  const isEnrolled = (): boolean => (readEnrolment(store.journal)?.enrolledAt ?? null) !== null;
  const now = (): Date => {
    const told = readEnrolment(store.journal)?.serverTime;
    const own = clock();
    return told && new Date(told) > own ? new Date(told) : own;
  };
  const holds = ({ offlineUntil }: GrantStatement, at: Date): boolean => new Date(offlineUntil) > at;
  const mine = (): GrantStatement | undefined =>
    session?.grants().find((grant) => grant.office.officeId === office.officeId && grant.personId === person.personId);
  return {
    objection(role) {
      if (!session) return null;
      const row = readEnrolment(store.journal);
      if (row?.revocation) return { kind: 'repositoryDenied', reason: 'deviceRevoked' };
      if (!row?.enrolledAt) return { kind: 'repositoryDenied', reason: 'notEnrolled' };
      const grant = mine();
      if (!grant) return { kind: 'repositoryDenied', reason: 'grantEnded' };
      if (!holds(grant, now()))
        return { kind: 'grantEnded', office: grant.office.name, until: dayOf(grant.offlineUntil) };
      return grant.roles.includes(role) ? null : { kind: 'notAllowed' };
    },
    seats: () => seatsShown({ config, book, enrolled: isEnrolled(), grants: session?.grants() ?? [], now: now() }),
    look() {
      if (!book || !session || !isEnrolled()) return;
      const isHere = (seat: { readonly office: { readonly officeId: string }; readonly role: Role }): boolean =>
        seat.office.officeId === office.officeId && seat.role === person.role;
      const before = book.read().find(isHere);
      if (!book.look(session.grants(), now())) return;
      if (before?.ended === null && book.read().find(isHere)?.ended !== null) onTakenAway();
    },
    standing() {
      const row = readEnrolment(store.journal);
      const state = !session ? 'officeKey' : row?.revocation ? 'revoked' : row?.enrolledAt ? 'enrolled' : 'none';
      const at = now();
      return {
        ...{ state, deviceId: config.deviceId, jkt: row?.jkt ?? null, person: person.name },
        enrolledAt: row?.enrolledAt ?? null,
        grants: (session?.grants() ?? []).map((grant) => ({
          ...{ office: grant.office.name, officeId: grant.office.officeId, roles: grant.roles },
          ...{
            clearance: grant.clearance,
            until: grant.until,
            offlineUntil: grant.offlineUntil,
            holds: holds(grant, at),
          },
        })),
      };
    },
  };
}

const dayOf = (instant: string): string => instant.slice(0, 10);
