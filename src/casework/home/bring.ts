/** Copies that are kept elsewhere, brought into a folder laid out like any second place. */
import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import { appendFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CopyFiles, CopySlots, type KeptSlot } from '../../contract/wire-copies.ts';
import type { Transport } from '../../line/port.ts';
import { hashFile, writeWhole } from '../../parcel/index.ts';
import { makeFolder } from '../../at-rest/durable.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { deskPlace, once, sumsText } from './place.ts';
import { LineTrouble, parsed, refusalOf } from './remote.ts';

type CopyFile = CopyFiles['files'][number];

/** Where kept copies are read from. Expected trouble is thrown as `LineTrouble`. */
export interface CopySource {
  slots(): Promise<readonly KeptSlot[]>;
  files(slot: KeptSlot, generation: string): Promise<readonly CopyFile[]>;
  /** Hands over a file's bytes from `from` on; whoever takes them checks the hash of the whole. */
  read(slot: KeptSlot, file: CopyFile, from: number, take: (piece: Uint8Array) => Promise<void>): Promise<void>;
}

export interface FetchedCopies {
  /** Of the place, as copies lie there. */
  readonly folder: string;
  /** Newest first. */
  readonly generations: readonly string[];
}

/** The repository, read by whoever may. */
export interface FetchLine {
  readonly client: Pick<RepositoryClient, 'small'>;
  readonly transport: Pick<Transport, 'download'>;
}

export function copiesOverLine({ client, transport }: FetchLine): CopySource {
  return {
    async slots() {
      const answer = await client.small({ method: 'GET', path: '/v1/copies' });
      if (!answer.ok) throw new LineTrouble(refusalOf(answer.failure));
      return parsed(CopySlots, answer.value.body).slots.map(({ quotaBytes: _room, ...slot }) => slot);
    },
    async files({ slot }, generation) {
      const answer = await client.small({ method: 'GET', path: `/v1/copies/${slot}/generations/${generation}` });
      if (!answer.ok) throw new LineTrouble(answer.failure);
      return parsed(CopyFiles, answer.value.body).files;
    },
    async read({ slot }, { sha256, size }, from, take) {
      const came = await transport.download({ sha256, size, below: `/v1/copies/${slot}/files` }, from, take);
      if (!came.ok) throw new LineTrouble(came.failure);
    },
  };
}

/**
 * Brings the newest copy of a slot into a folder, or all of them. What a cut left there is gone on from.
 * @throws LineTrouble; the system's error of this disk.
 */
export async function bringSlot(
  source: CopySource,
  slot: KeptSlot,
  { to, all }: { readonly to: string; readonly all: boolean },
): Promise<FetchedCopies> {
  const { folder } = deskPlace(to, slot);
  makeFolder(folder);
  const wanted = all ? slot.generations : slot.generations.slice(0, 1);
  for (const { name, writtenAt } of wanted) await bringOne(source, slot, name, writtenAt, folder);
  return { folder, generations: wanted.map(({ name }) => name) };
}

async function bringOne(
  source: CopySource,
  slot: KeptSlot,
  name: string,
  writtenAt: string,
  folder: string,
): Promise<void> {
  const files = await source.files(slot, name);
  for (const file of files) await bringFile(source, slot, file, join(folder, file.path));
  const list = join(folder, `${name}.sha256`);
  await writeWhole(list, once(sumsText(new Map(files.map(({ path, sha256 }) => [path, sha256])))));
  // The day on which it was made decides which of them stay.
  utimesSync(list, new Date(writtenAt), new Date(writtenAt));
}

async function bringFile(source: CopySource, slot: KeptSlot, file: CopyFile, path: string): Promise<void> {
  const { sha256, size } = file;
  const isSame = async (at: string): Promise<boolean> => existsSync(at) && (await hashFile(at)).sha256 === sha256;
  if (await isSame(path)) return;
  makeFolder(dirname(path));
  const coming = `${path}.${sha256.slice(0, 16)}.coming`;
  const from = statSync(coming, { throwIfNoEntry: false })?.size ?? 0;
  if (from < size) await source.read(slot, file, from, (piece) => appendFile(coming, piece));
  if (!(await isSame(coming))) {
    rmSync(coming, { force: true });
    throw new LineTrouble({ kind: 'copyDamaged', file: path });
  }
  await rename(coming, path);
}
