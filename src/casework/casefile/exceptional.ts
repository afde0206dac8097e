import type { ExceptionalAccess } from '../../contract/cases.ts';
import type { CaseId } from '../../contract/ids.ts';
import { exceptionalAccessMs } from '../../contract/exceptional-access.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { type ReadableDB, sql } from '../store/index.ts';

/** Ids of the persons to whom a case is open in an emergency, by this clock. `db` is the store's reader. */
export const openedTo = (db: ReadableDB, caseId: string): string[] =>
  db
    .all<{ person: string }>(
      sql`select distinct entry ->> '$.by.personId' as person from cache.case_entries
        where case_id = ${caseId} and kind = 'breakGlass' and unixepoch(entry ->> '$.at') <= unixepoch('now')
          and unixepoch(entry ->> '$.at') > unixepoch('now') - ${exceptionalAccessMs / 1000}`,
    )
    .map(({ person }) => person);

/** The case that bears this number, its own or its provisional one; null where none is known here. */
export const caseNumbered = (db: ReadableDB, caseNumber: string): CaseId | null =>
  db.get<{ case_id: CaseId }>(
    sql`select c.case_id from cache.cases c left join main.own_cases o on o.case_id = c.case_id
      where ${caseNumber} in (c.case_number, o.case_number, c.opening ->> '$.provisionalNumber')`,
  )?.case_id ?? null;

/** Exceptional accesses, the newest first. */
export const exceptionalAccesses = (db: ReadableDB, limit: number): ExceptionalAccess[] =>
  db
    .all<{ entry: string; number: string | null; own: string | null }>(
      sql`select e.entry, c.case_number as number, o.case_number as own from cache.case_entries e
        left join cache.cases c on c.case_id = e.case_id left join main.own_cases o on o.case_id = e.case_id
        where e.kind = 'breakGlass' order by e.entry ->> '$.at' desc, e.entry_id limit ${limit}`,
    )
    .flatMap(({ entry, number, own }) => {
      const said = CaseEntry.parse(JSON.parse(entry));
      if (said.kind !== 'breakGlass') return [];
      const { caseId, by, at, reason } = said;
      return [{ caseId, caseNumber: own ?? number ?? '', by: by.name, at, reason }];
    });
