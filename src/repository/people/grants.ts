import {
  type DeviceRecord,
  type GrantStatement,
  type OfficeRecord,
  type PersonGrant,
  type PersonRecord,
  GrantHeader,
  GrantStatement as Statement,
} from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';

/** A grant holds so long without a contact, in milliseconds: what is revoked meanwhile is honoured no longer than that. */
export const offlineMs = 14 * 24 * 3_600_000;

/** What the repository says of a person at one device, before it is signed. */
export function statementOf(
  facts: {
    readonly repository: string;
    readonly person: PersonRecord;
    readonly office: OfficeRecord;
    readonly device: Pick<DeviceRecord, 'jkt'>;
    readonly grant: PersonGrant;
  },
  now: Date,
): GrantStatement {
  const { repository, person, office, device, grant } = facts;
  const { roles, clearance, validator, until, capacity } = grant;
  const lease = new Date(now.getTime() + offlineMs).toISOString();
  return {
    ...{
      v: 1,
      repository,
      personId: person.personId,
      name: person.name,
      office,
      roles: [...roles],
      clearance,
      validator,
    },
    ...{ issuedAt: now.toISOString(), until, offlineUntil: lease < isoOf(until) ? lease : isoOf(until) },
    cnf: { jkt: device.jkt },
    ...(capacity === undefined ? {} : { capacity }),
  };
}

/** One spelling, so that texts compare as times do. */
const isoOf = (instant: string): string => new Date(instant).toISOString();

export const isInForce = ({ until }: Pick<PersonGrant, 'until'>, now: Date): boolean => new Date(until) > now;

const mostRemembered = 5000;

/** Reads grants that one of `keys` signed; those that were read once are remembered. */
export function grantReader(keys: () => readonly ReceiptKey[]): (token: string) => GrantStatement | null {
  const known = new Map<string, GrantStatement>();
  return (token) => {
    const before = known.get(token);
    if (before) return before;
    const statement = token.length > 8192 ? null : openJws(token, keys(), GrantHeader, Statement);
    if (!statement) return null;
    if (known.size >= mostRemembered) known.clear();
    known.set(token, statement);
    return statement;
  };
}
