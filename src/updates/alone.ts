import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

export interface AloneOptions {
  /** So often the holder says that it is still there, in milliseconds. */
  readonly everyMs?: number;
  /** Whoever said nothing for so long is gone, in milliseconds. */
  readonly goneMs?: number;
}

/**
 * Does something that only one at a time may do in a folder, among all processes of all accounts that use it, also over a network: a file that only one
 * of them can make, touched as long as the work lasts. One that ended without a word (a kill, a power cut) is known by its silence. Answers `held` at once while another works.
 */
export async function alone<T>(
  folder: string,
  work: () => Promise<T>,
  options: AloneOptions = {},
): Promise<T | 'held'> {
  const { everyMs = 5000, goneMs = 60_000 } = options;
  const file = path.join(folder, '.working');
  const handle = (await take(file)) ?? ((await isGone(file, goneMs)) ? await take(file) : null);
  if (handle === null) return 'held';
  const beat = setInterval(() => void touch(handle), everyMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await giveBack(file, handle);
  }
}

async function take(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

/** By its own file, whatever lies at its name now. */
async function touch(handle: FileHandle): Promise<void> {
  const now = new Date();
  await handle.utimes(now, now).catch(() => undefined);
}

/** Puts the sign of one that is gone out of the way. Two that see it at once take the same file away, once. */
async function isGone(file: string, goneMs: number): Promise<boolean> {
  const seen = await stat(file).catch(() => null);
  if (seen === null) return true;
  if (Date.now() - seen.mtimeMs < goneMs) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    // Another was quicker, and this is its sign already: it is put back, unless yet another made one.
    const mine = (await stat(aside)).ino === seen.ino;
    if (!mine) await rename(aside, file);
    else await rm(aside, { force: true });
    return mine;
  } catch {
    return false;
  }
}

async function giveBack(file: string, handle: FileHandle): Promise<void> {
  const own = await handle.stat().catch(() => null);
  await handle.close();
  const there = await stat(file).catch(() => null);
  // After a long sleep another may have taken its place.
  if (own !== null && there?.ino === own.ino) await rm(file, { force: true });
}
