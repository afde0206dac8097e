import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgePlatform } from '@electron-forge/shared-types';
import { nsisScript } from './nsis.ts';
import { sourceDate } from './linux-tree.ts';

export interface NsisConfig {
  /** The subject that signs the installer; without it none is made. */
  readonly publisher: string;
}

/** Makes the per-machine installer for Windows with makensis, which runs on Debian as well. Signing it is the release's next step. */
export class MakerNsis extends MakerBase<NsisConfig> {
  name = 'nsis';
  defaultPlatforms: ForgePlatform[] = ['win32'];
  override requiredExternalBinaries = ['makensis'];

  override isSupportedOnCurrentPlatform(): boolean {
    return true;
  }

  override async make({ dir, makeDir, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const { version } = packageJSON as { version: string };
    const folder = path.join(makeDir, 'nsis', targetArch);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `fojas-setup_${version}_${targetArch}.exe`);
    const arch = targetArch === 'arm64' ? 'arm64' : 'x64';
    const script = nsisScript({ version, dir, out: file, publisher: this.config.publisher, arch });
    const scriptFile = path.join(folder, 'installer.nsi');
    await writeFile(scriptFile, script);
    execFileSync('makensis', ['-V2', '-WX', scriptFile], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceDate()) },
    });
    await rm(scriptFile);
    return [file];
  }
}
