import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { done } from '../contract/failures.ts';
import type { PlacesCalls, Volume } from '../contract/places.ts';
import type { Handlers } from '../contract/rpc.ts';

export interface PlacesRooms {
  readonly platform: NodeJS.Platform;
  /** Folders under which this system shows what is plugged in, itself or one folder further down (`/media/ana/PENDRIVE`). */
  readonly roots: readonly string[];
  /** Whether something else is mounted there than on the folder above it. */
  isMounted(folder: string): Promise<boolean>;
  /** The system's dialog; null where there is none. */
  readonly choose: ((what: 'folder' | 'file') => Promise<string | null>) | null;
}

const endings: ReadonlySet<string> = new Set(['.encomienda', '.respuesta']);
/** A share whose server is gone keeps whoever asks waiting: it is left out. */
const patienceMs = 2000;
const most = { volumes: 40, files: 50 };

/** Where a person may put and take what is carried by hand. */
export function placesHandlers(rooms: PlacesRooms): Handlers<PlacesCalls> {
  return {
    'places.list': async () => {
      const found = await Promise.all((await mounted(rooms)).map((folder) => within(volumeAt(folder))));
      const volumes = found.flatMap((one) => one ?? []).sort((a, b) => a.path.localeCompare(b.path));
      return done({ volumes: volumes.slice(0, most.volumes), chooser: rooms.choose !== null });
    },
    'places.choose': async ({ what }) => done({ path: (await rooms.choose?.(what)) ?? null }),
  };
}

export const systemPlaces = (platform: NodeJS.Platform, system: string | undefined): Omit<PlacesRooms, 'choose'> => ({
  platform,
  roots: rootsOf(platform, system),
  isMounted: async (folder) => (await stat(folder)).dev !== (await stat(path.dirname(folder))).dev,
});

/** @param system the drive that Windows runs from, as `C:`; nobody carries that one anywhere */
function rootsOf(platform: NodeJS.Platform, system: string | undefined): readonly string[] {
  if (platform === 'darwin') return ['/Volumes'];
  if (platform !== 'win32') return ['/media', '/run/media'];
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:`);
  return letters.filter((drive) => drive !== (system ?? 'C:').toUpperCase()).map((drive) => `${drive}\\`);
}

async function mounted({ platform, roots, isMounted }: PlacesRooms): Promise<string[]> {
  // A letter is a disk, or nothing.
  if (platform === 'win32') return [...roots];
  const isThere = async (folder: string): Promise<boolean> => (await within(isMounted(folder))) ?? false;
  const volumes: string[] = [];
  for (const root of roots) {
    for (const folder of await foldersIn(root)) {
      if (await isThere(folder)) volumes.push(folder);
      else for (const inner of await foldersIn(folder)) if (await isThere(inner)) volumes.push(inner);
    }
  }
  return volumes;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await within(readdir(folder, { withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
}

async function volumeAt(folder: string): Promise<Volume> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((one) => one.isFile() && endings.has(path.extname(one.name).toLowerCase()));
  const files = await Promise.all(
    names.map(async ({ name }) => {
      const file = path.join(folder, name);
      const { size, mtimeMs } = await stat(file);
      return { path: file, name, size, mtimeMs };
    }),
  );
  return {
    path: folder,
    name: path.basename(folder) || folder,
    freeBytes: Number.isSafeInteger(free) ? free : null,
    files: files
      .sort((a, b) => b.mtimeMs - a.mtimeMs)
      .slice(0, most.files)
      .map(({ mtimeMs: _, ...file }) => file),
  };
}

/** Null where it cannot be read, or not soon. */
async function within<T>(work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const late = pause(patienceMs, null, { signal: over.signal, ref: false }).catch(() => null);
  return Promise.race([work.catch(() => null), late]).finally(() => over.abort());
}
