import type { CaseEntry } from '../../contract/wire-entries.ts';
import { type WritableDB, sql } from '../store/index.ts';
import { searchOf } from './snapshot.ts';

/** Puts a case's acts in their place: by what makes the case urgent, and by the words it is found with. */
export function orderActs(tx: WritableDB<'cache'>, caseId: string): void {
  const known = tx.get<{ case_number: string; caption: string; detained: number; fatal: number; vulnerable: number }>(
    sql`select case_number, caption, detained, fatal, vulnerable from cases where case_id = ${caseId}`,
  );
  if (!known) return;
  const urgency = urgencyOf(known);
  const acts = tx.all<{ act_id: string; title: string; author: string; sort: string }>(
    sql`select act_id, title, author, sort from proposals where case_id = ${caseId}`,
  );
  for (const { act_id, title, author, sort } of acts) {
    const search = searchOf({ caseNumber: known.case_number, caption: known.caption, title, author });
    tx.runExactly(
      1,
      sql`update proposals set search = ${search}, sort = ${urgency + sort.slice(3)} where act_id = ${act_id}`,
    );
  }
}

/** Detained persons first, then a fatal deadline, then a vulnerable victim: three digits, 0 before 1. */
export function urgencyOf(known: {
  readonly detained: number;
  readonly fatal: number;
  readonly vulnerable: number;
}): string {
  return `${1 - known.detained}${1 - known.fatal}${1 - known.vulnerable}`;
}

export function takeFlags(tx: WritableDB<'cache'>, entry: CaseEntry): void {
  if (entry.kind !== 'flags') return;
  const { fatalDeadline, vulnerableVictim } = entry.flags;
  tx.run(sql`update cases set detained = ${entry.detained ? 1 : 0}, fatal = ${fatalDeadline ? 1 : 0},
    vulnerable = ${vulnerableVictim ? 1 : 0} where case_id = ${entry.caseId}`);
}
