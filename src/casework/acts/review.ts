import type { ActState } from '../../contract/acts.ts';
import type { ActId } from '../../contract/ids.ts';
import type { CaseEntry, EntryOf } from '../../contract/wire-entries.ts';

/** How a draft stands with its colleagues. */
export interface ReviewStanding {
  readonly state: 'draft' | 'inReview' | 'returned' | 'toSign';
  /** How often it was sent to be looked over; 0: never. */
  readonly round: number;
  /** Null also where it was taken back. */
  readonly asked: EntryOf<'reviewAsked'> | null;
  readonly returns: readonly EntryOf<'reviewReturned'>[];
  readonly resolved: ReadonlyMap<string, EntryOf<'remarkResolved'>>;
  /** The act that it became last. */
  readonly frozen: EntryOf<'frozen'> | null;
}

/**
 * How a draft stands, of everything that was noted of it, in whatever order that came: the newest round counts, and in it the act that was made
 * of the draft more than a return, a return more than that the asking was taken back, and that more than the asking. Pure.
 * @param stateOfAct how the act stands that was made of it; null where nothing is known of that.
 */
export function standingOf(
  entries: readonly CaseEntry[],
  stateOfAct: (actId: ActId) => ActState | null,
): ReviewStanding {
  const of = <K extends CaseEntry['kind']>(kind: K): EntryOf<K>[] =>
    entries.filter((one): one is EntryOf<K> => one.kind === kind);
  const newest = <E extends { readonly at: string; readonly entryId: string }>(all: readonly E[]): E | null =>
    all.reduce<E | null>((last, one) => (last === null || keyOf(one) > keyOf(last) ? one : last), null);
  const [asks, recalls, returns, freezes] = [
    of('reviewAsked'),
    of('reviewRecalled'),
    of('reviewReturned'),
    of('frozen'),
  ];
  const round = Math.max(0, ...asks.map((one) => one.round));
  // Two may have asked at the same time: each takes back what he or she asked.
  const isRecalled = (ask: EntryOf<'reviewAsked'>): boolean =>
    recalls.some(({ round: of, by }) => of === ask.round && by.personId === ask.by.personId);
  const asked = newest(asks.filter((one) => one.round === round && !isRecalled(one)));
  const frozen = newest(freezes.filter((one) => one.round === Math.max(...freezes.map((each) => each.round))));
  const resolved = new Map(of('remarkResolved').map((one) => [one.remarkId, one]));
  return { state: stateIn(), round, asked, returns, resolved, frozen };

  function stateIn(): ReviewStanding['state'] {
    if (frozen && frozen.round >= round) {
      const act = stateOfAct(frozen.actId);
      return act === 'returned' ? 'returned' : act === 'withdrawn' ? 'draft' : 'toSign';
    }
    if (round === 0) return 'draft';
    if (returns.some((one) => one.round === round)) return 'returned';
    return asked ? 'inReview' : 'draft';
  }
}

const keyOf = ({ at, entryId }: { readonly at: string; readonly entryId: string }): string =>
  `${new Date(at).toISOString()}|${entryId}`;
