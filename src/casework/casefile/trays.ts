import type { ActRow, Tray } from '../../contract/acts.ts';
import { assertNever } from '../../contract/ids.ts';
import type { Viewer } from '../acts/viewer.ts';
import { type ReadableDB, type Sql, allOf, sql } from '../store/index.ts';
import { readAct } from './act-rows.ts';
import { namesOneOf, visibleProposals, visibleSnapshots } from './clearance.ts';
import { silentTypes } from '../drafts/templates/notified.ts';
import { toNotify } from './notices.ts';
import { notRemade, notRemadeElsewhere } from './remade.ts';
import { halfNotSetAside, notSetAside, returnStands } from './set-aside.ts';
import { searchWords } from './words.ts';

export interface TrayPage {
  readonly rows: ActRow[];
  /** Of the whole tray, under this search. */
  readonly total: number;
  /** Of what was signed, how many today. */
  readonly today?: number;
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
}

/** A place in a tray: what the row before it is sorted by, and its act. */
interface Place {
  readonly at: string;
  readonly actId: string;
}

/** One index walk of a tray. A tray may have two: what was done here, and what the feed told of other desks. */
interface Walk {
  /** Columns `at` and `act_id`, in the tray's order. */
  readonly page: (after: Place | null, limit: number) => Sql;
  /** The same against the tray's order, from its end. */
  readonly back: (before: Place | null, limit: number) => Sql;
  readonly count: Sql;
  /** Of them, what was signed today. */
  readonly today?: Sql;
}

/**
 * A page of a tray by keyset: the cost follows the page, not the tray. `db` is the store's reader.
 * `vouched` narrows the tray to sign to what a named colleague's visado covers (a visado is of a proposal's own bytes: new bytes, no visado).
 * Orders: to sign — detained persons first, then by due date, then as proposed; queue — as it goes out; the others — newest first.
 */
export function trayPage(
  db: ReadableDB,
  tray: Tray,
  options: {
    readonly after: string | null;
    readonly limit: number;
    /** From the end, the page is what comes before `after`, in the tray's order. */
    readonly from?: 'start' | 'end';
    readonly search: string;
    readonly vouched?: boolean;
    readonly labels?: readonly string[];
    /** Only what is due by then. */
    readonly dueBy?: string | null;
    /** Whose desk it is: acts that name other persons, whom it does not stand for, are not in its tray to sign, and what is not for these eyes is in none. */
    readonly viewer: Viewer;
    /** The last moment of today, by this office's calendar; without it, nothing is due today. */
    readonly endOfDay?: string | undefined;
    /** The first moment of today; without it, nothing was signed today. */
    readonly startOfDay?: string | undefined;
    /** Types of which nobody is told unless somebody says so; without them, those of the models that are shipped. */
    readonly silent?: readonly string[];
  },
): TrayPage {
  const walks = walksOf(tray, searchWords(options.search), options);
  const after = placeOf(options.after);
  const backwards = options.from === 'end';
  const places = walks
    .flatMap((walk) =>
      db.all<{ at: string; act_id: string }>((backwards ? walk.back : walk.page)(after, options.limit + 1)),
    )
    .sort((a, b) => (compare(a.at, b.at) || compare(a.act_id, b.act_id)) * (isDescending(tray) === backwards ? 1 : -1));
  const taken = places.slice(0, options.limit);
  const last = taken.at(-1);
  return {
    rows: (backwards ? taken.toReversed() : taken).flatMap(({ act_id }) => readAct(db, act_id) ?? []),
    ...(tray === 'signed' ? { today: walks.reduce((sum, walk) => sum + countOf(db, { count: walk.today! }), 0) } : {}),
    total: walks.reduce((sum, walk) => sum + countOf(db, walk), 0),
    next: places.length > taken.length && last ? JSON.stringify([last.at, last.act_id]) : null,
  };
}

/** What comes last in time comes first, but for what waits. */
const isDescending = (tray: Tray): boolean => tray !== 'toSign' && tray !== 'queue' && tray !== 'dueToday';

export function trayCounts(
  db: ReadableDB,
  viewer: Viewer,
  endOfDay?: string,
  silent?: readonly string[],
): Record<Tray, number> {
  const count = (tray: Tray): number =>
    walksOf(tray, [], { viewer, endOfDay, ...(silent ? { silent } : {}) }).reduce(
      (sum, walk) => sum + countOf(db, walk),
      0,
    );
  return {
    toSign: count('toSign'),
    signed: count('signed'),
    queue: count('queue'),
    registered: count('registered'),
    returned: count('returned'),
    dueToday: count('dueToday'),
    toNotify: count('toNotify'),
  };
}

