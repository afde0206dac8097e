import type { Query } from './database.ts';

/** Held to the end of a transaction: shared by who notes that it sent a file, alone by who removes one. `$1` or a column: its hash. */
export const fileLock = (lock: 'shared' | 'alone', sha256: string): string =>
  `pg_advisory_xact_lock${lock === 'shared' ? '_shared' : ''}(hashtextextended(${sha256}, 348))`;

/** As `Register.removeLoose`, inside the caller's transaction. */
export async function removeLoose<T>(query: Query, sha256: string, remove: () => Promise<T>): Promise<T | null> {
  await query.one(`SELECT ${fileLock('alone', '$1')}`, sha256);
  return (await isNamed(query, sha256)) || (await isHeld(query, sha256)) ? null : remove();
}

/** As `Register.release`, inside the caller's transaction. */
export async function releaseFile(query: Query, sha256: string, officeId: string): Promise<boolean> {
  if (await isNamed(query, sha256)) return false;
  await query.run('DELETE FROM holders WHERE sha256 = $1 AND office_id = $2', sha256, officeId);
  return !(await isHeld(query, sha256));
}

const isHeld = async (query: Query, sha256: string): Promise<boolean> =>
  (await query.one('SELECT 1 FROM holders WHERE sha256 = $1 LIMIT 1', sha256)) !== undefined;

async function isNamed(query: Query, sha256: string): Promise<boolean> {
  const named = await query.one(
    `SELECT 1 FROM acts WHERE proposal::json ->> 'documentSha256' = $1
     UNION ALL SELECT 1 FROM registrations WHERE sha256 = $1
     UNION ALL SELECT 1 FROM renditions WHERE sha256 = $1
     UNION ALL SELECT 1 FROM joint_signatures WHERE sha256 = $1
     UNION ALL SELECT 1 FROM case_entries WHERE kind = 'piece' AND entry::json ->> 'sha256' = $1
     UNION ALL SELECT 1 FROM log_refusals WHERE sha256 = $1
     LIMIT 1`,
    sha256,
  );
  return named !== undefined;
}
