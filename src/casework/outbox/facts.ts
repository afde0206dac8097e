import type { OutboxState } from './rows.ts';
import { type ReadableDB, sql } from '../store/index.ts';

/** What decides how urgent an open row of the outbox is. */
export interface OutboxFacts {
  readonly id: number;
  readonly kind: 'act' | 'return';
  readonly actId: string;
  readonly caseId: string;
  readonly state: OutboxState;
  /** Of the signed file; 0 for a return. */
  readonly bytes: number;
  /** Of the document in it that was signed, which the repository has: it was proposed there. */
  readonly documentBytes: number;
  readonly signedSha256: string | null;
  readonly title: string;
  readonly detained: boolean;
  /** The case has a fatal deadline. */
  readonly fatal: boolean;
  readonly dueAt: string | null;
}

interface FactColumns extends Omit<OutboxFacts, 'detained' | 'fatal'> {
  readonly detained: number | null;
  readonly fatal: number | null;
}

/**
 * Open rows with what their urgency depends on, in the order in which they were put there. What makes the case urgent is the newest
 * that is known: a person may have been arrested since the act was signed. `db` is the store's reader.
 */
export function outboxFacts(db: ReadableDB): OutboxFacts[] {
  const rows = db.all<FactColumns>(sql`
    select o.id, o.kind, o.act_id as actId, o.case_id as caseId, o.state, coalesce(s.signed_size, 0) as bytes,
      case o.kind when 'act' then json_extract(o.payload, '$.documentSize') else 0 end as documentBytes,
      s.signed_sha256 as signedSha256,
      coalesce(json_extract(coalesce(s.snapshot, r.snapshot), '$.title'), '') as title,
      coalesce(c.detained, json_extract(coalesce(s.snapshot, r.snapshot), '$.detained')) as detained, c.fatal,
      json_extract(coalesce(s.snapshot, r.snapshot), '$.dueAt') as dueAt
    from main.outbox o
    left join main.signed_acts s on o.kind = 'act' and s.act_id = o.act_id
    left join main.returns r on o.kind = 'return' and r.act_id = o.act_id and r.document_sha256 = o.document_sha256
      and r.proposal = o.proposal
    left join cache.cases c on c.case_id = o.case_id
    where o.state in ('waiting', 'sent', 'received') order by o.id`);
  return rows.map((row) => ({ ...row, detained: row.detained === 1, fatal: row.fatal === 1 }));
}
