import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UpdateVersion } from '../../contract/updates.ts';
import { syncFolder } from '../../at-rest/durable.ts';
import { readIfThere } from '../read-if-there.ts';
import type { Format } from '../release.ts';
import { runClean } from './run.ts';

/** The system's package manager, as far as an update needs it. */
export interface PackageTool {
  readonly format: Format;
  /** The version that is installed and whole; null where there is none. */
  version(): Promise<string | null>;
  /** Makes a package of what is installed now, and answers its path: the way back. Null where somebody changed what is installed. */
  keep(folder: string, version: string): Promise<string | null>;
  install(file: string): Promise<boolean>;
}

const name = 'fojas';

/**
 * dpkg. `root`: another root than `/`, for tests. What is kept is packed from the files that dpkg itself put there and vouches for
 * (`dpkg --verify`): the program may have come from anywhere, and nobody needs to have kept its package.
 */
export function dpkg({
  root = '/',
  args = [],
}: { readonly root?: string; readonly args?: readonly string[] } = {}): PackageTool {
  const own = root === '/' ? [] : [`--root=${root}`];
  const query = (...rest: string[]): Promise<string | null> =>
    runClean('/usr/bin/dpkg-query', [`--admindir=${path.join(root, 'var/lib/dpkg')}`, ...rest]);
  return {
    format: 'deb',
    async version() {
      const [status = '', version = ''] = (await query('-W', '-f=${Status}\n${Version}', name))?.split('\n') ?? [];
      return status.endsWith(' ok installed') && UpdateVersion.safeParse(version).success ? version : null;
    },
    async keep(folder, version) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, `${name}_${version}.deb`);
      const work = await mkdtemp(path.join(folder, '.work-'));
      try {
        const changed = await runClean('/usr/bin/dpkg', [...own, '--verify', name]);
        if (changed === null || changed.trim() !== '') return null;
        await layOut(work, root, (await query('-L', name)) ?? '');
        await writeControl(work, (await query('-s', name)) ?? '');
        await keepScript(work, path.join(root, 'var/lib/dpkg/info', `${name}.postrm`));
        const made = await runClean('/usr/bin/dpkg-deb', [
          '-Zgzip',
          '-z1',
          '--root-owner-group',
          '--build',
          work,
          `${file}.new`,
        ]);
        if (made === null) return null;
        await rename(`${file}.new`, file);
        await syncFolder(folder);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
      for (const other of await readdir(folder)) {
        if (path.join(folder, other) !== file) await rm(path.join(folder, other), { recursive: true, force: true });
      }
      return file;
    },
    install: async (file) => (await runClean('/usr/bin/dpkg', [...own, ...args, '--install', file])) !== null,
  };
}

/** Copies what a package put on the disk, with its rights. */
async function layOut(work: string, root: string, listing: string): Promise<void> {
  await chmod(work, 0o755);
  for (const listed of listing.split('\n').filter((line) => line.startsWith('/') && line !== '/.')) {
    const from = path.join(root, listed);
    const to = path.join(work, listed);
    const stat = await lstat(from);
    if (stat.isDirectory()) {
      await mkdir(to, { recursive: true });
      await chmod(to, 0o755);
    } else {
      await cp(from, to, { verbatimSymlinks: true });
      if (stat.isFile()) await chmod(to, stat.mode & 0o7777);
    }
  }
}

/** What runs when the package is purged, as dpkg has it; a package of an earlier version brought nothing. */
async function keepScript(work: string, script: string): Promise<void> {
  const bytes = await readIfThere(script);
  if (bytes === null) return;
  await writeFile(path.join(work, 'DEBIAN', 'postrm'), bytes);
  await chmod(path.join(work, 'DEBIAN', 'postrm'), 0o755);
}

/** The fields of the package as dpkg remembers them, without those that are dpkg's own. */
async function writeControl(work: string, status: string): Promise<void> {
  const fields = status.split('\n').filter((line) => line !== '' && !/^(Status|Conffiles|Config-Version):/.test(line));
  // dpkg-deb takes no folder that is closed, and the door closes whatever it makes (umask 077).
  await mkdir(path.join(work, 'DEBIAN'));
  await chmod(path.join(work, 'DEBIAN'), 0o755);
  await writeFile(path.join(work, 'DEBIAN', 'control'), `${fields.join('\n')}\n`, { mode: 0o644 });
}
