import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GrowingFile, openGrowing } from '../../at-rest/growing.ts';
import type { Blobs } from '../blobs/port.ts';
import { ownFolder } from '../private.ts';
import type { DraftState } from '../../contract/wire-drafts.ts';
import type { WantedFile } from './books.ts';
import type { CentralRooms } from './central-rooms.ts';
import { takeCentral } from './central.ts';
import type { Upstream } from './upstream.ts';

export interface PullRooms extends CentralRooms {
  readonly blobs: Blobs;
  readonly upstream: Upstream;
  readonly officeId: string;
  /** Where files lie that are still coming. */
  readonly coming: string;
  /** What they are encrypted with. */
  readonly comingKey: Uint8Array;
  readonly maxBlobBytes: number;
}

/** Takes everything new of the central feed, a page with its cursor in one transaction. Answers whether the line held. */
export async function pullFeed(rooms: PullRooms): Promise<boolean> {
  const { books } = rooms.register;
  for (;;) {
    const cursor = books.cursor();
    const page = await rooms.upstream.feed(cursor);
    if (page.kind === 'problem' && cursor !== '') {
      // Put back from a copy, or set up anew: it does not know what it gave out. Taking the feed twice changes nothing.
      rooms.onOddity('cursor');
      books.setCursor('');
      continue;
    }
    if (page.kind !== 'ok') return false;
    const { events, cursor: next, more } = page.value;
    if (next !== cursor) {
      for (const event of events) if (event.kind === 'draft' && !(await takeDraft(rooms, event.draft))) return false;
      books.atOnce(() => {
        for (const event of events) takeCentral(rooms, event);
        books.setCursor(next);
      });
    }
    if (!more) return true;
    if (next === cursor) return false;
  }
}

/** Brings the texts of a draft that are not here. Answers whether the line held. */
async function takeDraft({ register, upstream }: PullRooms, { draftId, open }: DraftState): Promise<boolean> {
  for (const versionId of open) {
    if (await register.drafts.versionOf(draftId, versionId)) continue;
    const version = await upstream.draftVersion(draftId, versionId);
    if (version.kind === 'line') return false;
    if (version.kind === 'ok') await register.takeDraft(version.value);
  }
  return true;
}

/** Brings the office's files that lie at the central repository only, small ones first. Answers whether the line held. */
export async function fetchFiles(rooms: PullRooms): Promise<boolean> {
  const { books } = rooms.register;
  for (const wanted of books.wanted()) {
    const size = await rooms.blobs.size(wanted.sha256);
    const outcome = size === wanted.size ? 'here' : await fetchFile(rooms, wanted);
    if (outcome === 'line') return false;
    if (outcome === 'later') continue;
    await rooms.register.addHolder(wanted.sha256, rooms.officeId);
    books.here(wanted.sha256);
  }
  return true;
}

/** What came of a file before a cut stays, and only the rest is asked for. What begins with a file that is here begins with that. */
async function fetchFile(rooms: PullRooms, wanted: WantedFile): Promise<'here' | 'later' | 'line'> {
  const { sha256, size } = wanted;
  if (size > rooms.maxBlobBytes) return 'later';
  ownFolder(rooms.coming);
  const path = join(rooms.coming, sha256);
  const file = await openGrowing(path, rooms.comingKey);
  try {
    if (file.size === 0 && wanted.after !== null) await begin(rooms, file, wanted);
    if (file.size < size) {
      const got = await rooms.upstream.getFile(wanted, file.size, (piece) => file.append(piece));
      if (got.kind === 'line') return 'line';
      if (got.kind === 'problem') return 'later';
    }
    await file.sync();
    const put = await rooms.blobs.put(sha256, file.read(), rooms.maxBlobBytes);
    const isHere = put.kind === 'created' || put.kind === 'present';
    if (!isHere) rooms.onOddity('file');
    // What does not hash to its address is no beginning of anything.
    if (put.kind !== 'storageFull') await rm(path, { force: true });
    return isHere ? 'here' : 'later';
  } finally {
    await file.close();
  }
}

async function begin({ blobs }: PullRooms, file: GrowingFile, { after, afterSize }: WantedFile): Promise<void> {
  const before = after === null ? null : await blobs.open(after);
  if (!before) return;
  try {
    if (before.size !== afterSize) return;
    for await (const piece of before.stream(0, before.size)) await file.append(piece);
  } finally {
    before.close();
  }
}
