import { createHash } from 'node:crypto';
import type { Role } from '../../contract/config.ts';
import { Sha256 } from '../../contract/ids.ts';
import { OfficeEntry, type PersonGrant, PersonRecord } from '../../contract/people.ts';
import { mightEver } from '../../contract/permissions.ts';
import { ShippedProfile } from '../../contract/templates.ts';
import {
  OfficeFacts,
  type OfficeSigner,
  OfficeStatement,
  type SignedOffice,
  mostKnownOffices,
  mostOfficeSigners,
} from '../../contract/wire-offices.ts';
import { capacityOf } from '../../contract/words/states.ts';
import type { PeopleBook } from '../people/book.ts';
import { isInForce } from '../people/grants.ts';
import { officeOf } from '../people/records.ts';
import type { SigningKey } from '../receipts.ts';

/** What is told of an office to its desks: by the central repository, or by one inside the office that passes it on. */
export interface OfficeSource {
  /**
   * @param known SHA-256 of the facts that the desk has. Answers null where nothing is new, or nothing is known.
   * @param version the newest wording that the desk knows (`wireVersion`); empty: the first
   */
  told(officeId: string, known: Sha256 | undefined, version: string): Promise<SignedOffice | null>;
}

/** @param name how the repository calls itself */
export function ownOffices(rooms: {
  readonly book: PeopleBook;
  readonly name: string;
  readonly signing: SigningKey;
  readonly clock: () => Date;
}): OfficeSource {
  const { book, name, signing, clock } = rooms;
  return {
    async told(officeId, known, version) {
      const now = clock();
      const entry = await officeOf(book, officeId);
      const facts = JSON.stringify(
        OfficeFacts.parse({
          ...factsOf(officeId, entry && saidTo(version, entry), await signersIn(book, officeId, now)),
          ...(version >= '2026-11-29' ? await othersIn(book, officeId) : {}),
        }),
      );
      const sha256 = Sha256.parse(createHash('sha256').update(facts).digest('hex'));
      if (sha256 === known) return null;
      const statement: OfficeStatement = { v: 1, repository: name, officeId, at: now.toISOString(), sha256 };
      return { statement: signing.jws('fojas-office+jws', OfficeStatement.parse(statement)), facts };
    },
  };
}

/** An institution's own profiles are named to those that know of such ones; others know the program's alone. */
function saidTo(version: string, entry: OfficeEntry): OfficeEntry {
  if (version >= '2026-11-28' || !entry.profiles) return entry;
  const profiles = entry.profiles.filter((id) => ShippedProfile.safeParse(id).success);
  return { ...entry, profiles: profiles.length > 0 ? profiles : undefined };
}

function factsOf(officeId: string, entry: OfficeEntry | null, signers: OfficeSigner[]): OfficeFacts {
  const { locality, letterhead, profiles } = entry ?? {};
  return OfficeFacts.parse({ v: 1, officeId, locality, letterhead, profiles, signers });
}

/** Where a case may go. A list that would be cut off is none: what is not in it is refused. */
async function othersIn(book: PeopleBook, officeId: string): Promise<Pick<OfficeFacts, 'others'>> {
  const offices = (await book.list('office')).map((text) => OfficeEntry.parse(JSON.parse(text)));
  const others = offices
    .filter((one) => one.officeId !== officeId)
    .map(({ officeId: id, name }) => ({ officeId: id, name: name.trim() || id }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'es') || (a.officeId < b.officeId ? -1 : 1));
  return others.length === 0 || others.length > mostKnownOffices ? {} : { others };
}

/** Whose role signs anything at all, by a grant in force: magistrates first, then secretaries; by name where the role is the same. */
async function signersIn(book: PeopleBook, officeId: string, now: Date): Promise<OfficeSigner[]> {
  // Of thousands of people those of one office are few: what cannot name it is not read.
  const named = JSON.stringify(officeId);
  const people = (await book.list('person')).filter((text) => text.includes(named));
  const signers = people.flatMap((text): OfficeSigner[] => {
    const person = PersonRecord.parse(JSON.parse(text));
    const grant = person.grants.find((one) => one.officeId === officeId);
    if (!grant || !isInForce(grant, now) || !grant.roles.some(signs)) return [];
    return [signerOf(person, grant)];
  });
  return signers.toSorted(byRank).slice(0, mostOfficeSigners);
}

const signs = (role: Role): boolean => mightEver(role, 'sign') || mightEver(role, 'signElectronically');

function signerOf({ personId, name, cuil }: PersonRecord, { roles, capacity, until }: PersonGrant): OfficeSigner {
  const called = capacity ?? capacityOf(roles.find(signs)!);
  return { personId, name: name.trim() || personId, capacity: called, cuil, roles, until };
}

const ranks: readonly Role[] = ['magistrate', 'secretary', 'clerk', 'auxiliary'];
const rankOf = ({ roles }: OfficeSigner): number => Math.min(...roles.filter(signs).map((role) => ranks.indexOf(role)));
const byRank = (a: OfficeSigner, b: OfficeSigner): number =>
  rankOf(a) - rankOf(b) || a.name.localeCompare(b.name, 'es') || (a.personId < b.personId ? -1 : 1);
