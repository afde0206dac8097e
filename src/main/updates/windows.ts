import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { readStaged, type StagedOptions } from '../../updates/stage.ts';
import { failed } from '../../contract/failures.ts';
import type { Installer } from '../../updates/keeper.ts';
import { installOnWindows } from './electron-updater.ts';
import type { RunProgram } from './publisher.ts';

export interface WindowsPlaces extends Pick<StagedOptions, 'trustFolder' | 'root' | 'here'> {
  /** Folder of what came with the program: `app-update.yml` names the publisher there. */
  readonly resources: string;
}

const system = path.join(process.env['SYSTEMROOT'] ?? 'C:\\Windows', 'System32');

/** Windows' own programs by their full paths: what lies in a working folder under such a name is nobody's. */
const runSystem: RunProgram = async (program, args) => {
  const file =
    program === 'powershell.exe' ? path.join(system, 'WindowsPowerShell', 'v1.0', program) : path.join(system, program);
  try {
    return (await promisify(execFile)(file, [...args], { timeout: 60_000, windowsHide: true })).stdout;
  } catch {
    return null;
  }
};

/** The per-machine installer. There is no way back by itself here: IT publishes the version before as a way back, or installs it. */
export function windowsInstaller(places: WindowsPlaces, run: RunProgram = runSystem): Installer {
  return {
    async install(staged, target) {
      return installOnWindows({
        ...{ staged, target, run, publishers: await publishersOf(places.resources) },
        read: () => readStaged({ ...places, staged, name: target.name }),
        isElevated: () => isElevated(run),
      });
    },
    goBack: async () => failed({ kind: 'updateRefused', reason: 'rights' }),
  };
}

/** Who must have signed the installer, as packaging wrote it; empty where it wrote nothing, and then nothing is installed. */
export async function publishersOf(resources: string): Promise<string[]> {
  const text = await readFile(path.join(resources, 'app-update.yml'), 'utf8').catch(() => '');
  const [, named] = /^publisherName: (".*")$/m.exec(text) ?? [];
  try {
    const publisher: unknown = JSON.parse(named ?? '""');
    return typeof publisher === 'string' && publisher !== '' ? [publisher] : [];
  } catch {
    return [];
  }
}

/** Whether this process has an administrator's rights, as its token's integrity says (high, or the system's). */
export async function isElevated(run: RunProgram): Promise<boolean> {
  return /S-1-16-(12288|16384)\b/.test((await run('whoami.exe', ['/groups'])) ?? '');
}
