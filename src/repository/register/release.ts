import type Database from 'better-sqlite3-multiple-ciphers';

/** Whatever is of a file here, also what waits inside an office for the central repository's word. */
const named = `SELECT 1 FROM acts WHERE proposal ->> '$.documentSha256' = @sha256
  UNION ALL SELECT 1 FROM registrations WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM renditions WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM joint_signatures WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM case_entries WHERE kind = 'piece' AND entry ->> '$.sha256' = @sha256
  UNION ALL SELECT 1 FROM log_refusals WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM office_arrivals WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM office_halves WHERE sha256 = @sha256
  UNION ALL SELECT 1 FROM office_wants WHERE sha256 = @sha256 OR after_sha256 = @sha256
  LIMIT 1`;

/** Whether anything is of this file or any office needs it; inside the caller's transaction. */
export const isLoose = (db: Database.Database, sha256: string): boolean =>
  !db.prepare(named).get({ sha256 }) && !db.prepare('SELECT 1 FROM holders WHERE sha256 = ? LIMIT 1').get(sha256);

/** As `Register.release`, inside the caller's transaction. */
export function releaseFile(db: Database.Database, sha256: string, officeId: string): boolean {
  if (db.prepare(named).get({ sha256 })) return false;
  db.prepare('DELETE FROM holders WHERE sha256 = ? AND office_id = ?').run(sha256, officeId);
  return isLoose(db, sha256);
}
