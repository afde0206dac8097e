/** Trust lists kept in a folder, one file a version: verdicts of any earlier day can be given again with the list of that day. */
import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equalBytes, randomBytes } from '../crypto.ts';
import type { TrustList } from './list.ts';
import { openTrustList } from './list.ts';
import { TrustListError } from './list-errors.ts';

const nameOf = (version: number): string => `trust-list-${version}.jws`;
const namePattern = /^trust-list-(\d{1,15})\.jws$/;

/** The versions a folder keeps, newest first. @throws the system's error when the folder cannot be read. */
export function keptVersions(folder: string): number[] {
  const versions = readdirSync(folder).flatMap((name) => {
    const match = namePattern.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
  return versions.sort((a, b) => b - a);
}

/**
 * The list of a version, or the newest one kept. That it speaks for a moment is for `requireCurrent` to say.
 * @throws TrustListError; the system's error when the folder cannot be read.
 */
export function readKeptList(folder: string, keys: readonly Uint8Array[], version?: number): TrustList {
  const kept = keptVersions(folder);
  const wanted = version ?? kept[0];
  if (wanted === undefined) throw new TrustListError('missing', 'the folder keeps no trust list');
  if (!kept.includes(wanted)) throw new TrustListError('missing', `the folder does not keep version ${wanted}`);
  const path = join(folder, nameOf(wanted));
  if (!lstatSync(path).isFile()) throw new TrustListError('malformed', 'not a file');
  const list = openTrustList(readFileSync(path), keys);
  if (list.content.version !== wanted) {
    throw new TrustListError('malformed', `the file of version ${wanted} holds version ${list.content.version}`);
  }
  return list;
}

/**
 * Keeps a list beside the earlier ones. A list older than the newest kept is refused, and so is another one of the same version: who
 * could bring back an old list could bring back an authority that was struck off it.
 * @returns whether it was new; the same bytes again change nothing.
 * @throws TrustListError; the system's error when the folder cannot be written.
 */
export function keepList(folder: string, bytes: Uint8Array, keys: readonly Uint8Array[], at = new Date()): boolean {
  const list = openTrustList(bytes, keys);
  const { version, nextUpdate } = list.content;
  mkdirSync(folder, { recursive: true });
  const [newest = 0] = keptVersions(folder);
  if (newest === version && equalBytes(readFileSync(join(folder, nameOf(version))), bytes)) return false;
  if (version <= newest)
    throw new TrustListError('rollback', `version ${newest} is kept already; this is version ${version}`);
  if (at > nextUpdate)
    throw new TrustListError('expired', `version ${version} was good until ${nextUpdate.toISOString()}`);
  const part = join(folder, `.${nameOf(version)}.${Buffer.from(randomBytes(6)).toString('hex')}`);
  try {
    writeFileSync(part, bytes, { flush: true });
    renameSync(part, join(folder, nameOf(version)));
  } finally {
    rmSync(part, { force: true });
  }
  return true;
}
