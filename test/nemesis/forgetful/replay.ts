/**
 * A disk as it may lie there after the power went, made again from what disk-log.c noted. What was flushed is there. Of what was not, any
 * part may be: of a file any of its writes in any mixture, torn at sectors; of a folder its first changes in their order, as file systems
 * that log their folders keep it. That is more than one file system on one machine loses.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { between } from '../random.ts';

/** What becomes of what was not flushed. `everything` is a process that was killed: the system still has it all. */
export const fates = ['nothing', 'everything', 'mixed', 'mixed', 'mixed'] as const;
export type Fate = (typeof fates)[number];

const sector = 512;

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly size: number };

class File {
  readonly #durable: Change[] = [];
  #pending: Change[] = [];

  change(change: Change): void {
    this.#pending.push(change);
  }
  sync(): void {
    this.#durable.push(...this.#pending);
    this.#pending = [];
  }
  /** Its bytes after a cut. */
  after(fate: Fate, random: () => number): Uint8Array {
    const kept = fate === 'everything' ? this.#pending : fate === 'nothing' ? [] : mixture(this.#pending, random);
    return bytesOf([...this.#durable, ...kept]);
  }
}

/** Any of the writes, whole or some sectors of them; in their order, as a disk that writes the newest last. */
function mixture(changes: readonly Change[], random: () => number): Change[] {
  const share = random();
  return changes.flatMap((change) => {
    if (random() > share) return [];
    if (change.kind === 'truncate' || random() < 0.7) return [change];
    const sectors = Math.ceil(change.bytes.length / sector);
    const from = between(random, 0, sectors - 1) * sector;
    const to = between(random, from / sector, sectors) * sector;
    return [{ ...change, at: change.at + from, bytes: change.bytes.subarray(from, to) }];
  });
}

function bytesOf(changes: readonly Change[]): Uint8Array {
  let most = 0;
  for (const change of changes) {
    most = change.kind === 'write' ? Math.max(most, change.at + change.bytes.length) : Math.max(most, change.size);
  }
  const bytes = Buffer.alloc(most);
  let size = 0;
  for (const change of changes) {
    if (change.kind === 'write') {
      bytes.set(change.bytes, change.at);
      size = Math.max(size, change.at + change.bytes.length);
    } else {
      if (change.size < size) bytes.fill(0, change.size, size);
      size = change.size;
    }
  }
  return bytes.subarray(0, size);
}

/** What stands under a name: a file, or `null` for a folder. */
type Entry = File | null;
type EntryChange = { readonly path: string; readonly entry: Entry | undefined };

/** A disk that is told what was done, and can be looked at as it would be after a cut at this moment. */
export class ForgetfulDisk {
  readonly #root: string;
  readonly #files = new Map<bigint, File>();
  readonly #now = new Map<string, Entry>();
  readonly #durable = new Map<string, Entry>();
  /** By folder, in their order. A renaming is one change of one folder, or none: nothing here moves from folder to folder alone. */
  readonly #pending = new Map<string, EntryChange[][]>();

  constructor(root: string) {
    this.#root = root;
  }

  /** What lies there now has been flushed long ago. */
  lies(): this {
    for (const one of readdirSync(this.#root, { recursive: true, withFileTypes: true })) {
      const path = join(one.parentPath, one.name);
      const file = one.isFile() ? new File() : null;
      if (file) {
        file.change({ kind: 'write', at: 0, bytes: readFileSync(path) });
        file.sync();
        this.#files.set(statSync(path, { bigint: true }).ino, file);
      }
      for (const entries of [this.#now, this.#durable]) entries.set(path, file);
    }
    return this;
  }

  take({ kind, inode, at, path, bytes }: Noted): void {
    switch (kind) {
      case 'create': {
        const file = new File();
        this.#files.set(inode, file);
        return this.#enter(dirname(path), [{ path, entry: file }]);
      }
      case 'folder':
        return this.#enter(dirname(path), [{ path, entry: null }]);
      case 'write':
        return this.#files.get(inode)?.change({ kind: 'write', at, bytes });
      case 'truncate':
        return this.#files.get(inode)?.change({ kind: 'truncate', size: at });
      case 'sync':
        return this.#files.get(inode)?.sync();
      case 'syncFolder':
        return this.#syncFolder(path);
      case 'remove':
        return this.#enter(dirname(path), [{ path, entry: undefined }]);
      case 'rename': {
        const to = Buffer.from(bytes).toString('utf8');
        const entry = this.#now.get(path);
        if (entry === null) throw new Error(`a folder was renamed, which this disk does not know: ${path}`);
        // One transaction of the file system's own log, in the folder that it goes to.
        return this.#enter(dirname(to), [
          { path, entry: undefined },
          { path: to, entry },
        ]);
      }
    }
  }

  #enter(folder: string, changes: EntryChange[]): void {
    for (const change of changes) apply(this.#now, change);
    this.#pending.set(folder, [...(this.#pending.get(folder) ?? []), changes]);
  }

  #syncFolder(folder: string): void {
    for (const change of (this.#pending.get(folder) ?? []).flat()) apply(this.#durable, change);
    this.#pending.delete(folder);
  }

  /** Writes the disk after a cut into a folder, which is made anew. */
  after(fate: Fate, random: () => number, target: string): void {
    const entries = new Map(fate === 'everything' ? this.#now : this.#durable);
    for (const changes of fate === 'mixed' ? this.#pending.values() : []) {
      for (const change of changes.slice(0, between(random, 0, changes.length)).flat()) apply(entries, change);
    }
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true, mode: 0o700 });
    const isThere = (path: string): boolean => path === this.#root || (entries.has(path) && isThere(dirname(path)));
    // What lies in a folder that is not there is not there either.
    for (const [path, entry] of [...entries].sort(([a], [b]) => a.length - b.length)) {
      if (!isThere(path)) continue;
      const place = join(target, relative(this.#root, path));
      if (entry === null) mkdirSync(place, { recursive: true, mode: 0o700 });
      // Memory that processes share, kept in a file by name only: it does not outlive them.
      else if (entry && !path.endsWith('-shm')) writeFileSync(place, entry.after(fate, random), { mode: 0o600 });
    }
  }
}

function apply(entries: Map<string, Entry>, { path, entry }: EntryChange): void {
  if (entry === undefined) entries.delete(path);
  else entries.set(path, entry);
}

export interface Noted {
  readonly kind: (typeof kinds)[number];
  readonly inode: bigint;
  /** Where it was written, or the size that was left. */
  readonly at: number;
  readonly path: string;
  readonly bytes: Uint8Array;
}
const kinds = ['create', 'write', 'truncate', 'sync', 'syncFolder', 'rename', 'remove', 'folder'] as const;

/**
 * What a log holds from one place to another, each with where it ends, counted from the first; what was being written when the program
 * ended is left out.
 */
export function* readLog(log: string, from = 0, to = Infinity): Iterable<Noted & { readonly end: number }> {
  const bytes = readPart(log, from, to);
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length) return;
    const kind = kinds[bytes.readUInt8(at + 4) - 1];
    if (!kind) throw new Error(`${log}: what is this at ${at}?`);
    const data = at + 25 + bytes.readUInt32LE(at + 21);
    yield {
      ...{ kind, end, inode: bytes.readBigUInt64LE(at + 5), at: Number(bytes.readBigUInt64LE(at + 13)) },
      ...{ path: bytes.toString('utf8', at + 25, data), bytes: bytes.subarray(data, end) },
    };
    at = end;
  }
}

function readPart(log: string, from: number, to: number): Buffer {
  const file = openSync(log, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(to, fstatSync(file).size) - from);
    readSync(file, bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    closeSync(file);
  }
}
