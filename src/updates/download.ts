import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { blocksPath, mostBlocksBytes, pieceAt, type Plan, planFor } from './blocks.ts';
import { syncFolder } from '../at-rest/durable.ts';
import { diskFull, isFull, orFull } from './full-disk.ts';
import { targetPath, type Target } from './release.ts';
import { readSmall, type Source } from './sources/index.ts';

export interface DownloadOptions {
  readonly target: Target;
  /** Asked in this order, each again as long as it brings something. */
  readonly sources: readonly Source[];
  readonly folder: string;
  /** A whole file of another version that is here, to take from what did not change. */
  readonly base?: string | undefined;
  /** Resolves when so many bytes may go: the line is also for acts. */
  readonly take: (bytes: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress?: (received: number) => void;
  /** Waits before each next try of a source that broke, in milliseconds. */
  readonly waitsMs?: readonly number[];
  /** So many bytes of the disk are left to the rest of the program: what a person signs and writes needs room too. */
  readonly reserve?: number;
}

const usualWaits = [500, 2000, 5000, 10_000];
const listPatienceMs = 60_000;
/** Bytes; what `HttpPatience` takes for slow brings less. */
const leastProgress = 16 * 1024;

const usualReserve = 256 * 1024 * 1024;
/** The room that is left is looked at anew after so many bytes. */
const lookEvery = 4 * 1024 * 1024;
/** What is given back of a part when the disk is full all the same: fetched again later, and enough for a journal until then. */
const givenBack = 4 * 1024 * 1024;

/** Where a verified file lies. */
export const downloadedFile = (folder: string, target: Pick<Target, 'name' | 'sha512'>): string =>
  path.join(folder, targetPath(target));

/**
 * Fetches a target, going on where the last try ended, and answers its path once length and hash are as signed. What is there of it
 * survives a cut, a kill and another source; what turned out wrong does not. Where a file of the version before is here and a source lists
 * the blocks of the new one, only what differs is fetched; if that comes to something else than was signed, the whole file is. Where there is no room
 * (`diskFull`), nothing is begun; a disk that others fill meanwhile ends it, and the next call goes on with what is there.
 */
export const download = (options: DownloadOptions): Promise<Outcome<string>> => orFull(() => downloadInRoom(options));

async function downloadInRoom(options: DownloadOptions): Promise<Outcome<string>> {
  const { target, folder, signal } = options;
  const whole = downloadedFile(folder, target);
  await mkdir(path.dirname(whole), { recursive: true, mode: 0o700 });
  if ((await judgeFile(whole, target)) === null) return done(whole);
  const part = `${whole}.part`;
  if (await isShort(options, target.length - (await sizeOf(part)))) return failed(diskFull);
  let last: Failure = { kind: 'updateUnreachable', source: '', detail: 'no source' };
  for (const source of options.sources) {
    let plan = await planOf(source, options);
    for (let broken = 0; broken < (options.waitsMs ?? usualWaits).length && !signal.aborted;) {
      const before = await sizeOf(part);
      const end = await fetchPart(source, part, options, plan);
      if (end === null) {
        const wrong = await judgeFile(part, target);
        if (wrong === null) {
          await rename(part, whole);
          await syncFolder(path.dirname(whole));
          return done(whole);
        }
        last = wrong;
      } else last = end === 'absent' ? { ...notThere(source, target) } : end;
      // No other source brings room.
      if (last.kind === 'diskFull') return failed(last);
      if (last.kind !== 'updateUnreachable') {
        // This source, or one before it, brought what nobody signed. The next one begins anew.
        await rm(part, { force: true });
        if (plan === null) break;
        plan = null;
        continue;
      }
      // What is not there does not come by waiting; it may have been there by blocks only.
      if (end === 'absent') break;
      // A line that breaks and brings something every time is no reason to give up; one that brings a drop is.
      broken = (await sizeOf(part)) - before >= leastProgress ? 0 : broken + 1;
      await sleep((options.waitsMs ?? usualWaits)[broken] ?? 0, undefined, { signal }).catch(() => undefined);
    }
  }
  return failed(last);
}

const notThere = (source: Source, { name }: Target): Failure => ({
  ...{ kind: 'updateUnreachable', source: source.name, detail: `${name} is not there` },
});

/** What need not be fetched, by the list of blocks of this source; null where there is no list, or no file to compare it with. */
async function planOf(source: Source, { target, base }: DownloadOptions): Promise<Plan | null> {
  if (base === undefined) return null;
  const list = await readSmall(source, blocksPath(targetPath(target)), mostBlocksBytes, listPatienceMs);
  return list.kind === 'found' ? planFor(list.bytes, target.length, base) : null;
}

/** Appends what is missing from the end of the part on, out of the source and out of the base. Null when the part has its whole length. */
async function fetchPart(
  source: Source,
  part: string,
  options: DownloadOptions,
  plan: Plan | null,
): Promise<Failure | 'absent' | null> {
  const { target, signal } = options;
  const handle = await open(part, 'a+', 0o600);
  let isLeftWhole = true;
  try {
    let { size } = await handle.stat();
    if (size > target.length) return { kind: 'updateRefused', reason: 'wrongLength' };
    while (size < target.length && !signal.aborted) {
      const piece = plan && pieceAt(plan, size);
      const end = piece?.end ?? target.length;
      const before = size;
      const failure =
        plan !== null && piece !== null && piece.from !== null
          ? await copyPiece(plan.base, piece.from, handle, end, options)
          : await fetchPiece(source, handle, size, end, options);
      ({ size } = await handle.stat());
      if (failure !== null && failure !== 'absent' && failure.kind === 'diskFull') {
        isLeftWhole = false;
        return failure;
      }
      if (failure !== null)
        return failure === 'absent' || failure.kind !== 'updateUnreachable'
          ? failure
          : { ...failure, source: source.name };
      if (size <= before)
        return { kind: 'updateUnreachable', source: source.name, detail: `${target.length - size} bytes are missing` };
    }
    return size === target.length
      ? null
      : { kind: 'updateUnreachable', source: source.name, detail: `${target.length - size} bytes are missing` };
  } finally {
    try {
      if (!isLeftWhole) await handle.truncate(Math.max(0, (await handle.stat()).size - givenBack));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** Whether so many bytes more would leave less of the disk than is to be left. */
async function isShort({ folder, reserve = usualReserve }: DownloadOptions, bytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < Math.max(0, bytes) + reserve;
}

/** Bytes `from` to `end` of the target out of the source. One that knows no ranges begins anew. */
async function fetchPiece(
  source: Source,
  handle: FileHandle,
  from: number,
  end: number,
  options: DownloadOptions,
): Promise<Failure | 'absent' | null> {
  const { target, signal } = options;
  const opened = await source.open(targetPath(target), from, signal, end === target.length ? undefined : end);
  if (opened.kind === 'absent') return 'absent';
  if (opened.kind !== 'found') return { kind: 'updateUnreachable', source: source.name, detail: opened.detail };
  if (opened.from !== from) await handle.truncate(opened.from);
  return append(handle, opened.bytes, opened.from === from ? end : target.length, options, true);
}

/** Takes a piece of the target out of the base. What does not come out of it as planned makes the plan worthless. */
async function copyPiece(
  base: string,
  from: number,
  handle: FileHandle,
  end: number,
  options: DownloadOptions,
): Promise<Failure | null> {
  const { size } = await handle.stat();
  const bytes = createReadStream(base, { start: from, end: from + end - size - 1 }) as AsyncIterable<Buffer>;
  const failure = await append(handle, bytes, end, options, false);
  if (failure?.kind === 'diskFull') return failure;
  const whole = failure === null && ((await handle.stat()).size === end || options.signal.aborted);
  return whole ? null : { kind: 'updateRefused', reason: 'wrongHash' };
}

/** Appends bytes up to `end`, not beyond: whoever brings more than there can be is refused. `paid`: they came over the line. */
async function append(
  handle: FileHandle,
  bytes: AsyncIterable<Uint8Array>,
  end: number,
  options: DownloadOptions,
  paid: boolean,
): Promise<Failure | null> {
  const { target, signal, take, onProgress } = options;
  let { size } = await handle.stat();
  let looked = size;
  try {
    for await (const piece of bytes) {
      if (signal.aborted) break;
      if (size + piece.length > target.length) return { kind: 'updateRefused', reason: 'wrongLength' };
      // A source that does not know where to stop gives more than was asked for: that is the next piece's.
      const wanted = piece.subarray(0, end - size);
      await handle.appendFile(wanted);
      size += wanted.length;
      onProgress?.(size);
      if (size - looked >= lookEvery) {
        looked = size;
        if (await isShort(options, 0)) return diskFull;
      }
      if (paid) await take(wanted.length);
      if (size === end && end < target.length) break;
    }
    return null;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (isFull(error)) return diskFull;
    return { kind: 'updateUnreachable', source: '', detail };
  }
}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => ({ size: 0 }))).size;

/** Reads a file anew and holds it against what was signed: null when it is that, else why not. */
export async function judgeFile(file: string, target: Pick<Target, 'length' | 'sha512'>): Promise<Failure | null> {
  let length = 0;
  const hash: Hash = createHash('sha512');
  try {
    for await (const bytes of createReadStream(file)) {
      hash.update(bytes as Buffer);
      length += (bytes as Buffer).length;
    }
  } catch (error) {
    return { kind: 'fileUnreadable', file: path.basename(file), code: (error as NodeJS.ErrnoException).code ?? 'EIO' };
  }
  if (length !== target.length) return { kind: 'updateRefused', reason: 'wrongLength' };
  return hash.digest('hex') === target.sha512 ? null : { kind: 'updateRefused', reason: 'wrongHash' };
}
