import type { ActId } from '../../../contract/ids.ts';
import { type FeedEvent, Proposal } from '../../../contract/wire.ts';
import { CaseEntry } from '../../../contract/wire-entries.ts';
import { type HandoverBook, type KeptSignature, waitingHistory } from '../../people/handover-book.ts';
import type { Query } from './database.ts';
import type { Telling } from './feed.ts';
import { withdrawnAmong } from './withdrawn.ts';

/** What waits for those who are away, told anew to whom stands for them; each act in a transaction that holds it. */
export function postgresHandovers(
  query: Query,
  atOnce: <T>(work: (transaction: Telling) => Promise<T>) => Promise<T>,
  tell: (transaction: Telling, officeId: string, event: FeedEvent) => Promise<void>,
): HandoverBook {
  return {
    isTold: async ({ officeId, personId, standsFor, from }) =>
      (await query.one(
        'SELECT 1 FROM substitutes_told WHERE office_id = $1 AND person_id = $2 AND stands_for = $3 AND since = $4',
        ...[officeId, personId, standsFor, from],
      )) !== undefined,
    markTold: async ({ officeId, personId, standsFor, from }) =>
      void (await query.run(
        `INSERT INTO substitutes_told (office_id, person_id, stands_for, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        ...[officeId, personId, standsFor, from],
      )),
    waitingFor: async (officeId, personId, above) => {
      const rows = await query.all<{ act_id: ActId }>(
        `SELECT a.act_id FROM acts a JOIN cases c USING (case_id)
         WHERE a.state = 'toSign' AND a.office_id = $1
           AND a.proposal::jsonb -> 'signers' @> jsonb_build_array(jsonb_build_object('personId', $2::text))
           AND (greatest((c.record::json ->> 'confidentialityLevel')::int,
               (a.proposal::json ->> 'confidentialityLevel')::int) > $3
             OR EXISTS (SELECT FROM case_entries e WHERE e.act_id = a.act_id AND e.kind = 'sealed'))
         ORDER BY a.act_id`,
        ...[officeId, personId, above],
      );
      return rows.map(({ act_id: actId }) => actId);
    },
    tellAnew: (officeId, actId) =>
      atOnce(async (transaction) => {
        const act = await transaction.one<{ proposal: string }>(
          "SELECT proposal FROM acts WHERE act_id = $1 AND state = 'toSign' FOR UPDATE",
          actId,
        );
        if (!act || (await withdrawnAmong(transaction, [actId])).has(actId)) return;
        const entries = await transaction.all<{ entry: string }>(
          'SELECT entry FROM case_entries WHERE act_id = $1 ORDER BY seq',
          actId,
        );
        const signatures = await transaction.all<KeptSignature>(
          'SELECT sha256, receipt, request FROM joint_signatures WHERE act_id = $1 AND active ORDER BY n',
          actId,
        );
        const noted = entries.map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
        const history = waitingHistory(Proposal.parse(JSON.parse(act.proposal)), noted, signatures);
        for (const event of history) await tell(transaction, officeId, event);
      }),
  };
}
