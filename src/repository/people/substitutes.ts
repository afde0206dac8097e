import type { PersonRecord } from '../../contract/people.ts';
import { type Holder, may, mightEver } from '../../contract/permissions.ts';
import type { Substitution, SubstitutionStatement } from '../../contract/substitution.ts';
import type { RegistrationRequest, SignedInPlace } from '../../contract/wire.ts';
import type { PeopleBook } from './book.ts';
import { isInForce, offlineMs } from './grants.ts';
import { personOf } from './records.ts';

/** Judges who signs in the place of another. */
export interface Substitutes {
  /** Who it is, as recorded here; or why this person may not sign in that place. `cuil` is the certificate's. */
  judge(asked: {
    readonly request: Pick<RegistrationRequest, 'personId' | 'standsFor' | 'signedAt' | 'electronic'>;
    readonly officeId: string;
    readonly actType: string;
    readonly cuil: string | null;
  }): Promise<
    | { readonly kind: 'holds'; readonly substitute: SignedInPlace }
    | { readonly kind: 'refused'; readonly detail: string }
  >;
}

/** Appointments in force, of whoever asks now. */
export type InForce = readonly Pick<Substitution, 'standsFor' | 'from'>[];

/** Brings to whoever asks, once for each appointment, what waits for the one who is away (handover.ts). */
export type HandOver = (officeId: string, holder: Holder, inForce: InForce) => Promise<void>;

type Period = Pick<Substitution, 'from' | 'until'>;

const covers = ({ from, until }: Period, at: Date): boolean => new Date(from) <= at && at <= new Date(until);

/** In whose places the person signs at this moment, in this office. */
export const inForceAt = ({ standsFor = [] }: PersonRecord, officeId: string, at: Date): Substitution[] =>
  standsFor.filter((one) => one.officeId === officeId && covers(one, at));

/**
 * The repository's own clock bounds what a workstation claims of its (law 6): nothing is taken before an appointment begins, and what was
 * signed under it and comes after its end is taken for as long as a desk may have been without a line.
 */
const isTakenUnder = (period: Period, signedAt: Date, now: Date): boolean =>
  covers(period, signedAt) &&
  new Date(period.from) <= now &&
  now.getTime() <= new Date(period.until).getTime() + offlineMs;

export function substitutesIn(book: PeopleBook, clock: () => Date): Substitutes {
  return {
    async judge({ request, officeId, actType, cuil }) {
      const no = (detail: string) => ({ kind: 'refused', detail }) as const;
      const { personId, standsFor } = request;
      const person = personId === undefined ? null : await personOf(book, personId);
      const grant = person?.grants.find((one) => one.officeId === officeId);
      const now = clock();
      if (!person || !grant || !isInForce(grant, now)) return no('the substitute has no grant in force in this office');
      // Nobody stands in a place by a name alone.
      if (person.cuil === null || person.cuil !== cuil) return no('the certificate is not of the substitute');
      const action = request.electronic ? 'signElectronically' : 'sign';
      const subject = { actType, assigned: true, designated: true };
      if (!grant.roles.some((role) => may({ role }, action, subject)))
        return no('the substitute may not sign such an act');
      const isHeld = (person.standsFor ?? []).some(
        (one) =>
          one.officeId === officeId &&
          one.standsFor === standsFor &&
          isTakenUnder(one, new Date(request.signedAt), now),
      );
      if (!isHeld) return no('no appointment to sign in that place was in force when it was signed');
      return { kind: 'holds', substitute: { personId: person.personId, name: person.name } };
    },
  };
}

/** As the record holds (contract/people.ts): the oldest go. */
const mostKept = 200;

/**
 * The record with a further appointment, which nobody can date back: it begins now at the earliest. An earlier one for the same person gives way
 * from where this one begins.
 */
export function withSubstitution(person: PersonRecord, wish: Substitution, now: Date): PersonRecord {
  const from = new Date(Math.max(new Date(wish.from).getTime(), now.getTime()));
  const given = { ...wish, from: from.toISOString() };
  return { ...person, standsFor: [...cutAt(person, wish, from), given].slice(-mostKept) };
}

/** The record with that appointment ended now: what was signed under it before stays signed. */
export function endedNow(
  person: PersonRecord,
  of: Pick<Substitution, 'officeId' | 'standsFor'>,
  now: Date,
): PersonRecord {
  return person.standsFor === undefined ? person : { ...person, standsFor: cutAt(person, of, now) };
}

/** What lasts beyond that moment, for that person in that office, lasts no longer. */
const cutAt = (
  { standsFor: all = [] }: PersonRecord,
  { officeId, standsFor }: Pick<Substitution, 'officeId' | 'standsFor'>,
  at: Date,
): Substitution[] =>
  all.flatMap((one): Substitution[] => {
    if (one.officeId !== officeId || one.standsFor !== standsFor || new Date(one.until) <= at) return [one];
    return new Date(one.from) >= at ? [] : [{ ...one, until: at.toISOString() }];
  });

/** Whether the person may sign anything at all in the office: who may not is no substitute. */
export const signsIn = ({ grants }: PersonRecord, officeId: string, now: Date): boolean =>
  grants.some(
    (one) => one.officeId === officeId && isInForce(one, now) && one.roles.some((role) => mightEver(role, 'sign')),
  );

/** What the desks are told, so that they say of one that ended why it is none any more. */
export const toldOf = ({ standsFor = [] }: PersonRecord, now: Date): Substitution[] =>
  standsFor.filter(({ until }) => new Date(until).getTime() + offlineMs > now.getTime());

/** What the repository says of an appointment at one device, before it is signed. */
export function substitutionStatement(
  facts: {
    readonly repository: string;
    readonly personId: string;
    readonly cuil: string;
    readonly jkt: string;
    readonly given: Substitution;
  },
  now: Date,
): SubstitutionStatement {
  const { repository, personId, cuil, jkt, given } = facts;
  const lease = new Date(Math.min(now.getTime() + offlineMs, new Date(given.until).getTime()));
  return {
    ...{ v: 1, repository, personId, cuil, ...given, issuedAt: now.toISOString() },
    ...{ offlineUntil: lease.toISOString(), cnf: { jkt } },
  };
}
