import type { ActRow } from '../../contract/acts.ts';
import { type Viewer, isVisible, masked } from '../acts/viewer.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import { readAct } from './act-rows.ts';

/** What lies at a place of a case, and how far the case goes. */
export interface LeafAt {
  readonly act: ActRow | null;
  /** The last sheet, or the last act's number, of what is registered; 0 where nothing is. */
  readonly last: number;
}

/**
 * The registered act that has this sheet, or this number, in a case. What is for other eyes keeps its place and says nothing, as in the
 * index. `db` is the store's reader.
 */
export function leafAt(
  db: ReadableDB,
  caseId: string,
  { what, number }: { readonly what: 'sheet' | 'act'; readonly number: number },
  viewer: Viewer,
): LeafAt {
  const [from, to] = what === 'sheet' ? ['$.folioFrom', '$.folioTo'] : ['$.number', '$.number'];
  const registered = sql`(select act_id, registration from main.signed_acts where case_id = ${caseId} and registration is not null
    union all select p.act_id, p.registration from cache.proposals p where p.case_id = ${caseId} and p.registration is not null
      and not exists (select 1 from main.signed_acts s where s.act_id = p.act_id))`;
  const found = db.get<{ act_id: string }>(
    sql`select act_id from ${registered} where registration ->> ${from} <= ${number} and registration ->> ${to} >= ${number} limit 1`,
  );
  const end = db.get<{ last: number | null }>(sql`select max(registration ->> ${to}) as last from ${registered}`);
  const act = found ? readAct(db, found.act_id) : null;
  return { act: act && !isVisible(act, viewer) ? masked(act) : act, last: end?.last ?? 0 };
}
