import { SavedFilter } from '../../contract/calls.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** The ways of looking at trays that a person gave a name, by that name. */
export const savedFilters = (db: ReadableDB, personId: string): SavedFilter[] =>
  db
    .all<{ filter: string }>(sql`select filter from main.saved_filters where person_id = ${personId} order by name`)
    .map(({ filter }) => SavedFilter.parse(JSON.parse(filter)));

/** Takes the place of all that were there. Of two of one name the last holds. */
export function putFilters(tx: WritableDB<'journal'>, personId: string, filters: readonly SavedFilter[]): void {
  tx.run(sql`delete from saved_filters where person_id = ${personId}`);
  for (const filter of filters)
    tx.run(sql`insert into saved_filters (person_id, name, filter) values (${personId}, ${filter.name}, ${JSON.stringify(filter)})
      on conflict (person_id, name) do update set filter = excluded.filter`);
}
