import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';
import { layLinuxTree, sourceDate } from './linux-tree.ts';

const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** Makes an RPM with `rpmbuild` and nothing else, from the same tree as the Debian package. It leaves updates to dnf. */
export class MakerRpm extends MakerBase<object> {
  name = 'rpm';
  defaultPlatforms: ForgePlatform[] = ['linux'];
  override requiredExternalBinaries = ['rpmbuild', 'rsvg-convert'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const architecture = architectures[targetArch];
    if (architecture === undefined) throw new Error(`no RPM architecture for ${targetArch}`);
    const { version, description } = packageJSON as Record<string, string>;
    const folder = path.join(makeDir, 'rpm', targetArch);
    await rm(folder, { recursive: true, force: true });
    const tree = path.join(folder, 'tree');
    await mkdir(tree, { recursive: true });
    await layLinuxTree(tree, dir, 'rpm');
    for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
    }
    const spec = path.join(folder, 'fojas.spec');
    await writeFile(spec, specOf(version ?? '', description ?? ''));
    const built = path.join(folder, 'built');
    const define = (name: string, value: string): string[] => ['--define', `${name} ${value}`];
    execFileSync(
      'rpmbuild',
      [
        ...['-bb', '--quiet', '--target', architecture, '--buildroot', path.join(folder, 'root')],
        ...define('_topdir', path.join(folder, 'top')),
        ...define('_rpmdir', built),
        ...define('tree', tree),
        ...define('use_source_date_epoch_as_buildtime', '1'),
        ...define('clamp_mtime_to_source_date_epoch', '1'),
        ...define('_buildhost', 'fojas'),
        spec,
      ],
      { stdio: 'ignore', env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceDate()) } },
    );
    const made = (await readdir(built, { recursive: true })).find((name) => name.endsWith('.rpm'));
    if (made === undefined) throw new Error('rpmbuild made no package');
    const file = path.join(folder, path.basename(made));
    await rename(path.join(built, made), file);
    for (const left of ['tree', 'built', 'top', 'root', 'fojas.spec'])
      await rm(path.join(folder, left), { recursive: true, force: true });
    return [file];
  }
}

function specOf(version: string, description: string): string {
  return `Name: fojas
Version: ${version}
Release: 1
Summary: ${description.split(':')[0]}
License: Apache-2.0
AutoReqProv: no
Requires: alsa-lib, at-spi2-core, libdrm, mesa-libgbm, gtk3, nss, libsecret, libxkbcommon, xdg-utils
Recommends: pcsc-lite, opensc
%global __os_install_post %{nil}
%global debug_package %{nil}
%global _build_id_links none

%description
${description}

%install
mkdir -p %{buildroot}
cp -a %{tree}/. %{buildroot}/

%files
%defattr(-,root,root,-)
/usr/bin/fojas
%attr(4755,root,root) /usr/lib/fojas/chrome-sandbox
/usr/lib/fojas
/usr/share/applications/fojas.desktop
/usr/share/mime/packages/fojas.xml
/usr/share/icons/hicolor/*/apps/fojas.*
/usr/share/man/man1/fojas.1.gz
`;
}
