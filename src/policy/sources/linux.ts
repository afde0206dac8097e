import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { PolicyTrouble } from '../../contract/policy.ts';
import type { Heard, Voice } from '../resolve.ts';

export interface LinuxPlaces {
  /** `/etc/fojas`; its folders hold what counts for everybody on this machine. */
  readonly root: string;
  /** The user that must own every folder and file, by number: 0. */
  readonly owner: number;
}

/** Where IT puts files, beside each other: what is mandatory, and what is only recommended. */
export const linuxPlaces: LinuxPlaces = { root: '/etc/fojas', owner: 0 };
const folders = [
  { level: 'machine', folder: 'policies.d' },
  { level: 'recommended', folder: 'recommended.d' },
] as const;
const mostBytes = 262_144;
const othersMayWrite = 0o022;

/**
 * Reads `policies.d/*.json` and `recommended.d/*.json` in the order of their names. A folder or file that belongs to another than root,
 * or that others may write, is not believed: whoever could write it is not the administrator.
 */
export async function hearLinux({ root, owner }: LinuxPlaces = linuxPlaces): Promise<Heard> {
  const voices: Voice[] = [];
  const troubles: PolicyTrouble[] = [];
  for (const { level, folder } of folders) {
    const place = path.join(root, folder);
    const names = await namesIn([root, place], owner);
    if (!Array.isArray(names)) {
      if (names !== null) troubles.push(names);
      continue;
    }
    for (const name of names) {
      const heard = await hearFile(path.join(place, name), owner);
      if ('kind' in heard) troubles.push(heard);
      else voices.push({ level, ...heard });
    }
  }
  return { voices, troubles };
}

/** The files of a folder whose every named parent is as it must be; null where there is none. */
async function namesIn(chain: readonly string[], owner: number): Promise<string[] | PolicyTrouble | null> {
  for (const folder of chain) {
    const stat = await lstat(folder).catch((error: NodeJS.ErrnoException) => error);
    if (stat instanceof Error) return stat.code === 'ENOENT' ? null : trouble('unreadable', folder, stat.code ?? '');
    if (!stat.isDirectory() || stat.uid !== owner || (stat.mode & othersMayWrite) !== 0)
      return trouble('unsafe', folder, modeOf(stat));
  }
  const names = await readdir(chain.at(-1)!).catch((error: NodeJS.ErrnoException) => error);
  if (names instanceof Error) return trouble('unreadable', chain.at(-1)!, names.code ?? '');
  return names.filter((name) => name.endsWith('.json')).sort();
}

async function hearFile(file: string, owner: number): Promise<Pick<Voice, 'place' | 'says'> | PolicyTrouble> {
  const text = await readOwned(file, owner);
  if (typeof text !== 'string') return text;
  const says = readObject(text);
  return says === null ? trouble('notJson', file, '') : { place: file, says };
}

/**
 * The text of a file that belongs to this user and that nobody else may write; else why it is not believed. Judged and read through one
 * handle: what was judged is what is read.
 */
export async function readOwned(file: string, owner: number): Promise<string | PolicyTrouble> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  // A link may lead to what others write.
  if (handle instanceof Error)
    return trouble(handle.code === 'ELOOP' ? 'unsafe' : 'unreadable', file, handle.code ?? '');
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.uid !== owner || (stat.mode & othersMayWrite) !== 0)
      return trouble('unsafe', file, modeOf(stat));
    if (stat.size > mostBytes) return trouble('unreadable', file, `${stat.size} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** A file of policy: one JSON object. A byte order mark, as editors of Windows leave it, is no harm. */
export function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const modeOf = ({ uid, mode }: { readonly uid: number; readonly mode: number }): string =>
  `uid ${uid}, mode ${(mode & 0o7777).toString(8)}`;

const trouble = (kind: PolicyTrouble['kind'], place: string, detail: string): PolicyTrouble => ({
  ...{ kind, place, name: null, detail },
});
