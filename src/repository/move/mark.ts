import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../parcel/index.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';

/** What of a folder lies elsewhere since when; addresses without secrets. */
export interface Moved {
  readonly at: string;
  readonly register: string | null;
  readonly blobs: string | null;
}

export type Parts = Pick<Moved, 'register' | 'blobs'>;

const moved = 'moved.json';
const moving = 'moving.json';

/** Null where everything of a repository still lies in its folder. */
export const readMoved = (dir: string): Moved | null => read(dir, moved);

/** Where a move has begun that has not come to its end: what is there is a half. The folder is still in force. Null where there is none. */
export const readMoving = (dir: string): Moved | null => read(dir, moving);

/** From now on nobody serves what is there, until it is whole. What an earlier move left unfinished elsewhere stays so. */
export async function markMoving(dir: string, begun: Moved): Promise<void> {
  await write(dir, moving, together(begun, readMoving(dir)));
}

/** From now on the folder's own register, or files, are history: nobody may go on with them by mistake. */
export async function markMoved(dir: string, now: Moved): Promise<void> {
  await write(dir, moved, together(now, readMoved(dir)));
}

/** These parts have come to their end. */
export async function endMoving(dir: string, { register, blobs }: Parts): Promise<void> {
  const begun = readMoving(dir);
  if (!begun) return;
  const left = {
    at: begun.at,
    register: register === null ? begun.register : null,
    blobs: blobs === null ? begun.blobs : null,
  };
  if (left.register !== null || left.blobs !== null) return write(dir, moving, left);
  await rm(join(dir, moving), { force: true });
  syncFolderSync(dir);
}

/** The flags of the command that goes on with it. */
export const flagsOf = ({ register, blobs }: Parts): string =>
  [...(register === null ? [] : ['--register', register]), ...(blobs === null ? [] : ['--blobs', blobs])].join(' ');

const together = (now: Moved, before: Moved | null): Moved => ({
  ...now,
  register: now.register ?? before?.register ?? null,
  blobs: now.blobs ?? before?.blobs ?? null,
});

function read(dir: string, file: string): Moved | null {
  const path = join(dir, file);
  // Ours, written whole; one that cannot be read ends the program: nothing is gone on with on a guess.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Moved) : null;
}

async function write(dir: string, file: string, marks: Moved): Promise<void> {
  await writeWhole(
    join(dir, file),
    (async function* () {
      yield Buffer.from(`${JSON.stringify(marks)}\n`);
    })(),
  );
}
