import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** What Electron's own binary is linked with; the second name is the one since the 64-bit time change. */
const depends = [
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
 * Makes a Debian package with `dpkg-deb` and nothing else. Forge's own maker needs an optional package that npm leaves out
 * without a word on machines whose Node is older than that package wants.
 */
export class MakerDeb extends MakerBase<object> {
  name = 'deb';
  defaultPlatforms: ForgePlatform[] = ['linux'];
  override requiredExternalBinaries = ['dpkg-deb'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const architecture = architectures[targetArch];
    if (architecture === undefined) throw new Error(`no Debian architecture for ${targetArch}`);
    const { version, description, author } = packageJSON as Record<string, string>;
    const folder = path.join(makeDir, 'deb', targetArch);
    const tree = path.join(folder, 'tree');
    const file = path.join(folder, `fojas_${version}_${architecture}.deb`);
    await rm(folder, { recursive: true, force: true });

    const program = path.join(tree, 'usr', 'lib', 'fojas');
    await cp(dir, program, { recursive: true, verbatimSymlinks: true });
    await openToAll(program);
    // Chromium's own sandbox, where the kernel lets no ordinary user make one.
    await chmod(path.join(program, 'chrome-sandbox'), 0o4755);
    await mkdir(path.join(tree, 'usr', 'bin'), { recursive: true });
    await symlink('../lib/fojas/fojas', path.join(tree, 'usr', 'bin', 'fojas'));
    await put(path.join(tree, 'usr', 'share', 'applications', 'fojas.desktop'), desktopEntry());
    await put(path.join(tree, 'usr', 'share', 'doc', 'fojas', 'copyright'), copyright());
    const size = Math.ceil((await sizeOf(tree)) / 1024);
    await put(
      path.join(tree, 'DEBIAN', 'control'),
      control({ version: version ?? '', architecture, size, author: author ?? '', description: description ?? '' }),
    );

    execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, file], { stdio: ['ignore', 'ignore', 'inherit'] });
    await rm(tree, { recursive: true });
    return [file];
  }
}

/** What was packaged for one person may be read by all, and changed by none but root. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = await lstat(file);
    await chmod(file, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o644 });
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
  readonly author: string;
  readonly description: string;
}

function control({ version, architecture, size, author, description }: Facts): string {
  const [short, ...long] = description.split(': ');
  return [
    'Package: fojas',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${author} <fojas@localhost>`,
    `Installed-Size: ${size}`,
    `Depends: ${depends.join(', ')}`,
    // Readers and cards; a token whose driver comes from its vendor needs only the first.
    'Recommends: pcscd, opensc, gnome-keyring | libkf5wallet-bin',
    'Section: misc',
    'Priority: optional',
    `Description: ${short}`,
    ` ${long.join(': ') || short}`,
    '',
  ].join('\n');
}

function desktopEntry(): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Fojas',
    'GenericName=Expediente judicial',
    'GenericName[en]=Judicial case file',
    'GenericName[pt_BR]=Processo judicial',
    'Exec=/usr/bin/fojas',
    'Terminal=false',
    'Categories=Office;',
    'StartupWMClass=Fojas',
    '',
  ].join('\n');
}

function copyright(): string {
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: Fojas',
    '',
    'Files: *',
    'Copyright: The Fojas developers',
    'License: Apache-2.0',
    ' On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.',
    '',
  ].join('\n');
}
