import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../contract/failures.ts';
import type { HomeCheck } from '../../contract/home.ts';
import { Sha256 } from '../../contract/ids.ts';
import { CopyFiles, CopySlot, type CopyWish } from '../../contract/wire-copies.ts';
import type { LineUse, Transport } from '../../line/port.ts';
import { openFileSource } from '../../signature/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import type { Generation, Place } from './place.ts';

/** The repository as a second place: it keeps sealed files, and cannot open them. */
export interface CopyLine {
  readonly client: Pick<RepositoryClient, 'small'>;
  readonly transport: Pick<Transport, 'uploadState' | 'sendSlice'>;
  /** The cap of the line, shared with what this office sends. */
  readonly use: () => LineUse;
  /** Whether acts of this office wait: they go first. */
  readonly isOwnWaiting: () => boolean;
}

/** What the line, or the repository, said instead of an answer. */
export class LineTrouble extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

const sliceBytes = 64 * 1024;
/** While acts wait, each slice of a copy is this small, so that none of them waits long for it. */
const modestBytes = 8 * 1024;

/** This desk's slot, as it stands. @throws LineTrouble */
export async function ownSlot({ client }: Pick<CopyLine, 'client'>, deviceId: string): Promise<CopySlot> {
  const body: CopyWish = { deviceId };
  const answer = await client.small({ method: 'POST', path: '/v1/copies', body });
  if (!answer.ok) throw new LineTrouble(refusalOf(answer.failure));
  return parsed(CopySlot, answer.value.body);
}

/** A repository of an older time, or one on engines that share no folder, knows no such address. */
export function refusalOf(failure: Failure): Failure {
  const isUnknown = failure.kind === 'registrationRefused' || failure.kind === 'repositoryGarbage';
  return isUnknown ? { kind: 'copiesNotKept' } : failure;
}

/** Numbers that a slot may name: the copies of this desk that come after them have names for as long as it lasts. */
const mostNumber = 900_000_000;

/** The number of the newest copy in a slot; 0 where there is none. @throws LineTrouble where it leaves no names for those that come after it. */
export function newestIn({ generations }: Pick<CopySlot, 'generations'>): number {
  const newest = Math.max(0, ...generations.map(({ name }) => Number(name.slice(2))));
  if (newest > mostNumber) throw new LineTrouble({ kind: 'repositoryGarbage', detail: `a copy of number ${newest}` });
  return newest;
}

/**
 * Sends one finished generation, and has it count. What a cut left there is gone on from, and files that are there are not sent again.
 * @throws LineTrouble; the system's error of this disk.
 */
export async function sendGeneration(
  line: CopyLine,
  slot: string,
  place: Place,
  { name, sums }: Generation,
): Promise<void> {
  const files = [...sums].map(([path, sha256]) => ({
    ...{ path, sha256: Sha256.parse(sha256) },
    size: statSync(join(place.folder, path)).size,
  }));
  const path = `/v1/copies/${slot}/generations/${name}`;
  // A second time for what made way meanwhile.
  for (let tries = 0; tries < 3; tries += 1) {
    const kept = await line.client.small({ method: 'PUT', path, body: { files } satisfies CopyFiles });
    if (kept.ok) return;
    const { failure } = kept;
    if (failure.kind !== 'registrationRefused' || failure.problem !== 'blob-missing')
      throw new LineTrouble(refusalOf(failure));
    for (const file of files) await sendFile(line, slot, join(place.folder, file.path), file);
  }
  throw new LineTrouble({ kind: 'repositoryGarbage', detail: 'files that it has are missing to it' });
}

async function sendFile(
  { transport, use, isOwnWaiting }: CopyLine,
  slot: string,
  path: string,
  { sha256, size }: { readonly sha256: Sha256; readonly size: number },
): Promise<void> {
  const file = { sha256, size, below: `/v1/copies/${slot}/files` };
  const source = openFileSource(path);
  try {
    for (let state = await transport.uploadState(file, use()); ;) {
      if (!state.ok) throw new LineTrouble(state.failure);
      if (state.value.complete) return;
      const length = isOwnWaiting() ? modestBytes : sliceBytes;
      state = await transport.sendSlice(file, { source, offset: state.value.offset, length }, use());
    }
  } finally {
    source.close();
  }
}

/** Whether the repository still has every file of every copy; what a file says, it looked at when it came. @throws LineTrouble */
export async function checkSlot(line: CopyLine, deviceId: string, url: string): Promise<HomeCheck> {
  const { slot, generations: there } = await ownSlot(line, deviceId);
  const generations: HomeCheck['generations'] = [];
  for (const { name } of there) {
    const answer = await line.client.small({ method: 'GET', path: `/v1/copies/${slot}/generations/${name}` });
    if (!answer.ok) throw new LineTrouble(answer.failure);
    const { files } = parsed(CopyFiles, answer.value.body);
    const damaged: string[] = [];
    for (const { path, sha256, size } of files) {
      const state = await line.transport.uploadState({ sha256, size, below: `/v1/copies/${slot}/files` }, line.use());
      if (!state.ok) throw new LineTrouble(state.failure);
      if (!state.value.complete) damaged.push(path);
    }
    generations.push({ name, damaged, files: files.length });
  }
  return { folder: url, generations };
}

/** @throws LineTrouble where it is something else. */
export function parsed<T>(
  schema: { safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false } },
  body: unknown,
): T {
  const read = schema.safeParse(body);
  if (!read.success) throw new LineTrouble({ kind: 'repositoryGarbage', detail: 'not of protocol version 1' });
  return read.data;
}
