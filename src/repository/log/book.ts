import type Database from 'better-sqlite3-multiple-ciphers';
import { createHash } from 'node:crypto';
import { ActId } from '../../contract/ids.ts';
import { verificationCode } from '../../contract/verification-code.ts';
import { Proposal } from '../../contract/wire.ts';
import { completedBy, leafHash, nodeHash, type Hash, type TreeNode } from '../../proof/index.ts';
import { RegisterError } from '../refusal.ts';
import type { AccessMarkRow, CheckpointStamp, LogBook } from './port.ts';

export interface SqliteLog extends LogBook {
  /** Adds a statement as a leaf; inside the caller's transaction. */
  append(statement: string): void;
  /** Makes a registered act known by its code; inside the caller's transaction. */
  code(actId: ActId): void;
}

/** What the migrations need to give leaves and codes to what was registered before there was a log. */
export function defineLogFunctions(db: Database.Database): void {
  const deterministic = { deterministic: true };
  db.function('leaf_hash', deterministic, (statement: unknown) => Buffer.from(leafHash(String(statement))));
  db.function('verification_code', deterministic, (actId: unknown) => codeOf(ActId.parse(actId)));
}

/** The code under which the public page knows an act. */
export const codeOf = (actId: ActId): ReturnType<typeof verificationCode> =>
  verificationCode(actId, (text) => createHash('sha256').update(text).digest());

/**
 * The log in the embedded engine. Leaves are numbered by their row, which one writer leaves without gaps; a node is stored when its last
 * leaf is there, so that appending costs one hash on average and log n at most.
 */
export function logBook(db: Database.Database): SqliteLog {
  const one = <T>(sql: string, ...values: unknown[]): T | undefined => db.prepare(sql).get(...values) as T | undefined;
  const sizeOf = (): number => one<{ size: number }>('SELECT size FROM log_tree')?.size ?? 0;
  const node = ({ level, index }: TreeNode): Hash => {
    const row =
      level === 0
        ? one<{ hash: Buffer }>('SELECT hash FROM log_leaves WHERE place = ?', index)
        : one<{ hash: Buffer }>('SELECT hash FROM log_nodes WHERE level = ? AND place = ?', level, index);
    if (!row) throw new RegisterError('damaged', `the log lacks the hash ${level}/${index}`);
    return row.hash;
  };
  const append = (statement: string): void => {
    db.prepare('INSERT INTO log_leaves (place, hash) SELECT coalesce(max(place) + 1, 0), ? FROM log_leaves').run(
      leafHash(statement),
    );
  };

  return {
    append,
    code: (actId) => {
      db.prepare('INSERT INTO verification_codes (code, act_id) VALUES (?, ?)').run(codeOf(actId), actId);
    },

    integrate: async () =>
      db
        .transaction(() => {
          const before = sizeOf();
          const size = one<{ size: number }>('SELECT coalesce(max(place) + 1, 0) AS size FROM log_leaves')?.size ?? 0;
          if (size === before) return size;
          const add = db.prepare('INSERT INTO log_nodes (level, place, hash) VALUES (?, ?, ?)');
          for (let place = before; place < size; place += 1) {
            for (const { level, index } of completedBy(place)) {
              const left = node({ level: level - 1, index: index * 2 });
              const right = node({ level: level - 1, index: index * 2 + 1 });
              add.run(level, index, nodeHash(left, right));
            }
          }
          db.prepare('INSERT OR REPLACE INTO log_tree (one, size) VALUES (1, ?)').run(size);
          return size;
        })
        .immediate(),

    placeOf: async (leaf) => {
      const place = one<{ place: number }>('SELECT place FROM log_leaves WHERE hash = ?', leaf)?.place;
      return place !== undefined && place < sizeOf() ? place : null;
    },

    nodes: async (wanted) => wanted.map(node),

    refuse: async ({ actId, n, sha256, code }, sign) =>
      db
        .transaction(() => {
          const before = one<{ statement: string }>(
            'SELECT statement FROM log_refusals WHERE act_id = ? AND n = ? AND sha256 = ? AND code = ?',
            ...[actId, n, sha256, code],
          );
          if (before) return before.statement;
          const statement = sign();
          db.prepare('INSERT INTO log_refusals (act_id, n, sha256, code, statement) VALUES (?, ?, ?, ?, ?)').run(
            ...[actId, n, sha256, code, statement],
          );
          append(statement);
          return statement;
        })
        .immediate(),

    markAccesses: async ({ seq, hash }, sign) =>
      db
        .transaction(() => {
          if (one('SELECT 1 FROM access_marks WHERE seq >= ?', seq)) return;
          const statement = sign();
          db.prepare('INSERT INTO access_marks (seq, hash, statement) VALUES (?, ?, ?)').run(seq, hash, statement);
          append(statement);
        })
        .immediate(),

    accessMarks: async () =>
      db.prepare('SELECT seq, hash, statement FROM access_marks ORDER BY seq').all() as AccessMarkRow[],

    leavesWithoutStatement: async () =>
      one<{ lacking: number }>(
        `SELECT (SELECT coalesce(max(place) + 1, 0) FROM log_leaves) - (SELECT count(*) FROM registrations)
           - (SELECT count(*) FROM renditions) - (SELECT count(*) FROM log_refusals) - (SELECT count(*) FROM access_marks)
           - (SELECT count(*) FROM feed WHERE event ->> '$.kind' = 'partlySigned') AS lacking`,
      )!.lacking,

    keepStamp: async ({ size, checkpoint, token, at }) => {
      db.prepare('INSERT OR IGNORE INTO log_stamps (size, checkpoint, token, stamped_at) VALUES (?, ?, ?, ?)').run(
        ...[size, checkpoint, Buffer.from(token), at],
      );
    },

    stampUpTo: async (size) =>
      one<CheckpointStamp>(
        `SELECT size, checkpoint, token, stamped_at AS at FROM log_stamps WHERE size <= ? ORDER BY size DESC LIMIT 1`,
        size,
      ) ?? null,

    byCode: async (code) => {
      const row = one<{ act_id: string; proposal: string; receipt: string; renditions: string }>(
        `SELECT c.act_id, a.proposal, r.receipt,
           (SELECT json_group_array(receipt) FROM
             (SELECT receipt FROM renditions n WHERE n.act_id = c.act_id ORDER BY n)) AS renditions
         FROM verification_codes c JOIN acts a USING (act_id) JOIN registrations r USING (act_id) WHERE c.code = ?`,
        code,
      );
      if (!row) return null;
      return {
        actId: ActId.parse(row.act_id),
        proposal: Proposal.parse(JSON.parse(row.proposal)),
        receipt: row.receipt,
        renditions: JSON.parse(row.renditions) as string[],
      };
    },
  };
}
