import type { CaseRecord } from '../../contract/wire.ts';
import type { CaseEntry, EntryOf } from '../../contract/wire-entries.ts';

/**
 * Why a case does not become more or less confidential by this; null where it does. It is raised by one person; it is lowered only where
 * another one asked for exactly that before, and that was not answered yet.
 * @param before what was noted of the case until now.
 */
export function objectionToLevel(
  given: EntryOf<'levelAsked'> | EntryOf<'levelSet'>,
  { confidentialityLevel: level }: CaseRecord,
  before: readonly CaseEntry[],
): 'actState' | null {
  if (given.level === level) return 'actState';
  if (given.kind === 'levelAsked' || given.level > level) return null;
  const asked = before.find((one): one is EntryOf<'levelAsked'> => one.kind === 'levelAsked' && isAnswer(given, one));
  const isAnswered = before.some((one) => one.kind === 'levelSet' && one.asked === given.asked);
  return asked && !isAnswered ? null : 'actState';
}

const isAnswer = (given: EntryOf<'levelSet'>, asked: EntryOf<'levelAsked'>): boolean =>
  asked.entryId === given.asked && asked.level === given.level && asked.by.personId !== given.by.personId;

/** The case as it is after that. */
export const atLevel = (record: CaseRecord, { level }: EntryOf<'levelSet'>): CaseRecord => ({
  ...record,
  confidentialityLevel: level,
});
