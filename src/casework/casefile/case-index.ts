import type { ActRow } from '../../contract/acts.ts';
import { type Viewer, isVisible, masked } from '../acts/viewer.ts';
import { type ReadableDB, type Sql, allOf, sql } from '../store/index.ts';
import { readAct } from './act-rows.ts';
import { isSettled, visibleProposals, visibleSnapshots } from './clearance.ts';
import { searchWords } from './words.ts';

export interface CaseIndex {
  readonly caseNumber: string;
  readonly caption: string;
  readonly acts: ActRow[];
  /** Of the whole case, under this search. */
  readonly total: number;
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
}

/** A place in the index: what is sorted by, and the act. */
interface Place {
  readonly number: number;
  readonly at: string;
  readonly act_id: string;
}

/** Acts on their way come after every number there is. */
const unnumbered = Number.MAX_SAFE_INTEGER;

/**
 * A page of a case's index by keyset: the registered acts by number, then those on their way. The cost follows the page, not the case. A
 * piece for other eyes keeps its line and says nothing; a search finds none of those, so that nothing can be guessed by it. Null for a
 * case that nothing is known of. `db` is the store's reader.
 */
export function caseIndex(
  db: ReadableDB,
  caseId: string,
  options: {
    readonly after: string | null;
    readonly limit: number;
    /** From the end, the page is what comes before `after`, in the index's order. */
    readonly from?: 'start' | 'end';
    readonly search: string;
    readonly viewer: Viewer;
  },
): CaseIndex | null {
  const known = db.get<{ case_number: string; caption: string }>(
    sql`select case_number, caption from cache.cases where case_id = ${caseId}`,
  );
  const walks = walksOf(caseId, searchWords(options.search), options.viewer);
  const after = placeOf(options.after);
  const backwards = options.from === 'end';
  const places = walks
    .flatMap((walk) => db.all<Place>(pageOf(walk, after, options.limit + 1, backwards)))
    .sort((a, b) => (a.number - b.number || compare(a.at, b.at) || compare(a.act_id, b.act_id)) * (backwards ? -1 : 1));
  const taken = places.slice(0, options.limit);
  const last = taken.at(-1);
  const acts = (backwards ? taken.toReversed() : taken).flatMap(({ act_id }) => readAct(db, act_id) ?? []);
  const first = acts[0];
  if (!known && !first) return null;
  return {
    caseNumber: known?.case_number ?? first?.caseNumber ?? '',
    caption: known?.caption ?? first?.caption ?? '',
    acts: acts.map((act) => (shown(act, options.viewer) ? act : masked(act))),
    total: walks.reduce((sum, { from }) => sum + (db.get<{ n: number }>(sql`select count(*) as n ${from}`)?.n ?? 0), 0),
    next: places.length > taken.length && last ? JSON.stringify([last.number, last.at, last.act_id]) : null,
  };
}

/** Who may read nothing of a case (an auditor) still sees what lies in it, as far as the front desk does. */
const shown = (act: ActRow, viewer: Viewer): boolean =>
  isVisible(act, viewer) || (viewer.role === 'auditor' && act.confidentialityLevel <= 1);

/** Rows of one table, and by what they are sorted. */
interface Walk {
  readonly number: Sql;
  readonly at: Sql;
  readonly id: Sql;
  readonly from: Sql;
}

/** What the feed told; what was signed here, as it is here; and what was returned here and the cache does not know any more. */
function walksOf(caseId: string, words: readonly string[], viewer: Viewer): Walk[] {
  const found = (search: Sql, visible: Sql): Sql =>
    words.length === 0 ? sql`true` : allOf([visible, ...words.map((word) => sql`instr(${search}, ${word}) > 0`)]);
  const eyes: Viewer = viewer.role === 'auditor' ? { ...viewer, role: 'auxiliary' } : viewer;
  const snapshots = visibleSnapshots(eyes);
  const notSigned = (id: Sql): Sql => sql`not exists (select 1 from main.signed_acts s where s.act_id = ${id})`;
  return [
    {
      ...{ number: sql`p.number`, at: sql`p.received_at`, id: sql`p.act_id` },
      from: sql`from cache.proposals p where p.case_id = ${caseId} and ${notSigned(sql`p.act_id`)} and ${isSettled}
        and ${found(sql`p.search`, visibleProposals(eyes))}`,
    },
    {
      number: sql`coalesce(s.registration ->> '$.number', ${unnumbered})`,
      ...{ at: sql`coalesce(s.snapshot ->> '$.receivedAt', '')`, id: sql`s.act_id` },
      from: sql`from main.signed_acts s where s.case_id = ${caseId} and ${found(sql`s.search`, snapshots(sql`s.snapshot`))}`,
    },
    {
      ...{ number: sql`${unnumbered}`, at: sql`coalesce(r.snapshot ->> '$.receivedAt', '')`, id: sql`r.act_id` },
      from: sql`from (select act_id, min(snapshot) as snapshot, min(search) as search from main.returns
          where case_id = ${caseId} group by act_id) r
        where ${notSigned(sql`r.act_id`)} and not exists (select 1 from cache.proposals p where p.act_id = r.act_id)
        and ${found(sql`r.search`, snapshots(sql`r.snapshot`))}`,
    },
  ];
}

function pageOf({ number, at, id, from }: Walk, after: Place | null, limit: number, backwards: boolean): Sql {
  const [beyond, order] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const further = after
    ? sql`(${number}, ${at}, ${id}) ${beyond} (${after.number}, ${after.at}, ${after.act_id})`
    : sql`true`;
  return sql`select ${number} as number, ${at} as at, ${id} as act_id ${from} and ${further}
    order by ${number} ${order}, ${at} ${order}, ${id} ${order} limit ${limit}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A cursor that does not parse begins at the beginning: it can only come from another version of the window. */
function placeOf(cursor: string | null): Place | null {
  if (cursor === null) return null;
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (!Array.isArray(parsed)) return null;
    const [number, at, act_id] = parsed as unknown[];
    if (typeof number !== 'number' || typeof at !== 'string' || typeof act_id !== 'string') return null;
    return { number, at, act_id };
  } catch {
    return null;
  }
}
