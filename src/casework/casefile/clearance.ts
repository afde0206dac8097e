import { openUpTo } from '../../contract/permissions.ts';
import type { Viewer } from '../acts/viewer.ts';
import { type Sql, sql } from '../store/index.ts';

/**
 * The rule of `isVisible` (acts/viewer.ts) as a condition on `cache.proposals p`: what is not for these eyes is left out before it is
 * counted, searched or ordered. A test holds the two against each other. For nobody's eyes yet is what the feed proposed while more of it
 * was to come.
 */
export function visibleProposals({ role, personId, name }: Viewer): Sql {
  const open = openUpTo(role);
  // What a person is named in is seen up to here.
  const most = role === 'magistrate' || role === 'secretary' ? 5 : role === 'clerk' ? 3 : open;
  const level = sql`max(p.confidentiality_level,
    coalesce((select c.confidentiality_level from cache.cases c where c.case_id = p.case_id), 0),
    4 * exists (select 1 from cache.case_entries e where e.act_id = p.act_id and e.kind = 'sealed'))`;
  if (most === open) return sql`p.settling = 0 and ${level} <= ${open}`;
  const waits = role === 'magistrate' ? sql`p.names is null and ${level} <= 4` : sql`false`;
  return sql`p.settling = 0 and (${level} <= ${open} or ${level} <= ${most}
    and (coalesce(instr(p.names, ${`|${personId}|`}), 0) > 0 or p.author = ${name} or ${waits}))`;
}

/** What was signed or returned at this desk, by its snapshot: seen by the same role again. */
export function visibleSnapshots({ role }: Viewer): (snapshot: Sql) => Sql {
  const most = role === 'magistrate' || role === 'secretary' ? 5 : role === 'clerk' ? 3 : openUpTo(role);
  return (snapshot) => sql`coalesce(${snapshot} ->> '$.confidentialityLevel', 0) <= ${most}`;
}
