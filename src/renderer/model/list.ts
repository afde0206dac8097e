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
  /** The rows read from the end, the last one last; they do not meet the others. */
  readonly tail: readonly ActRow[];
  readonly total: number;
  /** Of what was signed, how many today: they come first. Null in any other list. */
  readonly today: number | null;
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
  /** Reads on, from the nearer end, until the row at `index` is here, or all is, or a failure. */
  need(index: number): Promise<void>;
  /** Reads on until the rows from `first` to `last`, which are in sight, are here, and `ahead` more on the side where some are missing. */
  needAround(first: number, last: number, ahead: number): Promise<void>;
  /** Reads on from the start until every row up to `index` is here. */
  needAllTo(index: number): Promise<void>;
  /** Reads on to the end; answers every row, or null when that failed or something else was opened meanwhile. */
  all(): Promise<readonly ActRow[] | null>;
  /** Reads the rows anew, as many as were here; those shown stay until the new ones are. */
  refresh(): Promise<void>;
  /** Puts a newer reading of one act in its place. */
  renew(row: ActRow): void;
  indexOf(actId: ActId): number;
}

/** The row at this place of the list, where it was read. */
export const rowAt = ({ rows, tail, total }: ListView, index: number): ActRow | undefined =>
  rows[index] ?? tail[index - (total - tail.length)];

interface ListPage extends Pick<ListView, 'rows' | 'total' | 'today' | 'heading'> {
  readonly next: string | null;
}