/** The labels in use on acts that these eyes may see, those of most acts first. */
export const labelsInUse = (db: ReadableDB, viewer: Viewer): { label: string; n: number }[] =>
  db.all(sql`select a.label, count(*) as n from cache.act_labels a join cache.proposals p on p.act_id = a.act_id
    where a.is_on = 1 and ${visibleProposals(viewer)} group by a.label order by n desc, a.label limit 100`);

const notSignedHere = sql`not exists (select 1 from main.signed_acts s where s.act_id = p.act_id)`;
const notReturnedHere = sql`not exists (
  select 1 from main.returns r where r.act_id = p.act_id and r.document_sha256 = p.document_sha256
    and r.proposal in ('', p.mark) and ${returnStands})`;
/** Nothing was done here to what the feed proposes: an act that was returned may be proposed again, with other bytes or the same. */
const untouched = sql`${notSignedHere} and ${notReturnedHere}`;
/** Taken out of the tray before anybody signed these bytes. */
const notWithdrawn = sql`not exists (select 1 from cache.case_entries e where e.act_id = p.act_id and e.kind = 'withdrawn'
  and e.document_sha256 = p.document_sha256)`;
/** Another desk of the office signed it: it lies in the office's own repository, on its way to be registered. */
const notInOffice = sql`not exists (select 1 from cache.in_office i where i.act_id = p.act_id)`;
/** What others signed of it before: asked for by itself, so that the tray is counted from its index, which does not hold this. */
const partly = sql`(select w.partly from cache.proposals w where w.act_id = p.act_id)`;
/** Signed here already, and others come after: an act that came back and is proposed again is signed anew. */
const notHalfSignedHere = sql`not exists (select 1 from main.half_signed h where h.act_id = p.act_id and h.proposal = p.mark
  and not (instr(${partly}, h.signed_sha256) > 0
    and h.request ->> '$.personId' <> coalesce((select value from main.settings where name = 'sitting'), h.request ->> '$.personId')))`;
const stillReturned = sql`${returnStands} and not exists (select 1 from main.signed_acts s where s.act_id = r.act_id)
  and not exists (select 1 from cache.proposals p where p.act_id = r.act_id
    and (p.document_sha256 <> r.document_sha256 or r.proposal not in ('', p.mark)))
  and not exists (select 1 from main.returns later
    where later.act_id = r.act_id and (later.returned_at, later.document_sha256, later.proposal)
      > (r.returned_at, r.document_sha256, r.proposal))`;

function countOf(db: ReadableDB, walk: Pick<Walk, 'count'>): number {
  return db.get<{ n: number }>(walk.count)?.n ?? 0;
}

interface Look {
  readonly vouched?: boolean;
  readonly labels?: readonly string[];
  readonly dueBy?: string | null;
  readonly viewer: Viewer;
  readonly endOfDay?: string | undefined;
  readonly startOfDay?: string | undefined;
  readonly silent?: readonly string[];
}

