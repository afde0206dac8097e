import type { ActId } from '../../../contract/ids.ts';
import { CaseEntry } from '../../../contract/wire-entries.ts';
import type { AccessFact } from '../../people/chain.ts';
import { chained, chainRoot } from '../../people/chain.ts';
import type { PeopleBook, PeopleKind } from '../../people/book.ts';
import type { PostgresDatabase, Query } from './database.ts';

/** Advisory locks of this register's own: of the chain of accesses, and of records that are not there yet. */
const chainLock = 7_441_001;
const recordLock = 7_441_002;

export function postgresPeople(database: PostgresDatabase): PeopleBook {
  const get = async (query: Query, kind: PeopleKind, id: string): Promise<string | null> =>
    (
      await query.one<{ record: string }>(
        'SELECT record FROM people_records WHERE kind = $1 AND id = $2',
        ...[kind, id],
      )
    )?.record ?? null;
  const head = async (query: Query): Promise<{ seq: number; hash: string }> =>
    (await query.one<{ seq: number; hash: string }>('SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1')) ?? {
      seq: 0,
      hash: chainRoot,
    };
  return {
    get: (kind, id) => get(database, kind, id),
    list: async (kind) =>
      (
        await database.all<{ record: string }>('SELECT record FROM people_records WHERE kind = $1 ORDER BY id', kind)
      ).map(({ record }) => record),
    change: (kind, id, how) =>
      database.atOnce(async (query) => {
        // A row that is not there cannot be locked; its name can.
        await query.one('SELECT pg_advisory_xact_lock($1, hashtext($2))', recordLock, `${kind} ${id}`);
        const before = await get(query, kind, id);
        const { after, answer } = how(before);
        if (after === null) await query.run('DELETE FROM people_records WHERE kind = $1 AND id = $2', kind, id);
        else if (after !== before)
          await query.run(
            `INSERT INTO people_records (kind, id, record) VALUES ($1, $2, $3)
             ON CONFLICT (kind, id) DO UPDATE SET record = excluded.record`,
            ...[kind, id, after],
          );
        return answer;
      }),
    async usesOf(sha256) {
      const acts = await database.all<{ act_id: ActId }>(
        `SELECT act_id FROM acts WHERE proposal::json ->> 'documentSha256' = $1
         UNION SELECT act_id FROM registrations WHERE sha256 = $1
         UNION SELECT act_id FROM renditions WHERE sha256 = $1
         UNION SELECT act_id FROM joint_signatures WHERE sha256 = $1`,
        sha256,
      );
      const pieces = await database.all<{ entry: string }>(
        "SELECT entry FROM case_entries WHERE kind = 'piece' AND entry::json ->> 'sha256' = $1",
        sha256,
      );
      return {
        acts: acts.map((row) => row.act_id),
        pieces: pieces.map(({ entry }) => CaseEntry.parse(JSON.parse(entry))),
      };
    },
    note: (facts) =>
      database.atOnce(async (query) => {
        await query.one('SELECT pg_advisory_xact_lock($1)', chainLock);
        const rows = chained(await head(query), facts);
        await query.run(
          'INSERT INTO access_log (seq, entry, hash) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])',
          ...[rows.map(({ seq }) => seq), rows.map(({ entry }) => entry), rows.map(({ hash }) => hash)],
        );
      }),
    accesses: async (seq, limit) =>
      (
        await database.all<{ seq: number; entry: string; hash: string }>(
          'SELECT seq, entry, hash FROM access_log WHERE seq > $1 ORDER BY seq LIMIT $2',
          ...[seq, limit],
        )
      ).map(({ seq: at, entry, hash }) => ({ seq: at, ...(JSON.parse(entry) as AccessFact), hash })),
    accessHead: () => head(database),
  };
}
