import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { RegistrationRequest, Return } from '../../contract/wire.ts';
import { notRemade } from '../casefile/remade.ts';
import { halfNotSetAside, notSetAside } from '../casefile/set-aside.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

export type OutboxState = NonNullable<ActRow['sending']>;

/** What waits to reach the repository. `payload` is written once and sent as it is, however often (laws 6 and 7). */
export interface OutboxRow {
  readonly id: number;
  readonly kind: 'act' | 'return';
  readonly actId: string;
  readonly caseId: string;
  readonly documentSha256: string;
  readonly state: OutboxState;
  readonly payload: string;
}

/** Puts a signed act on its way, in the transaction that keeps it. */
export function enqueueAct(tx: WritableDB<'journal'>, request: RegistrationRequest, now: Date): void {
  const { actId, caseId, documentSha256 } = request;
  tx.runExactly(
    1,
    sql`insert into outbox (kind, act_id, document_sha256, case_id, payload, state, changed_at)
      values ('act', ${actId}, ${documentSha256}, ${caseId}, ${JSON.stringify(request)}, 'waiting', ${now.toISOString()})`,
  );
}

/** Puts a return with its remark on its way, in the transaction that keeps it. */
export function enqueueReturn(
  tx: WritableDB<'journal'>,
  given: Return,
  { caseId, proposal }: { readonly caseId: string; readonly proposal: string },
  now: Date,
): void {
  const { actId, documentSha256 } = given;
  tx.runExactly(
    1,
    sql`insert into outbox (kind, act_id, document_sha256, proposal, case_id, payload, state, changed_at)
      values ('return', ${actId}, ${documentSha256}, ${proposal}, ${caseId}, ${JSON.stringify(given)}, 'waiting', ${now.toISOString()})`,
  );
}

/** Rows still on their way, in the order in which they were put there. */
export function openRows(db: ReadableDB): OutboxRow[] {
  return db.all<OutboxRow>(sql`
    select id, kind, act_id as actId, case_id as caseId, document_sha256 as documentSha256, state, payload
    from main.outbox where state in ('waiting', 'sent', 'received') order by id`);
}

/** One open row; null when it came to its end meanwhile. */
export function openRow(db: ReadableDB, id: number): OutboxRow | null {
  return (
    db.get<OutboxRow>(sql`
      select id, kind, act_id as actId, case_id as caseId, document_sha256 as documentSha256, state, payload
      from main.outbox where id = ${id} and state in ('waiting', 'sent', 'received')`) ?? null
  );
}

export function outboxCounts(db: ReadableDB): { waiting: number; refused: number } {
  const counts = db.get<{ waiting: number | null; refused: number | null }>(sql`
    select sum(state <> 'refused') as waiting, sum(state = 'refused') as refused
    from (select state from main.outbox o where o.state <> 'registered' and ${notRemade} and ${notSetAside}
      union all select state from main.half_signed h where state <> 'received' and ${halfNotSetAside})`);
  return { waiting: counts?.waiting ?? 0, refused: counts?.refused ?? 0 };
}

/** How much waits to be sent beside signed acts: cases opened here, what was noted of cases and acts, acts put before a signer. */
export const othersWaiting = (db: ReadableDB): number =>
  db.get<{ n: number }>(sql`select
    (select count(*) from main.own_cases where state = 'waiting') + (select count(*) from main.own_entries where state = 'waiting')
      + (select count(*) from main.own_proposals where state = 'waiting') as n`)?.n ?? 0;

/** One step forward; SQL itself refuses a step back. */
export function advance(tx: WritableDB<'journal'>, id: number, state: OutboxState, now: Date): void {
  tx.runExactly(
    1,
    sql`update outbox set state = ${state}, trouble = null, changed_at = ${now.toISOString()} where id = ${id}`,
  );
}

/** It will not be sent again by itself; a person has to look at it. */
export function refuse(tx: WritableDB<'journal'>, id: number, trouble: Failure, now: Date): void {
  tx.runExactly(
    1,
    sql`update outbox set state = 'refused', trouble = ${JSON.stringify(trouble)}, changed_at = ${now.toISOString()}
      where id = ${id}`,
  );
}

/** What keeps a row from going on, for a person to see. Answers whether this is news. */
export function noteTrouble(tx: WritableDB<'journal'>, id: number, trouble: Failure): boolean {
  const text = JSON.stringify(trouble);
  return tx.run(sql`update outbox set trouble = ${text} where id = ${id} and trouble is not ${text}`) > 0;
}
