import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, failed } from '../../contract/failures.ts';
import { type Db, type ReadableDB, type Store, sql, troubleOf } from '../store/index.ts';
import { readEnrolment } from './rows.ts';

/** Whether the repository said, signed, that this desk was revoked. */
export const isRevoked = (db: ReadableDB<'journal'>): boolean => (readEnrolment(db)?.revocation ?? null) !== null;

/**
 * Destroys the keys of what a desk had fetched: a copy of it that lies anywhere else can be read by nobody any more, not even with the
 * store key and this journal.
 */
export function forgetFetchedKeys(journal: Db<'journal'>): void {
  journal.write((tx) => {
    tx.run(sql`update fetched_salt set salt = ${randomBytes(16).toString('hex')}`);
  });
}

/**
 * Removes from a revoked desk what it had fetched: the cache with its index, and the files of others. What only exists here (the journal,
 * and what was signed and is not registered) stays: it is the institution's, and is brought back with the recovery key. The store has to
 * be closed. Done twice, it does nothing more.
 */
export function wipeFetched(dataDir: string): void {
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : [])
    if (/^cache\.db/.test(name)) rmSync(join(dataDir, name), { force: true });
  rmSync(join(dataDir, 'documents', 'fetched'), { recursive: true, force: true });
}

/**
 * The store of a desk. One that was revoked, and killed before it could be wiped, is wiped before it opens: nobody reads on because the
 * power went in time.
 */
export function openWiped(dataDir: string, open: () => Outcome<Store>): Outcome<Store> {
  const opened = open();
  if (!opened.ok || !isRevoked(opened.value.journal)) return opened;
  const { journal, close } = opened.value;
  try {
    forgetFetchedKeys(journal);
  } catch (error) {
    close();
    const trouble = troubleOf(error, dataDir);
    if (!trouble) throw error;
    return failed(trouble);
  }
  close();
  wipeFetched(dataDir);
  return open();
}
