import { done, failed, type Outcome } from '../../contract/failures.ts';
import { SetupAnswers, SetupFile } from '../../contract/setup.ts';
import { readObject, readOwned } from '../sources/linux.ts';
import { placesIn } from '../office.ts';
import { readText } from './set-up.ts';

/** Where IT leaves answers for all PCs of an office: a PC without an office sets itself up from them at its first start. */
export const setupPlace = '/etc/fojas/setup.json';

/**
 * Reads a file of answers for an account of the system: what is said for the account counts before what is said for everybody. Failures:
 * `fileUnreadable`, `officeFileBroken` with the places that do not hold, or none where it is no JSON.
 */
export async function readAnswers(file: string, account: string): Promise<Outcome<Partial<SetupAnswers>>> {
  const text = await readText(file);
  return text.ok ? answersIn(text.value, file, account) : text;
}

/** The same from where IT leaves them for every start, which nobody but root may have written; null where there is nothing of the kind. */
export async function readMachineAnswers(
  account: string,
  place = { file: setupPlace, owner: 0 },
): Promise<Outcome<Partial<SetupAnswers>> | null> {
  const text = await readOwned(place.file, place.owner);
  return typeof text === 'string' ? answersIn(text, place.file, account) : null;
}

function answersIn(text: string, file: string, account: string): Outcome<Partial<SetupAnswers>> {
  const value = readObject(text);
  if (value === null) return failed({ kind: 'officeFileBroken', file, places: [] });
  const parsed = SetupFile.safeParse(value);
  if (!parsed.success) return failed({ kind: 'officeFileBroken', file, places: placesIn(parsed.error) });
  const { everybody, accounts } = parsed.data;
  const own = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  const answers = { ...everybody, ...own };
  return done(Object.fromEntries(Object.entries(answers).map(([name, said]) => [name, filled(said, account)])));
}

/** `{account}` in a path stands for the account. A name that could lead elsewhere stands for nothing. */
function filled(said: unknown, account: string): unknown {
  const name = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(account) ? account : '_';
  return typeof said === 'string' ? said.replaceAll('{account}', name) : said;
}

/** Whole answers out of several parts, the later ones first in weight; all that is missing is told at once, by its name (`office, person.role`). */
export function answersFrom(...parts: readonly Partial<SetupAnswers>[]): Outcome<SetupAnswers> {
  const parsed = SetupAnswers.safeParse(Object.assign({}, ...parts), { reportInput: true });
  if (parsed.success) return done(parsed.data);
  const told = parsed.error.issues.map((issue) => {
    const path = issue.path.join('.');
    return issue.input === undefined ? path : `${path}: ${issue.message}`;
  });
  return failed({ kind: 'badInput', detail: told.join(', ').slice(0, 500) });
}