/** A reading of an act that says nothing new is the one that was here: nobody draws anything of it again. */
function keeper({ rows, tail }: ListView): (fresh: ActRow) => ActRow {
  const known = new Map([...rows, ...tail].map((row) => [row.actId, row]));
  return (fresh) => {
    const before = known.get(fresh.actId);
    return before && isSame(before, fresh) ? before : fresh;
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [fields, others] = [Object.entries(one), Object.entries(other)];
  return (
    fields.length === others.length &&
    fields.every(([key, value]) => Object.hasOwn(other, key) && isSame(value, other[key as keyof typeof other]))
  );
}

const firstPage = 100;
/** Small enough that taking it in is no long frame while the person scrolls. */
const scrolledPage = 100;
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
    tail: [],
    total: 0,
    today: null,
    phase: 'loading',
    failure: null,
    heading: null,
  });
  const change = (part: Partial<ListView>): void => view.set((now) => ({ ...now, ...part }));
  // An answer that comes after something else was opened or searched belongs to nobody.
  let generation = 0;
  let next: string | null = null;
  /** Where the page before the tail begins, read from the end. */
  let before: string | null = null;
  let reading: Promise<boolean> | null = null;
  let latest: Promise<void> = Promise.resolve();

  const page = async (
    source: Source,
    after: string | null,
    limit: number,
    search: string,
    from: 'start' | 'end' = 'start',
  ): Promise<Outcome<ListPage>> => {
    if (source.kind === 'tray') {
      const { tray } = source;
      const { vouched, labels, dueDays } = view.get();
      const narrowed = { search, vouched, labels: [...labels], dueDays };
      const read = await desk.call('trays.page', { tray, after, limit, from, ...narrowed });
      return read.ok ? { ok: true, value: { ...read.value, today: read.value.today ?? null, heading: null } } : read;
    }
    const read = await desk.call('cases.index', { caseId: source.caseId, after, limit, search, from });
    if (!read.ok) return read;
    const { acts: rows, total, next, caseNumber, caption } = read.value;
    return { ok: true, value: { rows, total, today: null, next, heading: { caseNumber, caption } } };
  };

  /**
   * Reads at least `count` rows from the start and then puts them in place of what was shown. A reading that is overtaken by a newer
   * one is over when that one is: whoever waits for the list finds it read.
   */
  const readFrom = (count: number, fromEnd = 0): Promise<void> => {
    latest = readNow(count, fromEnd);
    return settled();
  };
  const settled = async (): Promise<void> => {
    for (let seen: Promise<void> | null = null; seen !== latest;) await (seen = latest);
  };
  const readNow = async (count: number, fromEnd: number): Promise<void> => {
    const mine = ++generation;
    const { source, search } = view.get();
    reading = null;
    const rows: ActRow[] = [];
    let after: string | null = null;
    do {
      const read = await page(source, after, rows.length === 0 ? firstPage : laterPage, search);
      if (mine !== generation) return;
      if (!read.ok) {
        // What a person may not see any more does not stay on the screen because it was there.
        const gone = read.failure.kind === 'notAllowed' ? { rows: [], tail: [], total: 0 } : {};
        return change({ ...gone, phase: 'failed', failure: read.failure });
      }
      rows.push(...read.value.rows);
      after = read.value.next;
      if (after === null || rows.length >= count) {
        const { total, today, heading } = read.value;
        const last = fromEnd > 0 && after !== null ? await page(source, null, laterPage, search, 'end') : null;
        if (mine !== generation) return;
        next = after;
        before = last?.ok ? last.value.next : null;
        const tail = last?.ok ? last.value.rows.slice(-Math.max(0, total - rows.length)) : [];
        const kept = keeper(view.get());
        change({ rows: rows.map(kept), tail: tail.map(kept), total, today, phase: 'ready', failure: null, heading });
        return;
      }
    } while (after !== null);
  };

  /** One more page from this end; false when there is none, it failed, or something else was opened. */
  const more = (limit: number, from: 'start' | 'end' = 'start'): Promise<boolean> => {
    reading ??= (async () => {
      const mine = generation;
      const { source, search } = view.get();
      if (next === null) return false;
      const read = await page(source, from === 'start' ? next : before, limit, search, from);
      if (mine !== generation) return false;
      reading = null;
      if (!read.ok) {
        change({ failure: read.failure });
        return false;
      }
      const { rows: fresh, total } = read.value;
      if (from === 'start') next = read.value.next;
      else before = read.value.next;
      view.set((now) => {
        const rows = from === 'start' ? [...now.rows, ...fresh] : now.rows;
        const tail = from === 'end' ? [...fresh, ...now.tail] : now.tail;
        // Where both meet, all of it is here.
        const gap = Math.max(0, total - rows.length);
        if (tail.length < gap) return { ...now, rows, tail, total, failure: null };
        next = null;
        return { ...now, rows: gap === 0 ? rows : [...rows, ...tail.slice(-gap)], tail: [], total, failure: null };
      });
      return true;
    })();
    return reading;
  };

  const need = async (index: number): Promise<void> => {
    while (next !== null) {
      const { rows, tail, total } = view.get();
      const [above, below] = [index - rows.length, total - tail.length - 1 - index];
      if (above < 0 || below < 0) return;
      if (!(await more(scrolledPage, below < above ? 'end' : 'start'))) return;
    }
  };

  return {
    view,
    async open(source) {
      next = before = null;
      change({
        source,
        search: '',
        vouched: false,
        labels: [],
        dueDays: null,
        rows: [],
        tail: [],
        total: 0,
        today: null,
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
    need,
    async needAround(first, last, ahead) {
      await need(last);
      await need(first);
      while (next !== null) {
        const { rows, tail, total } = view.get();
        const tailFrom = total - tail.length;
        const onStart = last < rows.length;
        const enough = onStart ? last + ahead < rows.length : first - ahead >= tailFrom;
        if (enough || !(await more(scrolledPage, onStart ? 'start' : 'end'))) return;
      }
    },
    async needAllTo(index) {
      while (view.get().rows.length <= index && next !== null) if (!(await more(laterPage))) return;
    },
    async all() {
      const mine = generation;
      while (next !== null) if (!(await more(laterPage))) return null;
      return mine === generation && view.get().phase === 'ready' ? view.get().rows : null;
    },
    refresh: () => readFrom(view.get().rows.length, view.get().tail.length),
    renew(row) {
      const renewed = (rows: readonly ActRow[]): readonly ActRow[] =>
        rows.some(({ actId }) => actId === row.actId) ? rows.map((one) => (one.actId === row.actId ? row : one)) : rows;
      view.set((now) => ({ ...now, rows: renewed(now.rows), tail: renewed(now.tail) }));
    },
    indexOf(actId) {
      const { rows, tail, total } = view.get();
      const at = rows.findIndex((row) => row.actId === actId);
      const fromEnd = at < 0 ? tail.findIndex((row) => row.actId === actId) : -1;
      return fromEnd < 0 ? at : total - tail.length + fromEnd;
    },
  };
}

/** As the office searches a tray: caption, number, title and author, without regard to case or accents. */
export function matches(row: ActRow, search: string): boolean {
  const wanted = plain(search).split(' ').filter(Boolean);
  const text = plain(`${row.caption} ${row.caseNumber} ${row.title} ${row.author}`);
  return wanted.every((word) => text.includes(word));
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
