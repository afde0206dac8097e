import { createHash, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { CopyList } from '../../contract/home-files.ts';
import type { CopiesOpened, CopyHolds } from '../../contract/recovery.ts';
import { type Opener, SealError, bytesOf, officeKeys, unseal } from '../../parcel/index.ts';
import { verifyJournal } from '../journal/journal.ts';
import { openImage } from '../store/image.ts';
import { sql, troubleOf } from '../store/index.ts';
import { readList } from './manifest.ts';
import { type Generation, type Place, damagedOf, deskPlace, generationsAt } from './place.ts';

export interface FoundCopy {
  readonly place: Place;
  readonly generation: Generation;
  readonly list: CopyList;
  /** The journal as a plain SQLite file. */
  readonly image: Buffer;
  readonly version: number;
  readonly passedOver: { name: string; reason: string }[];
}

export interface CopyKeys {
  readonly identities: readonly Opener[];
  /** Named when the key is the wrong one. */
  readonly identityFile: string;
  /** The one generation that a person chose, where one did. */
  readonly only?: string | undefined;
}

/**
 * Finds the newest copy of a desk that is whole, opens with the key, was made by this office, and whose journal holds. Newer ones that
 * are not are named with the reason.
 * @param from the place's folder, or the desk's own inside it.
 */
export async function findCopy(config: OfficeConfig, from: string, keys: CopyKeys): Promise<Outcome<FoundCopy>> {
  const place = copiesAt(config, from);
  const generations = generationsAt(place).filter(({ name }) => keys.only === undefined || name === keys.only);
  const passedOver: { name: string; reason: string }[] = [];
  const signer = signerOf(config);
  let locked = 0;
  for (const generation of generations) {
    const opened = await openGeneration(config, place, generation, keys, signer);
    if (typeof opened !== 'string') return done({ ...opened, place, generation, passedOver });
    if (opened === 'notForUs') locked += 1;
    passedOver.push({ name: generation.name, reason: opened });
  }
  if (locked > 0) {
    return failed({ kind: 'recoveryKeyWrong', file: keys.identityFile });
  }
  const detail = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'no generation';
  return failed({ kind: 'copyMissing', folder: from, detail });
}

/** Where a desk's copies lie: below a place, or in the very folder that was named. */
export function copiesAt(config: OfficeConfig, from: string): Place {
  const desk = deskPlace(from, { officeId: config.office.officeId, deviceId: config.deviceId });
  return existsSync(desk.folder) ? desk : { folder: from, files: desk.files };
}

function signerOf(config: OfficeConfig): KeyObject | null {
  const accessKey = config.repository?.accessKey;
  return accessKey === undefined ? null : officeKeys(accessKey).verifying;
}

/** Every copy of a desk, newest first, and what each holds or why it cannot be brought back. */
export async function openCopies(config: OfficeConfig, from: string, keys: CopyKeys): Promise<Outcome<CopiesOpened>> {
  const place = copiesAt(config, from);
  const generations: CopiesOpened['generations'] = [];
  for (const generation of generationsAt(place)) {
    const { name } = generation;
    const opened = await openGeneration(config, place, generation, keys, signerOf(config));
    if (typeof opened === 'string') generations.push({ usable: false, name, reason: opened });
    else generations.push({ usable: true, name, madeAt: opened.list.madeAt, holds: holdingsOf(opened) });
  }
  if (generations.length === 0) return failed({ kind: 'copyMissing', folder: from, detail: 'no generation' });
  const isLocked = generations.every((one) => !one.usable && one.reason === 'notForUs');
  return isLocked ? failed({ kind: 'recoveryKeyWrong', file: keys.identityFile }) : done({ generations });
}

function holdingsOf({ list, image }: Opened): CopyHolds {
  const journal = openImage(Buffer.from(image));
  try {
    const count = (query: ReturnType<typeof sql>): number => journal.db.get<{ n: number }>(query)?.n ?? 0;
    return {
      journalEntries: list.journal.entries,
      signedActs: count(sql`select count(*) as n from signed_acts`),
      unsent: count(sql`select count(*) as n from outbox where state <> 'registered'`),
      // A journal of an older program knows no drafts.
      drafts: count(sql`select count(*) as n from sqlite_schema where name = 'drafts'`)
        ? count(sql`select count(*) as n from drafts where archived = 0`)
        : 0,
      files: list.files.length,
    };
  } finally {
    journal.close();
  }
}

type Opened = Pick<FoundCopy, 'list' | 'image' | 'version'>;

async function openGeneration(
  config: OfficeConfig,
  place: Place,
  generation: Generation,
  { identities }: CopyKeys,
  signer: KeyObject | null,
): Promise<Opened | string> {
  try {
    const damaged = await damagedOf(place, generation);
    if (damaged.length > 0) return `damaged: ${damaged.join(', ')}`;
    const text = await opened(join(place.folder, `${generation.name}.list.age`), identities);
    const verdict = readList(text.toString(), signer);
    if (verdict.kind !== 'good') return verdict.kind;
    const { list } = verdict;
    if (list.officeId !== config.office.officeId || list.deviceId !== config.deviceId) return 'of another desk';
    const image = await opened(join(place.folder, `${generation.name}.journal.age`), identities);
    if (createHash('sha256').update(image).digest('hex') !== list.journal.sha256) return 'another journal';
    return { list, image, version: holds(image, list) };
  } catch (error) {
    if (error instanceof SealError) return error.kind;
    if (error instanceof RangeError) return error.message;
    const trouble = troubleOf(error, generation.name);
    if (trouble === null || trouble.kind === 'diskFull') throw error;
    return trouble.kind;
  }
}

/** The version of the journal. @throws RangeError, SqliteError when it does not hold. */
function holds(image: Buffer, list: CopyList): number {
  const journal = openImage(Buffer.from(image));
  try {
    const verdict = verifyJournal(journal.db);
    if (!verdict.ok) throw new RangeError(`journal: ${verdict.reason} at ${verdict.seq}`);
    if (verdict.head !== list.journal.head) throw new RangeError('journal: another head');
    return journal.version;
  } finally {
    journal.close();
  }
}

async function opened(path: string, identities: readonly Opener[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of unseal(identities, bytesOf(path))) parts.push(part);
  return Buffer.concat(parts);
}
