import { openUpTo } from '../../contract/permissions.ts';
import type { Viewer } from '../acts/viewer.ts';
import { type Sql, sql } from '../store/index.ts';

/**
 * The rule of `isVisible` (acts/viewer.ts) as a condition on `cache.proposals p`: what is not for these eyes is left out before it is
 * counted, searched or ordered. A test holds the two against each other. For nobody's eyes yet is what the feed proposed while more of it
 * was to come.
 */
export function visibleProposals({ role, personId, name, standsFor = [] }: Viewer): Sql {
  const open = openUpTo(role);
  // What a person is named in is seen up to here.
  const most = role === 'magistrate' || role === 'secretary' ? 5 : role === 'clerk' ? 3 : open;
  const waits = role === 'magistrate' ? sql`h.names is null and h.act_id not in (${above(4)})` : sql`false`;
  const named = sql`(${namesOneOf(sql`h.names`, [personId, ...standsFor])} or h.author = ${name} or ${waits})`;
  const hidden = sql`select h.act_id from cache.proposals h
    where h.act_id in (${above(open)}) and (h.act_id in (${above(most)}) or not ${named})`;
  return sql`${isSettled} and p.act_id not in (${most === open ? above(open) : hidden})`;
}

/** Whether an act names one of these persons to sign it. */
export function namesOneOf(names: Sql, persons: readonly string[]): Sql {
  const any = persons.reduce((said, personId) => sql`${said} or instr(${names}, ${`|${personId}|`}) > 0`, sql`false`);
  return sql`coalesce(${any}, false)`;
}

/** The feed's end was reached since it proposed this. */
export const isSettled = sql`p.act_id not in (select act_id from cache.proposals where settling = 1)`;

/**
 * The acts above a level. An act's level is its own, its case's, or 4 where it is sealed, whichever is highest. Asked this way round those
 * are few and found by indexes, so that a tray of thousands is counted without reading its rows.
 */
const above = (level: number): Sql => sql`select act_id from cache.proposals where confidentiality_level > ${level}
  union all select i.act_id from cache.cases c join cache.proposals i on i.case_id = c.case_id where c.confidentiality_level > ${level}
  union all select act_id from cache.case_entries where kind = 'sealed' and act_id is not null and ${level} < 4`;

/** What was signed or returned at this desk, by its snapshot: seen by the same role again. */
export function visibleSnapshots({ role }: Viewer): (snapshot: Sql) => Sql {
  const most = role === 'magistrate' || role === 'secretary' ? 5 : role === 'clerk' ? 3 : openUpTo(role);
  return (snapshot) => sql`coalesce(${snapshot} ->> '$.confidentialityLevel', 0) <= ${most}`;
}
