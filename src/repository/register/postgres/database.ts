import pg from 'pg';
import { createHash } from 'node:crypto';
import { RegisterError } from '../../refusal.ts';

/** Statements of one transaction, or each by itself. */
export interface Query {
  all<T>(sql: string, ...values: readonly unknown[]): Promise<T[]>;
  one<T>(sql: string, ...values: readonly unknown[]): Promise<T | undefined>;
  /** Answers how many rows were written. */
  run(sql: string, ...values: readonly unknown[]): Promise<number>;
}

export interface PostgresDatabase extends Query {
  readonly url: string;
  /**
   * Runs `work` at once: all of it or nothing, durable when it is over. Where the database ends it for another's sake (a deadlock), it
   * is run again from the beginning, so it must keep nothing of a run that failed.
   */
  atOnce<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** A connection of its own, for as long as `work` takes. */
  alone<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** How many connections are open, idle, and waited for. */
  standing(): { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** Connections of this node at most. */
  readonly connections?: number;
  /** How long a request waits for a connection or a row before it is told to come again, in milliseconds. */
  readonly patienceMs?: number;
}

const tries = 5;

/**
 * Connects to PostgreSQL. Every transaction waits for the disk, whatever the database's own default is.
 * @param url `postgres://…`; where it holds no password, `PGPASSWORD`, `PGPASSFILE` and what else libpq knows by environment apply.
 * @throws {RegisterError} `notDurable` where the server was told not to write to the disk; the driver's error where nobody answers.
 */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const { connections = 16, patienceMs = 15_000 } = options;
  const pool = new pg.Pool({
    ...addressOf(url),
    max: connections,
    connectionTimeoutMillis: patienceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'fojas',
    // A row that is locked by a node that died hanging must not hold up the others for ever.
    lock_timeout: patienceMs,
    statement_timeout: Math.max(patienceMs, 60_000),
    idle_in_transaction_session_timeout: 60_000,
    options: '-c synchronous_commit=on -c default_transaction_isolation=read\\ committed',
    types: { getTypeParser: numbersAsNumbers },
  });
  // An idle connection that breaks is replaced at the next question; the question tells of trouble, if there is any.
  pool.on('error', () => undefined);
  const database = over(pool, url);
  try {
    const { fsync } = (await database.one<{ fsync: string }>(`SELECT current_setting('fsync') AS fsync`))!;
    if (fsync !== 'on')
      throw new RegisterError('notDurable', 'the database runs with fsync off: a yes would be a guess');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return database;
}

/** A URL with a host in its query (`?host=/run/postgresql`) names a socket; the driver takes that only as a setting. */
export function addressOf(url: string): pg.ClientConfig {
  const host = URL.canParse(url) ? new URL(url).searchParams.get('host') : null;
  return host === null ? { connectionString: url } : { connectionString: url, host };
}

const int8 = 20;
/** Sizes and places stay below 2^53. */
const numbersAsNumbers = ((oid: number, format?: 'text' | 'binary') =>
  oid === int8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser;

function over(pool: pg.Pool, url: string): PostgresDatabase {
  const nameOf = namer();
  const queryOf = (target: pg.Pool | pg.PoolClient): Query => queryBy(target, nameOf);
  const inTransaction = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(queryOf(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      // One on which not even that was answered is not given to the next.
      client.release(broken);
    }
  };
  return {
    url,
    ...queryOf(pool),
    async atOnce(work) {
      for (let nth = 1; ; nth += 1) {
        try {
          return await inTransaction(work);
        } catch (error) {
          if (nth >= tries || !isOthersSake(error)) throw error;
        }
      }
    },
    async alone(work) {
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        // Settings and locks of the session go with it.
        client.release(true);
      }
    },
    standing: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

function queryBy(target: pg.Pool | pg.PoolClient, nameOf: (sql: string) => string): Query {
  const ask = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> =>
    target.query({ name: nameOf(text), text, values: [...values] });
  return {
    all: async (sql, ...values) => (await ask(sql, values)).rows,
    one: async (sql, ...values) => (await ask(sql, values)).rows[0],
    run: async (sql, ...values) => (await ask(sql, values)).rowCount ?? 0,
  };
}

/** The same text is planned once on each connection, and named once. Texts are the program's own: there are as many as it has statements. */
function namer(): (sql: string) => string {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
    return name;
  };
}

/** Deadlocks and failed serializations (SQLSTATE 40P01, 40001): nothing of it happened, and doing it again is the cure. */
const isOthersSake = (error: unknown): boolean => ['40001', '40P01'].includes(sqlStateOf(error));

/** SQLSTATE of a database's error; '' for any other. */
export function sqlStateOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}

/** The constraint that a row broke (23505); null for any other error. */
export function brokenConstraint(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23505' ? (error.constraint ?? '') : null;
}
