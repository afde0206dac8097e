import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../parcel/index.ts';

/** What of a folder lies elsewhere since when; addresses without secrets. */
export interface Moved {
  readonly at: string;
  readonly register: string | null;
  readonly blobs: string | null;
}

const file = 'moved.json';

/** Null where everything of a repository still lies in its folder. */
export function readMoved(dir: string): Moved | null {
  const path = join(dir, file);
  // Ours, written whole; one that cannot be read ends the program: nothing is gone on with on a guess.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Moved) : null;
}

/** From now on the folder's own register, or files, are history: nobody may go on with them by mistake. */
export async function markMoved(dir: string, moved: Moved): Promise<void> {
  const before = readMoved(dir);
  const text = JSON.stringify({
    ...moved,
    register: moved.register ?? before?.register ?? null,
    blobs: moved.blobs ?? before?.blobs ?? null,
  });
  await writeWhole(
    join(dir, file),
    (async function* () {
      yield Buffer.from(`${text}\n`);
    })(),
  );
}
