import {
  DeviceRecord,
  type GrantOrder,
  OfficeEntry,
  type OfficeWish,
  type PeopleAnswer,
  type PeopleOrder,
  PersonGrant,
  PersonRecord,
  type PersonRow,
} from '../../contract/people.ts';
import { assertNever } from '../../contract/ids.ts';
import { ShippedProfile } from '../../contract/templates.ts';
import type { PeopleBook } from './book.ts';
import type { AccessFact } from './chain.ts';
import { codeDigest, codeMs, codeTries, newCode } from './codes.ts';
import { isInForce } from './grants.ts';
import { deviceOf, everybody, officeOf, parsed, personOf } from './records.ts';
import { endedNow, signsIn, withSubstitution } from './substitutes.ts';

export interface OrderRooms {
  readonly book: PeopleBook;
  readonly clock: () => Date;
}

/** Who gives an order: a person of an office, or whoever sits at the repository itself. */
export interface Orderer {
  readonly officeId: string;
  readonly personId: string | null;
  readonly device: string | null;
}

/** Whoever has the repository's own folder in hand. */
export const atConsole: Orderer = { officeId: 'console', personId: null, device: null };

/** Carries out an order of whoever looks after people, and writes down who gave it. The same for terminal, line and screen. */
export async function carryOut(rooms: OrderRooms, order: PeopleOrder, by: Orderer): Promise<PeopleAnswer> {
  const answer = await answerTo(rooms, order, by);
  const fact: AccessFact = {
    ...{ at: rooms.clock().toISOString(), officeId: by.officeId, personId: by.personId, device: by.device },
    ...{ what: `people.${order.kind}`, subject: subjectOf(order), status: answer.kind === 'refused' ? 409 : 200 },
  };
  await rooms.book.note([fact]);
  return answer;
}

function subjectOf(order: PeopleOrder): string | null {
  switch (order.kind) {
    case 'list':
      return null;
    case 'office':
      return order.office.officeId;
    case 'import':
      return `${order.rows.length}`;
    case 'grant':
      return grantText(order.personId, order.grant);
    case 'revokeGrant':
      return `${order.personId} @ ${order.officeId}`;
    case 'substitute':
      return `${inPlace(order)}: ${order.from} ${order.until} ${order.resolution}`.slice(0, 400);
    case 'endSubstitution':
      return inPlace(order).slice(0, 400);
    case 'code':
      return order.personId;
    case 'revokeDevice':
      return order.jkt;
    default:
      return assertNever(order, 'order');
  }
}

const grantText = (personId: string, { officeId, roles, clearance, until, validator }: GrantOrder): string => {
  const vouches = validator === undefined ? '' : validator ? ' +visado' : ' -visado';
  return `${personId} @ ${officeId}: ${roles.join('+')} ${clearance} ${until}${vouches}`.slice(0, 400);
};

const inPlace = (order: { readonly personId: string; readonly officeId: string; readonly standsFor: string }): string =>
  `${order.personId} @ ${order.officeId} por ${order.standsFor}`;

async function answerTo({ book, clock }: OrderRooms, order: PeopleOrder, by: Orderer): Promise<PeopleAnswer> {
  switch (order.kind) {
    case 'list': {
      const offices = (await book.list('office')).map((text) => OfficeEntry.parse(JSON.parse(text)));
      const devices = (await book.list('device')).map((text) => DeviceRecord.parse(JSON.parse(text)));
      return { kind: 'listing', listing: { offices, people: await everybody(book), devices } };
    }
    case 'office': {
      const stranger = await unknownProfile(book, order.office.profiles ?? []);
      if (stranger !== null) return refused('profileUnknown', stranger);
      return book.change('office', order.office.officeId, (before) => {
        const after = JSON.stringify(withWish(parsed(OfficeEntry, before), order.office));
        return { after, answer: { kind: 'done', changed: after === before ? 0 : 1 } };
      });
    }
    case 'import':
      return importRows({ book, clock }, order.rows);
    case 'grant': {
      const objection = await objectionTo({ book, clock }, order.grant);
      if (objection) return objection;
      return changePerson(book, order.personId, (person) => withGrant(person, order.grant));
    }
    case 'revokeGrant':
      return changePerson(book, order.personId, (person) => ({
        ...person,
        grants: person.grants.filter(({ officeId }) => officeId !== order.officeId),
      }));
    case 'substitute':
      return appoint({ book, clock }, order);
    case 'endSubstitution':
      return changePerson(book, order.personId, (person) => endedNow(person, order, clock()));
    case 'code': {
      const { personId } = order;
      if (!(await personOf(book, personId))) return refused('personUnknown', personId);
      const code = newCode();
      const expiresAt = new Date(clock().getTime() + codeMs).toISOString();
      const kept = { personId, digest: codeDigest(personId, code), expiresAt, triesLeft: codeTries };
      await book.change('code', personId, () => ({ after: JSON.stringify(kept), answer: null }));
      return { kind: 'code', code, expiresAt };
    }
    case 'revokeDevice': {
      const at = clock().toISOString();
      if (!(await deviceOf(book, order.jkt))) return refused('deviceUnknown', order.jkt);
      return book.change('device', order.jkt, (before) => {
        const device = parsed(DeviceRecord, before);
        if (!device || device.revoked) return { after: before, answer: { kind: 'done', changed: 0 } };
        const revoked = { at, by: by.personId ?? by.officeId, reason: order.reason };
        return { after: JSON.stringify({ ...device, revoked }), answer: { kind: 'done', changed: 1 } };
      });
    }
    default:
      return assertNever(order, 'order');
  }
}

