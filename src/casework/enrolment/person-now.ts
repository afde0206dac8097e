import type { OfficeConfig, StoodFor } from '../../contract/config.ts';
import { GrantHeader, GrantStatement } from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { SubstitutionHeader, SubstitutionStatement } from '../../contract/substitution.ts';
import { openJws } from '../../proof/index.ts';
import type { Store } from '../store/index.ts';
import { readEnrolment } from './rows.ts';

type Person = OfficeConfig['person'];

/** What was read of a text that a believed key signed is not read again: lists ask for each of their rows. */
function believer<T>(
  keys: readonly ReceiptKey[],
  header: Parameters<typeof openJws>[2],
  schema: Parameters<typeof openJws<T>>[3],
): (tokens: readonly string[]) => T[] {
  const known = new Map<string, T>();
  return (tokens) => {
    for (const token of known.keys()) if (!tokens.includes(token)) known.delete(token);
    return tokens.flatMap((token) => {
      const said = known.get(token) ?? openJws(token, keys, header, schema);
      if (said !== null) known.set(token, said);
      return said ?? [];
    });
  };
}

/**
 * The person of a desk as the repository's grants have him or her now: what a seat may do is decided by them alone, and they come, change and
 * go while the program is open. Where the key of an office is shown, nothing is granted one by one, and the office's file says it.
 * @param clocks this computer's, and the same put right by the repository's: an appointment is in force by all of them
 */
export function personNow(
  { repository, office, person }: Pick<OfficeConfig, 'repository' | 'office' | 'person'>,
  { journal }: Pick<Store, 'journal'>,
  keys: readonly ReceiptKey[],
  clocks: () => readonly Date[],
): Person {
  if (repository === null || repository.accessKey !== undefined) return person;
  const grantsIn = believer(keys, GrantHeader, GrantStatement);
  const substitutionsIn = believer(keys, SubstitutionHeader, SubstitutionStatement);
  return {
    ...person,
    /** As a grant is, it is honoured until it ends or should have been renewed, and by no clock that was put back behind the last contact. */
    get standsFor() {
      const row = readEnrolment(journal);
      const told = row?.serverTime ? [new Date(row.serverTime)] : [];
      return substitutionsIn(row?.grants ?? [])
        .filter((one) => one.officeId === office.officeId && one.personId === person.personId)
        .map((one) => stoodFor(one, clocks(), told));
    },
    /** By appointment at the repository. */
    get validator() {
      const grants = grantsIn(readEnrolment(journal)?.grants ?? []);
      return grants.some(
        (one) => one.office.officeId === office.officeId && one.personId === person.personId && one.validator,
      );
    },
  };
}

function stoodFor(one: SubstitutionStatement, clocks: readonly Date[], told: readonly Date[]): StoodFor {
  const { standsFor: personId, name, cuil, resolution, from, until, offlineUntil } = one;
  const holds =
    clocks.every((now) => new Date(from) <= now) &&
    [...clocks, ...told].every((now) => now <= new Date(until) && now <= new Date(offlineUntil));
  return { personId, name, cuil, resolution, from, until, holds };
}
