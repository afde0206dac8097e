import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { done, failed, type Failure, type Outcome } from '../../contract/failures.ts';
import { UpdateVersion } from '../../contract/updates.ts';
import type { Here } from '../choose.ts';
import { download } from '../download.ts';
import { writeDurably } from '../../at-rest/durable.ts';
import { readIfThere } from '../read-if-there.ts';
import { folderSource } from '../sources/index.ts';
import { readStaged } from '../stage.ts';
import type { PackageTool } from './deb.ts';

/** What the side with an administrator's rights works with. None of it lies where a user may write. */
export interface MachineOptions {
  /** Root's own folder: `/var/lib/fojas/updates`. */
  readonly folder: string;
  readonly root: Uint8Array;
  readonly platform: Here['platform'];
  readonly arch: Here['arch'];
  readonly packages: PackageTool;
  /** Starts what was just installed with `--self-test`: null when it is healthy, else what is wrong. */
  readonly selfTest: () => Promise<string | null>;
}

/** Where an installation stands. Written before each step, so that whoever comes after a cut knows what to undo. */
const Journal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('installing'), from: UpdateVersion, version: UpdateVersion, kept: z.string() }),
  z.strictObject({ kind: z.literal('trial'), from: UpdateVersion, version: UpdateVersion, kept: z.string() }),
  z.strictObject({ kind: z.literal('returned'), from: UpdateVersion, version: UpdateVersion, kept: z.string() }),
]);
type Journal = z.infer<typeof Journal>;

const refused = (reason: Extract<Failure, { kind: 'updateRefused' }>['reason']): Outcome<never> =>
  failed({ kind: 'updateRefused', reason });

/**
 * Installs a staged release with an administrator's rights. The staging folder belongs to a user and is treated as a stranger's
 * mirror: its metadata are judged from this side's own root and memory, its file is copied away first and judged there.
 */
export async function installAsRoot(options: MachineOptions, staged: string, name: string): Promise<Outcome<string>> {
  return underLock(options.folder, async () => {
    await settle(options);
    const { folder, root, platform, arch, packages } = options;
    const from = await packages.version();
    if (from === null) return refused('notForHere');
    const read = await readStaged({
      ...{ staged, name, root, trustFolder: path.join(folder, 'metadata') },
      here: { version: from, platform, arch, format: packages.format, schema: null },
    });
    if (!read.ok) return read;
    const own = await download({
      ...{ target: read.value, sources: [folderSource(staged)], folder, take: async () => undefined, waitsMs: [0] },
      signal: new AbortController().signal,
    });
    if (!own.ok) return own;
    const { version } = read.value.release;
    try {
      const kept = await packages.keep(path.join(folder, 'kept'), from);
      // Without a way back there is no way forward.
      if (kept === null) return refused('installerFailed');
      await writeJournal(folder, { kind: 'installing', from, version, kept });
      if (!(await packages.install(own.value))) {
        await comeBack(options, { kind: 'installing', from, version, kept });
        return refused('installerFailed');
      }
      const wrong = await options.selfTest();
      if (wrong !== null) {
        await comeBack(options, { kind: 'installing', from, version, kept });
        return refused('unhealthy');
      }
      await writeJournal(folder, { kind: 'trial', from, version, kept });
      return done(version);
    } finally {
      await rm(own.value, { force: true });
    }
  });
}

/** Brings back what was kept, while the version that came after it is on trial. Anything else nobody may ask for. */
export async function returnAsRoot(options: MachineOptions): Promise<Outcome<string>> {
  return underLock(options.folder, async () => {
    const journal = await readJournal(options.folder);
    const here = await options.packages.version();
    if (journal === null || journal.kind !== 'trial' || journal.version !== here) return refused('nothingWaits');
    return (await comeBack(options, journal)) ? done(journal.from) : refused('installerFailed');
  });
}

/** Ends what a cut left half done: the version that was kept comes back. Answers whether there was anything to do. */
export async function recoverAsRoot(options: MachineOptions): Promise<Outcome<boolean>> {
  return underLock(options.folder, async () => done(await settle(options)));
}

async function settle(options: MachineOptions): Promise<boolean> {
  const journal = await readJournal(options.folder);
  if (journal?.kind !== 'installing') return false;
  await comeBack(options, journal);
  return true;
}

async function comeBack({ folder, packages }: MachineOptions, journal: Journal): Promise<boolean> {
  const back = await packages.install(journal.kept);
  if (back) await writeJournal(folder, { ...journal, kind: 'returned' });
  return back;
}

async function readJournal(folder: string): Promise<Journal | null> {
  const bytes = await readIfThere(path.join(folder, 'journal.json'));
  if (bytes === null) return null;
  const journal = Journal.safeParse(JSON.parse(bytes.toString('utf8')));
  return journal.success ? journal.data : null;
}

/** The two lines beside it are for the script that recovers at boot, which has no JSON: what to install, and that it must. */
async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const marker = path.join(folder, 'return-to');
  if (journal.kind === 'installing') await writeDurably(marker, `${journal.kept}\n`);
  await writeDurably(path.join(folder, 'journal.json'), `${JSON.stringify(journal)}\n`);
  if (journal.kind !== 'installing') await rm(marker, { force: true });
}

/** One installation at a time; a lock whose owner is gone is nobody's. */
async function underLock<T>(folder: string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const lock = path.join(folder, 'lock');
  const owner = Number((await readIfThere(lock))?.toString('utf8') ?? 0);
  if (owner > 0 && owner !== process.pid && (await isAlive(owner))) return refused('putOff');
  await rm(lock, { force: true });
  await writeDurably(path.join(folder, '.there'), '');
  try {
    const handle = await open(lock, 'wx', 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return refused('putOff');
    throw error;
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
