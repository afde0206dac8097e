import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ParcelRefusal } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import { CarriedParcel, parcelLimits } from '../../contract/stick.ts';
import { bytesOf, hashFile, sealedHeader, unfinished, writeWhole } from '../../parcel/index.ts';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';

/**
 * Parcels of other offices, kept until they are answered. They lie as they came: sealed to the repository, and nothing here opens them.
 *
 *   <sha256>.encomienda   the parcel
 *   <sha256>.respuesta    the repository's answer, sealed to the office whose parcel it is
 *   <sha256>.json         where it stands (`CarriedParcel`); written after the others: only with it a parcel counts
 */
export interface Box {
  /** The oldest first. */
  list(): CarriedParcel[];
  /** Lets go of parcels whose answers were handed out long enough ago. */
  forget(now: Date): void;
  /** Keeps a copy of the file, durably. One that is here already is not kept twice; one that was refused is taken anew. */
  take(path: string, at: Date): Promise<CarriedParcel | ParcelRefusal>;
  pathOf(sha256: Sha256): string;
  answered(parcel: CarriedParcel, answer: Uint8Array): Promise<void>;
  refused(parcel: CarriedParcel, reason: ParcelRefusal): void;
  /** Puts each answer into a folder; answers the paths. @throws the system's error, ReadBackError */
  hand(folder: string, at: Date): Promise<string[]>;
}

/** So long a parcel stays after its answer was handed out: a stick may get lost on its way back. */
const staysMs = 30 * 86_400_000;

export function openBox(folder: string, now: Date): Box {
  makeFolder(folder);
  const pathOf = (sha256: string): string => join(folder, `${sha256}.encomienda`);
  const answerOf = (sha256: string): string => join(folder, `${sha256}.respuesta`);
  const noteOf = (sha256: string): string => join(folder, `${sha256}.json`);
  const note = (parcel: CarriedParcel): CarriedParcel => {
    writeDurablySync(noteOf(parcel.sha256), `${JSON.stringify(parcel)}\n`);
    return parcel;
  };
  const read = (sha256: string): CarriedParcel | null => {
    if (!existsSync(noteOf(sha256))) return null;
    const parsed = CarriedParcel.safeParse(jsonOf(readFileSync(noteOf(sha256), 'utf8')));
    // A note that a disk spoilt: the parcel is taken from the stick anew, and the office opens all the same.
    if (!parsed.success) return null;
    // An answer that is not there any more is asked for again.
    const isLost = parsed.data.state === 'answered' && !existsSync(answerOf(sha256));
    return isLost ? { ...parsed.data, state: 'waiting' } : parsed.data;
  };
  const list = (): CarriedParcel[] =>
    readdirSync(folder)
      .flatMap((file) => /^([0-9a-f]{64})\.json$/.exec(file)?.[1] ?? [])
      .flatMap((sha256) => read(sha256) ?? [])
      .sort((a, b) => a.takenAt.localeCompare(b.takenAt));

  for (const file of readdirSync(folder)) if (unfinished.test(file)) rmSync(join(folder, file), { force: true });
  const forget = (at: Date): void => {
    for (const { sha256, handedAt } of list()) {
      if (handedAt === null || at.getTime() - Date.parse(handedAt) < staysMs) continue;
      // The note goes first: a parcel without one counts for nothing, and is taken anew from the stick.
      for (const path of [noteOf(sha256), answerOf(sha256), pathOf(sha256)]) rmSync(path, { force: true });
    }
  };
  forget(now);
  // What an end in the middle of taking, or of forgetting, left without a note.
  for (const file of readdirSync(folder)) {
    const sha256 = /^([0-9a-f]{64})\.(?:encomienda|respuesta)$/.exec(file)?.[1];
    if (sha256 !== undefined && !existsSync(noteOf(sha256))) rmSync(join(folder, file), { force: true });
  }

  return {
    list,
    forget,
    pathOf,
    async take(path, at) {
      const size = statSync(path).size;
      if (size > parcelLimits.bytes * 1.01) return 'tooLarge';
      if (!(await isSealed(path))) return 'wrongKind';
      const sha256 = Sha256.parse((await hashFile(path)).sha256);
      const known = read(sha256);
      if (known && known.state !== 'refused') return known;
      const written = await writeWhole(pathOf(sha256), bytesOf(path));
      if (written.sha256 !== sha256) {
        rmSync(pathOf(sha256), { force: true });
        return 'changing';
      }
      const name = basename(path).slice(-200);
      return note({
        ...{ sha256, size, name, takenAt: at.toISOString(), state: 'waiting', reason: null, handedAt: null },
      });
    },
    async answered(parcel, answer) {
      await writeWhole(answerOf(parcel.sha256), once(answer));
      note({ ...parcel, state: 'answered', reason: null });
    },
    refused(parcel, reason) {
      note({ ...parcel, state: 'refused', reason });
    },
    async hand(to, at) {
      const files: string[] = [];
      for (const parcel of list().filter(({ state }) => state === 'answered')) {
        const answer = answerOf(parcel.sha256);
        const name = join(to, parcel.name.replace(/\.encomienda$/, ''));
        // Parcels of two offices may have one name, and what lies on the stick may be somebody's.
        const isTaken = existsSync(`${name}.respuesta`) && !(await areAlike(`${name}.respuesta`, answer));
        const path = isTaken ? `${name}-${parcel.sha256.slice(0, 8)}.respuesta` : `${name}.respuesta`;
        await writeWhole(path, bytesOf(answer));
        note({ ...parcel, handedAt: at.toISOString() });
        files.push(path);
      }
      return files;
    },
  };
}

/** Whether a file begins as a sealed one does. @throws the system's error (a folder: EISDIR) */
export async function isSealed(path: string): Promise<boolean> {
  const header = await sealedHeader(path);
  return header !== null && Buffer.from(header).toString('latin1').startsWith('age-encryption.org/v1\n');
}

const areAlike = async (one: string, other: string): Promise<boolean> =>
  (await hashFile(one)).sha256 === (await hashFile(other)).sha256;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
