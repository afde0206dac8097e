import BetterSqlite from 'better-sqlite3-multiple-ciphers';

/** Held while an office has a data folder open. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone. The lock is SQLite's own on a file beside the databases: the operating system
 * gives it back when the process dies, however it dies, so no stale lock is ever left.
 * @param waitMs how long to wait for an office that is just closing.
 * @returns null when another office holds it.
 */
export function lockFolder(path: string, waitMs: number): FolderLock | null {
  const raw = new BetterSqlite(path, { timeout: waitMs });
  try {
    raw.exec('begin exclusive');
  } catch (error) {
    raw.close();
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release: () => {
      raw.exec('rollback');
      raw.close();
    },
  };
}
