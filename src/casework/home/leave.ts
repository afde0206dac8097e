import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Leaving } from '../../contract/home.ts';
import { documentStore } from '../documents/index.ts';
import { unsentDrafts } from '../drafts/rows.ts';
import { forgetFetchedKeys, wipeFetched } from '../enrolment/wipe.ts';
import { type Store, openStore } from '../store/index.ts';
import { unsentFiles } from './copy.ts';
import { escrowFile } from './escrow.ts';
import type { HomeKeeper } from './keeper.ts';

export interface LeavingRooms {
  readonly store: Store;
  readonly dataDir: string;
  /** The folders of the other seats of this desk. */
  readonly others: readonly string[];
  readonly storeKey: string;
  readonly now: () => Date;
  readonly home: Pick<HomeKeeper, 'status' | 'copyNow'>;
}

/** A desk that is emptied when its office closes. */
export interface LeavingDesk {
  leave(really: boolean): Promise<Outcome<Leaving>>;
  /** Once the office lets go of its store: does what was asked for, if it was. */
  closed(): void;
}

/** So long a seat that is just being left may hold its folder. */
const lockWaitMs = 5000;

/**
 * Empties a desk for whoever leaves it: what was fetched is gone with its keys, and what only exists here (the journal, what is signed and not
 * registered) is put aside under another name, sealed, where the institution's recovery key finds it. Whoever asks destroys the store's
 * key afterwards. Nothing is emptied while the repository and the second copy lack any of it.
 */
export function leavingDesk(rooms: LeavingRooms): LeavingDesk {
  let left: { readonly folder: string; readonly aside: string }[] | null = null;
  const inOther = <T>(folder: string, work: (store: Store) => T): T | null => {
    if (!existsSync(join(folder, 'journal.db'))) return null;
    const opened = openStore({ folder, storeKey: rooms.storeKey, now: rooms.now, lockWaitMs });
    if (!opened.ok) return null;
    try {
      return work(opened.value);
    } finally {
      opened.value.close();
    }
  };
  const counted = (): Pick<Leaving, 'files' | 'drafts'> & { readonly elsewhere: number } => {
    const own = countOf(rooms.store, rooms.dataDir);
    const others = rooms.others.map((folder) => inOther(folder, (store) => countOf(store, folder)) ?? nothing);
    const sum = (what: 'files' | 'drafts'): number => others.reduce((all, one) => all + one[what], own[what]);
    const elsewhere = others.reduce((all, { files, drafts }) => all + files + drafts, 0);
    return { files: sum('files'), drafts: sum('drafts'), elsewhere };
  };

  return {
    async leave(really) {
      if (really && rooms.home.status().state !== 'off') await rooms.home.copyNow(false);
      const { elsewhere, ...waiting } = counted();
      const { state, uncovered } = rooms.home.status();
      // The copy is of this seat's folder; what another one has not sent is in none that was looked at.
      const copied = waiting.files + waiting.drafts === 0 || (state === 'good' && uncovered === 0 && elsewhere === 0);
      if (really && !copied) return failed({ kind: 'leavesUnsent', ...waiting });
      const folders = [rooms.dataDir, ...rooms.others.filter((folder) => existsSync(folder))];
      if (really) left = folders.map((folder) => ({ folder, aside: asideOf(folder, rooms.now()) }));
      return done({
        ...{ ...waiting, copied, recoverable: existsSync(escrowFile(rooms.dataDir)) },
        left: (left ?? []).map(({ aside }) => aside),
      });
    },
    closed() {
      for (const { folder, aside } of left ?? []) {
        inOther(folder, ({ journal }) => forgetFetchedKeys(journal));
        wipeFetched(folder);
        renameSync(folder, aside);
      }
    },
  };
}

const nothing = { files: 0, drafts: 0 };

const countOf = ({ journal, keys }: Store, folder: string): { readonly files: number; readonly drafts: number } => ({
  files: unsentFiles(journal, documentStore(join(folder, 'documents', 'kept'), keys.documents)).length,
  drafts: unsentDrafts(journal).length,
});

/** A name beside the folder that nothing has yet. */
function asideOf(folder: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let n = 1; ; n += 1) {
    const name = `${folder}-left-${stamp}${n === 1 ? '' : `-${n}`}`;
    if (statSync(name, { throwIfNoEntry: false }) === undefined) return name;
  }
}
