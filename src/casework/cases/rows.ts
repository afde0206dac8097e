import { createHash } from 'node:crypto';
import type { Failure } from '../../contract/failures.ts';
import { CaseEntry, type CaseOpening, actOf } from '../../contract/wire-entries.ts';
import { CaseRecord } from '../../contract/wire.ts';
import { caseCode } from '../casefile/case-code.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

export type OwnState = 'waiting' | 'sent' | 'refused';

/** What a case is called until it has its number: this desk's letters, and how many it opened before. */
function provisionalNumber(deviceId: string, n: number): CaseOpening['provisionalNumber'] {
  const device = createHash('sha256').update(`fojas desk ${deviceId}`).digest('hex').slice(0, 10).toUpperCase();
  return `P-${device}-C${String(n).padStart(4, '0')}`;
}

/** Keeps a case that was just opened, under the next number of this desk; answers it as it will be sent. */
export function keepCase(
  tx: WritableDB<'journal'>,
  given: Omit<CaseRecord, 'caseNumber' | 'opening'> & { readonly opening: Omit<CaseOpening, 'provisionalNumber'> },
): CaseRecord {
  const { n } = tx.get<{ n: number }>(sql`select coalesce(max(n), 0) + 1 as n from own_cases`) ?? { n: 1 };
  const number = provisionalNumber(given.opening.deviceId, n);
  const opening = { ...given.opening, provisionalNumber: number };
  const record = CaseRecord.parse({ ...given, caseNumber: number, opening });
  tx.runExactly(
    1,
    sql`insert into own_cases (n, case_id, provisional_number, record, code, state, made_at)
      values (${n}, ${given.caseId}, ${number}, ${JSON.stringify(record)}, ${caseCode(given.caseId)}, 'waiting',
        ${given.opening.openedAt})`,
  );
  return record;
}

/** Cases opened here that the feed has not told of with a number yet, as they were opened. */
export function unnumberedCases(db: ReadableDB): CaseRecord[] {
  return db
    .all<{ record: string }>(sql`select record from main.own_cases where case_number is null order by n`)
    .map(({ record }) => CaseRecord.parse(JSON.parse(record)));
}

export function waitingCases(db: ReadableDB): CaseRecord[] {
  return db
    .all<{ record: string }>(sql`select record from main.own_cases where state = 'waiting' order by n`)
    .map(({ record }) => CaseRecord.parse(JSON.parse(record)));
}

export function settleCase(tx: WritableDB<'journal'>, caseId: string, state: OwnState, trouble: Failure | null): void {
  const text = trouble && JSON.stringify(trouble);
  tx.run(sql`update own_cases set state = ${state}, trouble = ${text} where case_id = ${caseId} and state = 'waiting'`);
}

/** Numbers that the feed told for cases of this desk, and that are not kept beside their first ones yet. `db` is the store's reader. */
export function toldNumbers(db: ReadableDB): { caseId: string; caseNumber: string }[] {
  return db.all(sql`select o.case_id as caseId, c.case_number as caseNumber from main.own_cases o
    join cache.cases c on c.case_id = o.case_id where o.case_number is null and c.case_number <> o.provisional_number`);
}

export function keepNumber(tx: WritableDB<'journal'>, caseId: string, caseNumber: string): void {
  tx.run(sql`update own_cases set case_number = ${caseNumber}, state = 'sent', trouble = null
    where case_id = ${caseId} and case_number is null`);
}

export function keepEntry(tx: WritableDB<'journal'>, entry: CaseEntry): void {
  const file = entry.kind === 'piece' ? entry.sha256 : null;
  tx.runExactly(
    1,
    sql`insert into own_entries (entry_id, case_id, act_id, kind, entry, sha256, state)
      values (${entry.entryId}, ${entry.caseId}, ${actOf(entry)}, ${entry.kind}, ${JSON.stringify(entry)}, ${file}, 'waiting')`,
  );
}

/** In the order in which they were noted. */
export function waitingEntries(db: ReadableDB): CaseEntry[] {
  return db
    .all<{ entry: string }>(sql`select entry from main.own_entries where state = 'waiting' order by n`)
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
}

/** Whether a document was put before its signer at this desk, and the repository does not have that yet. */
export const isProposing = (db: ReadableDB, documentSha256: string): boolean =>
  db.get(sql`select 1 from main.own_proposals where document_sha256 = ${documentSha256} and state = 'waiting'`) !==
  undefined;

export function ownEntries(db: ReadableDB): CaseEntry[] {
  return db
    .all<{ entry: string }>(sql`select entry from main.own_entries where state <> 'refused' order by n`)
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
}

export function settleEntry(
  tx: WritableDB<'journal'>,
  entryId: string,
  state: OwnState,
  trouble: Failure | null,
): void {
  const text = trouble && JSON.stringify(trouble);
  tx.run(
    sql`update own_entries set state = ${state}, trouble = ${text} where entry_id = ${entryId} and state = 'waiting'`,
  );
}

/** What lay in the office's own repository, and the central one does not take. */
export function refuseEntry(tx: WritableDB<'journal'>, entryId: string, trouble: Failure): void {
  tx.run(sql`update own_entries set state = 'refused', trouble = ${JSON.stringify(trouble)}
    where entry_id = ${entryId} and state <> 'refused'`);
}
