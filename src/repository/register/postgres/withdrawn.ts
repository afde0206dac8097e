import type { ActId } from '../../../contract/ids.ts';
import type { Query } from './database.ts';

/** Those of the acts whose proposal in force was withdrawn, or that were made anew as another. */
export async function withdrawnAmong(query: Query, actIds: readonly ActId[]): Promise<ReadonlySet<string>> {
  const rows = await query.all<{ act_id: string }>(
    `SELECT e.act_id FROM case_entries e JOIN acts a USING (act_id) WHERE e.act_id = ANY($1) AND (e.kind = 'remade' OR e.kind = 'withdrawn'
       AND e.entry::json ->> 'documentSha256' = a.proposal::json ->> 'documentSha256')`,
    [...actIds],
  );
  return new Set(rows.map(({ act_id: actId }) => actId));
}
