import type { ActRow } from '../../contract/acts.ts';
import { type ReadableDB, type Sql, sql } from '../store/index.ts';

type Correction = NonNullable<ActRow['corrections']>[number];

interface Columns {
  act_id: string;
  how: Correction['how'];
  title: string | null;
  number: number | null;
  registered: number;
}

/**
 * The acts that an act corrects, and those that correct it: a draft was begun as a correction of the one (`correcting`), and frozen into the
 * other (`frozen`). `db` is the store's reader.
 */
export function correctionsOf(db: ReadableDB, actId: string): Correction[] {
  const about = sql`
    coalesce((select s.snapshot ->> '$.title' from main.signed_acts s where s.act_id = o.act_id),
      (select p.title from cache.proposals p where p.act_id = o.act_id)) as title,
    coalesce((select s.registration ->> '$.number' from main.signed_acts s where s.act_id = o.act_id),
      (select p.registration ->> '$.number' from cache.proposals p where p.act_id = o.act_id)) as number,
    (exists (select 1 from main.signed_acts s where s.act_id = o.act_id and s.registered_at is not null)
      or exists (select 1 from cache.proposals p where p.act_id = o.act_id and p.state = 'registered')) as registered`;
  const linked = (from: string, to: string): Sql => sql`cache.case_entries f
    join cache.case_entries o on o.draft_id = f.draft_id and o.kind = ${to}
    where f.act_id = ${actId} and f.kind = ${from} and o.act_id <> ${actId} group by o.act_id, how order by o.act_id`;
  const by = db.all<Columns>(
    sql`select o.act_id, f.entry ->> '$.how' as how, ${about} from ${linked('correcting', 'frozen')}`,
  );
  const of = db.all<Columns>(
    sql`select o.act_id, o.entry ->> '$.how' as how, ${about} from ${linked('frozen', 'correcting')}`,
  );
  return [...of.map((row) => correctionIn('of', row)), ...by.map((row) => correctionIn('by', row))];
}

const correctionIn = (way: Correction['way'], { act_id, how, title, number, registered }: Columns): Correction => ({
  ...{ way, actId: act_id as Correction['actId'], how, title: title ?? '', registered: registered === 1 },
  number: number === null ? null : Number(number),
});
