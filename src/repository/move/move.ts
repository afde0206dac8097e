import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogSigner } from '../log/keys.ts';
import { type RegisterReport, beginMove, endMove, isMovingThere, moveRegister } from '../register/move/register.ts';
import { MoveError } from '../register/move/trouble.ts';
import type { PostgresDatabase } from '../register/postgres/database.ts';
import { openRegisterDatabase } from '../register/sqlite.ts';
import { copiesName, folderCopies, sharedCopiesName } from '../copies/folder.ts';
import { copiesIn } from '../engines.ts';
import { type CopiesReport, moveCopies } from './copies.ts';
import { type FilesReport, moveFiles } from './files.ts';
import { type Parts, endMoving, markMoved, markMoving, readMoved, readMoving } from './mark.ts';

export interface MoveOptions {
  readonly dir: string;
  readonly registerUrl?: string | undefined;
  readonly blobsUrl?: string | undefined;
  readonly dryRun: boolean;
  readonly clock: () => Date;
  /** What is in hand now: a table, or so many files. */
  readonly tell: (what: string) => void;
}

export interface MoveReport {
  readonly register: RegisterReport | null;
  /** Second copies of workstations, which go where the files are; null where they are there already. */
  readonly copies: CopiesReport | null;
  readonly files: FilesReport | null;
}

/**
 * Moves a repository from its folder to larger engines. The target is taken first, so that nobody serves a half; then files go, so that no row
 * ever names a file that is not there, then the second copies of workstations, and rows last. The folder stays in force until all of it was compared, then it is marked, and only then
 * is the target given free. Its keys go on being used. Ended at any moment, the same call goes on.
 * @throws {MoveError}; {RegisterError} where the folder is in use or the target cannot be used.
 */
export async function moveRepository(options: MoveOptions): Promise<MoveReport> {
  const { dir, registerUrl, blobsUrl, dryRun, clock } = options;
  const parts = { register: registerUrl ?? null, blobs: blobsUrl ?? null };
  refuseOtherPlace(dir, parts);
  // Held to the end: a repository that is running goes on writing.
  const db = openRegisterDatabase(dir, {});
  let database: PostgresDatabase | null = null;
  try {
    const rootKid = openLogSigner(dir).root.kid;
    database = registerUrl === undefined ? null : await openTarget(registerUrl);
    await refuseEnded(dir, parts, database && (await isMovingThere(database, rootKid)));
    if (database) await beginMove(db, database, { rootKid, dryRun });
    if (!dryRun) await markMoving(dir, { at: clock().toISOString(), ...parts });
    const files = blobsUrl === undefined ? null : await filesTo(blobsUrl, options);
    const copies = await copiesTo(parts, options);
    const register = database && (await moveRegister(db, database, options));
    if (!dryRun) {
      await markMoved(dir, { at: clock().toISOString(), ...parts });
      await endMoving(dir, parts);
      if (database) await endMove(database, rootKid);
    }
    return { register, copies, files };
  } finally {
    await database?.close();
    db.close();
  }
}

/** What lies somewhere already is not moved to another place. */
function refuseOtherPlace(dir: string, parts: Parts): void {
  const moved = readMoved(dir);
  for (const part of ['register', 'blobs'] as const) {
    const [there, wanted] = [moved?.[part] ?? null, parts[part]];
    if (there !== null && wanted !== null && there !== wanted) throw new MoveError('moved', there);
  }
}

/** What came to its end is not moved again; what was ended between its last steps is. */
async function refuseEnded(dir: string, parts: Parts, takenThere: boolean | null): Promise<void> {
  const [moved, moving] = [readMoved(dir), readMoving(dir)];
  const register = parts.register !== null && takenThere !== true ? (moved?.register ?? null) : null;
  const isOpen = takenThere === true || (moving !== null && moving.blobs !== null);
  const blobs = parts.blobs !== null && !isOpen ? (moved?.blobs ?? null) : null;
  const ended = register ?? blobs;
  if (ended !== null) throw new MoveError('moved', ended);
}

async function openTarget(url: string): Promise<PostgresDatabase> {
  const { openPostgres } = await import('../register/postgres/register.ts');
  return openPostgres(url);
}

async function filesTo(url: string, { dir, dryRun, clock, tell }: MoveOptions): Promise<FilesReport> {
  tell('blobs');
  const { openS3Files } = await import('../blobs/s3/open.ts');
  const scratch = await mkdtemp(join(tmpdir(), 'fojas-move-'));
  try {
    const target = await openS3Files(url, { dir: join(scratch, 'target'), clock });
    const check = await openS3Files(url, { dir: join(scratch, 'check'), clock });
    const both = { target: target.blobs, check: check.blobs, dryRun };
    return await moveFiles(join(dir, 'blobs'), both, (files) => tell(String(files)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** To the bucket, or, where nodes are to share the register, into the folder of files that all of them see. */
async function copiesTo({ blobs }: Parts, { dir, dryRun, tell }: MoveOptions): Promise<CopiesReport | null> {
  const shared = join(dir, sharedCopiesName);
  const alone = join(dir, copiesName);
  // Once files lie in a bucket, copies do.
  if (blobs === null && readMoved(dir)?.blobs) return null;
  const source = folderCopies(blobs === null ? alone : copiesIn(dir));
  tell('copies');
  const told = (generations: number): void => tell(String(generations));
  if (blobs === null) {
    const target = folderCopies(shared);
    return moveCopies(source, { target, check: folderCopies(shared), dryRun }, told);
  }
  const { openS3Copies } = await import('../blobs/s3/copies.ts');
  const scratch = await mkdtemp(join(tmpdir(), 'fojas-move-'));
  const [target, check] = [
    await openS3Copies(blobs, join(scratch, 'target')),
    await openS3Copies(blobs, join(scratch, 'check')),
  ];
  try {
    return await moveCopies(source, { target, check, dryRun }, told);
  } finally {
    target.close();
    check.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
