/** Where second copies of workstations are read: in the repository's own folder, or over the line by a desk of whoever looks after them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CopySource, type FetchedCopies, bringSlot } from '../../casework/home/bring.ts';
import { LineTrouble } from '../../casework/home/remote.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { KeptSlot } from '../../contract/wire-copies.ts';
import { copiesName, copyPathIn, readGeneration, readSlots } from '../../repository/copies/read.ts';
import { openFileSource } from '../../signature/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { withOffice } from '../with-office.ts';
import { keptCopiesSayings } from '../words/kept-copies-words.ts';

export const keptOptions = {
  dir: { type: 'string' },
  config: { type: 'string' },
  'store-key-file': { type: 'string' },
  seat: { type: 'string' },
} as const;
export const keptValues = {
  dir: z.string().min(1).optional(),
  config: z.string().min(1).optional(),
  'store-key-file': z.string().min(1).optional(),
  seat: z.string().min(1).max(60).optional(),
};

export interface KeptFlags {
  readonly dir?: string | undefined;
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
  { dir, config, 'store-key-file': storeKeyFile, seat }: KeptFlags,
  ui: Ui,
  work: (hand: KeptHand) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (dir !== undefined && config === undefined) return inFolder(dir, ui, work);
  if (config === undefined || storeKeyFile === undefined || dir !== undefined)
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

/** Nothing is written in the folder: it may be a running repository's, an office's, or one from a backup. */
async function inFolder(dir: string, ui: Ui, work: (hand: KeptHand) => Promise<ExitCode>): Promise<ExitCode> {
  const copies = join(dir, copiesName);
  if (!existsSync(copies)) return ui.fail({ kind: 'fileUnreadable', file: copies, code: 'ENOENT' });
  const source = copiesInFolder(dir);
  return work({
    slots: () => orFailure(copies, () => source.slots()),
    fetch: (slot, wish) => orFailure(wish.to, () => bringSlot(source, slot, wish)),
  });
}

async function orFailure<T>(path: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof LineTrouble) return failed(error.failure);
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return failed(failure);
  }
}

function copiesInFolder(dir: string): CopySource {
  return {
    slots: () => readSlots(dir),
    async files({ slot }, generation) {
      const files = readGeneration(dir, slot, generation);
      if (files) return files;
      // It made way for a newer one while this went on: asked again, the newer one is brought.
      throw new LineTrouble({ kind: 'copyMissing', folder: join(dir, copiesName, slot), detail: generation });
    },
    async read({ slot }, { sha256, size }, from, take) {
      const path = copyPathIn(dir, slot, sha256);
      if (!existsSync(path)) throw new LineTrouble({ kind: 'copyDamaged', file: path });
      const file = openFileSource(path);
      try {
        if (file.size !== size) throw new LineTrouble({ kind: 'copyDamaged', file: path });
        for await (const piece of file.stream(from, size)) await take(piece);
      } finally {
        file.close();
      }
    },
  };
}
