import type { Query } from './database.ts';

/** As `Register.release`, inside the caller's transaction. */
export async function releaseFile(query: Query, sha256: string, officeId: string): Promise<boolean> {
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
  if (named) return false;
  await query.run('DELETE FROM holders WHERE sha256 = $1 AND office_id = $2', sha256, officeId);
  return (await query.one('SELECT 1 FROM holders WHERE sha256 = $1 LIMIT 1', sha256)) === undefined;
}
