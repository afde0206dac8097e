/** Acts that the registry refused for good, and what they were made anew as. */
import type { ActRow } from '../../contract/acts.ts';
import type { Draft } from '../../contract/drafts.ts';
import { Failure } from '../../contract/failures.ts';
import { ActId } from '../../contract/ids.ts';
import { DraftId } from '../../contract/wire-drafts.ts';
import { type ReadableDB, type Sql, type WritableDB, sql } from '../store/index.ts';

/** Of a row `o` of the outbox: it is no refused act that was made anew, and so waits for nobody. */
export const notRemade: Sql = sql`not (o.kind = 'act' and o.state = 'refused'
  and exists (select 1 from main.remade_acts m where m.act_id = o.act_id))`;

export interface NewRemade {
  readonly actId: string;
  readonly draftId: string;
  readonly reason: Failure;
  readonly personId: string;
}

/** Notes it, in the transaction that begins the draft. SQL refuses a second time, and an act that was not refused. */
export function keepRemade(tx: WritableDB<'journal'>, remade: NewRemade, now: Date): void {
  const { actId, draftId, reason, personId } = remade;
  tx.runExactly(
    1,
    sql`insert into remade_acts (act_id, draft_id, reason, person_id, remade_at)
      values (${actId}, ${draftId}, ${JSON.stringify(reason)}, ${personId}, ${now.toISOString()})`,
  );
}

/** As which draft an act was made anew; nothing where it was not. */
export function remadeAs(db: ReadableDB, actId: string): Pick<ActRow, 'remade'> {
  const row = db.get<{ draft_id: string; remade_at: string }>(
    sql`select draft_id, remade_at from main.remade_acts where act_id = ${actId}`,
  );
  return row ? { remade: { draftId: DraftId.parse(row.draft_id), at: row.remade_at } } : {};
}

/** Which refused act a draft makes anew, and why that one was refused; nothing for any other draft. */
export function remakes(db: ReadableDB, draftId: string): Pick<Draft, 'remakes'> {
  const row = db.get<{ act_id: string; title: string; reason: string; remade_at: string }>(sql`
    select m.act_id, s.snapshot ->> '$.title' as title, m.reason, m.remade_at
    from main.remade_acts m join main.signed_acts s on s.act_id = m.act_id where m.draft_id = ${draftId}`);
  if (!row) return {};
  const reason = Failure.parse(JSON.parse(row.reason));
  return { remakes: { actId: ActId.parse(row.act_id), title: row.title, reason, at: row.remade_at } };
}
