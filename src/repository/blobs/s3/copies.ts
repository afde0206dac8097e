import type { Readable } from 'node:stream';
import { Sha256 } from '../../../contract/ids.ts';
import { CopyOwner } from '../../../contract/wire-copies.ts';
import {
  type CopyPlace,
  type Lying,
  type OwnedSlot,
  type SlotPlace,
  type SlotView,
  filesTold,
  newestFirst,
  sideBySide,
  slotUploads,
} from '../../copies/port.ts';
import { RegisterError } from '../../refusal.ts';
import { readS3Address } from './address.ts';
import { keyOf, s3Blobs } from './blobs.ts';
import { type Shelf, openShelf } from './shelf.ts';
import { type ObjectStore, connectS3 } from './store.ts';
import { s3Uploads } from './uploads.ts';

/** Under the prefix, beside the files of acts: nothing of it is locked, for copies make way for newer ones. */
export const copiesPrefix = 'copies/';
const ownersFolder = 'owners/';
/** Less than for files of acts: what a desk fetches, it fetches once. */
const shelfLimits = { small: 8 * 2 ** 20, memory: 16 * 2 ** 20, disk: 2 ** 30 } as const;

/**
 * Slots in a bucket, `copies/<slot>/`, as in a folder (`copies/folder.ts`), and whose they are in `copies/owners/`: every node serves every
 * slot. What goes is removed with all of its versions, or it would be paid for for ever.
 * @param url `s3://…`, as files of acts have it.
 * @param dir for copies of what is in hand; can be thrown away.
 */
export async function openS3Copies(url: string, dir: string): Promise<CopyPlace> {
  const address = readS3Address(url);
  if (!address) throw new RegisterError('notOurs', 'not the address of a bucket');
  const root = connectS3({ ...address, prefix: `${address.prefix}${copiesPrefix}` });
  const shelf = await openShelf(dir, shelfLimits);
  // Whose a slot is never changes: read once, wherever it is still listed.
  const known = new Map<Sha256, CopyOwner>();
  const ownerOf = async (slot: Sha256): Promise<CopyOwner | null> => {
    const text = await textAt(root, ownerKey(slot));
    return text === null ? null : (CopyOwner.safeParse(jsonOf(text)).data ?? null);
  };
  return {
    async owned() {
      const slots = (await root.list(ownersFolder)).flatMap(
        ({ key }) => Sha256.safeParse(key.slice(ownersFolder.length, -'.json'.length)).data ?? [],
      );
      const found = await sideBySide(slots, async (slot): Promise<OwnedSlot[]> => {
        const owner = known.get(slot) ?? (await ownerOf(slot));
        if (owner) known.set(slot, owner);
        return owner ? [{ slot, owner }] : [];
      });
      return found.flat();
    },
    ownerOf,
    async own(slot, owner) {
      await root.create(ownerKey(slot), Buffer.from(`${JSON.stringify(owner)}\n`), null);
    },
    look: (slot) => viewOf(within(root, `${slot}/`), shelf),
    slot: async (slot) => slotIn(within(root, `${slot}/`), shelf),
    async remove(slot) {
      const store = within(root, `${slot}/`);
      // A copy without its files would count and not open; whose it is goes last.
      for (const folder of ['g-', '']) await clear(store, folder);
      await clear(root, ownerKey(slot));
    },
    close: () => root.close(),
  };
}

const ownerKey = (slot: Sha256): string => `${ownersFolder}${slot}.json`;

/** A folder of a store, as a store. */
function within(store: ObjectStore, folder: string): ObjectStore {
  const inside = <T extends { readonly key: string }>(found: readonly T[]): T[] =>
    found.map((one) => ({ ...one, key: one.key.slice(folder.length) }));
  return {
    create: (key, bytes, retention) => store.create(folder + key, bytes, retention),
    createLarge: (key, parts, retention) => store.createLarge(folder + key, parts, retention),
    size: (key) => store.size(folder + key),
    get: (key) => store.get(folder + key),
    list: async (below) => inside(await store.list(folder + below)),
    copy: (from, to) => store.copy(folder + from, folder + to),
    remove: (key, versionId) => store.remove(folder + key, versionId),
    versions: async (below) => inside(await store.versions(folder + below)),
    close: () => undefined,
  };
}

async function clear(store: ObjectStore, below: string): Promise<void> {
  for (const { key, versionId } of await store.versions(below)) await store.remove(key, versionId);
}

function viewOf(store: ObjectStore, shelf: Shelf): SlotView {
  const blobs = s3Blobs(store, shelf, { retention: () => null });
  return {
    blobs: {
      size: (sha256) => blobs.size(sha256),
      // The shelf is every slot's: what another one keeps is not read in this.
      open: async (sha256) => ((await blobs.size(sha256)) === null ? null : blobs.open(sha256)),
    },
    async generations() {
      const listed = (await store.list('g-')).flatMap(({ key, modifiedAt }) => {
        const name = /^(g-\d{6,9})\.json$/.exec(key)?.[1];
        return name === undefined ? [] : [{ name, writtenAt: modifiedAt.toISOString() }];
      });
      return listed.sort(newestFirst);
    },
    async filesOf(name) {
      const text = await textAt(store, `${name}.json`);
      return text === null ? null : filesTold(text);
    },
    files: () => lying(store, 'files/'),
    comingBytes: async () => (await store.list('partial/')).reduce((sum, { size }) => sum + size, 0),
  };
}

function slotIn(store: ObjectStore, shelf: Shelf): SlotPlace {
  const blobs = s3Blobs(store, shelf, { retention: () => null });
  return {
    ...viewOf(store, shelf),
    uploads: s3Uploads(store, shelf, blobs, { limits: slotUploads }),
    async keep(name, files) {
      const made = await store.create(`${name}.json`, Buffer.from(JSON.stringify(files)), null);
      return made === 'created' ? 'kept' : 'taken';
    },
    drop: (name) => clear(store, `${name}.json`),
    async dropFile(sha256) {
      await shelf.forget(sha256);
      await clear(store, keyOf(sha256));
    },
    dropComing: () => clear(store, 'partial/'),
  };
}

async function lying(store: ObjectStore, folder: string): Promise<Lying[]> {
  return (await store.list(folder)).flatMap(({ key, size, modifiedAt }) => {
    const sha256 = Sha256.safeParse(key.slice(key.lastIndexOf('/') + 1));
    return sha256.success ? [{ sha256: sha256.data, size, writtenMs: modifiedAt.getTime() }] : [];
  });
}

async function textAt(store: ObjectStore, key: string): Promise<string | null> {
  const object = await store.get(key);
  if (!object) return null;
  const pieces: Buffer[] = [];
  for await (const piece of object.bytes as Readable) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** Undefined where it is none: what lies about there is nobody's. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
