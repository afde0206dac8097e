import { standingOf } from '../../../src/casework/acts/review.ts';
import { anchorIn } from '../../../src/casework/review/anchors.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import type { Draft, DraftRow } from '../../../src/contract/drafts.ts';
import type { Outcome } from '../../../src/contract/failures.ts';
import type { DraftShelf, ReviewSheet } from '../../../src/contract/review.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { DraftId } from '../../../src/contract/wire-drafts.ts';
import type { CaseEntry } from '../../../src/contract/wire-entries.ts';

type Answered = Pick<
  Handlers<Calls>,
  | 'drafts.counts'
  | 'review.ask'
  | 'review.recall'
  | 'review.read'
  | 'review.markRead'
  | 'review.giveBack'
  | 'review.resolve'
>;

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const liesOn = (row: DraftRow, shelf: DraftShelf, me: string): boolean =>
  shelf === 'all' ||
  (shelf === 'mine' && row.changedBy === me && row.review?.state !== 'toSign') ||
  (shelf === 'toReview' && row.review?.state === 'inReview') ||
  (shelf === 'returned' && row.review?.state === 'returned');

/** Reviews as the office keeps them, by the same judgement, in memory; this person may do everything. */
export function fakeReviews(all: Map<DraftId, Draft>, me: string, changed: (ids: DraftId[]) => void): Answered {
  const entries: CaseEntry[] = [];
  const of = (draftId: DraftId): CaseEntry[] =>
    entries.filter((entry) => 'draftId' in entry && entry.draftId === draftId);
  const sheet = (draftId: DraftId): ReviewSheet => {
    const { row, hand } = all.get(draftId)!;
    const now = standingOf(of(draftId), () => null);
    const { state, round, asked } = now;
    const remarks = now.returns.flatMap((one) =>
      one.remarks.map((remark) => {
        const answer = now.resolved.get(remark.remarkId);
        const resolved = answer ? { by: answer.by.name, at: answer.at } : null;
        const about = { by: one.by.name, at: one.at, round: one.round, resolved };
        return { remark, ...about, ...anchorIn(remark, hand.text.paragraphs) };
      }),
    );
    const inReview = state === 'inReview';
    return {
      ...{ row, hand, state, round, remarks, actId: null, read: null },
      asked: asked && { by: asked.by.name, at: asked.at, versionId: asked.versionId },
      may: { ask: !inReview, recall: inReview, giveBack: inReview, freeze: inReview, vouch: inReview },
    };
  };
  const note = (draftId: DraftId, part: object): Outcome<ReviewSheet> => {
    const { row } = all.get(draftId)!;
    const by = { personId: 'oquiros', name: me };
    const common = {
      entryId: `e${entries.length}`,
      officeId: 'ufi3',
      by,
      deviceId: 'pc',
      at: new Date().toISOString(),
    };
    entries.push({ ...common, caseId: row.caseId, draftId, ...part } as unknown as CaseEntry);
    const { state } = sheet(draftId);
    const draft = all.get(draftId)!;
    const { review: _before, ...bare } = draft.row;
    all.set(draftId, { ...draft, row: state === 'draft' ? bare : { ...bare, review: { state, by: me } } });
    changed([draftId]);
    return ok(sheet(draftId));
  };
  return {
    'drafts.counts': async () => {
      const rows = [...all.values()].map(({ row }) => row);
      const count = (shelf: DraftShelf): number => rows.filter((row) => liesOn(row, shelf, me)).length;
      return ok({ mine: count('mine'), toReview: count('toReview'), returned: count('returned') });
    },
    'review.read': async ({ draftId }) => ok(sheet(draftId)),
    'review.markRead': async () => ok({}),
    'review.ask': async ({ draftId, versionId }) =>
      note(draftId, { kind: 'reviewAsked', versionId, round: sheet(draftId).round + 1 }),
    'review.recall': async ({ draftId }) => note(draftId, { kind: 'reviewRecalled', round: sheet(draftId).round }),
    'review.giveBack': async ({ draftId, versionId, remarks }) =>
      note(draftId, { kind: 'reviewReturned', versionId, remarks, round: sheet(draftId).round }),
    'review.resolve': async ({ draftId, remarkId }) => note(draftId, { kind: 'remarkResolved', remarkId }),
  };
}
