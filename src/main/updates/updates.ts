import { tellThrown } from '../../contract/diary-fields.ts';
import type { DiaryFacts, Tell } from '../../contract/diary.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, type Failure, failed, type Outcome } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import {
  type Readiness,
  UpdatePolicy,
  type UpdateCalls,
  type UpdateStatus,
  UpdateVersion,
} from '../../contract/updates.ts';
import type { Here } from '../../updates/choose.ts';
import { debDoor, installerBehind } from '../../updates/install/door.ts';
import { rootFiles, rootOfTrust } from '../../updates/install/root.ts';
import { type Installer, UpdateKeeper } from '../../updates/keeper.ts';
import { paceOf } from '../../updates/pace.ts';
import { type Share, shareUpdates } from '../../updates/share.ts';
import { type Fetch, sourceOf } from '../../updates/sources/index.ts';
import type { ExchangeAnswer } from '../office-process.ts';
import { windowsInstaller } from './windows.ts';

export interface UpdatesOptions {
  /** Null where this start has no office: then nothing is known of sources either, and the program only tells its version. */
  readonly config: OfficeConfig | null;
  readonly version: string;
  /** Folder of the program's own files for this user. */
  readonly userData: string;
  /** Folder of what came with the program, outside its archive. */
  readonly resources: string;
  readonly fetch: Fetch;
  readonly log: Tell;
  readonly onChange: (status: UpdateStatus) => void;
  /** Asks the office; null where it does not answer. */
  readonly exchange: (backup: boolean) => Promise<ExchangeAnswer | null>;
  readonly faultsNow: () => Promise<readonly string[]>;
  /** Replaces what this platform installs with, in tests. */
  readonly installer?: Installer | null;
  /** Waits so many milliseconds, or until the program ends; the clock's, but for tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Updates as a window and the start of the program know them. */
export interface Updates {
  readonly keeper: UpdateKeeper;
  readonly handlers: Handlers<UpdateCalls>;
  /** Looks now and then from here on, and fetches what is offered. */
  begin(): void;
  /** The program ends: installs what waits, where that was chosen and nothing stands in the way. Never throws. */
  quitting(): Promise<void>;
}

/** The first look of a start waits until the person works. */
const firstLookMs = 60_000;

const untilDue = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal, ref: false });

/** Joins the keeper of updates with this program: its office, its line, its way to install. */
export async function openUpdates(options: UpdatesOptions): Promise<Updates> {
  const { config, version, userData, resources, log, wait = untilDue } = options;
  const policy = config?.updates ?? UpdatePolicy.parse({});
  const format = await formatOf(resources);
  const { platform, arch } = process as unknown as Pick<Here, 'platform' | 'arch'>;
  const readiness = async (): Promise<Readiness | null> => (await options.exchange(false))?.readiness ?? null;
  // A version that is not three numbers is a developer's: nothing is newer than it.
  const own = UpdateVersion.safeParse(version).data ?? '999999.0.0';
  const here = { version: own, platform, arch, format: format ?? 'zip' } as const;
  const folder = policy.folder ?? path.join(userData, 'updates');
  const root = await rootOfTrust(rootFiles(path.join(resources, 'update-root.json'), policy.rootFile), null);
  const installerOf = (): Installer | null => {
    if (format === 'deb') return installerBehind(debDoor);
    if (format !== 'nsis' || root === null) return null;
    return windowsInstaller({
      trustFolder: path.join(folder, 'metadata'),
      root,
      here: { ...here, schema: null },
      resources,
    });
  };
  const keeper = await UpdateKeeper.open({
    ...{ folder, root },
    sources: policy.sources.map((source) => sourceOf(source, options.fetch)),
    here,
    installer: options.installer !== undefined ? options.installer : installerOf(),
    take: paceOf(config?.line, () => new Date(), sleep),
    now: () => new Date(),
    ...{ policy, readiness, faultsNow: options.faultsNow, onChange: options.onChange },
    async backup() {
      const answer = await options.exchange(true);
      if (answer === null) return failed({ kind: 'officeGone' });
      return answer.failure === null ? done(answer.backup) : failed(answer.failure);
    },
  });
  const stop = new AbortController();
  let sharing: Promise<Share | null> = Promise.resolve(null);
  const look = async (): Promise<Outcome<UpdateStatus>> => {
    const checked = await keeper.check();
    if (!checked.ok || checked.value.waiting?.stage !== 'offered') return checked;
    const fetched = await keeper.fetch(stop.signal);
    if (!fetched.ok) log('updateFailed', tellRefusal(fetched.failure));
    return fetched;
  };
  return {
    keeper,
    handlers: {
      'updates.status': async () => done(await keeper.status()),
      'updates.check': look,
      'updates.onQuit': async ({ install }) => done(await keeper.setInstallOnQuit(install)),
    },
    begin() {
      if (policy.mode === 'system') return;
      if (policy.sharePort !== undefined) {
        sharing = shareUpdates({ folder, host: '0.0.0.0', port: policy.sharePort }).catch((error: unknown) => {
          log('updateBug', tellThrown(error));
          return null;
        });
      }
      const again = (): void => {
        void look()
          .catch((error: unknown) => log('updateBug', tellThrown(error)))
          // Not all of an office at the same moment.
          .then(() => wait(policy.everyHours * 3_600_000 * (0.75 + Math.random() / 2), stop.signal))
          .then(again, () => undefined);
      };
      void wait(firstLookMs, stop.signal).then(again, () => undefined);
    },
    async quitting() {
      stop.abort();
      await (await sharing)?.close();
      try {
        const { waiting, installOnQuit, putOff } = await keeper.status();
        if (waiting?.stage !== 'ready' || !installOnQuit || putOff.length > 0) return;
        const applied = await keeper.apply();
        if (applied.ok) log('updateInstalled', { version: waiting.version });
        else log('updateFailed', tellRefusal(applied.failure));
      } catch (error) {
        log('updateBug', tellThrown(error));
      }
    },
  };
}

const tellRefusal = (failure: Failure): DiaryFacts<'updateFailed'> => ({
  failure: failure.kind,
  refusal: failure.kind === 'updateRefused' ? failure.reason : null,
});

/** What this program was installed as: packaging wrote it beside the archive. Null where nobody installed it. */
async function formatOf(resources: string): Promise<Here['format'] | null> {
  const named = (await readFile(path.join(resources, 'package-type'), 'utf8').catch(() => '')).trim();
  return named === 'deb' || named === 'rpm' || named === 'nsis' || named === 'zip' ? named : null;
}
