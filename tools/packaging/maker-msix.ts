import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MakerOptions } from '@electron-forge/maker-base';
import { MakerMSIX } from '@electron-forge/maker-msix';
import { appxManifest } from './appx-manifest.ts';

/**
 * Makes the MSIX for institutions whose Intune or SCCM installs versions (`updates.mode=system`): the program itself never exchanges what
 * lies in such a package. Needs Windows and its SDK; `FOJAS_PUBLISHER` names the subject that signs it, which is the release's next step.
 */
export class MakerSystemMsix extends MakerMSIX {
  readonly #publisher: string;

  constructor(publisher: string) {
    super({ sign: false }, ['win32']);
    this.#publisher = publisher;
  }

  override async make(options: MakerOptions): Promise<string[]> {
    const { version } = options.packageJSON as { version: string };
    const arch = options.targetArch === 'arm64' ? 'arm64' : 'x64';
    const folder = await mkdtemp(path.join(os.tmpdir(), 'fojas-msix-'));
    try {
      const appManifest = path.join(folder, 'AppxManifest.xml');
      await writeFile(appManifest, appxManifest({ version, publisher: this.#publisher, arch }));
      this.config = { ...this.config, appManifest, outputFileName: `fojas_${version}_${arch}` };
      return await super.make(options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
