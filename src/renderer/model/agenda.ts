import type { AgendaRow } from '../../contract/agenda.ts';
import type { EntryRow } from '../../contract/cases.ts';
import type { Failure } from '../../contract/failures.ts';
import type { EntryOf } from '../../contract/wire-entries.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

export const spans = ['today', 'tomorrow', 'week', 'all'] as const;
/** Which days are shown: `week` is today and the six days after it, `all` whatever is set from today on. */
export type Span = (typeof spans)[number];

export interface AgendaView {
  readonly span: Span;
  readonly rows: readonly AgendaRow[];
  readonly more: boolean;
  readonly phase: 'reading' | 'ready';
  readonly failure: Failure | null;
}

/** The hearings of the office, as this window shows them. */
export interface AgendaDesk {
  readonly view: Store<AgendaView>;
  list(span?: Span): Promise<void>;
  /** Another person sits down. */
  forget(): void;
}

/** The first day, counted from today, and how many. Nobody sets a hearing in more than ten years. */
const daysOf = { today: [0, 1], tomorrow: [1, 1], week: [0, 7], all: [0, 3660] } as const;

/** From midnight until midnight, by this computer's clock: days are those of the town. */
export function boundsOf(span: Span, now: Date): { readonly from: string; readonly until: string } {
  const midnight = (days: number): string =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  const [first, days] = daysOf[span];
  return { from: midnight(first), until: midnight(first + days) };
}

/** @param isShown whether anybody looks */
export function createAgenda(desk: Desk, isShown: () => boolean): AgendaDesk {
  const blank: AgendaView = { span: 'week', rows: [], more: false, phase: 'reading', failure: null };
  const view = createStore<AgendaView>(blank);
  const read = async (): Promise<void> => {
    const { span } = view.get();
    const answer = await desk.call('cases.agenda', boundsOf(span, new Date()));
    if (view.get().span !== span) return;
    view.set((now) =>
      answer.ok
        ? { ...now, ...answer.value, phase: 'ready', failure: null }
        : { ...now, phase: 'ready', failure: answer.failure },
    );
  };
  const reread = (): void => void (isShown() ? read() : undefined);
  desk.on('cases.changed', reread);
  desk.on('trays.changed', reread);
  desk.on('office.restarted', reread);
  return {
    view,
    async list(span = view.get().span) {
      view.set((now) => ({ ...now, span, phase: 'reading', failure: null }));
      await read();
    },
    forget: () => view.set(() => blank),
  };
}

/** What was noted last of a case's hearing, by the time at which it was noted; null where nothing was. */
export function hearingIn(entries: readonly EntryRow[]): EntryOf<'hearing'> | null {
  const noted = entries.flatMap(({ entry }) => (entry.kind === 'hearing' ? [entry] : []));
  const said = ({ at, entryId }: EntryOf<'hearing'>): string => `${new Date(at).toISOString()}|${entryId}`;
  return noted.toSorted((a, b) => (said(a) < said(b) ? 1 : -1))[0] ?? null;
}
