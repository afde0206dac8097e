import Database from 'better-sqlite3-multiple-ciphers';
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cipherPragmas } from '../../at-rest/cipher.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { ownFile } from '../private.ts';
import { RegisterError } from '../refusal.ts';

/** What every plain SQLite file begins with. */
const plainHead = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * Encrypts a plain database; one that is missing, or encrypted, stays as it is. A copy is encrypted and takes the place of the plain one:
 * there is one of the two at every moment, whole. The caller holds the folder.
 * @throws {RegisterError} `busy` where a program of before holds it, `damaged`
 */
export function sealRegister(path: string, key: Uint8Array): void {
  const copy = `${path}.sealing`;
  rmSync(copy, { force: true });
  if (!existsSync(path) || !isPlain(path)) return;
  gather(path);
  copyFileSync(path, copy);
  ownFile(copy);
  const db = new Database(copy);
  try {
    // What is undone of a copy is nobody's loss, and a journal beside it would hold plain pages.
    db.pragma('journal_mode = MEMORY');
    const [cipher, legacy, given] = cipherPragmas(key);
    for (const pragma of [cipher!, legacy!, `re${given!}`]) db.pragma(pragma);
  } finally {
    db.close();
  }
  toDisk(copy);
  renameSync(copy, path);
  syncFolderSync(dirname(path));
}

/** Brings everything that was committed into the one file. */
function gather(path: string): void {
  const db = new Database(path, { timeout: 500 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('synchronous = FULL');
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_BUSY'))
      throw new RegisterError('busy', 'another process holds this repository', { cause: error });
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
      throw new RegisterError('damaged', 'register.db is damaged', { cause: error });
    throw error;
  } finally {
    db.close();
  }
}

function isPlain(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(plainHead.length);
    readSync(file, head, 0, head.length, 0);
    return head.equals(plainHead);
  } finally {
    closeSync(file);
  }
}

function toDisk(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Held while an encrypted folder is in use. */
export interface FolderHold {
  release(): void;
}

/**
 * Holds a folder for this process alone, by SQLite's own lock on a file in it: the system gives it back when the process dies, however it
 * dies. The register's own lock would not do while another file takes its place.
 * @throws {RegisterError} `busy`
 */
export function holdFolder(dir: string): FolderHold {
  const path = join(dir, 'folder.lock');
  ownFile(path);
  const db = new Database(path, { timeout: 500 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new RegisterError('busy', 'another process holds this repository', { cause: error });
    throw error;
  }
  return { release: () => void db.close() };
}
