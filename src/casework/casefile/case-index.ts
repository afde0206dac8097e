import type { ActRow } from '../../contract/acts.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import { readAct } from './act-rows.ts';

export interface CaseIndex {
  readonly caseNumber: string;
  readonly caption: string;
  readonly acts: ActRow[];
}

/** A case's acts: the registered ones by number, then those on their way. Null for a case that nothing is known of. */
export function caseIndex(db: ReadableDB, caseId: string): CaseIndex | null {
  const known = db.get<{ case_number: string; caption: string }>(
    sql`select case_number, caption from cache.cases where case_id = ${caseId}`,
  );
  const ids = db.all<{ act_id: string }>(sql`
    select act_id from cache.proposals where case_id = ${caseId}
    union select act_id from main.signed_acts where case_id = ${caseId}
    union select act_id from main.returns where case_id = ${caseId}`);
  const acts = ids.flatMap(({ act_id }) => readAct(db, act_id) ?? []);
  const first = acts[0];
  if (!known && !first) return null;
  acts.sort(
    (a, b) =>
      (a.registration?.number ?? Number.MAX_SAFE_INTEGER) - (b.registration?.number ?? Number.MAX_SAFE_INTEGER) ||
      (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0),
  );
  return {
    caseNumber: known?.case_number ?? first?.caseNumber ?? '',
    caption: known?.caption ?? first?.caption ?? '',
    acts,
  };
}
