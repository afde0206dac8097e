import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { assertNever } from '../../contract/ids.ts';
import type { CopiesSeen, RecoveryEnd, RecoveryWish } from '../../contract/recovery.ts';
import { troubleOf } from '../store/index.ts';
import { fetchCopies } from './fetch.ts';
import { endErrand, makeErrand, openersIn } from './errand.ts';
import { openEscrow } from './escrow.ts';
import { copiesAt, openCopies } from './generations.ts';
import { damagedOf, generationsAt } from './place.ts';
import { restoreHome } from './restore.ts';

/** In the data folder: what was brought from the repository. */
const fetchedName = 'copies-fetched';

/** Does one thing that a person asked for while the office cannot be opened. Expected trouble is an end of its own. */
export async function recoverHome(config: OfficeConfig, wish: RecoveryWish, clock: () => Date): Promise<RecoveryEnd> {
  const path = 'folder' in wish && wish.folder !== null ? wish.folder : config.dataDir;
  try {
    return await perform(config, wish, clock);
  } catch (error) {
    const failure = troubleOf(error, path);
    if (!failure) throw error;
    return { kind: 'failed', failure };
  }
}

async function perform(config: OfficeConfig, wish: RecoveryWish, clock: () => Date): Promise<RecoveryEnd> {
  switch (wish.kind) {
    case 'look':
      return endOf('look', await look(config, wish.folder));
    case 'fetch': {
      const fetched = await fetchCopies(config, { to: join(config.dataDir, fetchedName), all: false });
      return endOf('fetch', fetched.ok ? await look(config, fetched.value.folder) : fetched);
    }
    case 'errand':
      return endOf('errand', await makeErrand(config, wish.folder, wish.to, clock()));
    case 'open': {
      const openers = await openersIn(config, wish.keyFile);
      if (!openers.ok) return { kind: 'failed', failure: openers.failure };
      const keys = { identities: openers.value, identityFile: wish.keyFile };
      return endOf('open', await openCopies(config, wish.folder, keys));
    }
    case 'key': {
      const openers = await openersIn(config, wish.keyFile);
      if (!openers.ok) return { kind: 'failed', failure: openers.failure };
      return endOf('key', await openEscrow(config.dataDir, openers.value, wish.keyFile));
    }
    case 'bring': {
      const { folder, keyFile, generation, storeKey } = wish;
      const openers = await openersIn(config, keyFile);
      if (!openers.ok) return { kind: 'failed', failure: openers.failure };
      const keys = { identities: openers.value, identityFile: keyFile, only: generation ?? undefined };
      const restored = await restoreHome({ config, from: folder, keys, storeKey, clock });
      if (restored.ok) endErrand(config.dataDir);
      return endOf('bring', restored);
    }
    default:
      return assertNever(wish);
  }
}

function endOf<K extends 'look' | 'fetch' | 'errand' | 'open' | 'key' | 'bring', T>(
  kind: K,
  outcome: Outcome<T>,
): RecoveryEnd {
  if (!outcome.ok) return { kind: 'failed', failure: outcome.failure };
  return { kind, value: outcome.value } as unknown as RecoveryEnd;
}

/** What lies at a place, as far as it is seen without a key: every file is read and held against its sum. */
async function look(config: OfficeConfig, folder: string): Promise<Outcome<CopiesSeen>> {
  const place = copiesAt(config, folder);
  const generations: CopiesSeen['generations'] = [];
  for (const generation of generationsAt(place)) {
    const sizes = [...generation.sums.keys()].map(
      (name) => statSync(join(place.folder, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    generations.push({
      name: generation.name,
      writtenAt: statSync(join(place.folder, `${generation.name}.sha256`)).mtime.toISOString(),
      // Two of them are the journal and its list.
      files: Math.max(0, sizes.length - 2),
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      damaged: (await damagedOf(place, generation)).length,
    });
  }
  if (generations.length === 0) return failed({ kind: 'copyMissing', folder, detail: 'no generation' });
  return done({ folder: place.folder, generations });
}
