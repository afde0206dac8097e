import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../contract/ids.ts';
import { openFileSource } from '../../signature/index.ts';
import { CopyOwner } from '../../contract/wire-copies.ts';
import { unfinished, writeWhole } from '../../parcel/index.ts';
import { blobPath, openFolderBlobs } from '../blobs/folder.ts';
import { openFolderUploads } from '../blobs/uploads.ts';
import { ownFolder } from '../private.ts';
import {
  type CopyPlace,
  type Lying,
  type OwnedSlot,
  type SlotPlace,
  type SlotView,
  filesTold,
  newestFirst,
  slotUploads,
} from './port.ts';

/** In a repository's folder, of the office or the central one. */
export const copiesName = 'copies';
/** In the folder of files where nodes share the register: whatever volume all of them see holds the copies, too. */
export const sharedCopiesName = join('blobs', 'desk-copies');

const ownerFile = 'owner.json';
const [filesName, comingName] = ['files', 'coming'];

/**
 * Slots in a folder, `<slot>/`: `files/` by hash, `coming/` what is not whole, `g-000001.json` what belongs to a generation, written last,
 * `owner.json`. What lies there was sealed before it came, so that it lies as it came in a folder that is encrypted, too. One process at a
 * time writes: the folder of the repository is held by it.
 */
export function folderCopies(dir: string): CopyPlace {
  const ownerOf = (slot: string): Promise<CopyOwner | null> => ownerIn(join(dir, slot));
  return {
    async owned() {
      if (!existsSync(dir)) return [];
      const found: OwnedSlot[] = [];
      for (const name of readdirSync(dir)) {
        const slot = Sha256.safeParse(name);
        const owner = slot.success ? await ownerOf(name) : null;
        if (slot.success && owner) found.push({ slot: slot.data, owner });
      }
      return found;
    },
    ownerOf,
    async own(slot, owner) {
      ownFolder(join(dir, slot));
      await writeWhole(join(dir, slot, ownerFile), once(`${JSON.stringify(owner)}\n`));
    },
    look: (slot) => readSlot(join(dir, slot)),
    slot: (slot) => folderSlot(join(dir, slot)),
    async remove(slot) {
      const folder = join(dir, slot);
      const others = readdirSync(folder).filter((one) => one !== ownerFile);
      for (const name of others.sort(generationsFirst)) await rm(join(folder, name), { recursive: true });
      await rm(folder, { recursive: true });
    },
    close: () => undefined,
  };
}

/** A copy without its files would count and not open. */
const generationsFirst = (a: string, b: string): number => Number(b.startsWith('g-')) - Number(a.startsWith('g-'));

/** The slot in this folder, which is made where it is missing. */
export async function folderSlot(dir: string): Promise<SlotPlace> {
  ownFolder(dir);
  const [folder, coming] = [join(dir, filesName), join(dir, comingName)];
  const blobs = await openFolderBlobs(folder);
  for (const name of readdirSync(dir)) if (unfinished.test(name)) await rm(join(dir, name), { force: true });
  return {
    ...readSlot(dir),
    blobs,
    uploads: openFolderUploads(coming, blobs, { limits: slotUploads }),
    async keep(name, files) {
      await writeWhole(join(dir, `${name}.json`), once(JSON.stringify(files)));
      return 'kept';
    },
    drop: (name) => rm(join(dir, `${name}.json`), { force: true }),
    dropFile: (sha256) => rm(blobPath(folder, sha256), { force: true }),
    async dropComing() {
      for (const { path } of filesIn(coming)) await rm(path, { force: true });
    },
  };
}

function readSlot(dir: string): SlotView {
  const folder = join(dir, filesName);
  const sizeOf = (sha256: Sha256): number | null =>
    statSync(blobPath(folder, sha256), { throwIfNoEntry: false })?.size ?? null;
  return {
    blobs: {
      size: async (sha256) => sizeOf(sha256),
      open: async (sha256) => (sizeOf(sha256) === null ? null : openFileSource(blobPath(folder, sha256))),
    },
    generations: async () =>
      readdirSync(dir)
        .flatMap((file) => /^(g-\d{6,9})\.json$/.exec(file)?.[1] ?? [])
        .flatMap((name) => {
          const written = statSync(join(dir, `${name}.json`), { throwIfNoEntry: false });
          return written ? [{ name, writtenAt: written.mtime.toISOString() }] : [];
        })
        .sort(newestFirst),
    async filesOf(name) {
      const path = join(dir, `${name}.json`);
      return existsSync(path) ? filesTold(readFileSync(path, 'utf8')) : null;
    },
    files: async () => filesIn(folder),
    comingBytes: async () => filesIn(join(dir, comingName)).reduce((sum, { size }) => sum + size, 0),
  };
}

async function ownerIn(folder: string): Promise<CopyOwner | null> {
  try {
    return CopyOwner.safeParse(JSON.parse(await readFile(join(folder, ownerFile), 'utf8'))).data ?? null;
  } catch (error) {
    // Cut before it was written: whoever opens the slot anew writes it again. A file that lies about is no slot.
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function filesIn(root: string): (Lying & { readonly path: string })[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const sha256 = /^([0-9a-f]{64})(?:-\d+)?$/.exec(entry.name)?.[1];
    if (sha256 === undefined || !entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const { size = 0, mtimeMs: writtenMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return [{ sha256: Sha256.parse(sha256), path, size, writtenMs }];
  });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