function walksOf(
  tray: Tray,
  words: readonly string[],
  { vouched = false, labels = [], dueBy = null, viewer, endOfDay = '', startOfDay = '~', silent = silentTypes() }: Look,
): Walk[] {
  const { personId, standsFor = [] } = viewer;
  const forEyes = visibleProposals(viewer);
  const doneHere = visibleSnapshots(viewer);
  const matching = (column: Sql): Sql => allOf(words.map((word) => sql`instr(${column}, ${word}) > 0`));
  /** Labels are of the act, a day of what is known of it: both narrow every tray alike. */
  const narrowed = (id: Sql, dueAt: Sql): Sql =>
    allOf([
      ...labels.map(
        (label) =>
          sql`exists (select 1 from cache.act_labels a where a.act_id = ${id} and a.label = ${label} and a.is_on = 1)`,
      ),
      ...(dueBy === null ? [] : [sql`${dueAt} <= ${dueBy}`]),
    ]);
  const proposedOnes = narrowed(sql`p.act_id`, sql`p.due_at`);
  const signedOnes = narrowed(sql`s.act_id`, sql`s.snapshot ->> '$.dueAt'`);
  const downwards = (at: Sql, id: Sql, after: Place | null): Sql =>
    after ? sql`(${at}, ${id}) < (${after.at}, ${after.actId})` : sql`true`;
  const against = (at: Sql, id: Sql, from: Sql): Pick<Walk, 'back' | 'count'> => {
    const [beyond, order] = isDescending(tray) ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
    return {
      back: (before, limit) => sql`select ${at} as at, ${id} as act_id from ${from}
        and ${before ? sql`(${at}, ${id}) ${beyond} (${before.at}, ${before.actId})` : sql`true`}
        order by ${at} ${order}, ${id} ${order} limit ${limit}`,
      count: sql`select count(*) as n from ${from}`,
    };
  };

  switch (tray) {
    case 'toSign':
    case 'dueToday': {
      const due = tray === 'dueToday' ? sql`p.due_at <= ${endOfDay}` : sql`true`;
      const named = vouched ? sql`trim(coalesce(p.vouched_by, '')) <> ''` : sql`true`;
      const from = sql`cache.proposals p where p.state = 'toSign' and ${forEyes} and ${notWithdrawn} and ${notRemadeElsewhere} and ${untouched} and ${notInOffice} and ${named}
        and ${due} and ${proposedOnes}
        and (p.names is null or ${namesOneOf(sql`p.names`, [personId, ...standsFor])} and ${notHalfSignedHere})
        and ${matching(sql`p.search`)}`;
      return [
        {
          page: (after, limit) => sql`select p.sort as at, p.act_id from ${from}
            and ${after ? sql`p.sort > ${after.at}` : sql`true`} order by p.sort limit ${limit}`,
          ...against(sql`p.sort`, sql`p.act_id`, from),
        },
      ];
    }
    case 'signed': {
      const from = sql`main.signed_acts s where ${doneHere(sql`s.snapshot`)} and ${signedOnes} and ${matching(sql`s.search`)}`;
      const half = sql`main.half_signed h where h.seq = (select max(seq) from main.half_signed l where l.act_id = h.act_id)
        and not exists (select 1 from main.signed_acts s where s.act_id = h.act_id) and ${narrowed(sql`h.act_id`, sql`h.snapshot ->> '$.dueAt'`)}
        and ${matching(sql`h.search`)}`;
      return [
        {
          page: (after, limit) => sql`select format('%015d', s.seq) as at, s.act_id from ${from}
            and ${after ? sql`s.seq < ${seqOf(after) + (isHalf(after) ? 1 : 0)}` : sql`true`} order by s.seq desc limit ${limit}`,
          ...against(sql`format('%015d', s.seq)`, sql`s.act_id`, from),
          today: sql`select count(*) as n from ${from} and s.signed_at >= ${startOfDay}`,
        },
        {
          // Beside the act that was signed last when it was: behind it in the alphabet, before the next.
          page: (after, limit) => sql`select ${halfAt} as at, h.act_id from ${half}
            and ${after ? sql`${halfAt} < ${after.at}` : sql`true`} order by at desc limit ${limit}`,
          ...against(halfAt, sql`h.act_id`, half),
          today: sql`select count(*) as n from ${half} and h.signed_at >= ${startOfDay}`,
        },
      ];
    }
    case 'queue': {
      const text = sql`coalesce(
        (select s.search from main.signed_acts s where o.kind = 'act' and s.act_id = o.act_id),
        (select r.search from main.returns r where r.act_id = o.act_id and r.document_sha256 = o.document_sha256
          and r.proposal = o.proposal))`;
      const waiting = sql`main.half_signed h where h.state <> 'received' and ${halfNotSetAside} and ${narrowed(sql`h.act_id`, sql`h.snapshot ->> '$.dueAt'`)} and ${matching(sql`h.search`)}`;
      const from = sql`main.outbox o where o.state <> 'registered' and ${notRemade} and ${notSetAside}
        and ${narrowed(sql`o.act_id`, sql`(select s.snapshot ->> '$.dueAt' from main.signed_acts s where s.act_id = o.act_id)`)}
        and ${matching(text)}`;
      return [
        {
          page: (after, limit) => sql`select format('%015d', o.id) as at, o.act_id from ${from}
            and ${after ? sql`o.id > ${seqOf(after)}` : sql`true`} order by o.id limit ${limit}`,
          ...against(sql`format('%015d', o.id)`, sql`o.act_id`, from),
        },
        {
          page: (after, limit) => sql`select format('%015d~', h.seq) as at, h.act_id from ${waiting}
            and ${after ? sql`format('%015d~', h.seq) > ${after.at}` : sql`true`} order by h.seq limit ${limit}`,
          ...against(sql`format('%015d~', h.seq)`, sql`h.act_id`, waiting),
        },
      ];
    }
    case 'registered':
    case 'toNotify': {
      const open = (id: Sql, type: Sql): Sql => (tray === 'toNotify' ? toNotify(id, type, silent) : sql`true`);
      const here = sql`main.signed_acts s where s.registered_at is not null and ${open(sql`s.act_id`, sql`(s.snapshot ->> '$.type')`)} and ${doneHere(sql`s.snapshot`)} and ${signedOnes}
        and ${matching(sql`s.search`)}`;
      const elsewhere = sql`cache.proposals p where p.state = 'registered' and ${open(sql`p.act_id`, sql`p.type`)} and ${proposedOnes} and ${forEyes} and ${notSignedHere}
        and ${matching(sql`p.search`)}`;
      return [
        {
          page: (after, limit) => sql`select s.registered_at as at, s.act_id from ${here}
            and ${downwards(sql`s.registered_at`, sql`s.act_id`, after)}
            order by s.registered_at desc, s.act_id desc limit ${limit}`,
          ...against(sql`s.registered_at`, sql`s.act_id`, here),
        },
        {
          page: (after, limit) => sql`select p.registered_at as at, p.act_id from ${elsewhere}
            and ${downwards(sql`p.registered_at`, sql`p.act_id`, after)}
            order by p.registered_at desc, p.act_id desc limit ${limit}`,
          ...against(sql`p.registered_at`, sql`p.act_id`, elsewhere),
        },
      ];
    }
    case 'returned': {
      const here = sql`main.returns r where ${stillReturned} and ${narrowed(sql`r.act_id`, sql`r.snapshot ->> '$.dueAt'`)} and ${doneHere(sql`r.snapshot`)} and ${matching(sql`r.search`)}`;
      const elsewhere = sql`cache.proposals p where p.state = 'returned' and ${proposedOnes} and ${forEyes} and ${notSignedHere} and ${notReturnedHere}
        and ${matching(sql`p.search`)}`;
      // What another desk signed and makes anew came back too, until its draft is put before a signer in its turn.
      const remade = sql`cache.case_entries m join cache.proposals p on p.act_id = m.act_id where m.kind = 'remade' and p.state = 'toSign'
        and not exists (select 1 from cache.draft_reviews v where v.draft_id = m.draft_id and v.state = 'frozen')
        and ${proposedOnes} and ${forEyes} and ${untouched} and ${matching(sql`p.search`)}`;
      const remadeAt = sql`(m.entry ->> '$.at')`;
      return [
        {
          page: (after, limit) => sql`select ${remadeAt} as at, p.act_id from ${remade}
            and ${downwards(remadeAt, sql`p.act_id`, after)} order by at desc, p.act_id desc limit ${limit}`,
          ...against(remadeAt, sql`p.act_id`, remade),
        },
        {
          page: (after, limit) => sql`select r.returned_at as at, r.act_id from ${here}
            and ${downwards(sql`r.returned_at`, sql`r.act_id`, after)}
            order by r.returned_at desc, r.act_id desc limit ${limit}`,
          ...against(sql`r.returned_at`, sql`r.act_id`, here),
        },
        {
          page: (after, limit) => sql`select p.returned_at as at, p.act_id from ${elsewhere}
            and ${downwards(sql`p.returned_at`, sql`p.act_id`, after)}
            order by p.returned_at desc, p.act_id desc limit ${limit}`,
          ...against(sql`p.returned_at`, sql`p.act_id`, elsewhere),
        },
      ];
    }
    default:
      return assertNever(tray, 'tray');
  }
}

const halfAt = sql`format('%015d~%015d', h.after_seq, h.seq)`;
const isHalf = ({ at }: Place): boolean => at.includes('~');
const seqOf = ({ at }: Place): number => Number.parseInt(at, 10);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A cursor that does not parse begins at the beginning: it can only come from another version of the window. */
function placeOf(cursor: string | null): Place | null {
  if (cursor === null) return null;
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (!Array.isArray(parsed)) return null;
    const [at, actId] = parsed as unknown[];
    return typeof at === 'string' && typeof actId === 'string' ? { at, actId } : null;
  } catch {
    return null;
  }
}
