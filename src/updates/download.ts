import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { syncFolder } from './durable.ts';
import { targetPath, type Target } from './release.ts';
import type { Source } from './sources/index.ts';

export interface DownloadOptions {
  readonly target: Target;
  /** Asked in this order, each again as long as it brings something. */
  readonly sources: readonly Source[];
  readonly folder: string;
  /** Resolves when so many bytes may go: the line is also for acts. */
  readonly take: (bytes: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress?: (received: number) => void;
  /** Waits before each next try of a source that broke, in milliseconds. */
  readonly waitsMs?: readonly number[];
}

const usualWaits = [500, 2000, 5000, 10_000];

/** Where a verified file lies. */
export const downloadedFile = (folder: string, target: Pick<Target, 'name' | 'sha512'>): string =>
  path.join(folder, targetPath(target));

/**
 * Fetches a target, going on where the last try ended, and answers its path once length and hash are as signed. What is there of it
 * survives a cut, a kill and another source; what turned out wrong does not.
 */
export async function download(options: DownloadOptions): Promise<Outcome<string>> {
  const { target, folder, signal } = options;
  const whole = downloadedFile(folder, target);
  await mkdir(path.dirname(whole), { recursive: true, mode: 0o700 });
  if ((await judgeFile(whole, target)) === null) return done(whole);
  const part = `${whole}.part`;
  let last: Failure = { kind: 'updateUnreachable', source: '', detail: 'no source' };
  for (const source of options.sources) {
    for (let broken = 0; broken < (options.waitsMs ?? usualWaits).length && !signal.aborted;) {
      const before = await sizeOf(part);
      const end = await fetchPart(source, part, options);
      if (end === null) {
        const wrong = await judgeFile(part, target);
        if (wrong === null) {
          await rename(part, whole);
          await syncFolder(path.dirname(whole));
          return done(whole);
        }
        last = wrong;
      } else last = end;
      if (last.kind !== 'updateUnreachable') {
        // This source, or one before it, brought what nobody signed. The next one begins anew.
        await rm(part, { force: true });
        break;
      }
      // A line that breaks and brings something every time is no reason to give up.
      broken = (await sizeOf(part)) > before ? 0 : broken + 1;
      await sleep((options.waitsMs ?? usualWaits)[broken] ?? 0, undefined, { signal }).catch(() => undefined);
    }
  }
  return failed(last);
}

/** Appends what the source has from the end of the part on. Null when the part has its whole length. */
async function fetchPart(source: Source, part: string, options: DownloadOptions): Promise<Failure | null> {
  const { target, signal, take, onProgress } = options;
  const handle = await open(part, 'a+', 0o600);
  try {
    let { size } = await handle.stat();
    if (size > target.length) return { kind: 'updateRefused', reason: 'wrongLength' };
    if (size === target.length) return null;
    const opened = await source.open(targetPath(target), size, signal);
    if (opened.kind !== 'found') {
      const detail = opened.kind === 'absent' ? `${target.name} is not there` : opened.detail;
      return { kind: 'updateUnreachable', source: source.name, detail };
    }
    if (opened.from !== size) {
      await handle.truncate(opened.from);
      size = opened.from;
    }
    try {
      for await (const bytes of opened.bytes) {
        if (signal.aborted) break;
        if (size + bytes.length > target.length) return { kind: 'updateRefused', reason: 'wrongLength' };
        await handle.appendFile(bytes);
        size += bytes.length;
        onProgress?.(size);
        await take(bytes.length);
      }
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return { kind: 'diskFull' };
      return { kind: 'updateUnreachable', source: source.name, detail };
    } finally {
      await handle.sync();
    }
    return size === target.length
      ? null
      : { kind: 'updateUnreachable', source: source.name, detail: `${target.length - size} bytes are missing` };
  } finally {
    await handle.close();
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
