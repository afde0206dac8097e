import { ActId } from '../../../contract/ids.ts';
import { Proposal } from '../../../contract/wire.ts';
import { type Hash, type TreeNode, completedBy, leafHash, nodeHash } from '../../../proof/index.ts';
import type { AccessMarkRow, CheckpointStamp, LogBook } from '../../log/port.ts';
import { RegisterError } from '../../refusal.ts';
import type { PostgresDatabase, Query } from './database.ts';

/** Adds a statement as a leaf that waits for its place; inside the caller's transaction. */
export async function appendLeaf(transaction: Query, statement: string): Promise<void> {
  await transaction.run('INSERT INTO log_waiting (hash) VALUES ($1)', leafHash(statement));
}

/** So many leaves get their places in one transaction: a long queue is worked off in bounded steps. */
const mostAtOnce = 2_000;

/**
 * The log on PostgreSQL. Registrations leave their leaves waiting and hold nobody up; whichever node integrates gives places to all that
 * are committed, alone behind the one row of the tree. What commits meanwhile comes in the next round, so no place is ever left empty.
 */
export function postgresLog(database: PostgresDatabase): LogBook {
  const sizeOf = async (query: Query): Promise<number> =>
    (await query.one<{ size: number }>('SELECT size FROM log_tree'))!.size;
  const integrateSome = (): Promise<{ readonly size: number; readonly more: boolean }> =>
    database.atOnce(async (transaction) => {
      const { size: before } = (await transaction.one<{ size: number }>('SELECT size FROM log_tree FOR UPDATE'))!;
      const leaves = await transaction.all<{ id: number; hash: Hash }>(
        'SELECT id, hash FROM log_waiting ORDER BY id LIMIT $1',
        mostAtOnce,
      );
      if (leaves.length === 0) return { size: before, more: false };
      const size = before + leaves.length;
      const nodes = await grown(
        transaction,
        before,
        leaves.map(({ hash }) => hash),
      );
      await transaction.run(
        'INSERT INTO log_leaves (hash, place) SELECT * FROM unnest($1::bytea[], $2::bigint[])',
        leaves.map(({ hash }) => hash),
        leaves.map((_, nth) => before + nth),
      );
      await transaction.run(
        'INSERT INTO log_nodes (level, place, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])',
        nodes.map(({ level }) => level),
        nodes.map(({ index }) => index),
        nodes.map(({ hash }) => hash),
      );
      await transaction.run(
        'DELETE FROM log_waiting WHERE id = ANY($1::bigint[])',
        leaves.map(({ id }) => id),
      );
      await transaction.run('UPDATE log_tree SET size = $1', size);
      return { size, more: leaves.length === mostAtOnce };
    });

  return {
    async integrate() {
      // Most often nothing waits: then nobody is made to wait for the tree's row.
      if (!(await database.one('SELECT 1 FROM log_waiting LIMIT 1'))) return sizeOf(database);
      for (;;) {
        const { size, more } = await integrateSome();
        if (!more) return size;
      }
    },

    placeOf: async (leaf) =>
      (await database.one<{ place: number }>('SELECT place FROM log_leaves WHERE hash = $1', leaf))?.place ?? null,

    nodes: (wanted) => nodesOf(database, wanted),

    refuse: ({ actId, n, sha256, code }, sign) =>
      database.atOnce(async (transaction) => {
        const key = [actId, n, sha256, code];
        const known = 'SELECT statement FROM log_refusals WHERE act_id = $1 AND n = $2 AND sha256 = $3 AND code = $4';
        const before = await transaction.one<{ statement: string }>(known, ...key);
        if (before) return before.statement;
        const statement = sign();
        const made = await transaction.run(
          `INSERT INTO log_refusals (act_id, n, sha256, code, statement) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
          ...[...key, statement],
        );
        // Another node said the same no in the meantime: its words stand.
        if (made === 0) return (await transaction.one<{ statement: string }>(known, ...key))!.statement;
        await appendLeaf(transaction, statement);
        return statement;
      }),

    markAccesses: ({ seq, hash }, sign) =>
      database.atOnce(async (transaction) => {
        if (await transaction.one('SELECT 1 FROM access_marks WHERE seq >= $1', seq)) return;
        const statement = sign();
        const made = await transaction.run(
          'INSERT INTO access_marks (seq, hash, statement) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          ...[seq, hash, statement],
        );
        // Another node marked the same place in the meantime.
        if (made > 0) await appendLeaf(transaction, statement);
      }),

    accessMarks: () => database.all<AccessMarkRow>('SELECT seq, hash, statement FROM access_marks ORDER BY seq'),

    leavesWithoutStatement: async () =>
      Number(
        (await database.one<{ lacking: number | string }>(
          `SELECT (SELECT size FROM log_tree) + (SELECT count(*) FROM log_waiting) - (SELECT count(*) FROM registrations)
             - (SELECT count(*) FROM renditions) - (SELECT count(*) FROM log_refusals) - (SELECT count(*) FROM access_marks)
             - (SELECT count(*) FROM feed WHERE kind = 'partlySigned') AS lacking`,
        ))!.lacking,
      ),

    keepStamp: async ({ size, checkpoint, token, at }) => {
      await database.run(
        'INSERT INTO log_stamps (size, checkpoint, token, stamped_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        ...[size, checkpoint, Buffer.from(token), at],
      );
    },

    stampUpTo: async (size) =>
      (await database.one<CheckpointStamp>(
        `SELECT size, checkpoint, token, stamped_at AS at FROM log_stamps WHERE size <= $1 ORDER BY size DESC LIMIT 1`,
        size,
      )) ?? null,

    byCode: async (code) => {
      const row = await database.one<{ act_id: string; proposal: string; receipt: string; renditions: string[] }>(
        `SELECT c.act_id, a.proposal, r.receipt,
           (SELECT coalesce(json_agg(n.receipt ORDER BY n.n), '[]') FROM renditions n WHERE n.act_id = c.act_id) AS renditions
         FROM verification_codes c JOIN acts a ON a.act_id = c.act_id
         JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id WHERE c.code = $1`,
        code,
      );
      if (!row) return null;
      const { receipt, renditions } = row;
      return {
        actId: ActId.parse(row.act_id),
        proposal: Proposal.parse(JSON.parse(row.proposal)),
        receipt,
        renditions,
      };
    },
  };
}

interface KnownNode extends TreeNode {
  readonly hash: Hash;
}

/** The hashes of whole subtrees, in the order asked, in one question. */
async function nodesOf(query: Query, wanted: readonly TreeNode[]): Promise<readonly Hash[]> {
  const rows = await query.all<{ hash: Hash | null }>(
    `SELECT n.hash FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS w (level, place, nth)
     LEFT JOIN log_nodes n ON n.level = w.level AND n.place = w.place ORDER BY w.nth`,
    wanted.map(({ level }) => level),
    wanted.map(({ index }) => index),
  );
  return rows.map(({ hash }, nth) => {
    if (hash) return hash;
    const { level, index } = wanted[nth]!;
    throw new RegisterError('damaged', `the log lacks the hash ${level}/${index}`);
  });
}

/** The leaves behind `size` leaves, as nodes of level 0, with every node that they complete; reads the edge of what is there only. */
async function grown(query: Query, size: number, leaves: readonly Hash[]): Promise<readonly KnownNode[]> {
  const edge: TreeNode[] = [];
  for (let level = 0; 2 ** level <= size; level += 1) {
    const whole = Math.floor(size / 2 ** level);
    if (whole % 2 === 1) edge.push({ level, index: whole - 1 });
  }
  const known = new Map<string, Hash>();
  const keyOf = ({ level, index }: TreeNode): string => `${level}/${index}`;
  (await nodesOf(query, edge)).forEach((hash, nth) => known.set(keyOf(edge[nth]!), hash));
  const added: KnownNode[] = [];
  const add = (node: TreeNode, hash: Hash): void => {
    known.set(keyOf(node), hash);
    added.push({ ...node, hash });
  };
  leaves.forEach((leaf, nth) => {
    add({ level: 0, index: size + nth }, leaf);
    for (const { level, index } of completedBy(size + nth)) {
      const left = known.get(keyOf({ level: level - 1, index: index * 2 }));
      const right = known.get(keyOf({ level: level - 1, index: index * 2 + 1 }));
      if (!left || !right) throw new RegisterError('damaged', `the log lacks a hash below ${level}/${index}`);
      add({ level, index }, nodeHash(left, right));
    }
  });
  return added;
}
