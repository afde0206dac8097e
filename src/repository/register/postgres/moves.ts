import type { ActId } from '../../../contract/ids.ts';
import { type CaseRecord, type FeedEvent, Proposal } from '../../../contract/wire.ts';
import type { CaseEntry, EntryOf } from '../../../contract/wire-entries.ts';
import { type GoneAct, historyOf, openedHistory, movedRecord, signersIn, substituteIn } from '../../entries/move.ts';
import type { MoveBook } from '../../entries/moves.ts';
import type { Query } from './database.ts';

/** Which office had a case until when. */
export function postgresMoves(query: Query): MoveBook {
  return {
    reach: async (caseId, officeId) => {
      const row = await query.one<{ own: boolean; last: number | null }>(
        `SELECT c.office_id = $2 AS own,
           (SELECT max(last_number) FROM case_moves m WHERE m.case_id = c.case_id AND m.office_id = $2) AS last
         FROM cases c WHERE c.case_id = $1`,
        ...[caseId, officeId],
      );
      return row?.own === true ? Number.POSITIVE_INFINITY : (row?.last ?? null);
    },
    reads: async (officeId, actId) =>
      (await query.one(
        `SELECT 1 FROM acts a JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
           JOIN cases c ON c.case_id = a.case_id
         WHERE a.act_id = $1 AND (c.office_id = $2
           OR r.number <= (SELECT max(last_number) FROM case_moves m WHERE m.case_id = a.case_id AND m.office_id = $2))`,
        ...[actId, officeId],
      )) !== undefined,
  };
}

/** Acts of a case that wait for a signature, or were taken back. */
export const unsignedIn = async (query: Query, caseId: string): Promise<ActId[]> =>
  (await query.all<{ act_id: ActId }>("SELECT act_id FROM acts WHERE case_id = $1 AND state = 'toSign'", caseId)).map(
    ({ act_id: actId }) => actId,
  );

/** Gives a case with its files to another office and tells both; inside the caller's transaction, which holds the case. */
export async function moveCase<Transaction extends Query>(
  query: Transaction,
  tell: (query: Transaction, officeId: string, event: FeedEvent) => Promise<void>,
  given: EntryOf<'moved'>,
  record: CaseRecord,
  entries: readonly CaseEntry[],
): Promise<void> {
  const { caseId, officeId: from, to } = given;
  const after = movedRecord(record, given);
  await query.run(
    `INSERT INTO case_moves (case_id, n, office_id, to_office, last_number)
     SELECT $1, (SELECT coalesce(max(n), 0) + 1 FROM case_moves WHERE case_id = $1), $2, $3, last_number
     FROM cases WHERE case_id = $1`,
    ...[caseId, from, to],
  );
  await query.run(
    'UPDATE cases SET office_id = $2, record = $3 WHERE case_id = $1',
    ...[caseId, to, JSON.stringify(after)],
  );
  await query.run(
    `INSERT INTO holders (sha256, office_id) SELECT sha256, $2 FROM (
       SELECT sha256 FROM registrations WHERE case_id = $1
       UNION SELECT a.proposal::json ->> 'documentSha256' FROM acts a WHERE a.case_id = $1 AND a.state = 'registered'
       UNION SELECT v.sha256 FROM renditions v JOIN acts a ON a.act_id = v.act_id WHERE a.case_id = $1
       UNION SELECT entry::json ->> 'sha256' FROM case_entries WHERE case_id = $1 AND kind = 'piece') AS files
     ORDER BY sha256 ON CONFLICT DO NOTHING`,
    ...[caseId, to],
  );
  await tell(query, from, { kind: 'case', case: after });
  for (const event of historyOf(after, await goneActs(query, caseId), entries)) await tell(query, to, event);
}

/** Registered acts of a case, by their numbers; or one of them. */
export async function goneActs(query: Query, caseId: string, actId: string | null = null): Promise<GoneAct[]> {
  const rows = await query.all<{
    proposal: string;
    receipt: string;
    electronic: boolean;
    substitute: string | null;
    signers: string | null;
    renditions: readonly string[];
  }>(
    `SELECT a.proposal, r.receipt, coalesce(r.request::json ->> 'electronic' = 'true', false) AS electronic,
       r.request::json ->> 'substitute' AS substitute, r.signers,
       (SELECT coalesce(json_agg(n.receipt ORDER BY n.n), '[]') FROM renditions n WHERE n.act_id = a.act_id) AS renditions
     FROM acts a JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
     WHERE a.case_id = $1 AND ($2::text IS NULL OR a.act_id = $2) ORDER BY r.number`,
    ...[caseId, actId],
  );
  return rows.map(({ proposal, signers, substitute, ...rest }) => ({
    ...{ ...rest, proposal: Proposal.parse(JSON.parse(proposal)), signers: signersIn(signers) },
    substitute: substituteIn(substitute),
  }));
}

/** What the office is told anew of a case that was opened in an emergency. */
export async function openedNow(query: Query, record: CaseRecord, entries: readonly CaseEntry[]): Promise<FeedEvent[]> {
  const waiting = await query.all<{ proposal: string }>(
    "SELECT proposal FROM acts WHERE case_id = $1 AND state = 'toSign'",
    record.caseId,
  );
  const proposals = waiting.map(({ proposal }) => Proposal.parse(JSON.parse(proposal)));
  return openedHistory(record, await goneActs(query, record.caseId), proposals, entries);
}
