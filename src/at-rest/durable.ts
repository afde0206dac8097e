/** The few steps that make a file survive a power cut (law 5): temp, fsync, rename, fsync of the folder. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';

/** Flushes a folder's entries. Windows cannot open folders and does this itself when a file is renamed. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function syncFolderSync(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a folder for this user alone, and those it lies in; the entries of new ones are durable when this returns. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = resolve(path); made.length >= resolve(first).length; made = dirname(made))
    syncFolderSync(dirname(made));
}

/** Makes these folders inside `parent`, which is there, for this user alone; their entries are durable when this returns, by one flush. */
export function makeFolders(parent: string, names: readonly string[]): void {
  const made = names.filter((name) => mkdirSync(join(parent, name), { recursive: true, mode: 0o700 }) !== undefined);
  if (made.length > 0) syncFolderSync(parent);
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/**
 * Where the new content lies until it is whole: a name of this process, since two may write the same file. What a process
 * that was killed meanwhile left under its own name goes now, for it may hold a secret and nobody else would ever look.
 */
function temporaryOf(file: string): string {
  const folder = dirname(file);
  const start = `${basename(file)}.`;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(start) && /^(\d+)\.tmp$/.exec(name.slice(start.length))?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
  return `${file}.${process.pid}.tmp`;
}

/**
 * Writes a small file whole or not at all, readable by its owner alone; its folder is made where there is none.
 * @throws what the disk says (`ENOSPC`, `EACCES`, …); the file is then as it was
 */
export async function writeDurably(file: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = temporaryOf(file);
  const handle = await open(temporary, 'w', 0o600);
  try {
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    // On a full disk the half that was written is room that somebody else needs.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(file));
}

/** The same where nothing may happen between; the folder is there. */
export function writeDurablySync(file: string, content: Uint8Array | string): void {
  const temporary = temporaryOf(file);
  const fd = openSync(temporary, 'w', 0o600);
  try {
    try {
      writeFileSync(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolderSync(dirname(file));
}
