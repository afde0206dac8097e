import type Database from 'better-sqlite3-multiple-ciphers';
import { join } from 'node:path';
import { ownFile, ownFolder } from '../private.ts';
import { RegisterError } from '../refusal.ts';

export interface RegisterStep {
  readonly version: number;
  readonly sql: string;
}

/**
 * Brings a register to this program's shape, one transaction a step, after a copy (`VACUUM INTO`) of what is there. A process that is
 * killed at any moment leaves the step before or the step after.
 * @param backups the folder for the copy; it is made when one is needed.
 * @throws {RegisterError} `fromFuture`
 */
export function migrateRegister(db: Database.Database, steps: readonly RegisterStep[], backups: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  const newest = steps.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new RegisterError('fromFuture', `register.db is of version ${version}; this program knows ${newest}`, {
      version,
    });
  }
  const missing = steps.filter((step) => step.version > version);
  if (missing.length > 0 && version > 0) {
    ownFolder(backups);
    const stamp = new Date().toISOString().replaceAll(/[-:.]/g, '');
    const copy = join(backups, `register-v${version}-${stamp}-${process.pid}.db`);
    db.prepare('VACUUM INTO ?').run(copy);
    ownFile(copy);
  }
  for (const step of missing) {
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    })();
  }
}
