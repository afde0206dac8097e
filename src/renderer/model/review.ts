import type { Failure, Outcome } from '../../contract/failures.ts';
import type { DraftCounts, ReviewSheet } from '../../contract/review.ts';
import type { DraftId } from '../../contract/wire-drafts.ts';
import type { Remark } from '../../contract/wire-review.ts';
import type { Desk } from '../desk.ts';
import { newId } from './drafts.ts';
import { createStore, type Store } from './store.ts';

export interface ReviewView {
  /** How many drafts lie on each shelf, for the trays. */
  readonly counts: DraftCounts;
  /** Of the draft that is open; null before it was read. */
  readonly sheet: ReviewSheet | null;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** Drafts that colleagues look over, as this window sees them. */
export interface ReviewModel {
  readonly view: Store<ReviewView>;
  /** Remarks that were written and not sent yet, by draft: leaving the screen loses none. */
  readonly pending: Store<ReadonlyMap<DraftId, readonly Remark[]>>;
  readCounts(): Promise<void>;
  open(draftId: DraftId): Promise<void>;
  close(): void;
  /** Writes a remark down; it is sent with the others when the draft is given back. */
  add(remark: Omit<Remark, 'remarkId'>): void;
  drop(remarkId: string): void;
  /** Each answers whether it was done; where not, the view says why. */
  ask(): Promise<boolean>;
  recall(): Promise<boolean>;
  giveBack(): Promise<boolean>;
  resolve(remarkId: string): Promise<boolean>;
}

/** What was written of this draft and not sent yet. */
export const pendingOf = (
  pending: ReadonlyMap<DraftId, readonly Remark[]>,
  { sheet }: ReviewView,
): readonly Remark[] => (sheet ? (pending.get(sheet.row.draftId) ?? []) : []);

export function createReview(desk: Desk): ReviewModel {
  const view = createStore<ReviewView>({
    ...{ counts: { mine: 0, toReview: 0, returned: 0 }, sheet: null, busy: false, failure: null },
  });
  const pending = createStore<ReadonlyMap<DraftId, readonly Remark[]>>(new Map());
  const waiting = (): readonly Remark[] => pendingOf(pending.get(), view.get());
  const change = (part: Partial<ReviewView>): void => view.set((now) => ({ ...now, ...part }));
  let wanted: DraftId | null = null;

  const readCounts = async (): Promise<void> => {
    const counts = await desk.call('drafts.counts', {});
    // A role that drafts nothing has no shelves.
    change({ counts: counts.ok ? counts.value : { mine: 0, toReview: 0, returned: 0 } });
  };
  const read = async (draftId: DraftId): Promise<void> => {
    const answer = await desk.call('review.read', { draftId });
    if (wanted !== draftId) return;
    change(answer.ok ? { sheet: answer.value, failure: null } : { failure: answer.failure });
  };
  const put = (draftId: DraftId, remarks: readonly Remark[]): void =>
    pending.set((now) => new Map(now).set(draftId, remarks));
  const act = async (work: (sheet: ReviewSheet) => Promise<Outcome<ReviewSheet>>): Promise<boolean> => {
    const { sheet, busy } = view.get();
    if (!sheet || busy) return false;
    change({ busy: true });
    const answer = await work(sheet);
    if (wanted === sheet.row.draftId && answer.ok) change({ sheet: answer.value, failure: null });
    change({ busy: false, ...(answer.ok ? {} : { failure: answer.failure }) });
    void readCounts();
    return answer.ok;
  };

  desk.on('drafts.changed', ({ draftIds }) => {
    void readCounts();
    if (wanted && draftIds.includes(wanted)) void read(wanted);
  });
  desk.on('trays.changed', () => {
    void readCounts();
    if (wanted) void read(wanted);
  });
  desk.on('office.restarted', () => void readCounts());

  return {
    view,
    pending,
    readCounts,
    async open(draftId) {
      wanted = draftId;
      const { sheet } = view.get();
      if (sheet?.row.draftId !== draftId) change({ sheet: null, failure: null });
      await read(draftId);
    },
    close() {
      wanted = null;
      change({ sheet: null, failure: null });
    },
    add(remark) {
      const { sheet } = view.get();
      if (sheet) put(sheet.row.draftId, [...waiting(), { remarkId: newId(), ...remark }]);
    },
    drop(remarkId) {
      const { sheet } = view.get();
      if (sheet)
        put(
          sheet.row.draftId,
          waiting().filter((one) => one.remarkId !== remarkId),
        );
    },
    ask: () => act(({ row: { draftId }, hand: { versionId } }) => desk.call('review.ask', { draftId, versionId })),
    recall: () => act(({ row: { draftId } }) => desk.call('review.recall', { draftId })),
    giveBack: () =>
      act(async ({ row: { draftId }, hand: { versionId } }) => {
        const answer = await desk.call('review.giveBack', { draftId, versionId, remarks: [...waiting()] });
        if (answer.ok) put(draftId, []);
        return answer;
      }),
    resolve: (remarkId) => act(({ row: { draftId } }) => desk.call('review.resolve', { draftId, remarkId })),
  };
}
