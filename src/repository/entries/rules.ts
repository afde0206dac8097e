import { assertNever } from '../../contract/ids.ts';
import { CaseRecord, type Proposal } from '../../contract/wire.ts';
import type { CaseEntry, EntryOf } from '../../contract/wire-entries.ts';
import { objectionToActLevel, objectionToLevel } from './level.ts';
import { objectionToMove } from './move.ts';
import { isOfReview, objectionToReview } from './review.ts';

export type Noted =
  | 'created'
  | 'same'
  /** This id stands for another entry. */
  | 'reused'
  | 'caseUnknown'
  | 'actUnknown'
  /** The act is in no state for this: signed already, or not registered yet. */
  | 'actState'
  /** The document is not the one in force. */
  | 'notProposed';

/** What an entry about an act is held against. */
export interface ActStanding {
  readonly caseId: string;
  readonly proposal: Proposal;
  readonly state: 'toSign' | 'returned' | 'registered';
  /** Files that its signers signed of it, before the last. */
  readonly signed: readonly { readonly sha256: string }[];
  /** Taken back, or made anew as another act: it waits for nobody. */
  readonly withdrawn: boolean;
}

/** What an entry about a case is held against. */
export interface CaseStanding {
  readonly record: CaseRecord;
  readonly before: readonly CaseEntry[];
  readonly waiting: number;
}

/**
 * Why an entry about an act, about a draft (of which `ofDraft` is what was noted before), or about how confidential its case is or whose
 * (`ofCase`: the case, what was noted of it, how many of its acts wait for a signature), is not taken; null where it is. Pure: every engine asks
 * this in the transaction that keeps the entry.
 */
export function objectionTo(
  given: CaseEntry,
  act: ActStanding | null,
  ofDraft: readonly CaseEntry[] = [],
  ofCase: CaseStanding | null = null,
): Exclude<Noted, 'created' | 'same'> | null {
  if (isFree(given)) return null;
  if (given.kind === 'levelAsked' || given.kind === 'levelSet')
    return ofCase ? objectionToLevel(given, ofCase.record, ofCase.before) : 'caseUnknown';
  if (given.kind === 'actLevelAsked' || given.kind === 'actLevelSet') {
    if (!act || !ofCase || act.caseId !== given.caseId) return 'actUnknown';
    return act.state === 'registered' ? objectionToActLevel(given, act.proposal, ofCase.before) : 'actState';
  }
  if (isOfReview(given)) return objectionToReview(given, ofDraft);
  if (!act || act.caseId !== given.caseId) return 'actUnknown';
  switch (given.kind) {
    case 'visado': {
      if (act.state !== 'toSign' || act.withdrawn) return 'actState';
      const inForce = act.signed.at(-1)?.sha256 ?? act.proposal.documentSha256;
      return inForce === given.documentSha256 ? null : 'notProposed';
    }
    case 'withdrawn':
      // What bears one signature is not taken back any more.
      if (act.state === 'registered' || act.signed.length > 0 || act.withdrawn) return 'actState';
      return act.proposal.documentSha256 === given.documentSha256 ? null : 'notProposed';
    case 'remade': {
      // What bears signatures already is made anew too; what was registered after all, or proposed with another text meanwhile, is not.
      if (act.state === 'registered' || act.withdrawn) return 'actState';
      const { documentSha256 } = given;
      const isIts = act.proposal.documentSha256 === documentSha256 || act.signed.at(-1)?.sha256 === documentSha256;
      return isIts ? null : 'notProposed';
    }
    case 'frozen':
      return act.proposal.documentSha256 === given.documentSha256 ? null : 'notProposed';
    case 'label':
      return null;
    case 'moveAsked':
    case 'moved':
      if (act.state !== 'registered') return 'actState';
      return ofCase ? objectionToMove(given, ofCase.record, ofCase.waiting, ofCase.before) : 'caseUnknown';
    case 'due':
      return act.state === 'toSign' && !act.withdrawn ? null : 'actState';
    case 'addressees':
      return act.state === 'returned' || act.withdrawn ? 'actState' : null;
    case 'correcting':
    case 'notified':
    case 'sealed':
      return act.state === 'registered' ? null : 'actState';
    default:
      return assertNever(given, 'entry');
  }
}

/** Of a case, and held against nothing: who notes it last is right. */
const free = ['piece', 'flags', 'hearing', 'captionSet', 'breakGlass'] as const;
const isFree = (given: CaseEntry): given is EntryOf<(typeof free)[number]> =>
  (free as readonly string[]).includes(given.kind);

/** Whether a case is put that is here already: its number may be the one that was given to it here. */
export function isSameCase(before: CaseRecord, given: CaseRecord): boolean {
  const provisional = before.opening?.provisionalNumber;
  const asGiven = provisional === given.caseNumber ? { ...before, caseNumber: provisional } : before;
  // Parsed, so that the order in which it was written does not count. How confidential it is, and whose, may have changed since it was put.
  const { confidentialityLevel, officeId } = given;
  return (
    JSON.stringify(CaseRecord.parse({ ...asGiven, confidentialityLevel, officeId })) ===
    JSON.stringify(CaseRecord.parse(given))
  );
}

/** Whether a case still bears the number that its desk gave it. */
export const awaitsNumber = ({ caseNumber, opening }: CaseRecord): boolean => opening?.provisionalNumber === caseNumber;

/** The year in which a case is numbered, and what its number looks like: `<office>-<six digits>-<two digits of the year>`. */
export const numberYear = ({ opening }: CaseRecord): number => Number((opening?.openedAt ?? '').slice(0, 4));
export function caseNumberOf(record: CaseRecord, n: number): string {
  const year = String(numberYear(record) % 100).padStart(2, '0');
  const letter = record.opening?.series === 'office' ? 'A-' : '';
  return `${letter}${record.officeId}-${String(n).padStart(6, '0')}-${year}`.slice(0, 60);
}
