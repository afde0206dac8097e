import type { ActLevel, HealthRow, Level } from '../../contract/levels.ts';
import { type ReadableDB, type Sql, sql } from '../store/index.ts';
import { isAtLeast } from './port.ts';

export interface CaseHealth {
  readonly rows: HealthRow[];
  readonly total: number;
  /** Lost, or lost within half a year, or with less than what was wanted. */
  readonly worrying: number;
  readonly next: string | null;
}

interface Columns {
  readonly act_id: string;
  readonly title: string;
  readonly registration: string | null;
  readonly wanted: Level;
  readonly reached: Level;
  readonly open: number | null;
  readonly looked: number | null;
  readonly attempts: number | null;
  readonly reason: string | null;
  readonly provable_until: string | null;
  readonly here: number;
  readonly ends: string;
}

/** Half a year: time enough to renew in, and to notice that nobody did. */
export const worryMs = 182 * 24 * 3600 * 1000;

const order = 'B,T,LT,LTA';

/**
 * A case's signed acts, of this desk and of others, those that can be proved for the shortest time first, by keyset and from rows alone:
 * no file is opened for it. `db` is the store's reader.
 * @param eyes the level that this office makes, an act with less can be renewed; and who looks, as a condition on `cache.proposals p`
 */
export function caseHealth(
  db: ReadableDB,
  caseId: string,
  page: { readonly after: string | null; readonly limit: number },
  now: Date,
  { asked, visible }: { readonly asked: Level; readonly visible: Sql },
): CaseHealth {
  const soon = new Date(now.getTime() + worryMs).toISOString();
  // What was not looked at yet comes first: nothing is known of it.
  const acts = sql`
    with acts as (
      select act_id, snapshot ->> '$.title' as title, registration, 1 as here from main.signed_acts
        where case_id = ${caseId} and state in ('queued', 'registered')
      union all
      select p.act_id, p.title, p.registration,
          exists (select 1 from cache.blobs b where b.sha256 = p.signed_sha256 and b.state = 'here')
        from cache.proposals p where p.case_id = ${caseId} and p.state = 'registered'
          and ${visible} and not exists (select 1 from main.signed_acts s where s.act_id = p.act_id)
    ), health as (
      select a.act_id, a.title, a.registration, a.here, r.open, r.looked, r.attempts, r.reason, r.provable_until,
        coalesce(r.wanted, 'B') as wanted,
        coalesce(r.reached, (select v.level from cache.renditions v where v.act_id = a.act_id order by v.n desc limit 1), 'B') as reached,
        coalesce(r.provable_until, '') as ends
      from acts a left join main.raises r on r.act_id = a.act_id
    )`;
  const place = placeOf(page.after);
  const after = place ? sql`(ends, act_id) > (${place[0]}, ${place[1]})` : sql`true`;
  const rows = db.all<Columns>(
    sql`${acts} select * from health where ${after} order by ends, act_id limit ${page.limit + 1}`,
  );
  const counts = db.get<{ total: number; worrying: number | null }>(sql`${acts} select count(*) as total,
      sum(coalesce(provable_until < ${soon}, 0)
        or instr(${order}, reached) < max(instr(${order}, wanted), instr(${order}, ${asked}))) as worrying from health`);
  const taken = rows.slice(0, page.limit);
  const last = taken.at(-1);
  return {
    rows: taken.map((row) => rowOf(row, now, soon, asked)),
    total: counts?.total ?? 0,
    worrying: counts?.worrying ?? 0,
    next: rows.length > taken.length && last ? JSON.stringify([last.ends, last.act_id]) : null,
  };
}

function rowOf(row: Columns, now: Date, soon: string, asked: Level): HealthRow {
  const { reached } = row;
  const aim = isAtLeast(row.wanted, asked) ? row.wanted : asked;
  const wanted = isAtLeast(reached, aim) ? reached : aim;
  const registration = row.registration === null ? null : (JSON.parse(row.registration) as { number: number });
  const waitingFor = row.reason === null ? null : (JSON.parse(row.reason) as ActLevel['waitingFor']);
  const queued = row.open === 1 && row.looked === 1;
  const isWeak = reached !== wanted || (row.provable_until !== null && row.provable_until < soon);
  return {
    actId: row.act_id as HealthRow['actId'],
    title: row.title,
    number: registration?.number ?? null,
    level: { ...{ wanted, reached, waitingFor }, attempts: row.attempts ?? 0, provableUntil: row.provable_until },
    because: becauseOf(row, now),
    queued,
    renewable: isWeak && (!queued || waitingFor !== null),
  };
}

function becauseOf(row: Columns, now: Date): HealthRow['because'] {
  if (row.looked !== 1 || row.provable_until === null) return row.here === 1 ? 'notLooked' : 'notHere';
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
