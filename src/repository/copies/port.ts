import type { Sha256 } from '../../contract/ids.ts';
import { uploadLimits } from '../../contract/wire-blobs.ts';
import { CopyFiles, type CopyOwner, type CopySlot } from '../../contract/wire-copies.ts';
import type { Blobs } from '../blobs/port.ts';
import type { Uploads } from '../blobs/uploads.ts';

/** A generation as it lies in a slot. */
export interface Listed {
  readonly name: string;
  readonly writtenAt: string;
}

export interface Lying {
  readonly sha256: Sha256;
  readonly size: number;
  /** When its last byte came. */
  readonly writtenMs: number;
}

/** What lies in one slot, read and never written: also while another process serves it. */
export interface SlotView {
  readonly blobs: Pick<Blobs, 'size' | 'open'>;
  /** Newest first. */
  generations(): Promise<readonly Listed[]>;
  /** Null where it is not there, made way, or cannot be read. */
  filesOf(generation: string): Promise<CopyFiles['files'] | null>;
  /** Those that are whole. */
  files(): Promise<readonly Lying[]>;
  /** How many bytes lie there of those that are not. */
  comingBytes(): Promise<number>;
}

/** The same, to be written. What stays for how long, and what has room, is not its business (`slot.ts`). */
export interface SlotPlace extends SlotView {
  readonly uploads: Uploads;
  /** Durable when it answers. `taken`: one of this name came meanwhile. @throws the storage's error; nothing counts then. */
  keep(generation: string, files: CopyFiles): Promise<'kept' | 'taken'>;
  drop(generation: string): Promise<void>;
  dropFile(sha256: Sha256): Promise<void>;
  /** Everything that is not whole. */
  dropComing(): Promise<void>;
}

export interface OwnedSlot {
  readonly slot: Sha256;
  readonly owner: CopyOwner;
}

/** Where all slots lie: a folder of one repository, or a bucket that its nodes share. A slot is written by one workstation. */
export interface CopyPlace {
  /** Every slot that somebody owns. */
  owned(): Promise<readonly OwnedSlot[]>;
  ownerOf(slot: Sha256): Promise<CopyOwner | null>;
  /** Notes whose it is; the first of several stands. */
  own(slot: Sha256, owner: CopyOwner): Promise<void>;
  look(slot: Sha256): SlotView;
  slot(slot: Sha256): Promise<SlotPlace>;
  /** Everything of it, whose it is last: cut in the middle, it is still listed and can be removed. */
  remove(slot: Sha256): Promise<void>;
  close(): void;
}

/** Unfinished files of one slot. */
export const slotUploads = { ...uploadLimits, perOffice: 8 } as const;

/** Generations are numbered as they are made. */
export const newestFirst = (a: Listed, b: Listed): number => Number(b.name.slice(2)) - Number(a.name.slice(2));

/** Bytes of all that lies in a slot, finished or on its way. */
export async function usedIn(slot: SlotView): Promise<number> {
  const [files, coming] = await Promise.all([slot.files(), slot.comingBytes()]);
  return files.reduce((sum, { size }) => sum + size, coming);
}

/** How much of a slot counts, as a list tells it. */
export async function standingOf(slot: SlotView): Promise<Pick<CopySlot, 'usedBytes' | 'generations'>> {
  const [usedBytes, generations] = await Promise.all([usedIn(slot), slot.generations()]);
  return { usedBytes, generations: [...generations] };
}

const atOnce = 16;

/** Some side by side, in their order: a bucket answers one question after some milliseconds, and many in the same time. */
export async function sideBySide<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))));
  return done;
}

/** What a generation's own file names; null where it was spoilt: one that cannot be read keeps nobody from the others. */
export function filesTold(text: string): CopyFiles['files'] | null {
  try {
    return CopyFiles.safeParse(JSON.parse(text)).data?.files ?? null;
  } catch {
    return null;
  }
}
