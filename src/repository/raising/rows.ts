import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { Level } from '../../contract/levels.ts';
import type { FeedEvent } from '../../contract/wire.ts';

/** A registered act with its newest file, which may be made longer. */
export interface RaisingRow {
  readonly actId: ActId;
  readonly officeId: string;
  /** Of the newest rendition; 0 for the registered file. */
  readonly n: number;
  readonly sha256: Sha256;
  readonly size: number;
  readonly renew: boolean;
}

/** What there is to be raised, as rows of the register: so much is read as there is to do, not as there is. */
export interface RaisingRows {
  /** Due since so long that an office that raises by itself has had its time. Where there are several nodes, they are this one's for a while. */
  open(olderThan: Date, limit: number): Promise<RaisingRow[]>;
  /** Puts up what can be proved no longer than `before`. Answers how many. */
  renewBefore(before: Date): Promise<number>;
  /** The newest file was looked at: nothing is missing, or nothing can ever be added. */
  settle(actId: ActId, facts: { level: Level; provableUntil: Date | null; reason: string | null }): Promise<void>;
  /** Nothing could be added now. */
  wait(actId: ActId, reason: string): Promise<void>;
  standing(): Promise<RaisingStanding>;
}

export interface RaisingStanding {
  readonly open: number;
  readonly reached: Readonly<Record<string, number>>;
}

export interface SqliteRaisingRows extends RaisingRows {
  /** In the transaction of the event: a new file of an act is looked at. */
  note(event: FeedEvent): void;
}

export function raisingRows(db: Database.Database, wanted: Level, clock: () => Date): SqliteRaisingRows {
  const all = <T>(sql: string, ...values: unknown[]): T[] => db.prepare(sql).all(...values) as T[];
  const run = (sql: string, ...values: unknown[]): number => db.prepare(sql).run(...values).changes;
  const now = (): string => clock().toISOString();
  const put = (actId: ActId): void =>
    void run('INSERT OR IGNORE INTO raisings (act_id, open, since) VALUES (?, 1, ?)', actId, now());
  const isPartlyElectronic = (actId: ActId): boolean =>
    all(
      `SELECT 1 FROM joint_signatures WHERE act_id = ? AND active = 1 AND request ->> '$.electronic' IS NOT NULL`,
      actId,
    ).length > 0;
  const lookAgain = (actId: ActId): void =>
    void run('UPDATE raisings SET open = 1, renew = 0, since = ?, reason = NULL WHERE act_id = ?', now(), actId);
  // What was registered before anybody was asked to raise, and what is below a level that was asked for since.
  run(
    `INSERT OR IGNORE INTO raisings (act_id, open, since) SELECT act_id, 1, ? FROM registrations
     WHERE request ->> '$.electronic' IS NULL AND act_id NOT IN (
       SELECT act_id FROM joint_signatures WHERE active = 1 AND request ->> '$.electronic' IS NOT NULL)`,
    now(),
  );
  const below = levels.slice(0, levels.indexOf(wanted));
  for (const level of below) run('UPDATE raisings SET open = 1 WHERE reached = ? AND reason IS NULL', level);
  return {
    note(event) {
      // Of electronic signatures nobody publishes revocations: they have no row, and the desk has them stamped.
      if (event.kind === 'registered' && !event.electronic && !isPartlyElectronic(event.actId)) put(event.actId);
      if (event.kind === 'rendition') lookAgain(event.actId);
    },
    open: async (olderThan, limit) =>
      all<Omit<RaisingRow, 'renew'> & { readonly renew: number }>(
        `SELECT g.act_id AS actId, g.renew, a.proposal ->> '$.officeId' AS officeId, coalesce(v.n, 0) AS n,
           coalesce(v.sha256, r.sha256) AS sha256, coalesce(v.size, r.request ->> '$.size') AS size
         FROM raisings g
         JOIN registrations r ON r.act_id = g.act_id
         JOIN acts a ON a.act_id = g.act_id
         LEFT JOIN renditions v ON v.act_id = g.act_id AND v.n = (SELECT max(n) FROM renditions WHERE act_id = g.act_id)
         WHERE g.open = 1 AND g.since <= ? ORDER BY g.since LIMIT ?`,
        ...[olderThan.toISOString(), limit],
      ).map((row) => ({ ...row, renew: row.renew === 1 })),
    renewBefore: async (before) =>
      run(
        `UPDATE raisings SET open = 1, renew = 1
         WHERE open = 0 AND reason IS NULL AND reached IN ('LT', 'LTA') AND provable_until < ?`,
        before.toISOString(),
      ),
    settle: async (actId, { level, provableUntil, reason }) =>
      void run(
        `UPDATE raisings SET open = 0, renew = 0, reached = ?, provable_until = ?, reason = ?, attempts = 0 WHERE act_id = ?`,
        ...[level, provableUntil?.toISOString() ?? null, reason, actId],
      ),
    wait: async (actId, reason) =>
      void run('UPDATE raisings SET attempts = attempts + 1, reason = ? WHERE act_id = ?', reason, actId),
    async standing() {
      const rows = all<{ reached: string; n: number; open: number }>(
        "SELECT coalesce(reached, '?') AS reached, count(*) AS n, sum(open) AS open FROM raisings GROUP BY 1",
      );
      return {
        open: rows.reduce((sum, row) => sum + row.open, 0),
        reached: Object.fromEntries(rows.map(({ reached, n }) => [reached, n])),
      };
    },
  };
}

export const levels: readonly Level[] = ['B', 'T', 'LT', 'LTA'];