/** The first of these profiles of models that neither comes with the program nor was published; null where all are known. */
async function unknownProfile(book: PeopleBook, profiles: readonly string[]): Promise<string | null> {
  for (const id of profiles)
    if (!ShippedProfile.safeParse(id).success && (await book.get('templates', id)) === null) return id;
  return null;
}

/** What is not said of an office stays as it was; null takes it away. */
function withWish(before: OfficeEntry | null, wish: OfficeWish): OfficeEntry {
  const { officeId, name } = wish;
  const kept = <T>(said: T | null | undefined, was: T | undefined): T | undefined =>
    said === undefined ? was : (said ?? undefined);
  return {
    ...{ officeId, name, locality: kept(wish.locality, before?.locality) },
    ...{ letterhead: kept(wish.letterhead, before?.letterhead), profiles: kept(wish.profiles, before?.profiles) },
  };
}

type Reason = Extract<PeopleAnswer, { kind: 'refused' }>['reason'];
const refused = (reason: Reason, subject: string): PeopleAnswer => ({ kind: 'refused', reason, subject });

async function objectionTo({ book, clock }: OrderRooms, grant: GrantOrder): Promise<PeopleAnswer | null> {
  if (!(await officeOf(book, grant.officeId))) return refused('officeUnknown', grant.officeId);
  return isInForce(grant, clock()) ? null : refused('endsBefore', grant.until);
}

type Appointment = Extract<PeopleOrder, { kind: 'substitute' }>;

/** Nobody is put in a place who could sign nothing there: whoever signs needs a grant of his or her own besides, and a CUIL to be known by. */
async function appoint({ book, clock }: OrderRooms, order: Appointment): Promise<PeopleAnswer> {
  const { personId, officeId, standsFor, from, until, resolution } = order;
  const now = clock();
  if (!(await officeOf(book, officeId))) return refused('officeUnknown', officeId);
  if (personId === standsFor) return refused('ownPlace', personId);
  const absent = await personOf(book, standsFor);
  if (!absent) return refused('personUnknown', standsFor);
  if (new Date(until) <= now || new Date(until) <= new Date(from)) return refused('endsBefore', until);
  return book.change<PeopleAnswer>('person', personId, (before) => {
    const person = parsed(PersonRecord, before);
    if (!person) return { after: before, answer: refused('personUnknown', personId) };
    if (!signsIn(person, officeId, now)) return { after: before, answer: refused('maySignNothing', personId) };
    if (person.cuil === null) return { after: before, answer: refused('cuilUnknown', personId) };
    const given = { officeId, standsFor, name: absent.name, from, until, resolution };
    const after = PersonRecord.parse(withSubstitution(person, given, now));
    return { after: JSON.stringify(after), answer: { kind: 'done', changed: 1 } };
  });
}

function changePerson(
  book: PeopleBook,
  personId: string,
  how: (person: PersonRecord) => PersonRecord,
): Promise<PeopleAnswer> {
  return book.change<PeopleAnswer>('person', personId, (before) => {
    const person = parsed(PersonRecord, before);
    if (!person) return { after: before, answer: refused('personUnknown', personId) };
    const after = JSON.stringify(PersonRecord.parse(how(person)));
    return { after, answer: { kind: 'done', changed: after === before ? 0 : 1 } };
  });
}

/** One grant in each office: the newest is the one that stands, with what it leaves unsaid as it stood before. */
function withGrant(person: PersonRecord, grant: GrantOrder): PersonRecord {
  const { validator, capacity } = person.grants.find(({ officeId }) => officeId === grant.officeId) ?? {};
  const stands = PersonGrant.parse({
    ...grant,
    validator: grant.validator ?? validator,
    capacity: grant.capacity ?? capacity,
  });
  return { ...person, grants: [...person.grants.filter(({ officeId }) => officeId !== grant.officeId), stands] };
}

/** All rows or none: a list with an office that nobody knows changes nothing. Grants in offices that the list does not name stay. */
async function importRows(rooms: OrderRooms, rows: readonly PersonRow[]): Promise<PeopleAnswer> {
  for (const { grant } of rows) {
    const objection = await objectionTo(rooms, grant);
    if (objection) return objection;
  }
  let changed = 0;
  for (const { personId, name, cuil, login, grant } of rows) {
    changed += await rooms.book.change('person', personId, (before) => {
      const known = parsed(PersonRecord, before) ?? { personId, grants: [] };
      const after = JSON.stringify(withGrant({ ...known, personId, name, cuil, login }, grant));
      return { after, answer: after === before ? 0 : 1 };
    });
  }
  return { kind: 'done', changed };
}
