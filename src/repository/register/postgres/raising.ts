import type { Level } from '../../../contract/levels.ts';
import type { FeedEvent } from '../../../contract/wire.ts';
import { type RaisingRow, type RaisingRows, levels } from '../../raising/rows.ts';
import type { PostgresDatabase, Query } from './database.ts';

/** So long an act is one node's to look at; one that dies over it leaves it to another. */
const claim = "interval '10 minutes'";

/** A signature in force, of several, that is electronic. */
const partlyElectronic = "active AND request::json ->> 'electronic' IS NOT NULL";

/** In the transaction of the event: a new file of an act is looked at. */
export async function noteRaising(query: Query, event: FeedEvent, now: Date): Promise<void> {
  // Of electronic signatures nobody publishes revocations: they have no row, and the desk has them stamped.
  if (event.kind === 'registered' && !event.electronic)
    await query.run(
      `INSERT INTO raisings (act_id, open, since) SELECT $1, true, $2 WHERE NOT EXISTS (
         SELECT 1 FROM joint_signatures WHERE act_id = $1 AND ${partlyElectronic}) ON CONFLICT DO NOTHING`,
      ...[event.actId, now.toISOString()],
    );
  if (event.kind === 'rendition')
    await query.run(
      `UPDATE raisings SET open = true, renew = false, since = $2, reason = NULL, claimed_until = '-infinity' WHERE act_id = $1`,
      ...[event.actId, now.toISOString()],
    );
}

/** What there is to be raised; nodes share it out by claiming rows that no other one has. */
export async function postgresRaising(
  database: PostgresDatabase,
  wanted: Level,
  clock: () => Date,
): Promise<RaisingRows> {
  // What was registered before anybody was asked to raise, and what is below a level that was asked for since.
  await database.run(
    `INSERT INTO raisings (act_id, open, since) SELECT act_id, true, $1 FROM registrations
     WHERE request::json ->> 'electronic' IS NULL AND act_id NOT IN (
       SELECT act_id FROM joint_signatures WHERE ${partlyElectronic}) ON CONFLICT DO NOTHING`,
    clock().toISOString(),
  );
  await database.run(
    'UPDATE raisings SET open = true WHERE NOT open AND reached = ANY($1) AND reason IS NULL',
    levels.slice(0, levels.indexOf(wanted)),
  );
  return {
    open: (olderThan, limit) =>
      database.all<RaisingRow>(
        `WITH mine AS (
           UPDATE raisings SET claimed_until = now() + ${claim} WHERE act_id IN (
             SELECT act_id FROM raisings WHERE open AND since <= $1 AND claimed_until < now()
             ORDER BY since LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING act_id, renew, since)
         SELECT g.act_id AS "actId", g.renew, a.office_id AS "officeId", coalesce(v.n, 0) AS n,
           coalesce(v.sha256, r.sha256) AS sha256, coalesce(v.size, r.size) AS size
         FROM mine g
         JOIN acts a ON a.act_id = g.act_id
         JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
         LEFT JOIN LATERAL (
           SELECT n, sha256, size FROM renditions x WHERE x.act_id = g.act_id ORDER BY n DESC LIMIT 1) v ON true
         ORDER BY g.since`,
        ...[olderThan.toISOString(), limit],
      ),
    renewBefore: (before) =>
      database.run(
        `UPDATE raisings SET open = true, renew = true
         WHERE NOT open AND reason IS NULL AND reached IN ('LT', 'LTA') AND provable_until < $1`,
        before.toISOString(),
      ),
    settle: async (actId, { level, provableUntil, reason }) => {
      await database.run(
        `UPDATE raisings SET open = false, renew = false, reached = $2, provable_until = $3, reason = $4, attempts = 0,
           claimed_until = '-infinity' WHERE act_id = $1`,
        ...[actId, level, provableUntil?.toISOString() ?? null, reason],
      );
    },
    wait: async (actId, reason) => {
      // The one that waits is given back: who tries again, and when, is for whoever looks next.
      await database.run(
        "UPDATE raisings SET attempts = attempts + 1, reason = $2, claimed_until = '-infinity' WHERE act_id = $1",
        ...[actId, reason],
      );
    },
    standing: async () => {
      const rows = await database.all<{ reached: string; n: number; open: number }>(
        `SELECT coalesce(reached, '?') AS reached, count(*) AS n, count(*) FILTER (WHERE open) AS open
         FROM raisings GROUP BY 1`,
      );
      return {
        open: rows.reduce((sum, row) => sum + row.open, 0),
        reached: Object.fromEntries(rows.map(({ reached, n }) => [reached, n])),
      };
    },
  };
}
