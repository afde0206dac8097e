import type Database from 'better-sqlite3-multiple-ciphers';
import type { CaseRecord } from '../../contract/wire.ts';
import { type FeedEvent, Proposal } from '../../contract/wire.ts';
import type { CaseEntry, EntryOf } from '../../contract/wire-entries.ts';
import { type GoneAct, historyOf, openedHistory, movedRecord, signersIn, substituteIn } from './move.ts';

/** Which office had a case until when. */
export interface MoveBook {
  /**
   * How much of a case an office may read: all of it (`Infinity`) while the case is its own, what was registered up to that number when it
   * went on, null where it never had it.
   */
  reach(caseId: string, officeId: string): Promise<number | null>;
  /** Whether an act is registered, and within what its office may read of the case. */
  reads(officeId: string, actId: string): Promise<boolean>;
}

export function moveBook(db: Database.Database): MoveBook {
  return {
    reach: async (caseId, officeId) => {
      if (db.prepare('SELECT 1 FROM cases WHERE case_id = ? AND office_id = ?').get(caseId, officeId))
        return Number.POSITIVE_INFINITY;
      const left = db
        .prepare<[string, string], { last: number | null }>(
          'SELECT max(last_number) AS last FROM case_moves WHERE case_id = ? AND office_id = ?',
        )
        .get(caseId, officeId);
      return left?.last ?? null;
    },
    reads: async (officeId, actId) =>
      db
        .prepare(
          `SELECT 1 FROM registrations r JOIN cases c USING (case_id) WHERE r.act_id = @actId AND (c.office_id = @officeId
             OR r.number <= (SELECT max(last_number) FROM case_moves m WHERE m.case_id = r.case_id AND m.office_id = @officeId))`,
        )
        .get({ actId, officeId }) !== undefined,
  };
}

/** Notes that a case left an office: what it may read of it ends here. */
export function noteMove(db: Database.Database, caseId: string, from: string, to: string): void {
  db.prepare(
    `INSERT INTO case_moves (case_id, n, office_id, to_office, last_number)
     SELECT @caseId, (SELECT coalesce(max(n), 0) + 1 FROM case_moves WHERE case_id = @caseId), @from, @to, last_number
     FROM cases WHERE case_id = @caseId`,
  ).run({ caseId, from, to });
}

/** How many acts of a case wait for a signature. */
export const waitingIn = (db: Database.Database, caseId: string): number =>
  db
    .prepare<[string], { n: number }>(
      `SELECT count(*) AS n FROM acts a WHERE case_id = ? AND state = 'toSign' AND NOT EXISTS
         (SELECT 1 FROM case_entries e WHERE e.act_id = a.act_id AND (e.kind = 'remade' OR e.kind = 'withdrawn'
           AND e.entry ->> '$.documentSha256' = a.proposal ->> '$.documentSha256'))`,
    )
    .get(caseId)!.n;

/** Gives a case with its files to another office and tells both; inside the caller's transaction. */
export function moveCase(
  db: Database.Database,
  tell: (officeId: string, event: FeedEvent) => void,
  given: EntryOf<'moved'>,
  record: CaseRecord,
  entries: readonly CaseEntry[],
): void {
  const { caseId, officeId: from, to } = given;
  const after = movedRecord(record, given);
  noteMove(db, caseId, from, to);
  db.prepare('UPDATE cases SET office_id = ?, record = ? WHERE case_id = ?').run(to, JSON.stringify(after), caseId);
  db.prepare(
    `INSERT OR IGNORE INTO holders (sha256, office_id)
     SELECT sha256, @to FROM registrations WHERE case_id = @caseId
     UNION SELECT a.proposal ->> '$.documentSha256', @to FROM acts a JOIN registrations USING (act_id) WHERE a.case_id = @caseId
     UNION SELECT v.sha256, @to FROM renditions v JOIN registrations r USING (act_id) WHERE r.case_id = @caseId
     UNION SELECT entry ->> '$.sha256', @to FROM case_entries WHERE case_id = @caseId AND kind = 'piece'`,
  ).run({ caseId, to });
  tell(from, { kind: 'case', case: after });
  for (const event of historyOf(after, goneActs(db, caseId), entries)) tell(to, event);
}

/** Registered acts of a case, by their numbers; or one of them. */
export function goneActs(db: Database.Database, caseId: string, actId: string | null = null): GoneAct[] {
  const rows = db
    .prepare(
      `SELECT a.proposal, r.receipt, r.request ->> '$.electronic' AS electronic, r.request -> '$.substitute' AS substitute, r.signers,
         (SELECT json_group_array(receipt) FROM
           (SELECT receipt FROM renditions n WHERE n.act_id = a.act_id ORDER BY n)) AS renditions
       FROM registrations r JOIN acts a USING (act_id) WHERE r.case_id = ? AND (? IS NULL OR r.act_id = ?) ORDER BY r.number`,
    )
    .all(caseId, actId, actId) as {
    proposal: string;
    receipt: string;
    electronic: number | null;
    substitute: string | null;
    signers: string | null;
    renditions: string;
  }[];
  return rows.map(({ proposal, receipt, electronic, substitute, signers, renditions }) => ({
    ...{ proposal: Proposal.parse(JSON.parse(proposal)), receipt, electronic: electronic === 1 },
    substitute: substituteIn(substitute),
    signers: signersIn(signers),
    renditions: JSON.parse(renditions) as string[],
  }));
}

/** What the office is told anew of a case that was opened in an emergency. */
export function openedNow(db: Database.Database, record: CaseRecord, entries: readonly CaseEntry[]): FeedEvent[] {
  const waiting = db
    .prepare<[string], { proposal: string }>("SELECT proposal FROM acts WHERE case_id = ? AND state = 'toSign'")
    .all(record.caseId);
  const proposals = waiting.map(({ proposal }) => Proposal.parse(JSON.parse(proposal)));
  return openedHistory(record, goneActs(db, record.caseId), proposals, entries);
}
