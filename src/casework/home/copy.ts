import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import type { CopyList } from '../../contract/home-files.ts';
import { Sha256 } from '../../contract/ids.ts';
import { hashFile, officeKeys, seal, writeWhole } from '../../parcel/index.ts';
import type { DocumentStore } from '../documents/index.ts';
import { verifyJournal } from '../journal/journal.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import { imageOf, openImage } from '../store/image.ts';
import { readmeText } from './readme-text.ts';
import { writeList } from './manifest.ts';
import { type Place, deskPlace, generationName, generationsAt, once, preparePlace, prune, sumsText } from './place.ts';

export interface CopyRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly clock: () => Date;
  readonly version: string;
}

export interface Copied {
  readonly name: string;
  /** Of the journal's image: the same again means that nothing changed. */
  readonly imageSha256: string;
  /** The kept files it holds. */
  readonly files: ReadonlySet<string>;
  /** Nothing had changed since the generation before: none was written. */
  readonly unchanged: boolean;
}

/** The journal, as it would be copied, does not hold: nothing is written over better copies. */
export class UnsoundJournal extends Error {
  constructor(detail: string) {
    super(`the journal does not hold: ${detail}`);
    this.name = 'UnsoundJournal';
  }
}

/**
 * Files that only exist here: everything kept but what the repository has registered. Answered as the folder has it, so that what
 * other parts of the office keep one day is copied too.
 */
export function unsentFiles(db: ReadableDB<'journal'>, kept: DocumentStore): string[] {
  const isThere = new Set(
    db
      .all<{ sha256: string }>(
        sql`select signed_sha256 as sha256 from signed_acts where state = 'registered'
          union all select sha256 from renditions where state in ('registered', 'superseded')`,
      )
      .map(({ sha256 }) => sha256),
  );
  return [...kept.list()].filter((sha256) => !isThere.has(sha256)).sort();
}

/**
 * Makes one generation at a place. The journal comes first: every file that its rows name is in the folder by then, because rows are
 * written after files.
 * @param before what the last copy to this very place answered.
 * @param after number of the newest copy that lies elsewhere under the same names; this one's is higher.
 * @throws UnsoundJournal, ReadBackError; the system's error of the place or of this disk.
 */
export async function copyHome(rooms: CopyRooms, root: string, before: Copied | null, after = 0): Promise<Copied> {
  const { config, store, kept } = rooms;
  const recipients = config.secondCopy?.recoveryRecipients ?? [];
  const place = deskPlace(root, { officeId: config.office.officeId, deviceId: config.deviceId }, recipients);
  await preparePlace(place);

  const image = imageOf(store.journal);
  const unsent = unsentFiles(store.journal, kept);
  const imageSha256 = createHash('sha256').update(image).digest('hex');
  const there = generationsAt(place);
  if (before?.imageSha256 === imageSha256 && isStillThere(place, before, there[0]?.name) && covers(before, unsent)) {
    return { ...before, unchanged: true };
  }
  const journal = soundness(image);
  const sums = new Map<string, string>();
  const files: CopyList['files'] = [];
  for (const sha256 of unsent) {
    const copied = await copyFile(kept, place, sha256, recipients, there[0]?.sums);
    if (copied === null) continue;
    sums.set(`${place.files}/${sha256}.age`, copied.sealed);
    files.push({ sha256: Sha256.parse(sha256), size: copied.size });
  }
  const name = generationName(Math.max(there[0]?.n ?? 0, after) + 1);
  const put = async (suffix: string, bytes: string | Uint8Array): Promise<void> => {
    const written = await writeWhole(join(place.folder, `${name}.${suffix}`), seal(recipients, pieces(bytes)));
    sums.set(`${name}.${suffix}`, written.sha256);
  };
  await put('journal.age', image);
  const list: CopyList = {
    ...{ v: 1, officeId: config.office.officeId, deviceId: config.deviceId, version: rooms.version },
    ...{ madeAt: rooms.clock().toISOString(), files },
    journal: { sha256: Sha256.parse(imageSha256), size: image.length, ...journal },
  };
  const accessKey = config.repository?.accessKey;
  await put('list.age', writeList(list, accessKey === undefined ? null : officeKeys(accessKey).signing));
  await writeWhole(join(place.folder, 'LEEME.txt'), once(readmeText(recipients)));
  await writeWhole(join(place.folder, `${name}.sha256`), once(sumsText(sums)));
  await prune(place);
  return { name, imageSha256, files: new Set(files.map(({ sha256 }) => sha256)), unchanged: false };
}

function isStillThere(place: Place, before: Copied, newest: string | undefined): boolean {
  const has = (name: string): boolean => statSync(join(place.folder, name), { throwIfNoEntry: false }) !== undefined;
  return (
    newest === before.name &&
    has(`${before.name}.journal.age`) &&
    has(`${before.name}.list.age`) &&
    [...before.files].every((sha256) => has(`${place.files}/${sha256}.age`))
  );
}

const covers = (before: Copied, unsent: readonly string[]): boolean =>
  unsent.every((sha256) => before.files.has(sha256));

function soundness(image: Buffer): { entries: number; head: CopyList['journal']['head'] } {
  const opened = openImage(Buffer.from(image));
  try {
    const verdict = verifyJournal(opened.db);
    if (!verdict.ok) throw new UnsoundJournal(`${verdict.reason} at ${verdict.seq}`);
    return { entries: verdict.entries, head: Sha256.parse(verdict.head) };
  } finally {
    opened.close();
  }
}

/** Null where the file is gone or damaged here: one bad file must not keep the others from being copied. */
async function copyFile(
  kept: DocumentStore,
  place: Place,
  sha256: string,
  recipients: readonly string[],
  known: ReadonlyMap<string, string> | undefined,
): Promise<{ sealed: string; size: number } | null> {
  if ((await kept.verify(sha256)) !== 'good') return null;
  const document = kept.open(sha256);
  try {
    const name = `${place.files}/${sha256}.age`;
    const path = join(place.folder, name);
    const size = document.size;
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
    // Written once and read back then; a file whose generation was never finished is read once more.
    if (isThere) return { sealed: known?.get(name) ?? (await hashFile(path)).sha256, size };
    return { sealed: (await writeWhole(path, seal(recipients, document.stream(0, size)))).sha256, size };
  } finally {
    document.close();
  }
}

const pieceSize = 1 << 18;

/** In pieces, so that sealing a large journal leaves the office time for others. */
async function* pieces(bytes: string | Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let at = 0; at < all.length; at += pieceSize) yield all.subarray(at, at + pieceSize);
}
