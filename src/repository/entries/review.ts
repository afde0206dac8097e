import type { CaseEntry, EntryOf } from '../../contract/wire-entries.ts';

type Given = EntryOf<'reviewAsked'> | EntryOf<'reviewRecalled'> | EntryOf<'reviewReturned'> | EntryOf<'remarkResolved'>;

export const isOfReview = (given: CaseEntry): given is Given =>
  given.kind === 'reviewAsked' ||
  given.kind === 'reviewRecalled' ||
  given.kind === 'reviewReturned' ||
  given.kind === 'remarkResolved';

/**
 * Why something about the review of a draft is not taken; null where it is. Rounds have no gaps, nothing comes back that nobody sent, and no
 * remark is answered that nobody made; only who asked takes that back. What was said at the same time at two desks is taken, the one beside the other, and nothing is lost.
 */
export function objectionToReview(given: Given, before: readonly CaseEntry[]): 'actState' | 'actUnknown' | null {
  const asked = before.flatMap((one) => (one.kind === 'reviewAsked' ? [one.round] : []));
  switch (given.kind) {
    case 'reviewAsked':
      return given.round >= 1 && given.round <= Math.max(0, ...asked) + 1 ? null : 'actState';
    case 'reviewRecalled': {
      const { round, by } = given;
      const isOwn = before.some(
        (one) => one.kind === 'reviewAsked' && one.round === round && one.by.personId === by.personId,
      );
      return isOwn ? null : asked.includes(round) ? 'actState' : 'actUnknown';
    }
    case 'reviewReturned':
      // What came back from the tray to sign may have gone there without a review.
      return asked.includes(given.round) || before.some((one) => one.kind === 'frozen' && one.round === given.round)
        ? null
        : 'actUnknown';
    case 'remarkResolved': {
      const known = before.some(
        (one) => one.kind === 'reviewReturned' && one.remarks.some(({ remarkId }) => remarkId === given.remarkId),
      );
      // What was said when the act came back from the tray to sign is told by the act.
      return known || given.remarkId.startsWith('return:') ? null : 'actUnknown';
    }
  }
}
