/** A real PostgreSQL for tests: Debian's own, with a data folder and a socket of its own and no port on any network. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface TestPostgres {
  /** An empty database, or a copy of another one of this server that nobody uses. */
  database(template?: string): Promise<string>;
  /** The name of the database in such a URL. */
  nameIn(url: string): string;
  /** As a power cut does: nobody is told, nothing is put in order. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** A database of this server that is there already. */
  url(name: string): string;
  /** The server's files as `pg_basebackup` copies them while it runs, without the log that came meanwhile: that is in the archive. */
  baseBackup(): string;
  stop(): Promise<void>;
}

export interface PostgresArchive {
  /** Keeps every finished piece of the write-ahead log in a folder of its own. */
  readonly archiving?: boolean;
  /** Begins with these files instead of empty ones, and plays what was archived after them: to a named point, or to the end. */
  readonly restored?: { readonly base: string; readonly upTo?: string };
}

/** PostgreSQL refuses to run as root: then the account that its package made runs it. */
function account(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const number = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: number('-u'), gid: number('-g') };
}

/** The folder of the server's programs, which distributions keep off PATH. */
export function postgresPrograms(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found === undefined) throw new Error('PostgreSQL is not here: apt-get install postgresql');
  return found;
}

/** @param settings lines of postgresql.conf. What is durable in production is durable here. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  { archiving = false, restored }: PostgresArchive = {},
): Promise<TestPostgres> {
  const bin = postgresPrograms();
  const as = account();
  const root = mkdtempSync(join(tmpdir(), 'fojas-pg-'));
  if (as) chownSync(root, as.uid, as.gid);
  const data = join(root, 'data');
  const run = (program: string, args: readonly string[]): void => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: root, ...as });
    if (status !== 0) throw new Error(`${program} failed: ${stdout}${stderr}`);
  };
  if (restored) {
    run('cp', ['-a', restored.base, data]);
    run('touch', [join(data, 'recovery.signal')]);
  } else {
    run(join(bin, 'initdb'), ['-D', data, '-U', 'fojas', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  }
  const archive = join(root, 'archive');
  if (archiving) run('mkdir', [archive]);
  const given = {
    ...{ listen_addresses: '', unix_socket_directories: root, max_connections: '60' },
    ...(archiving ? { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` } : {}),
    ...(restored ? { restore_command: `cp ${join(dirname(restored.base), 'archive')}/%f %p` } : {}),
    ...(restored?.upTo === undefined ? {} : { recovery_target_name: restored.upTo, recovery_target_action: 'promote' }),
    ...settings,
  };
  const flags = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const urlOf = (name: string): string => `postgres://fojas@localhost/${name}?host=${encodeURIComponent(root)}`;
  let server: ChildProcess | null = null;
  let said = '';
  const gone = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    const over = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await over;
    }
  };
  const asAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ host: root, user: 'fojas', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...as,
    });
    server = child;
    child.stderr?.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-4_000)));
    for (;;) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended: ${said}`);
      const up = await asAdmin((client) => client.query('SELECT 1')).catch(() => null);
      if (up) return;
      await sleep(50);
    }
  };
  await start();
  let next = 0;
  return {
    nameIn: (url) => new URL(url).pathname.slice(1),
    database: (template = 'template1') =>
      asAdmin(async (client) => {
        const name = `test_${next++}`;
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
        return urlOf(name);
      }),
    async crash() {
      if (!server) return;
      const child = server;
      server = null;
      // The postmaster's children see it gone and leave by themselves.
      await gone(child, 'SIGKILL');
    },
    restart: () => start(),
    url: urlOf,
    baseBackup() {
      const base = join(root, 'base');
      run(join(bin, 'pg_basebackup'), ['-h', root, '-U', 'fojas', '-D', base, '-X', 'none', '-c', 'fast', '--no-sync']);
      return base;
    },
    async stop() {
      // At once: nothing of it is wanted any more.
      if (server) await gone(server, 'SIGQUIT');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
