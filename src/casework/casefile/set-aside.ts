/** Returns, and signatures that others come after, which the registry refused for good and a person set aside. */
import type { ActRow } from '../../contract/acts.ts';
import { Failure } from '../../contract/failures.ts';
import { type ReadableDB, type Sql, type WritableDB, sql } from '../store/index.ts';

const isSetAside = (what: 'return' | 'signature', row: Sql): Sql => sql`exists (select 1 from main.set_aside a
  where a.act_id = ${row}.act_id and a.what = ${what} and a.document_sha256 = ${row}.document_sha256 and a.proposal = ${row}.proposal)`;

/** Of a return `r`: it counts, because nobody set it aside. */
export const returnStands: Sql = sql`not ${isSetAside('return', sql`r`)}`;
/** Of a row `o` of the outbox: it is no return that was set aside. */
export const notSetAside: Sql = sql`not (o.kind = 'return' and ${isSetAside('return', sql`o`)})`;
/** Of a signature `h` that others come after. */
export const halfNotSetAside: Sql = sql`not ${isSetAside('signature', sql`h`)}`;

export interface Refused {
  readonly what: 'return' | 'signature';
  readonly documentSha256: string;
  readonly proposal: string;
  readonly reason: string;
}

/** What of an act was refused for good, and waits for a person to set it aside. `db` is the store's reader. */
export const refusedOf = (db: ReadableDB, actId: string): Refused[] =>
  db.all(sql`
    select 'return' as what, o.document_sha256 as documentSha256, o.proposal, o.trouble as reason from main.outbox o
      where o.kind = 'return' and o.state = 'refused' and o.act_id = ${actId} and ${notSetAside}
    union all select 'signature', h.document_sha256, h.proposal, h.trouble from main.half_signed h
      where h.state = 'refused' and h.act_id = ${actId} and ${halfNotSetAside}`);

/** Sets one aside. SQL refuses a second time, and what was not refused. */
export function keepSetAside(
  tx: WritableDB<'journal'>,
  actId: string,
  { what, documentSha256, proposal, reason }: Refused,
  by: { readonly personId: string; readonly now: Date },
): void {
  tx.runExactly(
    1,
    sql`insert into set_aside (act_id, what, document_sha256, proposal, reason, person_id, set_at)
      values (${actId}, ${what}, ${documentSha256}, ${proposal}, ${reason}, ${by.personId}, ${by.now.toISOString()})`,
  );
}

/** What was set aside of an act last, and why it was refused; nothing where that is nothing. */
export function setAsideOf(db: ReadableDB, actId: string): Pick<ActRow, 'setAside'> {
  const row = db.get<{ what: Refused['what']; set_at: string; reason: string }>(
    sql`select what, set_at, reason from main.set_aside where act_id = ${actId} order by set_at desc limit 1`,
  );
  return row ? { setAside: { what: row.what, at: row.set_at, reason: Failure.parse(JSON.parse(row.reason)) } } : {};
}

/** Whether a return of exactly this proposal was refused and set aside: the registry would refuse it again. */
export const isReturnSetAside = (db: ReadableDB, actId: string, documentSha256: string, proposal: string): boolean =>
  db.get(sql`select 1 from main.set_aside where act_id = ${actId} and what = 'return' and document_sha256 = ${documentSha256}
    and proposal in ('', ${proposal})`) !== undefined;
