import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const linux = path.join(import.meta.dirname, '..', '..', 'resources', 'linux');
const sizes = [48, 128, 256];

/**
 * Lays out the program as it lies on a Linux system, whatever kind of package carries it there: the program, its starter, its place
 * among others' programs, and the door for updates.
 */
export async function layLinuxTree(tree: string, dir: string, type: 'deb' | 'rpm'): Promise<void> {
  const program = path.join(tree, 'usr', 'lib', 'fojas');
  await cp(dir, program, { recursive: true, verbatimSymlinks: true });
  await openToAll(program);
  // Chromium's own sandbox, where the kernel lets no ordinary user make one.
  await chmod(path.join(program, 'chrome-sandbox'), 0o4755);
  // What the program was installed as decides how it is exchanged.
  await put(path.join(program, 'resources', 'package-type'), `${type}\n`);
  await mkdir(path.join(tree, 'usr', 'bin'), { recursive: true });
  await symlink('../lib/fojas/fojas', path.join(tree, 'usr', 'bin', 'fojas'));
  const share = path.join(tree, 'usr', 'share');
  await bring('fojas.desktop', path.join(share, 'applications', 'fojas.desktop'));
  await bring('fojas.xml', path.join(share, 'mime', 'packages', 'fojas.xml'));
  await bring('fojas.svg', path.join(share, 'icons', 'hicolor', 'scalable', 'apps', 'fojas.svg'));
  for (const size of sizes)
    await drawIcon(size, path.join(share, 'icons', 'hicolor', `${size}x${size}`, 'apps', 'fojas.png'));
  await put(path.join(share, 'man', 'man1', 'fojas.1.gz'), packed(await readFile(path.join(linux, 'fojas.1'))));
  if (type !== 'deb') return;
  await bring('fojas-update', path.join(program, 'fojas-update'), 0o755);
  await bring('fojas-update-recover', path.join(program, 'fojas-update-recover'), 0o755);
  await bring('ar.fojas.update.policy', path.join(share, 'polkit-1', 'actions', 'ar.fojas.update.policy'));
  const units = path.join(tree, 'usr', 'lib', 'systemd', 'system');
  await bring('fojas-update-recover.service', path.join(units, 'fojas-update-recover.service'));
  await mkdir(path.join(units, 'multi-user.target.wants'), { recursive: true });
  await symlink(
    '../fojas-update-recover.service',
    path.join(units, 'multi-user.target.wants', 'fojas-update-recover.service'),
  );
}

/** Writes a file that all may read, its folders with it. */
export async function put(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content, { mode });
  await chmod(file, mode);
}

/** gzip without a date in it. */
export const packed = (content: Uint8Array): Uint8Array => {
  const bytes = gzipSync(content, { level: 9 });
  // The system that packed it is no business of the package's.
  bytes[9] = 3;
  return bytes;
};

const bring = async (name: string, to: string, mode?: number): Promise<void> =>
  put(to, await readFile(path.join(linux, name)), mode);

async function drawIcon(size: number, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), '-o', to, path.join(linux, 'fojas.svg')]);
  await chmod(to, 0o644);
}

/** What was packaged for one person may be read by all, and changed by none but root; so may every folder above it. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = await lstat(file);
    // Libraries are loaded, not run.
    const runs = entry.isDirectory() || ((mode & 0o100) !== 0 && !entry.name.endsWith('.node'));
    await chmod(file, runs ? 0o755 : 0o644);
  }
}

/** The moment that all files of a package bear: of the last change, so that the same sources make the same bytes. */
export function sourceDate(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  return Number(
    execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim(),
  );
}
