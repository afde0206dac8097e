import { openUpTo } from '../../contract/permissions.ts';
import { levelOfAct } from './level.ts';
import type { ActId } from '../../contract/ids.ts';
import type { CaseEntry, EntryKind, EntryOf } from '../../contract/wire-entries.ts';
import { actOf } from '../../contract/wire-entries.ts';
import { type CaseRecord, type FeedEvent, type Proposal, SignedInPlace, SignerNames } from '../../contract/wire.ts';
import { signedAs } from '../joint/signed-as.ts';

type Given = EntryOf<'moveAsked'> | EntryOf<'moved'>;

export const isMove = (given: CaseEntry): given is Given => given.kind === 'moveAsked' || given.kind === 'moved';

/**
 * Why a case does not go to another office by this; null where it does. It goes whole: while an act of it waits for a signature it stays, or
 * that act would be nobody's. That the act that orders it is registered, the caller has seen to.
 * @param waiting how many acts of the case wait for a signature.
 * @param before what was noted of the case until now.
 */
export function objectionToMove(
  given: Given,
  { officeId }: Pick<CaseRecord, 'officeId'>,
  waiting: number,
  before: readonly CaseEntry[],
): 'actState' | null {
  if (given.to === officeId || (given.how === 'joinder') !== (given.joinedTo !== null)) return 'actState';
  if (given.kind === 'moveAsked') return null;
  if (waiting > 0) return 'actState';
  const { asked } = given;
  if (asked === null) return null;
  const isAsked = before.some((one) => one.kind === 'moveAsked' && one.entryId === asked && isSame(one, given));
  const isAnswered = before.some((one) => one.kind === 'moved' && one.asked === asked);
  return isAsked && !isAnswered ? null : 'actState';
}

const isSame = (asked: Given, given: Given): boolean =>
  asked.to === given.to && asked.how === given.how && asked.actId === given.actId && asked.joinedTo === given.joinedTo;

/** The case as it is after that. */
export const movedRecord = (record: CaseRecord, { to }: Pick<Given, 'to'>): CaseRecord => ({ ...record, officeId: to });

/** As a register keeps them. */
export const signersIn = (kept: string | null): SignerNames | null =>
  kept === null ? null : SignerNames.parse(JSON.parse(kept));

export const substituteIn = (kept: string | null): SignedInPlace | null =>
  kept === null ? null : SignedInPlace.parse(JSON.parse(kept));

/** A registered act of a case that goes on, and all that was said of it. */
export interface GoneAct {
  readonly proposal: Proposal;
  readonly receipt: string;
  readonly electronic: boolean;
  /** Who signed last, in the place of whom the act names. */
  readonly substitute: SignedInPlace | null;
  /** Null where they were not kept. */
  readonly signers: SignerNames | null;
  /** Receipts of its renditions, the first first. */
  readonly renditions: readonly string[];
}

/** What is of the file, beside what seals its acts; the rest is how an office works, and stays there. */
const ofTheFile: ReadonlySet<EntryKind> = new Set([
  ...([
    'piece',
    'addressees',
    'notified',
    'flags',
    'hearing',
    'captionSet',
    'levelAsked',
    'levelSet',
    'actLevelAsked',
    'actLevelSet',
    'moveAsked',
    'moved',
  ] as const),
]);

/**
 * What the office to which a case goes is told of it, in this order: the case, its registered acts by their numbers, what was noted that is of
 * the file. That an act was sealed is said with it: whoever is told of it in parts shows it to nobody meanwhile. What the other office had not
 * registered, and its drafts, stay with it; so does what was asked of the level and not answered. Whoever is told raises the case at each
 * higher level that it had: the case as it is comes again after them.
 */
export function historyOf(
  record: CaseRecord,
  acts: readonly GoneAct[],
  entries: readonly CaseEntry[],
): readonly FeedEvent[] {
  const registered = new Set<ActId>(acts.map(({ proposal }) => proposal.actId));
  const answered = new Set(
    entries.map((one) => (one.kind === 'levelSet' || one.kind === 'actLevelSet' ? one.asked : null)),
  );
  const isTold = (entry: CaseEntry): boolean => {
    const actId = actOf(entry);
    const isAsked = entry.kind === 'levelAsked' || entry.kind === 'actLevelAsked';
    if (!ofTheFile.has(entry.kind) || (isAsked && !answered.has(entry.entryId))) return false;
    return actId === null || registered.has(actId);
  };
  return [
    { kind: 'case', case: record },
    ...tellAnew(acts, entries),
    ...entries.filter(isTold).map((entry): FeedEvent => ({ kind: 'entry', entry })),
    ...(entries.some(({ kind }) => kind === 'levelSet') ? [{ kind: 'case', case: record } as const] : []),
  ];
}

/**
 * Registered acts as they are told to whom they were not told before: whatever says for whose eyes they are comes before that they are
 * registered.
 */
export function tellAnew(acts: readonly GoneAct[], entries: readonly CaseEntry[]): FeedEvent[] {
  return acts.flatMap(({ proposal, receipt, electronic, substitute, signers, renditions }): FeedEvent[] => {
    const { actId } = proposal;
    return [
      { kind: 'proposal', proposal },
      ...entries
        .filter((one) => (one.kind === 'sealed' || one.kind === 'actLevelSet') && one.actId === actId)
        .map((entry): FeedEvent => ({ kind: 'entry', entry })),
      {
        ...{ kind: 'registered', actId, receipt },
        ...signedAs({ ...(electronic ? { electronic } : {}), ...(substitute ? { substitute } : {}) }, signers),
      },
      ...renditions.map((one): FeedEvent => ({ kind: 'rendition', actId, receipt: one })),
    ];
  });
}

/** Up to here whoever may open a case in an emergency reads it anyway. */
const openInOffice = openUpTo('secretary');

/**
 * What an office is told anew of a case that was opened in an emergency: what whoever opened it was not told, being for other eyes. A page of the
 * feed leaves out of it again what is not for whom it is read by.
 * @param waiting proposals that were not registered yet
 */
export function openedHistory(
  record: CaseRecord,
  acts: readonly GoneAct[],
  waiting: readonly Proposal[],
  entries: readonly CaseEntry[],
): FeedEvent[] {
  const sealed = new Set(entries.flatMap((one) => (one.kind === 'sealed' ? [one.actId] : [])));
  const isHidden = (proposal: Proposal): boolean =>
    sealed.has(proposal.actId) || Math.max(record.confidentialityLevel, levelOfAct(proposal, entries)) > openInOffice;
  const hidden = acts.filter(({ proposal }) => isHidden(proposal));
  return [
    ...historyOf(record, hidden, entries),
    ...waiting.filter(isHidden).map((proposal): FeedEvent => ({ kind: 'proposal', proposal })),
  ];
}
