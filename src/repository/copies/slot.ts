import type { Sha256 } from '../../contract/ids.ts';
import type { CopyFiles, CopySlot } from '../../contract/wire-copies.ts';
import { uploadLimits } from '../../contract/wire-blobs.ts';
import type { ByteSource } from '../../signature/index.ts';
import type { SliceOutcome } from '../blobs/uploads.ts';
import { type Listed, type SlotPlace, standingOf, usedIn } from './port.ts';

export type KeptGeneration =
  | { readonly kind: 'created' | 'present' | 'differs' }
  /** This file has to come first. */
  | { readonly kind: 'missing'; readonly sha256: Sha256 };

/** What one workstation keeps here. */
export interface OpenSlot {
  standing(): Promise<Pick<CopySlot, 'usedBytes' | 'generations'>>;
  size(sha256: Sha256): Promise<number | null>;
  open(sha256: Sha256): Promise<ByteSource | null>;
  /** As `Uploads.offset`. */
  offset(sha256: Sha256, length: number): Promise<number | null>;
  /** As `Uploads.append`; `storageFull` also where the slot has no room, after all but its newest generation made way. */
  append(sha256: Sha256, length: number, at: number, bytes: AsyncIterable<Uint8Array>): Promise<SliceOutcome>;
  generation(name: string): Promise<CopyFiles | null>;
  /** Has a generation count, once all of its files are here; older ones go by rule. @throws the system's error: those before stand. */
  keep(name: string, files: CopyFiles): Promise<KeptGeneration>;
}

/** The newest of so many stay whatever day they are of. */
const keptNewest = 3;
const keptDays = 7;

/** What one workstation keeps, in its place: what counts, what stays, and what has room. */
export function openSlot(place: SlotPlace, quotaBytes: number): OpenSlot {
  const { blobs, uploads } = place;
  const upload = (sha256: Sha256, length: number) => ({ officeId: '', sha256, length });
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  /** Null where one of them cannot be read: any file may be its. */
  const namedBy = async (generations: readonly Listed[]): Promise<Set<Sha256> | null> => {
    const named = new Set<Sha256>();
    for (const { name } of generations) {
      const files = await place.filesOf(name);
      if (files === null) return null;
      for (const { sha256 } of files) named.add(sha256);
    }
    return named;
  };
  /** Removes files that no generation names, but for those that came for the next one. */
  const sweep = async (but: ReadonlySet<Sha256>): Promise<void> => {
    const named = await namedBy(await place.generations());
    for (const { sha256 } of await place.files())
      if (named !== null && !named.has(sha256) && !but.has(sha256)) await place.dropFile(sha256);
  };
  const prune = async (): Promise<void> => {
    const days = new Set<string>();
    for (const [at, { name, writtenAt }] of (await place.generations()).entries()) {
      const day = writtenAt.slice(0, 10);
      const isFirst = !days.has(day) && days.size < keptDays;
      if (isFirst) days.add(day);
      if (at >= keptNewest && !isFirst) await place.drop(name);
    }
    await sweep(new Set());
  };
  /** What files that come in now may still bring: room that is given is given once. */
  const promised = new Map<string, number>();
  const isRoomFor = async (bytes: number): Promise<boolean> => {
    // Before looking: what comes in meanwhile is counted twice rather than not at all.
    const given = [...promised.values()].reduce((sum, more) => sum + more, bytes);
    return (await usedIn(place)) + given <= quotaBytes;
  };
  /** Whether so many more bytes fit; what came long ago for a copy that was never finished makes way, then older generations, the newest never. */
  const hasRoom = async (bytes: number): Promise<boolean> => {
    if (await isRoomFor(bytes)) return true;
    const since = Date.now() - uploadLimits.restMs;
    const fresh = new Set((await place.files()).flatMap((one) => (one.writtenMs > since ? [one.sha256] : [])));
    const known = await place.generations();
    for (const sha256 of (await namedBy(known)) ?? []) fresh.delete(sha256);
    for (const generation of [null, ...known.slice(1).reverse()]) {
      if (generation) await place.drop(generation.name);
      await sweep(fresh);
      if (await isRoomFor(bytes)) return true;
    }
    return false;
  };

  return {
    standing: () => standingOf(place),
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
    async generation(name) {
      const files = await place.filesOf(name);
      return files && { files };
    },
    keep: (name, given) =>
      inTurn(async () => {
        const before = await place.filesOf(name);
        if (before) return { kind: JSON.stringify(before) === JSON.stringify(given.files) ? 'present' : 'differs' };
        for (const { sha256, size } of given.files) {
          if ((await blobs.size(sha256)) !== size) return { kind: 'missing', sha256 };
        }
        if ((await place.keep(name, given)) === 'taken') return { kind: 'differs' };
        // What never became part of one is of no use any more.
        await place.dropComing();
        await prune();
        return { kind: 'created' };
      }),
  };
}
