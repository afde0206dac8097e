import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogSigner } from '../log/keys.ts';
import { type RegisterReport, moveRegister } from '../register/move/register.ts';
import { MoveError } from '../register/move/trouble.ts';
import { openRegisterDatabase } from '../register/sqlite.ts';
import { type FilesReport, moveFiles } from './files.ts';
import { markMoved, readMoved } from './mark.ts';

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
  readonly files: FilesReport | null;
}

/**
 * Moves a repository from its folder to larger engines: files first, so that no row ever names a file that is not there. The folder stays as
 * it is but for a mark, and its keys go on being used. Ended at any moment, the same call goes on.
 * @throws {MoveError}; {RegisterError} where the folder is in use or the target cannot be used.
 */
export async function moveRepository(options: MoveOptions): Promise<MoveReport> {
  const { dir, registerUrl, blobsUrl, dryRun, clock } = options;
  const moved = readMoved(dir);
  if (registerUrl !== undefined && moved && moved.register !== null) throw new MoveError('moved', moved.register);
  if (blobsUrl !== undefined && moved && moved.blobs !== null) throw new MoveError('moved', moved.blobs);
  // Held to the end: a repository that is running goes on writing.
  const db = openRegisterDatabase(dir, {});
  try {
    const files = blobsUrl === undefined ? null : await filesTo(blobsUrl, options);
    const register = registerUrl === undefined ? null : await rowsTo(registerUrl, db, options);
    if (!dryRun) {
      const at = clock().toISOString();
      await markMoved(dir, { at, register: registerUrl ?? null, blobs: blobsUrl ?? null });
    }
    return { register, files };
  } finally {
    db.close();
  }
}

async function filesTo(url: string, { dir, dryRun, clock, tell }: MoveOptions): Promise<FilesReport> {
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

async function rowsTo(
  url: string,
  db: ReturnType<typeof openRegisterDatabase>,
  { dir, dryRun, tell }: MoveOptions,
): Promise<RegisterReport> {
  const { openPostgres } = await import('../register/postgres/register.ts');
  const database = await openPostgres(url);
  try {
    return await moveRegister(db, database, { rootKid: openLogSigner(dir).root.kid, dryRun, tell });
  } finally {
    await database.close();
  }
}
