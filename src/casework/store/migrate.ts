import type { Database } from 'better-sqlite3-multiple-ciphers';

/** One step of a database's shape. Numbered by tens, so that a hot fix finds a place between two. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** The statements, run in the migration's own transaction. */
  readonly up: string;
}

export type MigrationResult =
  | { readonly kind: 'migrated'; readonly from: number; readonly to: number; readonly backup: string | null }
  | { readonly kind: 'fromFuture'; readonly version: number };

/**
 * Brings a database to the newest shape, one transaction a step, after a copy (`VACUUM INTO`, encrypted with the same key) when
 * there is anything to lose. Refuses a database of a newer program.
 * @param backup where the copy goes, from the version it has; null makes none (the cache can be fetched again).
 */
export function migrate(
  raw: Database,
  migrations: readonly Migration[],
  backup: ((version: number) => string) | null,
): MigrationResult {
  checkNumbers(migrations);
  const from = versionOf(raw);
  const newest = migrations.at(-1)?.version ?? 0;
  if (from > newest) return { kind: 'fromFuture', version: from };
  const missing = migrations.filter((migration) => migration.version > from);
  let copy: string | null = null;
  if (missing.length > 0 && from > 0 && backup) {
    copy = backup(from);
    raw.prepare('vacuum into ?').run(copy);
  }
  for (const migration of missing) {
    raw
      .transaction(() => {
        raw.exec(migration.up);
        raw.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
  return { kind: 'migrated', from, to: newest, backup: copy };
}

export function versionOf(raw: Database): number {
  return raw.pragma('user_version', { simple: true }) as number;
}

function checkNumbers(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { version, name } of migrations) {
    if (!Number.isInteger(version) || version <= last) throw new Error(`migration ${version} (${name}) after ${last}`);
    last = version;
  }
}
