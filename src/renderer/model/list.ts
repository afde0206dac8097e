import type { ActRow, Tray } from '../../contract/acts.ts';
import type { Failure, Outcome } from '../../contract/failures.ts';
import type { ActId, CaseId } from '../../contract/ids.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

export type Source =
  | { readonly kind: 'tray'; readonly tray: Tray }
  /** A case's index; `back` is the tray it was opened from. */
  | { readonly kind: 'case'; readonly caseId: CaseId; readonly back: Tray };

export interface ListView {
  readonly source: Source;
  readonly search: string;
  /** Only what a colleague's visado covers. */
  readonly vouched: boolean;
  /** Only what bears each of these labels of the office. */
  readonly labels: readonly string[];
  /** Only what is due in so many days, or was before; null: whatever is due. */
  readonly dueDays: number | null;
  /** The rows read so far, from the first; `total` of them exist. */
  readonly rows: readonly ActRow[];
  readonly total: number;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: Failure | null;
  /** Of a case's index; null for a tray. */
  readonly heading: { readonly caseNumber: string; readonly caption: string } | null;
}

export interface List {
  readonly view: Store<ListView>;
  open(source: Source): Promise<void>;
  search(text: string): Promise<void>;
  /** Narrows the tray to sign to what a colleague's visado covers, or not. */
  onlyVouched(wanted: boolean): Promise<void>;
  /** Narrows the tray, in one reading. */
  narrow(part: Partial<Pick<ListView, 'search' | 'vouched' | 'labels' | 'dueDays'>>): Promise<void>;
  /** Resolves when no reading from the start is under way. */
  settled(): Promise<void>;
  /** Reads on until the row at `index` is here, or the end, or a failure. */
  need(index: number): Promise<void>;
  /** Reads on to the end; answers every row, or null when that failed or something else was opened meanwhile. */
  all(): Promise<readonly ActRow[] | null>;
  /** Reads the rows anew, as many as were here; those shown stay until the new ones are. */
  refresh(): Promise<void>;
  /** Puts a newer reading of one act in its place. */
  renew(row: ActRow): void;
  indexOf(actId: ActId): number;
}

interface ListPage extends Pick<ListView, 'rows' | 'total' | 'heading'> {
  readonly next: string | null;
}

const firstPage = 100;
/** Small enough that taking it in is no long frame while the person scrolls. */
const scrolledPage = 200;
const laterPage = 500;

/** The list of the middle pane: a tray, or a case's index, read by keyset pages as it is scrolled. */
export function createList(desk: Desk): List {
  const view = createStore<ListView>({
    source: { kind: 'tray', tray: 'toSign' },
    search: '',
    vouched: false,
    labels: [],
    dueDays: null,
    rows: [],
    total: 0,
    phase: 'loading',
    failure: null,
    heading: null,
  });
  const change = (part: Partial<ListView>): void => view.set((now) => ({ ...now, ...part }));
  // An answer that comes after something else was opened or searched belongs to nobody.
  let generation = 0;
  let next: string | null = null;
  let reading: Promise<boolean> | null = null;
  let latest: Promise<void> = Promise.resolve();

  const page = async (
    source: Source,
    after: string | null,
    limit: number,
    search: string,
  ): Promise<Outcome<ListPage>> => {
    if (source.kind === 'tray') {
      const { tray } = source;
      const { vouched, labels, dueDays } = view.get();
      const read = await desk.call('trays.page', { tray, after, limit, search, vouched, labels: [...labels], dueDays });
      return read.ok ? { ok: true, value: { ...read.value, heading: null } } : read;
    }
    const read = await desk.call('cases.index', { caseId: source.caseId, after, limit, search });
    if (!read.ok) return read;
    const { acts: rows, total, next, caseNumber, caption } = read.value;
    return { ok: true, value: { rows, total, next, heading: { caseNumber, caption } } };
  };

  /**
   * Reads at least `count` rows from the start and then puts them in place of what was shown. A reading that is overtaken by a newer
   * one is over when that one is: whoever waits for the list finds it read.
   */
  const readFrom = (count: number): Promise<void> => {
    latest = readNow(count);
    return settled();
  };
  const settled = async (): Promise<void> => {
    for (let seen: Promise<void> | null = null; seen !== latest;) await (seen = latest);
  };
  const readNow = async (count: number): Promise<void> => {
    const mine = ++generation;
    const { source, search } = view.get();
    reading = null;
    const rows: ActRow[] = [];
    let after: string | null = null;
    do {
      const read = await page(source, after, rows.length === 0 ? firstPage : laterPage, search);
      if (mine !== generation) return;
      if (!read.ok) return change({ phase: 'failed', failure: read.failure });
      rows.push(...read.value.rows);
      after = read.value.next;
      if (after === null || rows.length >= count) {
        next = after;
        const { total, heading } = read.value;
        change({ rows, total, phase: 'ready', failure: null, heading });
        return;
      }
    } while (after !== null);
  };

  /** One more page; false when there is none, it failed, or something else was opened. */
  const more = (limit: number): Promise<boolean> => {
    reading ??= (async () => {
      const mine = generation;
      const { source, search } = view.get();
      if (next === null) return false;
      const read = await page(source, next, limit, search);
      if (mine !== generation) return false;
      reading = null;
      if (!read.ok) {
        change({ failure: read.failure });
        return false;
      }
      next = read.value.next;
      view.set((now) => ({ ...now, rows: [...now.rows, ...read.value.rows], total: read.value.total, failure: null }));
      return true;
    })();
    return reading;
  };

  return {
    view,
    async open(source) {
      next = null;
      change({
        source,
        search: '',
        vouched: false,
        labels: [],
        dueDays: null,
        rows: [],
        total: 0,
        phase: 'loading',
        failure: null,
        heading: null,
      });
      await readFrom(0);
    },
    async search(text) {
      if (text === view.get().search) return;
      change({ search: text });
      await readFrom(0);
    },
    async narrow(part) {
      change(part);
      await readFrom(0);
    },
    async onlyVouched(vouched) {
      if (vouched === view.get().vouched) return;
      change({ vouched });
      await readFrom(0);
    },
    settled,
    async need(index) {
      while (view.get().rows.length <= index && next !== null) if (!(await more(scrolledPage))) return;
    },
    async all() {
      const mine = generation;
      while (next !== null) if (!(await more(laterPage))) return null;
      return mine === generation && view.get().phase === 'ready' ? view.get().rows : null;
    },
    refresh: () => readFrom(view.get().rows.length),
    renew(row) {
      view.set((now) =>
        now.rows.some(({ actId }) => actId === row.actId)
          ? { ...now, rows: now.rows.map((one) => (one.actId === row.actId ? row : one)) }
          : now,
      );
    },
    indexOf: (actId) => view.get().rows.findIndex((row) => row.actId === actId),
  };
}

/** As the office searches a tray: caption, number, title and author, without regard to case or accents. */
export function matches(row: ActRow, search: string): boolean {
  const wanted = plain(search).split(' ').filter(Boolean);
  const text = plain(`${row.caption} ${row.caseNumber} ${row.title} ${row.author}`);
  return wanted.every((word) => text.includes(word));
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
