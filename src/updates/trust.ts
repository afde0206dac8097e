import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Fetcher, Updater } from 'tuf-js';
import { DownloadHTTPError, DownloadLengthMismatchError } from 'tuf-js/dist/error.js';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { diskFull, isFull } from './full-disk.ts';
import { writeDurably } from '../at-rest/durable.ts';
import { readIfThere } from './read-if-there.ts';
import { refusalOf } from './refusals.ts';
import { Release, Standing, TargetName, type Target } from './release.ts';
import { readSmall, type Source } from './sources/index.ts';
import { parseSigned } from './signed.ts';

/** What a source said and signatures confirmed. */
export interface Trusted {
  readonly targets: readonly Target[];
  readonly standing: Standing;
  /** Versions of the metadata, for the log and for staging: what a fresh reader needs to come to the same. */
  readonly versions: { readonly root: number; readonly snapshot: number; readonly targets: number };
}

export interface TrustOptions {
  /** Where the metadata seen last are kept; rollback is judged against them. */
  readonly folder: string;
  /** The root of trust that came with the program, or from IT: the file's bytes. */
  readonly root: Uint8Array;
  readonly source: Source;
  readonly patienceMs?: number;
}

const kept = ['root', 'timestamp', 'snapshot', 'targets'] as const;
const metadataPatienceMs = 30_000;

/**
 * Brings the metadata up to date from one source by the client workflow of TUF 1.0.31 §5 and answers what is signed. What was accepted is kept even
 * when a later step is refused, so that nobody can go behind it. Works on a copy: a cut in the middle leaves the last state.
 */
export async function refreshTrust(options: TrustOptions): Promise<Outcome<Trusted>> {
  const { folder, source } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const root = await startingRoot(folder, options.root);
  if (root === null) return failed({ kind: 'updateRefused', reason: 'noRoot' });
  const work = mkdtempSync(path.join(folder, '.work-'));
  const roots = new Map<number, Buffer>();
  try {
    writeFileSync(path.join(work, 'root.json'), root);
    for (const role of kept.slice(1)) {
      const bytes = await readIfThere(path.join(folder, `${role}.json`));
      if (bytes) writeFileSync(path.join(work, `${role}.json`), bytes);
    }
    let trouble: Failure | null = null;
    const fetcher = fetcherOf(
      source,
      options.patienceMs ?? metadataPatienceMs,
      roots,
      (failure) => (trouble = failure),
    );
    const base = 'fojas:';
    let end: Outcome<Trusted>;
    try {
      const updater = new Updater({ metadataDir: work, metadataBaseUrl: base, fetcher });
      await updater.refresh();
      end = readTrusted(work);
    } catch (error) {
      // What could not be written whole is nothing to be kept: the last state stays.
      if (isFull(error)) return failed(diskFull);
      end = failed(trouble ?? { kind: 'updateRefused', reason: refusalOf(error) });
    }
    await keep(folder, work, roots);
    return end;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The root seen last, or the one that came with the program where that is newer; null where neither reads. */
async function startingRoot(folder: string, pinned: Uint8Array): Promise<Uint8Array | null> {
  const own = await readIfThere(path.join(folder, 'root.json'));
  const [ownVersion, pinnedVersion] = [rootVersion(own), rootVersion(pinned)];
  if (pinnedVersion === null) return null;
  return own !== null && ownVersion !== null && ownVersion >= pinnedVersion ? own : pinned;
}

function rootVersion(bytes: Uint8Array | null): number | null {
  const signed = bytes && parseSigned(bytes);
  return signed && signed['_type'] === 'root' && typeof signed['version'] === 'number' ? signed['version'] : null;
}

function fetcherOf(
  source: Source,
  patienceMs: number,
  roots: Map<number, Buffer>,
  onTrouble: (failure: Failure) => void,
): Fetcher {
  return {
    async downloadBytes(url, max) {
      const name = url.slice(url.lastIndexOf('/') + 1);
      const read = await readSmall(source, name, max, patienceMs);
      if (read.kind === 'tooLong') throw new DownloadLengthMismatchError('Max length reached');
      const nextRoot = /^(\d+)\.root\.json$/.exec(name)?.[1];
      if (read.kind === 'found') {
        if (nextRoot !== undefined) roots.set(Number(nextRoot), read.bytes);
        return read.bytes;
      }
      // The newest root has no successor: everything else that is missing is a mirror that is not whole.
      if (read.kind === 'absent' && nextRoot !== undefined) throw new DownloadHTTPError('absent', 404);
      const detail = read.kind === 'unreachable' ? read.detail : `${name} is not there`;
      onTrouble({ kind: 'updateUnreachable', source: source.name, detail });
      throw new Error(detail);
    },
    downloadFile: () => Promise.reject(new Error('files are fetched elsewhere')),
  };
}

/** Takes over what the client accepted, whole file by whole file. Roots in between are kept: who begins at the first needs them. */
async function keep(folder: string, work: string, roots: ReadonlyMap<number, Buffer>): Promise<void> {
  const accepted = rootVersion(readFileSync(path.join(work, 'root.json'))) ?? 0;
  for (const [version, bytes] of roots) {
    if (version <= accepted) await writeDurably(path.join(folder, `${version}.root.json`), bytes);
  }
  for (const role of kept) {
    const file = path.join(work, `${role}.json`);
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    const before = await readIfThere(path.join(folder, `${role}.json`));
    if (!before?.equals(bytes)) await writeDurably(path.join(folder, `${role}.json`), bytes);
  }
  for (const entry of await readdir(folder)) {
    // Left by a program that was killed.
    if (entry.startsWith('.work-') && path.join(folder, entry) !== work) {
      rmSync(path.join(folder, entry), { recursive: true, force: true });
    }
  }
}

/** Reads what the client accepted. A name or a piece that nobody could take for good is refused with all that came with it. */
function readTrusted(work: string): Outcome<Trusted> {
  const signed = Object.fromEntries(
    kept.map((role) => [role, parseSigned(readFileSync(path.join(work, `${role}.json`))) ?? {}]),
  ) as Record<(typeof kept)[number], Record<string, unknown>>;
  const standing = Standing.safeParse(signed.targets['fojas']);
  if (!standing.success) return failed({ kind: 'updateRefused', reason: 'damaged' });
  const targets: Target[] = [];
  for (const [name, facts] of Object.entries((signed.targets['targets'] ?? {}) as Record<string, unknown>)) {
    if (!TargetName.safeParse(name).success) return failed({ kind: 'updateRefused', reason: 'name' });
    const target = targetFrom(name, facts);
    if (target === null) return failed({ kind: 'updateRefused', reason: 'damaged' });
    if (target !== 'newer') targets.push(target);
  }
  const version = (role: (typeof kept)[number]): number => Number(signed[role]['version']);
  const versions = { root: version('root'), snapshot: version('snapshot'), targets: version('targets') };
  return done({ targets, standing: standing.data, versions });
}

/** `newer`: what is said about it is of a program to come; it is not for this one. */
function targetFrom(name: string, facts: unknown): Target | 'newer' | null {
  const { length, hashes, custom } = (facts ?? {}) as Record<string, unknown>;
  const sha512 = (hashes as Record<string, unknown> | undefined)?.['sha512'];
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) return null;
  if (typeof sha512 !== 'string' || !/^[0-9a-f]{128}$/.test(sha512)) return null;
  const release = Release.safeParse(custom);
  return release.success ? { name, length, sha512, release: release.data } : 'newer';
}
