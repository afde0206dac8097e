import type { OfficeConfig } from '../../contract/config.ts';
import { GrantHeader, GrantStatement } from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
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
 */
export function personNow(
  { repository, office, person }: Pick<OfficeConfig, 'repository' | 'office' | 'person'>,
  { journal }: Pick<Store, 'journal'>,
  keys: readonly ReceiptKey[],
): Person {
  if (repository === null || repository.accessKey !== undefined) return person;
  const grantsIn = believer(keys, GrantHeader, GrantStatement);
  return {
    ...person,
    /** By appointment at the repository. */
    get validator() {
      const grants = grantsIn(readEnrolment(journal)?.grants ?? []);
      return grants.some(
        (one) => one.office.officeId === office.officeId && one.personId === person.personId && one.validator,
      );
    },
  };
}
