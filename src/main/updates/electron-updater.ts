import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppUpdater, ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import { NsisUpdater, Provider } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { done, failed, type Outcome } from '../../contract/failures.ts';
import { type Target, targetPath } from '../../updates/release.ts';
import { checkPublisher, type RunProgram } from './publisher.ts';

/** Verifies the staged release afresh: metadata from this side's root of trust, and then the file. */
export type ReadAgain = () => Promise<Outcome<Target>>;

/** What electron-updater is told, by way of its own options. */
interface StagedOptions {
  readonly staged: string;
  readonly read: ReadAgain;
}

/**
 * electron-updater asks a provider what is new. Ours answers from a release that was fetched and staged already, after TUF has judged
 * it once more, so that its transport never leads anywhere.
 */
export class StagedProvider extends Provider<UpdateInfo> {
  readonly #options: StagedOptions;

  constructor(options: StagedOptions, _updater: unknown, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.#options = options;
  }

  async getLatestVersion(): Promise<UpdateInfo> {
    const read = await this.#options.read();
    if (!read.ok) throw new StagedRefused(read.failure);
    const { name, sha512, length, release } = read.value;
    const digest = Buffer.from(sha512, 'hex').toString('base64');
    return {
      version: release.version,
      files: [{ url: name, sha512: digest, size: length }],
      ...{ path: name, sha512: digest, releaseDate: new Date(0).toISOString() },
    };
  }

  resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return info.files.map((file) => ({ url: new URL(`file:///${encodeURIComponent(file.url)}`), info: file }));
  }
}

export class StagedRefused extends Error {
  override name = 'StagedRefused';
  readonly failure: Extract<Outcome<never>, { ok: false }>['failure'];
  constructor(failure: StagedRefused['failure']) {
    super(failure.kind);
    this.failure = failure;
  }
}

export interface WindowsOptions {
  readonly staged: string;
  readonly target: Target;
  readonly read: ReadAgain;
  readonly publishers: readonly string[];
  readonly run: RunProgram;
  /** Whether this process has an administrator's rights: an installer that gets them must not lie where others may write. */
  readonly isElevated: () => Promise<boolean>;
  /** For tests: electron-updater's own view of the app. */
  readonly makeUpdater?: () => NsisUpdater;
}

/**
 * Installs with the per-machine NSIS installer, through electron-updater. It checks less than we do, so it is held on a short rein: nothing is fetched, nothing
 * happens by itself, nothing goes down unless that was signed, and the publisher must be known, asked for and right.
 */
export async function installOnWindows(options: WindowsOptions): Promise<Outcome<null>> {
  const { staged, target, publishers, run } = options;
  if (!(await options.isElevated())) return failed({ kind: 'updateRefused', reason: 'rights' });
  const file = path.join(staged, targetPath(target));
  const published = await checkPublisher(file, publishers, run);
  if (!published.ok) return published;
  const updater = (options.makeUpdater ?? (() => new NsisUpdater()))();
  rein(updater, options);
  updater.verifyUpdateCodeSignature = async (_names, downloaded) => {
    const again = await checkPublisher(downloaded, publishers, run);
    return again.ok ? null : again.failure.kind;
  };
  try {
    const found = await updater.checkForUpdates();
    if (found?.isUpdateAvailable !== true) return failed({ kind: 'updateRefused', reason: 'downgrade' });
    await updater.downloadUpdate();
    return updater.install(true, true) ? done(null) : failed({ kind: 'updateRefused', reason: 'installerFailed' });
  } catch (error) {
    return failed(
      error instanceof StagedRefused ? error.failure : { kind: 'updateRefused', reason: 'installerFailed' },
    );
  }
}

function rein(updater: AppUpdater, { staged, target, read }: WindowsOptions): void {
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  updater.setFeedURL({ provider: 'custom', updateProvider: StagedProvider, ...{ staged, read } } as never);
  updater.allowDowngrade = target.release.rollbackOf.length > 0;
  updater.on('error', () => undefined);
  Object.assign(updater, {
    httpExecutor: {
      request: () => Promise.reject(new Error('nothing is fetched here')),
      download: async (_url: URL, destination: string) => {
        await copyFile(path.join(staged, targetPath(target)), destination);
        return destination;
      },
    },
  });
}
