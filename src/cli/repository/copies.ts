/** Where second copies of workstations are read: in the repository's own folder or bucket, or over the line by a desk of whoever looks after them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type CopySource, type FetchedCopies, bringSlot } from '../../casework/home/bring.ts';
import { LineTrouble } from '../../casework/home/remote.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import type { CopyPlace } from '../../repository/copies/port.ts';
import { readSlots } from '../../repository/copies/read.ts';
import { copiesIn as copiesFolder, openCopies } from '../../repository/engines.ts';
import type { ExitCode } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { isOfServer, readEngines, refuseEngines } from './engines.ts';
import type { Ui } from '../ui.ts';
import { withOffice } from '../with-office.ts';
import { keptCopiesSayings } from '../words/kept-copies-words.ts';

export const keptOptions = {
  dir: { type: 'string' },
  blobs: { type: 'string' },
  config: { type: 'string' },
  'store-key-file': { type: 'string' },
  seat: { type: 'string' },
} as const;
export const keptValues = {
  dir: z.string().min(1).optional(),
  blobs: z.string().min(1).optional(),
  config: z.string().min(1).optional(),
  'store-key-file': z.string().min(1).optional(),
  seat: z.string().min(1).max(60).optional(),
};

export interface KeptFlags {
  readonly dir?: string | undefined;
  readonly blobs?: string | undefined;
  readonly config?: string | undefined;
  readonly 'store-key-file'?: string | undefined;
  readonly seat?: string | undefined;
}

/** What can be read there. */
export interface KeptHand {
  slots(): Promise<Outcome<readonly KeptSlot[]>>;
  /** @param wish.to an absolute path. */
  fetch(slot: KeptSlot, wish: { readonly to: string; readonly all: boolean }): Promise<Outcome<FetchedCopies>>;
}

/** Does one piece of work where the flags say. */
export async function withKept(
  { dir, blobs, config, 'store-key-file': storeKeyFile, seat }: KeptFlags,
  ui: Ui,
  work: (hand: KeptHand) => Promise<ExitCode>,
): Promise<ExitCode> {
  const place = blobs ?? dir;
  if (place !== undefined && config === undefined)
    return withPlace({ dir, blobs }, ui, (copies) => inPlace(copies, place, ui, work));
  if (config === undefined || storeKeyFile === undefined || place !== undefined)
    return ui.misuse(keptCopiesSayings[ui.locale].whereFlags);
  return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, ({ client }) =>
    work({
      async slots() {
        const answer = await client.call('home.slots', {});
        return answer.ok ? done(answer.value.slots) : answer;
      },
      fetch: ({ slot }, wish) => client.call('home.fetchSlot', { slot, ...wish }),
    }),
  );
}

/** Nothing is written there: it may be a running repository's, an office's, or one from a backup. */
async function inPlace(
  copies: CopyPlace,
  place: string,
  ui: Ui,
  work: (hand: KeptHand) => Promise<ExitCode>,
): Promise<ExitCode> {
  const source = copiesIn(copies, place);
  return work({
    slots: () => orFailure(place, () => source.slots()),
    fetch: (slot, wish) => orFailure(wish.to, () => bringSlot(source, slot, wish)),
  });
}

/** Does one piece of work where copies lie: in a bucket where one is named, else in the repository's folder. */
export async function withPlace(
  { dir, blobs }: Pick<KeptFlags, 'dir' | 'blobs'>,
  ui: Ui,
  work: (copies: CopyPlace) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (blobs === undefined && dir !== undefined) {
    const folder = copiesFolder(dir);
    if (!existsSync(folder)) return ui.fail({ kind: 'fileUnreadable', file: folder, code: 'ENOENT' });
  }
  const named = readEngines({ blobs }, ui);
  if (typeof named === 'number') return named;
  // Of what is fetched from a bucket; a node that serves has its own.
  const scratch = mkdtempSync(join(tmpdir(), 'fojas-copies-'));
  let copies: CopyPlace | null = null;
  try {
    copies = await openCopies({ dir: named.blobsUrl === undefined ? (dir ?? scratch) : scratch, ...named });
    return await work(copies);
  } catch (error) {
    const code = refuseEngines(error, ui);
    if (code === null) throw error;
    return code;
  } finally {
    copies?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function orFailure<T>(path: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof LineTrouble) return failed(error.failure);
    // Told by whoever opened the place.
    if (isOfServer(error)) throw error;
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return failed(failure);
  }
}

function copiesIn(copies: CopyPlace, place: string): CopySource {
  return {
    slots: () => readSlots(copies),
    async files({ slot }, generation) {
      const files = await copies.look(slot).filesOf(generation);
      if (files) return files;
      // It made way for a newer one while this went on: asked again, the newer one is brought.
      throw new LineTrouble({ kind: 'copyMissing', folder: place, detail: generation });
    },
    async read({ slot }, { sha256, size }, from, take) {
      const file = await copies.look(slot).blobs.open(sha256);
      if (!file) throw new LineTrouble({ kind: 'copyDamaged', file: sha256 });
      try {
        if (file.size !== size) throw new LineTrouble({ kind: 'copyDamaged', file: sha256 });
        for await (const piece of file.stream(from, size)) await take(piece);
      } finally {
        file.close();
      }
    },
  };
}
