import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { chmod, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ByteSink } from '../../signature/index.ts';
import { makeFolder, makeFolders, syncFolder } from '../../at-rest/durable.ts';
import { type Disk, realDisk } from '../../at-rest/disk.ts';
import { DocumentError, type OpenDocument, openDocument } from '../../at-rest/reader.ts';
import { DocumentWriter } from '../../at-rest/writer.ts';

/** A document being written. `seal`, then look at it through `open`, then `keep` or `discard`; nothing counts before `keep`. */
export interface PendingDocument extends ByteSink {
  readonly size: number;
  /** Makes the bytes durable under their temporary name. */
  seal(): Promise<{ sha256: string; size: number }>;
  /** Reads the sealed bytes back from the disk. */
  open(): OpenDocument;
  /** Gives the sealed file its address; durable when this returns. */
  keep(): Promise<void>;
  discard(): Promise<void>;
  /** Lets go of it without losing what came: `begin` of the same address goes on behind it. Only of what `begin` gave. */
  suspend(): Promise<void>;
}

/** Files addressed by the SHA-256 of their bytes, encrypted at rest, never changed (law 5). */
export interface DocumentStore {
  readonly folder: string;
  create(): Promise<PendingDocument>;
  /** A document that comes from elsewhere and should hash to `sha256`: goes on where it was left, also by a crash. */
  begin(sha256: string): Promise<PendingDocument>;
  /** The address that a leftover was begun for; null where it was not. */
  begunFor(path: string): string | null;
  has(sha256: string): boolean;
  /** @throws DocumentError when it is not there or not what was written. */
  open(sha256: string): OpenDocument;
  /** Reads it all and compares: the only full proof. */
  verify(sha256: string): Promise<'good' | 'missing' | 'damaged'>;
  /** All addresses, in no order. */
  list(): Iterable<string>;
  /** The temporary files that a crash left. */
  leftovers(): string[];
  /** Opens a leftover; null when it was not sealed. */
  openLeftover(path: string): OpenDocument | null;
  /** Gives a sealed leftover its address. */
  adopt(path: string, sha256: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Takes a file out of the way without losing it, durably: `list` does not name it any more, `asideList` does. */
  setAside(path: string, sha256: string): Promise<void>;
  /** Where a document lies under its address. */
  pathOf(sha256: string): string;
  /** Files set aside, with the address each had or should have had. */
  asideList(): { readonly path: string; readonly sha256: string }[];
}

const asideFolder = 'set-aside';
/** What is being fetched lies under its address with this mark, and is written chunk by chunk: a crash costs one. */
const begunMark = '.begun';
const begunFlush = 1 << 16;
/** Files lie in 256 folders, by the first two digits of their address. */
const prefixes = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

/** Whether any document lies in a store's folder, set aside or not; asks for no key. */
export function holdsDocuments(folder: string): boolean {
  return entriesOf(folder).some(
    (name) => (/^[0-9a-f]{2}$/.test(name) || name === asideFolder) && entriesOf(join(folder, name)).length > 0,
  );
}

function entriesOf(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}

export function documentStore(folder: string, key: Uint8Array, disk: Disk = realDisk): DocumentStore {
  const temp = join(folder, 'tmp');
  const aside = join(folder, asideFolder);
  makeFolder(temp);
  // All at once: a folder made for a signed act would cost a flush of its own while a person waits.
  makeFolders(folder, prefixes);
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a document is addressed by 64 hexadecimal digits');
    return join(folder, sha256.slice(0, 2), sha256);
  };
  const open = (sha256: string): OpenDocument => openDocument(pathOf(sha256), key, sha256);
  const place = async (from: string, sha256: string): Promise<void> => {
    const path = pathOf(sha256);
    await rename(from, path);
    await syncFolder(dirname(path));
  };
  const verify = async (sha256: string): Promise<'good' | 'missing' | 'damaged'> => {
    let source: OpenDocument | undefined;
    try {
      source = open(sha256);
      const hash = createHash('sha256');
      for await (const piece of source.stream(0, source.size)) hash.update(piece);
      return hash.digest('hex') === sha256 ? 'good' : 'damaged';
    } catch (error) {
      if (error instanceof DocumentError) return error.kind;
      throw error;
    } finally {
      source?.close();
    }
  };

  const pending = (writer: DocumentWriter): PendingDocument => {
    let sealed: { sha256: string; size: number } | undefined;
    return {
      append: (bytes) => writer.append(bytes),
      get size() {
        return writer.size;
      },
      seal: async () => (sealed = await writer.seal()),
      open() {
        if (!sealed) throw new Error('a document is read back after it was sealed');
        return openDocument(writer.path, key, sealed.sha256);
      },
      async keep() {
        if (!sealed) throw new Error('a document is kept after it was sealed');
        // The same bytes may be here already. What is good stays; anything else is replaced.
        if ((await verify(sealed.sha256)) === 'good') await writer.discard();
        else await place(writer.path, sealed.sha256);
      },
      discard: () => writer.discard(),
      suspend: () => writer.suspend(),
    };
  };

  return {
    folder,
    open,
    verify,
    has: (sha256) => statSync(pathOf(sha256), { throwIfNoEntry: false }) !== undefined,
    create: async () => pending(await DocumentWriter.create(join(temp, `${randomUUID()}.part`), key, disk)),
    async begin(sha256) {
      const path = join(temp, `${sha256}${begunMark}`);
      const before = statSync(path, { throwIfNoEntry: false }) !== undefined;
      const writer = before ? await DocumentWriter.resume(path, key, disk, begunFlush) : null;
      if (before && !writer) await removeFile(path);
      return pending(writer ?? (await DocumentWriter.create(path, key, disk, begunFlush)));
    },
    begunFor(path) {
      const name = basename(path);
      return name.endsWith(begunMark) ? name.slice(0, -begunMark.length) : null;
    },
    *list() {
      for (const prefix of readdirSync(folder)) {
        if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
        for (const name of readdirSync(join(folder, prefix))) if (/^[0-9a-f]{64}$/.test(name)) yield name;
      }
    },
    leftovers: () => readdirSync(temp).map((name) => join(temp, name)),
    openLeftover(path) {
      try {
        return openDocument(path, key, null);
      } catch (error) {
        if (error instanceof DocumentError) return null;
        throw error;
      }
    },
    adopt: place,
    removeFile,
    pathOf,
    async setAside(path, sha256) {
      makeFolder(aside);
      // The same bytes may have been set aside before; another copy of them must not take their place.
      const taken = statSync(join(aside, sha256), { throwIfNoEntry: false }) !== undefined;
      await rename(path, join(aside, taken ? `${sha256}.${randomUUID()}` : sha256));
      await syncFolder(aside);
      await syncFolder(dirname(path));
    },
    asideList: () =>
      entriesOf(aside).flatMap((name) => {
        const sha256 = /^[0-9a-f]{64}/.exec(name)?.[0];
        return sha256 === undefined ? [] : [{ path: join(aside, name), sha256 }];
      }),
  };
}

async function removeFile(path: string): Promise<void> {
  // Windows refuses to delete what is read-only.
  if (process.platform === 'win32') await chmod(path, 0o600).catch(() => undefined);
  await unlink(path);
}
