import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';
import { layLinuxTree, packed, put, sourceDate } from './packaging/linux-tree.ts';
import { packRsyncable } from './packaging/rsyncable.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const maintainer = 'The Fojas developers <fojas@ejemplo.invalid>';

/** What Electron's own binary is linked with; the second name is the one since the 64-bit time change. */
const depends = [
  'libc6',
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libsecret-1-0',
  'libxkbcommon0',
  'xdg-utils',
];

/**
 * Makes a Debian package with `dpkg-deb`, packed so that the next version can be put together out of it. Forge's own maker needs an
 * optional package that npm leaves out without a word on machines whose Node is older than that package wants.
 */
export class MakerDeb extends MakerBase<object> {
  name = 'deb';
  defaultPlatforms: ForgePlatform[] = ['linux'];
  override requiredExternalBinaries = ['dpkg-deb', 'gzip', 'rsvg-convert'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const architecture = architectures[targetArch];
    if (architecture === undefined) throw new Error(`no Debian architecture for ${targetArch}`);
    const { version, description } = packageJSON as Record<string, string>;
    const folder = path.join(makeDir, 'deb', targetArch);
    const tree = path.join(folder, 'tree');
    const file = path.join(folder, `fojas_${version}_${architecture}.deb`);
    await rm(folder, { recursive: true, force: true });

    await mkdir(tree, { recursive: true });
    await layLinuxTree(tree, dir, 'deb');
    const doc = path.join(tree, 'usr', 'share', 'doc', 'fojas');
    await put(path.join(doc, 'copyright'), copyright());
    const date = sourceDate();
    await put(path.join(doc, 'changelog.gz'), packed(Buffer.from(changelog(version ?? '', date))));
    const overrides = await readFile(path.join(import.meta.dirname, '..', 'resources', 'linux', 'lintian-overrides'));
    await put(path.join(tree, 'usr', 'share', 'lintian', 'overrides', 'fojas'), overrides);
    await openFolders(tree);
    const size = Math.ceil((await sizeOf(tree)) / 1024);
    await put(
      path.join(tree, 'DEBIAN', 'control'),
      control({ version: version ?? '', architecture, size, description: description ?? '' }),
    );
    await put(path.join(tree, 'DEBIAN', 'md5sums'), await md5sums(tree));
    const postrm = path.join(import.meta.dirname, '..', 'resources', 'linux', 'postrm');
    await put(path.join(tree, 'DEBIAN', 'postrm'), await readFile(postrm), 0o755);

    const plain = `${file}.plain`;
    execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, plain], {
      stdio: ['ignore', 'ignore', 'inherit'],
      // dpkg-deb gives no file a later date than this one, so the same files make the same bytes.
      env: { ...process.env, SOURCE_DATE_EPOCH: String(date) },
    });
    await packRsyncable(plain, file, date);
    await rm(plain);
    await rm(tree, { recursive: true });
    return [file];
  }
}

/** Folders that were made on the way to a file have the maker's own rights. */
async function openFolders(tree: string): Promise<void> {
  await chmod(tree, 0o755);
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) => (await lstat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

interface Facts {
  readonly version: string;
  readonly architecture: string;
  /** Installed size in KiB. */
  readonly size: number;
  readonly description: string;
}

function control({ version, architecture, size, description }: Facts): string {
  const [short, ...long] = description.split(': ');
  return [
    'Package: fojas',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${size}`,
    `Depends: ${depends.join(', ')}`,
    // Readers and cards; a token whose driver comes from its vendor needs only the first.
    'Recommends: pcscd, opensc, pkexec | policykit-1, gnome-keyring | libkf5wallet-bin',
    'Section: misc',
    'Priority: optional',
    `Description: ${short}`,
    ...wrapped(long.join(': ') || (short ?? '')),
    '',
  ].join('\n');
}

/** The long description, in lines that Debian's tools show whole. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 78) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines;
}

function changelog(version: string, date: number): string {
  const at = new Date(date * 1000).toUTCString().replace('GMT', '+0000');
  return `fojas (${version}) stable; urgency=medium\n\n  * See docs/ and the release notes in the program.\n\n -- ${maintainer}  ${at}\n`;
}

/** Of every file, so that `dpkg --verify` can vouch for what is installed. */
async function md5sums(tree: string): Promise<string> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(tree, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('DEBIAN'))
    .sort();
  const lines = await Promise.all(
    files.map(
      async (name) =>
        `${createHash('md5')
          .update(await readFile(path.join(tree, name)))
          .digest('hex')}  ${name}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

function copyright(): string {
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: Fojas',
    '',
    'Files: *',
    'Copyright: 2026 The Fojas developers',
    'License: Apache-2.0',
    ' On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.',
    '',
  ].join('\n');
}
