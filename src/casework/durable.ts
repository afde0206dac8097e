/** The few steps that make a file survive a power cut (law 5): temp, fsync, rename, fsync of the folder. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

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

/** Writes a small file whole or not at all. */
export function writeFileDurably(path: string, content: string | Uint8Array): void {
  const temp = `${path}.tmp`;
  const fd = openSync(temp, 'w', 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temp, path);
  syncFolderSync(dirname(path));
}
