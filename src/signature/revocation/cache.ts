/**
 * What authorities said, kept for the days without a line: revocation lists, status answers, issuers' certificates. Everything in
 * it is signed by somebody else and checked again whenever it is used, so the cache needs no trust, only bytes.
 */
import { randomBytes, sha256Hex } from '../crypto.ts';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CachedStatement {
  readonly der: Uint8Array;
  readonly thisUpdate: Date;
  /** null: no newer one was promised. */
  readonly nextUpdate: Date | null;
}

/** Keys are addresses, for a status answer followed by the certificate's SHA-256; see client.ts. */
export interface RevocationCache {
  get(key: string): CachedStatement | null;
  /** Keeps a statement unless a newer one is kept already. A cache that cannot be written to loses nothing but time. */
  put(key: string, statement: CachedStatement): void;
}

/** A cache that lives as long as the process. */
export function memoryCache(): RevocationCache {
  const kept = new Map<string, CachedStatement>();
  return {
    get: (key) => kept.get(key) ?? null,
    put: (key, statement) => {
      const before = kept.get(key);
      if (before === undefined || before.thisUpdate <= statement.thisUpdate) kept.set(key, statement);
    },
  };
}

const largestEntry = 64 << 20;

/**
 * A cache in a folder of its own, which is made when missing. One file an entry: a line of JSON with the dates, then the DER. Files
 * are written beside their place and renamed, so that a reader sees all of one or none; what cannot be read counts as absent.
 */
export function folderCache(folder: string): RevocationCache {
  const fileOf = (key: string) => join(folder, `${sha256Hex(Buffer.from(key))}.entry`);
  return {
    get: (key) => read(fileOf(key), key),
    put: (key, statement) => {
      const before = read(fileOf(key), key);
      if (before !== null && before.thisUpdate > statement.thisUpdate) return;
      write(folder, fileOf(key), key, statement);
    },
  };
}

/** Removes entries whose next statement was due before a moment, and what broken writes left behind. Returns how many went. */
export function pruneFolderCache(folder: string, dueBefore: Date): number {
  let removed = 0;
  for (const name of list(folder)) {
    const path = join(folder, name);
    const head = name.endsWith('.entry') ? headOf(tryRead(path)) : null;
    const due = head?.nextUpdate ?? null;
    if (name.endsWith('.entry') && head !== null && (due === null || new Date(due) >= dueBefore)) continue;
    if (!name.endsWith('.entry') && !name.endsWith('.part')) continue;
    rmSync(path, { force: true });
    removed++;
  }
  return removed;
}

interface Head {
  readonly key: string;
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
}

function read(path: string, key: string): CachedStatement | null {
  const bytes = tryRead(path);
  const head = headOf(bytes);
  if (bytes === null || head?.key !== key) return null;
  const der = bytes.subarray(bytes.indexOf(0x0a) + 1);
  const nextUpdate = head.nextUpdate === null ? null : new Date(head.nextUpdate);
  return { der, thisUpdate: new Date(head.thisUpdate), nextUpdate };
}

function headOf(bytes: Buffer | null): Head | null {
  const end = bytes?.indexOf(0x0a) ?? -1;
  if (bytes === null || end < 0) return null;
  try {
    const head: unknown = JSON.parse(bytes.toString('utf8', 0, end));
    return isHead(head) ? head : null;
  } catch {
    return null;
  }
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { key, thisUpdate, nextUpdate } = value as Record<string, unknown>;
  const isDate = (each: unknown) => typeof each === 'string' && !Number.isNaN(Date.parse(each));
  return typeof key === 'string' && isDate(thisUpdate) && (nextUpdate === null || isDate(nextUpdate));
}

function tryRead(path: string): Buffer | null {
  try {
    return statSync(path).size > largestEntry ? null : readFileSync(path);
  } catch {
    return null;
  }
}

function write(folder: string, path: string, key: string, { der, thisUpdate, nextUpdate }: CachedStatement): void {
  const head: Head = {
    key,
    thisUpdate: thisUpdate.toISOString(),
    nextUpdate: nextUpdate === null ? null : nextUpdate.toISOString(),
  };
  const temporary = `${path}.${Buffer.from(randomBytes(6)).toString('hex')}.part`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), der]), { flush: true });
    renameSync(temporary, path);
  } catch {
    // A full disk must not stop a signature: the statement is used all the same, and fetched again next time.
    tryRemove(temporary);
  }
}

function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, there is nothing to remove.
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
