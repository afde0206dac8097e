import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, unfinished, writeWhole } from '../../parcel/index.ts';
import { makeFolder } from '../../at-rest/durable.ts';

/**
 * How copies of one desk lie at a place:
 *
 *   fojas-copias.json                         names the place, so that another stick at the same path is noticed
 *   OFFICE--DEVICE/LEEME.txt                  what this is and how to open it
 *   OFFICE--DEVICE/files-KEYS/<sha256>.age    a kept file, once for all generations that are sealed to the same keys
 *   OFFICE--DEVICE/g-000001.journal.age       the journal as a plain SQLite file
 *   OFFICE--DEVICE/g-000001.list.age          what belongs to it (`manifest.ts`)
 *   OFFICE--DEVICE/g-000001.sha256            all of that as `sha256sum -c` reads it; written last: only with it the generation counts
 */
export interface Place {
  readonly folder: string;
  /** The name of the folder with files, inside `folder`. */
  readonly files: string;
}

const markName = 'fojas-copias.json';

/** The id of the place that lies at a path now; `none` where nothing was copied yet, null where no place is. */
export function placeAt(
  root: string,
): { readonly kind: 'known'; readonly id: string } | { readonly kind: 'none' } | null {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  try {
    const mark: unknown = JSON.parse(readFileSync(join(root, markName), 'utf8'));
    if (typeof mark === 'object' && mark !== null && 'place' in mark && typeof mark.place === 'string') {
      return { kind: 'known', id: mark.place };
    }
    return { kind: 'none' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    return { kind: 'none' };
  }
}

/** Gives a place its name. Answers it. */
export async function markPlace(root: string): Promise<string> {
  const place = randomUUID();
  await writeWhole(join(root, markName), once(`${JSON.stringify({ v: 1, place })}\n`));
  return place;
}

/** The part of a place that belongs to one desk. Names are made harmless: they come from a configuration. */
export function deskPlace(
  root: string,
  desk: { readonly officeId: string; readonly deviceId: string },
  recipients: readonly string[] = [],
): Place {
  // Another recovery key opens nothing that was sealed before it: its files lie apart, and are copied anew.
  const keys = createHash('sha256')
    .update([...recipients].sort().join('\n'))
    .digest('hex')
    .slice(0, 8);
  return { folder: join(root, `${harmless(desk.officeId)}--${harmless(desk.deviceId)}`), files: `files-${keys}` };
}

/** Makes the folders, and clears away what was never finished. */
export async function preparePlace(place: Place): Promise<void> {
  const files = join(place.folder, place.files);
  makeFolder(files);
  for (const folder of [place.folder, files]) {
    for (const name of readdirSync(folder)) if (unfinished.test(name)) await rm(join(folder, name), { force: true });
  }
}

export interface Generation {
  readonly n: number;
  /** `g-000001`. */
  readonly name: string;
  /** What its list says, by path inside the place. */
  readonly sums: ReadonlyMap<string, string>;
}

export const generationName = (n: number): string => `g-${String(n).padStart(6, '0')}`;

/** The generations that were finished, newest first. */
export function generationsAt(place: Place): Generation[] {
  return entriesOf(place.folder)
    .flatMap((file) => {
      const n = /^g-(\d{6,9})\.sha256$/.exec(file)?.[1];
      return n === undefined ? [] : [Number(n)];
    })
    .sort((a, b) => b - a)
    .map((n) => ({ n, name: generationName(n), sums: readSums(join(place.folder, `${generationName(n)}.sha256`)) }));
}

/** The text of a list as `sha256sum` writes it. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([path, sha256]) => `${sha256}  ${path}\n`).join('');
}

function readSums(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      // Only names that we give: a list at a place is not a way into other folders.
      const [, sha256, name] =
        /^([0-9a-f]{64}) {2}((?:files-[0-9a-f]{8}\/[0-9a-f]{64}|g-\d{6,9}\.(?:journal|list))\.age)$/.exec(line) ?? [];
      return sha256 === undefined || name === undefined ? [] : [[name, sha256] as const];
    }),
  );
}

/** Which files of a generation are not what was written. Reads all of them. */
export async function damagedOf(place: Place, { sums }: Generation): Promise<string[]> {
  const damaged: string[] = [];
  for (const [path, sha256] of sums) {
    const found = await hashFile(join(place.folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EIO') return null;
      throw error;
    });
    if (found?.sha256 !== sha256) damaged.push(path);
  }
  return damaged;
}

/**
 * Removes generations by rule: the newest three stay, and the newest of each of the last seven days on which there is any. Files that
 * no remaining generation names go after them.
 * @param dayOf the day on which a generation was made, from the file's time; it only chooses what stays.
 */
export async function prune(place: Place, dayOf = dayWritten): Promise<void> {
  const all = generationsAt(place);
  const days = new Set<string>();
  const stays = all.filter((generation, at) => {
    const day = dayOf(place, generation);
    const isFirst = !days.has(day) && days.size < 7;
    if (isFirst) days.add(day);
    return at < 3 || isFirst;
  });
  for (const { name } of all.filter((generation) => !stays.includes(generation))) {
    // The list goes first: what is left then counts for nothing.
    for (const suffix of ['sha256', 'list.age', 'journal.age'])
      await rm(join(place.folder, `${name}.${suffix}`), { force: true });
  }
  const named = new Set(stays.flatMap(({ sums }) => [...sums.keys()]));
  for (const folder of entriesOf(place.folder).filter((entry) => /^files-[0-9a-f]{8}$/.test(entry))) {
    for (const file of entriesOf(join(place.folder, folder)).filter((entry) => /^[0-9a-f]{64}\.age$/.test(entry))) {
      if (!named.has(`${folder}/${file}`)) await rm(join(place.folder, folder, file), { force: true });
    }
  }
  const finished = new Set(stays.map(({ name }) => name));
  for (const file of entriesOf(place.folder)) {
    const name = /^(g-\d{6,9})\.(?:journal|list)\.age$/.exec(file)?.[1];
    if (name !== undefined && !finished.has(name)) await rm(join(place.folder, file), { force: true });
  }
}

function dayWritten(place: Place, { name }: Generation): string {
  return statSync(join(place.folder, `${name}.sha256`))
    .mtime.toISOString()
    .slice(0, 10);
}

function entriesOf(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

function harmless(name: string): string {
  return encodeURIComponent(name)
    .replaceAll(/[.*'()!~]/g, '_')
    .replaceAll('%', '=')
    .slice(0, 80);
}

export async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield typeof text === 'string' ? Buffer.from(text) : text;
}
