import type { ActLevel, HealthRow } from '../../contract/levels.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import type { Snapshot } from '../casefile/snapshot.ts';

export interface CaseHealth {
  readonly rows: HealthRow[];
  readonly total: number;
  /** Lost, or lost within half a year, or with less than what was wanted. */
  readonly worrying: number;
  readonly next: string | null;
}

interface Columns {
  act_id: string;
  snapshot: string;
  registration: string | null;
  wanted: ActLevel['wanted'];
  reached: ActLevel['reached'];
  open: number;
  looked: number;
  attempts: number;
  reason: string | null;
  provable_until: string | null;
  ends: string;
}

/** Half a year: time enough to renew in, and to notice that nobody did. */
export const worryMs = 182 * 24 * 3600 * 1000;

/**
 * A case's signed acts of this desk, those that can be proved for the shortest time first, by keyset and from rows alone: no file is
 * opened for it. `db` is the store's reader.
 */
export function caseHealth(
  db: ReadableDB,
  caseId: string,
  page: { readonly after: string | null; readonly limit: number },
  now: Date,
): CaseHealth {
  // What was not looked at yet comes first: nothing is known of it.
  const ends = sql`coalesce(r.provable_until, '')`;
  const from = sql`main.signed_acts s join main.raises r on r.act_id = s.act_id
    where s.case_id = ${caseId} and s.state in ('queued', 'registered')`;
  const place = placeOf(page.after);
  const after = place ? sql`(${ends}, s.act_id) > (${place[0]}, ${place[1]})` : sql`true`;
  const rows =
    db.all<Columns>(sql`select s.act_id, s.snapshot, s.registration, r.wanted, r.reached, r.open, r.looked, r.attempts,
      r.reason, r.provable_until, ${ends} as ends
    from ${from} and ${after} order by ${ends}, s.act_id limit ${page.limit + 1}`);
  const soon = new Date(now.getTime() + worryMs).toISOString();
  const counts = db.get<{ total: number; worrying: number | null }>(sql`select count(*) as total,
      sum(r.provable_until < ${soon} or instr('B,T,LT,LTA', r.reached) < instr('B,T,LT,LTA', r.wanted)) as worrying from ${from}`);
  const taken = rows.slice(0, page.limit);
  const last = taken.at(-1);
  return {
    rows: taken.map((row) => rowOf(row, now)),
    total: counts?.total ?? 0,
    worrying: counts?.worrying ?? 0,
    next: rows.length > taken.length && last ? JSON.stringify([last.ends, last.act_id]) : null,
  };
}

function rowOf(row: Columns, now: Date): HealthRow {
  const { wanted, reached, attempts } = row;
  const registration = row.registration === null ? null : (JSON.parse(row.registration) as { number: number });
  return {
    actId: row.act_id as HealthRow['actId'],
    title: (JSON.parse(row.snapshot) as Snapshot).title,
    number: registration?.number ?? null,
    level: {
      ...{ wanted, reached, attempts, provableUntil: row.provable_until },
      waitingFor: row.reason === null ? null : (JSON.parse(row.reason) as ActLevel['waitingFor']),
    },
    because: becauseOf(row, now),
    queued: row.open === 1 && row.looked === 1,
  };
}

function becauseOf(row: Columns, now: Date): HealthRow['because'] {
  if (row.looked === 0 || row.provable_until === null) return 'notLooked';
  if (row.provable_until <= now.toISOString()) return 'lost';
  if (row.reached === 'B') return 'signerEnds';
  return row.reached === 'T' ? 'noValidationData' : 'timestampEnds';
}

/** A cursor that does not parse begins at the beginning: it can only come from another version of the window. */
function placeOf(cursor: string | null): readonly [string, string] | null {
  if (cursor === null) return null;
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (!Array.isArray(parsed)) return null;
    const [at, actId] = parsed as unknown[];
    return typeof at === 'string' && typeof actId === 'string' ? [at, actId] : null;
  } catch {
    return null;
  }
}
