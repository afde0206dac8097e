import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Tell } from '../../contract/diary.ts';
import { tellThrown } from '../../contract/diary-fields.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { ParcelRefusal } from '../../contract/failures.ts';
import { writeWhole } from '../../parcel/index.ts';
import type { Blobs } from '../blobs/port.ts';
import { ownFolder } from '../private.ts';
import type { Register } from '../register/port.ts';
import type { Brought } from './bring.ts';

export interface SpentRooms {
  readonly blobs: Pick<Blobs, 'remove'>;
  readonly register: Pick<Register, 'release' | 'removeLoose'>;
  readonly log: Tell;
  /** After its office let go of a file it stays so long for whoever was let by as one that has it (milliseconds). */
  readonly settleMs?: number | undefined;
}

/** Longer than any request is in hand: what it names then is named, and stays. */
const usualSettleMs = 15 * 60_000;

/** Parcels that were answered, and whose files are of no more use. */
export interface Spent {
  /** Durable when it answers: whatever happens after it, the file goes. Before the answer leaves. */
  note(officeId: string, sha256: Sha256): Promise<void>;
  /**
   * After the answer left. Answers when the file is gone, which takes its time. Never throws: what could not go is tried again at the next
   * start.
   */
  clear(officeId: string, sha256: Sha256): Promise<void>;
  /** Leaves for the next start what has not gone yet. */
  close(): void;
}

interface Mark {
  readonly sha256: Sha256;
  readonly officeId: string;
}

const later = (ms: number, signal: AbortSignal): Promise<boolean> =>
  setTimeout(ms, true, { ref: false, signal }).catch(() => false);

/**
 * A parcel that came as a file is needed until its answer left: whoever lost that answer sends the file again. A mark in this folder stands
 * before the answer leaves and goes after the file, so that a repository that dies in between removes it at its next start.
 */
export async function openSpent(rooms: SpentRooms, folder: string): Promise<Spent> {
  const { blobs, register, log, settleMs = usualSettleMs } = rooms;
  const closing = new AbortController();
  ownFolder(folder);
  const pathOf = (officeId: string, sha256: Sha256): string =>
    join(folder, `${sha256}.${createHash('sha256').update(officeId).digest('hex').slice(0, 16)}.json`);
  const go = async (officeId: string, sha256: Sha256, afterMs: number): Promise<void> => {
    try {
      // Another office that sent the same may still be asking; and a file that something here is of stays.
      await register.release(sha256, officeId);
      if (afterMs > 0 && !(await later(afterMs, closing.signal))) return;
      if ((await register.removeLoose(sha256, () => blobs.remove(sha256))) === 'locked') log('parcelLocked');
      await rm(pathOf(officeId, sha256), { force: true });
    } catch (error) {
      log('parcelNotRemoved', tellThrown(error));
    }
  };
  for (const name of await readdir(folder)) {
    const mark = markIn(join(folder, name));
    // Cut before it was whole: its answer never left, so that the parcel is asked for again.
    if (!mark) await rm(join(folder, name), { force: true });
    else {
      const ageMs = Math.max(0, Date.now() - (await stat(join(folder, name))).mtimeMs);
      const going = go(mark.officeId, mark.sha256, settleMs - ageMs);
      if (ageMs >= settleMs) await going;
    }
  }
  return {
    async note(officeId, sha256) {
      await writeWhole(pathOf(officeId, sha256), once(JSON.stringify({ sha256, officeId })));
    },
    clear: (officeId, sha256) => go(officeId, sha256, settleMs),
    close: () => closing.abort(),
  };
}

/** Reasons that are only found out behind the seal: what was refused for them is a parcel for us, and no other file. */
const behindTheSeal: readonly ParcelRefusal[] = [
  ...(['otherOffice', 'forged', 'wrongKind', 'tooLarge', 'changing', 'asksTooMuch'] as const),
];

/** Whether a file was a parcel and is answered for good. */
export const isSpent = (brought: Brought): boolean =>
  brought.kind === 'done' ||
  (brought.kind === 'no' &&
    brought.code === 'parcel-refused' &&
    behindTheSeal.some((reason) => reason === brought.detail));

function markIn(path: string): Mark | null {
  try {
    const { sha256, officeId } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    return typeof officeId === 'string' ? { sha256: Sha256.parse(sha256), officeId } : null;
  } catch {
    return null;
  }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
