import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '../../contract/ids.ts';
import { CopyFiles, type CopySlot } from '../../contract/wire-copies.ts';
import { uploadLimits } from '../../contract/wire-blobs.ts';
import { unfinished, writeWhole } from '../../parcel/index.ts';
import type { ByteSource } from '../../signature/index.ts';
import { openFolderBlobs } from '../blobs/folder.ts';
import { type SliceOutcome, openFolderUploads } from '../blobs/uploads.ts';
import { ownFolder } from '../private.ts';

export type KeptGeneration =
  | { readonly kind: 'created' | 'present' | 'differs' }
  /** This file has to come first. */
  | { readonly kind: 'missing'; readonly sha256: Sha256 };

/** What one workstation keeps here. */
export interface OpenSlot {
  standing(): Pick<CopySlot, 'usedBytes' | 'generations'>;
  size(sha256: Sha256): Promise<number | null>;
  open(sha256: Sha256): Promise<ByteSource | null>;
  /** As `Uploads.offset`. */
  offset(sha256: Sha256, length: number): Promise<number | null>;
  /** As `Uploads.append`; `storageFull` also where the slot has no room, after all but its newest generation made way. */
  append(sha256: Sha256, length: number, at: number, bytes: AsyncIterable<Uint8Array>): Promise<SliceOutcome>;
  generation(name: string): CopyFiles | null;
  /** Has a generation count, once all of its files are here; older ones go by rule. @throws the system's error: those before stand. */
  keep(name: string, files: CopyFiles): Promise<KeptGeneration>;
}

/** A generation as it lies in a slot. */
export interface Listed {
  readonly name: string;
  readonly writtenAt: string;
  readonly files: CopyFiles['files'];
}

export const filesName = 'files';
const comingName = 'coming';
/** The newest of so many stay whatever day they are of. */
const keptNewest = 3;
const keptDays = 7;

/** Opens a slot: `files/` by hash, `coming/` what is not whole, `g-000001.json` what belongs to a generation, written last. */
export async function openSlot(dir: string, quotaBytes: number): Promise<OpenSlot> {
  ownFolder(dir);
  const folder = join(dir, filesName);
  const coming = join(dir, comingName);
  const blobs = await openFolderBlobs(folder);
  const uploads = openFolderUploads(coming, blobs, { limits: { ...uploadLimits, perOffice: 8 } });
  const upload = (sha256: Sha256, length: number) => ({ officeId: '', sha256, length });
  for (const name of readdirSync(dir)) if (unfinished.test(name)) await rm(join(dir, name), { force: true });
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const list = (): Listed[] => generationsIn(dir);
  const drop = ({ name }: Listed): Promise<void> => rm(join(dir, `${name}.json`), { force: true });
  /** Removes files that no generation names, but for those that came for the next one. */
  const sweep = async (but: ReadonlySet<string>): Promise<void> => {
    const named = new Set(list().flatMap(({ files }) => files.map(({ sha256 }) => sha256 as string)));
    for (const { sha256, path } of filesIn(folder))
      if (!named.has(sha256) && !but.has(sha256)) await rm(path, { force: true });
  };
  const prune = async (): Promise<void> => {
    const days = new Set<string>();
    for (const [at, generation] of list().entries()) {
      const day = generation.writtenAt.slice(0, 10);
      const isFirst = !days.has(day) && days.size < keptDays;
      if (isFirst) days.add(day);
      if (at >= keptNewest && !isFirst) await drop(generation);
    }
    await sweep(new Set());
  };
  const used = (): number => usedIn(dir);
  /** What files that come in now may still bring: room that is given is given once. */
  const promised = new Map<string, number>();
  const isRoomFor = (bytes: number): boolean =>
    used() + [...promised.values()].reduce((sum, more) => sum + more, bytes) <= quotaBytes;
  /** Whether so many more bytes fit; what came long ago for a copy that was never finished makes way, then older generations, the newest never. */
  const hasRoom = async (bytes: number): Promise<boolean> => {
    if (isRoomFor(bytes)) return true;
    const since = Date.now() - uploadLimits.restMs;
    const fresh = new Set(filesIn(folder).flatMap(({ sha256, writtenMs }) => (writtenMs > since ? [sha256] : [])));
    const known = list();
    const named = new Set(known.flatMap(({ files }) => files.map(({ sha256 }) => sha256 as string)));
    for (const sha256 of named) fresh.delete(sha256);
    for (const generation of [null, ...known.slice(1).reverse()]) {
      if (generation) await drop(generation);
      await sweep(fresh);
      if (isRoomFor(bytes)) return true;
    }
    return false;
  };

  return {
    standing: () => ({
      usedBytes: used(),
      generations: list().map(({ name, writtenAt }) => ({ name, writtenAt })),
    }),
    size: (sha256) => blobs.size(sha256),
    open: (sha256) => blobs.open(sha256),
    offset: (sha256, length) => uploads.offset(upload(sha256, length)),
    async append(sha256, length, at, bytes) {
      const more = length - at;
      const name = `${sha256}-${length}`;
      const room = await inTurn(async () => {
        // The same file once more ends the one that is coming in.
        promised.delete(name);
        if (!(await hasRoom(more))) return false;
        promised.set(name, more);
        return true;
      });
      if (!room) return { kind: 'storageFull' };
      return uploads.append(upload(sha256, length), at, bytes).finally(() => promised.delete(name));
    },
    generation(name) {
      const found = list().find((one) => one.name === name);
      return found ? { files: found.files } : null;
    },
    keep: (name, given) =>
      inTurn(async () => {
        const before = list().find((one) => one.name === name);
        if (before)
          return { kind: JSON.stringify(before.files) === JSON.stringify(given.files) ? 'present' : 'differs' };
        for (const { sha256, size } of given.files) {
          if ((await blobs.size(sha256)) !== size) return { kind: 'missing', sha256 };
        }
        await writeWhole(join(dir, `${name}.json`), once(JSON.stringify(given)));
        // What never became part of one is of no use any more.
        for (const { path } of filesIn(coming)) await rm(path, { force: true });
        await prune();
        return { kind: 'created' };
      }),
  };
}

/** The generations of the slot in this folder, newest first. */
export function generationsIn(dir: string): Listed[] {
  return readdirSync(dir)
    .flatMap((file) => /^(g-\d{6,9})\.json$/.exec(file)?.[1] ?? [])
    .sort((a, b) => Number(b.slice(2)) - Number(a.slice(2)))
    .map((name) => {
      const path = join(dir, `${name}.json`);
      const { files } = CopyFiles.parse(JSON.parse(readFileSync(path, 'utf8')));
      return { name, files, writtenAt: statSync(path).mtime.toISOString() };
    });
}

/** Bytes of all that lies in the slot in this folder, finished or on its way. */
export const usedIn = (dir: string): number =>
  [...filesIn(join(dir, filesName)), ...filesIn(join(dir, comingName))].reduce((sum, { size }) => sum + size, 0);

interface Lying {
  readonly sha256: string;
  readonly path: string;
  readonly size: number;
  /** When its last byte came. */
  readonly writtenMs: number;
}

function filesIn(root: string): Lying[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const sha256 = /^([0-9a-f]{64})(?:-\d+)?$/.exec(entry.name)?.[1];
    if (sha256 === undefined || !entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const { size = 0, mtimeMs: writtenMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return [{ sha256, path, size, writtenMs }];
  });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
