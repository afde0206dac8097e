import { RegisterError } from '../../refusal.ts';
import type { PostgresDatabase } from './database.ts';
import { postgresMigrations } from './schema.ts';

/** Any number; nodes of one database that start at once wait for each other behind it. */
const migrating = 7_440_110;

/**
 * Brings the database to this program's shape, one transaction a step, one node at a time. A copy of what is there is the operator's
 * to make before an update (docs/running-a-repository.md): a server's database is not copied by whoever uses it.
 * @throws {RegisterError} `fromFuture`; `notOurs` where the schema holds other tables.
 */
export async function migratePostgres(database: PostgresDatabase, steps = postgresMigrations): Promise<void> {
  await database.alone(async (client) => {
    // Behind another node that migrates a large register, for as long as it takes.
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [migrating]);
    const { rows: known } = await client.query<{ ours: string | null; tables: number }>(
      `SELECT to_regclass('fojas_schema')::text AS ours,
         (SELECT count(*)::int FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
    );
    if (known[0]!.ours === null && known[0]!.tables > 0) {
      throw new RegisterError(
        'notOurs',
        'the database holds tables of another program: give the register one of its own',
      );
    }
    await client.query(
      'CREATE TABLE IF NOT EXISTS fojas_schema (version integer PRIMARY KEY, since timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM fojas_schema',
    );
    const version = rows[0]!.version;
    const newest = steps.at(-1)?.version ?? 0;
    if (version > newest) {
      throw new RegisterError('fromFuture', `the register is of version ${version}; this program knows ${newest}`, {
        version,
      });
    }
    for (const step of steps.filter((one) => one.version > version)) {
      await client.query('BEGIN');
      await client.query(step.sql);
      await client.query('INSERT INTO fojas_schema (version) VALUES ($1)', [step.version]);
      await client.query('COMMIT');
    }
  });
}
