import { Notices } from '../../contract/acts.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import { type AboutNotices, isNotified, noticesOf, openIn } from '../acts/notices.ts';
import { type ReadableDB, type Sql, type WritableDB, sql } from '../store/index.ts';

/** Keeps, beside what was noted, how an act stands with those who are to be told: the tray counts by it. */
export function takeNotices(tx: WritableDB<'cache'>, actId: string): void {
  const noted = tx
    .all<{ entry: string }>(
      sql`select entry from case_entries where act_id = ${actId} and kind in ('addressees', 'notified')`,
    )
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)) as AboutNotices);
  const notices = noticesOf(noted);
  if (!notices) {
    tx.run(sql`delete from act_notices where act_id = ${actId}`);
    return;
  }
  tx.run(sql`insert into act_notices (act_id, open, notices) values (${actId}, ${openIn(notices).length}, ${JSON.stringify(notices)})
    on conflict (act_id) do update set open = excluded.open, notices = excluded.notices`);
}

export interface ActNotices {
  readonly notices: Notices;
  readonly isNotified: boolean;
}

/** Null where nobody was named nor told. `db` is the store's reader. */
export function readNotices(db: ReadableDB, actId: string): ActNotices | null {
  const row = db.get<{ notices: string }>(sql`select notices from cache.act_notices where act_id = ${actId}`);
  const notices = row && Notices.parse(JSON.parse(row.notices));
  return notices ? { notices, isNotified: isNotified(notices) } : null;
}

/**
 * Somebody is still to be told of it: of those who were named, or, where nobody was and its type is one of which parties are told, whoever
 * that is. What is sealed is for those it names.
 * @param silent types of which nobody is told unless somebody says so, in small letters (drafts/templates/notified.ts)
 */
export const toNotify = (id: Sql, type: Sql, silent: readonly string[]): Sql => sql`not exists (
    select 1 from cache.case_entries e where e.act_id = ${id} and e.kind = 'sealed')
  and coalesce((select n.open from cache.act_notices n where n.act_id = ${id}),
    lower(${type}) not in (select value from json_each(${JSON.stringify(silent)}))) > 0`;
