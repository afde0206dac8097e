import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '../../contract/ids.ts';
import { parcelLimits } from '../../contract/stick.ts';
import type { ProblemCode } from '../../contract/wire.ts';
import { bytesIn } from './blob.ts';
import type { StickRooms } from './answer.ts';
import { importParcel } from './import.ts';

/** What another repository made of a parcel that is not for this one. */
export type PassedOn =
  { readonly kind: 'done' } | { readonly kind: 'no'; readonly code: ProblemCode; readonly detail: string };

export interface BringRooms extends StickRooms {
  /** Passes on what is sealed to somebody else, and writes the answer; null of a repository that stands behind no other. */
  readonly passOn: ((sha256: Sha256, out: string) => Promise<PassedOn>) | null;
}

export type Brought =
  | { readonly kind: 'done'; readonly out: string }
  | Extract<PassedOn, { kind: 'no' }>
  /** It takes longer than a line stays open without a word: to be asked again. */
  | { readonly kind: 'working' };

/** So long an asker waits for an answer before it is told to ask again; less than a desk takes for a dead line. */
const patienceMs = 8_000;

/**
 * Takes in parcels that lie here as files, each once at a time however often it is asked for. The answer goes to one asker; another one has it
 * made anew, which registers nothing twice.
 * @param folder where answers lie until they are fetched
 */
export function bringing(
  rooms: BringRooms,
  folder: string,
  patience = patienceMs,
): (officeId: string, sha256: Sha256) => Promise<Brought> {
  const inHand = new Map<string, Promise<Brought>>();
  return async (officeId, sha256) => {
    const mark = JSON.stringify([officeId, sha256]);
    const begun = inHand.get(mark) ?? bring(rooms, sha256, join(folder, randomUUID()));
    inHand.set(mark, begun);
    try {
      const brought = await within(begun, patience);
      if (brought === null || inHand.get(mark) !== begun) return { kind: 'working' };
      inHand.delete(mark);
      return brought;
    } catch (error) {
      inHand.delete(mark);
      throw error;
    }
  };
}

async function bring(rooms: BringRooms, sha256: Sha256, out: string): Promise<Brought> {
  try {
    const outcome = await importParcel(rooms, () => bytesIn(rooms.blobs, sha256), out, parcelLimits.carriedSeed);
    if (outcome.kind === 'done') return { kind: 'done', out };
    if (outcome.kind === 'storageFull')
      return { kind: 'no', code: 'storage-full', detail: 'nothing of the parcel was registered' };
    if (outcome.reason !== 'notForUs' || !rooms.passOn)
      return { kind: 'no', code: 'parcel-refused', detail: outcome.reason };
    const passed = await rooms.passOn(sha256, out);
    return passed.kind === 'done' ? { kind: 'done', out } : passed;
  } catch (error) {
    await rm(out, { force: true });
    // Answered to somebody else meanwhile, and gone.
    if ((await rooms.blobs.size(sha256)) === null)
      return { kind: 'no', code: 'blob-missing', detail: `no file ${sha256}` };
    throw error;
  }
}

/** Null where it takes longer. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  // Whoever asks next hears what became of it.
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
