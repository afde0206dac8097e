import type { CaseRecord, Proposal } from '../../contract/wire.ts';
import type { CaseEntry, EntryKind, EntryOf } from '../../contract/wire-entries.ts';

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

/** How confidential an act is beside its case: as it was proposed, or as was set last. */
export const levelOfAct = (
  { actId, confidentialityLevel }: Pick<Proposal, 'actId' | 'confidentialityLevel'>,
  said: readonly CaseEntry[],
): number =>
  said.findLast((one): one is EntryOf<'actLevelSet'> => one.kind === 'actLevelSet' && one.actId === actId)?.level ??
  confidentialityLevel;

/**
 * Why an act does not become less confidential by this; null where it does. Another person asked for exactly that before, and that was not
 * answered yet. What was sealed stays sealed, and nothing is raised so: an act is sealed, or its case raised.
 */
export function objectionToActLevel(
  given: EntryOf<'actLevelAsked'> | EntryOf<'actLevelSet'>,
  proposal: Proposal,
  before: readonly CaseEntry[],
): 'actState' | null {
  const isSealed = before.some((one) => one.kind === 'sealed' && one.actId === given.actId);
  if (isSealed || given.level >= levelOfAct(proposal, before)) return 'actState';
  if (given.kind === 'actLevelAsked') return null;
  const asked = before.find((one) => one.kind === 'actLevelAsked' && one.entryId === given.asked);
  const isAnswered = before.some((one) => one.kind === 'actLevelSet' && one.asked === given.asked);
  if (asked?.kind !== 'actLevelAsked' || isAnswered) return 'actState';
  const fits = asked.actId === given.actId && asked.level === given.level && asked.by.personId !== given.by.personId;
  return fits ? null : 'actState';
}

/** Entries that are held against all that was noted of their case. */
export const isHeldAgainstCase = (kind: EntryKind): boolean =>
  ['levelAsked', 'levelSet', 'actLevelAsked', 'actLevelSet', 'moveAsked', 'moved'].includes(kind);
