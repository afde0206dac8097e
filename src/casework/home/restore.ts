import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Restored } from '../../contract/home.ts';
import { type Opener, bytesOf, unseal } from '../../parcel/index.ts';
import { makeFolder, syncFolderSync, writeDurablySync } from '../../at-rest/durable.ts';
import { type DocumentStore, documentStore } from '../documents/index.ts';
import { journalise } from '../journal/journal.ts';
import { database, openDatabase } from '../store/database.ts';
import { writeImage } from '../store/image.ts';
import { deriveKeys } from '../store/keys.ts';
import { lockFolder } from '../store/lock.ts';
import { migrate } from '../store/migrate.ts';
import { journalMigrations, openDamaged, sql, troubleOf } from '../store/index.ts';
import { type CopyKeys, type FoundCopy, findCopy } from './generations.ts';
import { addSalvage, newestOf, salvageFrom } from './salvage.ts';

export interface RestoreOptions {
  readonly config: OfficeConfig;
  /** Where the copies lie. */
  readonly from: string;
  readonly keys: CopyKeys;
  /** The store key that the data folder will have: the one it had, or a new one when that is lost. */
  readonly storeKey: string;
  readonly clock: () => Date;
}

/**
 * Brings a desk back into its data folder from the newest whole copy. What lies there is set aside, never removed; signed files that
 * the key still opens stay where they are; and a damaged journal gives up what it has that is newer. May be killed at any moment and
 * run again. The office must be closed. Expected ends: `copyMissing`, `recoveryKeyWrong`, `storeBusy`, `storeFromFuture`, `diskFull`.
 */
export async function restoreHome(options: RestoreOptions): Promise<Outcome<Restored>> {
  const { dataDir } = options.config;
  try {
    makeFolder(dataDir);
    const lock = lockFolder(join(dataDir, 'office.lock'), 1000);
    if (!lock) return failed({ kind: 'storeBusy' });
    try {
      const found = await findCopy(options.config, options.from, options.keys);
      if (!found.ok) return found;
      const newest = journalMigrations.at(-1)?.version ?? 0;
      const { version } = found.value;
      if (version > newest) return failed({ kind: 'storeFromFuture', store: 'journal.db', version });
      return done(await restoreFound(options, found.value));
    } finally {
      lock.release();
    }
  } catch (error) {
    const trouble = troubleOf(error, options.from);
    if (!trouble) throw error;
    return failed(trouble);
  }
}

async function restoreFound(options: RestoreOptions, found: FoundCopy): Promise<Restored> {
  const { config, storeKey, clock } = options;
  const { dataDir } = config;
  const keys = deriveKeys(storeKey);
  const stamp = clock()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  const aside = join(dataDir, `before-${stamp}`);
  const moved = keyCheckOf(dataDir) === keys.check ? [] : setAside(dataDir, aside, ['documents', 'store.json']);

  const kept = documentStore(join(dataDir, 'documents', 'kept'), keys.documents);
  for (const { sha256 } of found.list.files) await bringBack(kept, found, sha256, options.keys.identities);

  const fresh = join(dataDir, 'journal.db.restoring');
  writeImage(found.image, fresh, keys.journal);
  const written = amend(fresh, options, found, keys.journal);
  moved.push(...setAside(dataDir, aside, ['journal.db', 'journal.db-wal', 'journal.db-shm']));
  for (const name of ['cache.db', 'cache.db-wal', 'cache.db-shm']) rmSync(join(dataDir, name), { force: true });
  // From here on the folder has its journal again: everything before may be done anew.
  renameSync(fresh, join(dataDir, 'journal.db'));
  writeDurablySync(join(dataDir, 'store.json'), `${JSON.stringify({ version: 1, keyCheck: keys.check })}\n`);
  syncFolderSync(dataDir);
  return {
    ...{ generation: found.generation.name, madeAt: found.list.madeAt, passedOver: found.passedOver, ...written },
    ...{ files: found.list.files.length, setAside: moved.length > 0 ? aside : null },
  };
}

/** Brings the restored journal to this program's shape, adds what was salvaged, and notes in the chain what happened. */
function amend(
  path: string,
  { config, storeKey, clock }: RestoreOptions,
  { generation, list }: FoundCopy,
  key: Uint8Array,
): Pick<Restored, 'journalEntries' | 'signedActs' | 'unsent' | 'salvaged'> {
  const raw = openDatabase(path, { key, synchronous: 'FULL' });
  try {
    migrate(raw, journalMigrations, null);
    const db = database('journal', raw);
    const damaged = openDamaged(damagedPath(config.dataDir), deriveKeys(storeKey).journal);
    let salvaged = 0;
    if (damaged) {
      try {
        const salvage = salvageFrom(damaged, newestOf(db));
        addSalvage(db, salvage, { deviceId: config.deviceId, level: config.signatures?.level ?? 'B' });
        salvaged = salvage.acts.length + salvage.returns.length;
      } finally {
        damaged.close();
      }
    }
    const { entries, head } = list.journal;
    db.write((tx) => {
      tx.run(sql`delete from settings where name = 'instance'`);
      journalise(tx, clock(), {
        ...{ kind: 'restored', generation: generation.name, madeAt: list.madeAt, entries, head, salvaged },
      });
    });
    const count = (query: ReturnType<typeof sql>): number => db.get<{ n: number }>(query)?.n ?? 0;
    const told = {
      journalEntries: count(sql`select count(*) as n from journal`),
      signedActs: count(sql`select count(*) as n from signed_acts`),
      unsent: count(sql`select count(*) as n from outbox where state <> 'registered'`),
      salvaged,
    };
    // One file, whole: its companions would be left behind by the rename.
    raw.pragma('journal_mode = DELETE');
    return told;
  } finally {
    raw.close();
  }
}

/** The journal that was there; or, where a restoration was killed after it had set it aside, the newest that was. */
function damagedPath(dataDir: string): string {
  const here = join(dataDir, 'journal.db');
  if (existsSync(here)) return here;
  const before = readdirSync(dataDir)
    .filter((name) => name.startsWith('before-') && existsSync(join(dataDir, name, 'journal.db')))
    .sort()
    .at(-1);
  return before === undefined ? here : join(dataDir, before, 'journal.db');
}

async function bringBack(
  kept: DocumentStore,
  { place, generation }: FoundCopy,
  sha256: string,
  identities: readonly Opener[],
): Promise<void> {
  if ((await kept.verify(sha256)) === 'good') return;
  const path = [...generation.sums.keys()].find((name) => name.endsWith(`/${sha256}.age`));
  if (path === undefined) throw new Error(`a list without its file: ${sha256}`);
  const pending = await kept.create();
  try {
    for await (const piece of unseal(identities, bytesOf(join(place.folder, path)))) await pending.append(piece);
    const sealed = await pending.seal();
    if (sealed.sha256 !== sha256) throw new Error(`a copy whose list and file differ: ${sha256}`);
    await pending.keep();
  } finally {
    await pending.discard();
  }
}

function setAside(dataDir: string, aside: string, names: readonly string[]): string[] {
  const there = names.filter((name) => existsSync(join(dataDir, name)));
  if (there.length === 0) return [];
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of there) renameSync(join(dataDir, name), join(aside, name));
  syncFolderSync(aside);
  syncFolderSync(dataDir);
  return there;
}

function keyCheckOf(dataDir: string): string | null {
  try {
    const written = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { keyCheck?: unknown };
    return typeof written.keyCheck === 'string' ? written.keyCheck : null;
  } catch {
    return null;
  }
}
