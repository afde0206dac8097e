import process from 'node:process';
import type { Readable } from 'node:stream';
import type { DiagnosticsPolicy } from '../contract/config.ts';
import { SelfTestCheck } from '../contract/updates.ts';
import { type DiaryFacts, type DiaryLine, type DiaryVoice, type Tell, teller } from '../contract/diary.ts';
import { UpdateVersion } from '../contract/diary-fields.ts';
import { openDiary } from '../diagnostics/diary-file.ts';
import { hearChild } from '../diagnostics/hear-child.ts';

const FaultName = SelfTestCheck.shape.name;

export interface MainDiary {
  /** Main's own voice. */
  readonly tell: Tell;
  /** What a process writes on its standard error, let into the diary line by line. */
  hear(voice: DiaryVoice): (stream: Readable) => void;
  /** What the institution decided of it. */
  obey(policy: DiagnosticsPolicy): void;
}

/**
 * The diary of this program, in a folder of its own; each line also goes to standard error, where systemd or a developer reads it.
 * `developer`: what processes print beside it is shown there too, and still not kept.
 */
export function openMainDiary(folder: string, developer: boolean): MainDiary {
  const file = openDiary({ folder });
  const show = (text: string): void => void process.stderr.write(`${text}\n`);
  const write = (line: DiaryLine): void => {
    file.write(line);
    show(JSON.stringify(line));
  };
  return {
    tell: teller('main', write),
    obey: ({ logLevel, logDays }) => file.obey({ least: logLevel, days: logDays }),
    hear: (voice) => (stream) => hearChild(stream, voice, write, developer ? show : undefined),
  };
}

/** Why a version on trial was not healthy: which of its checks failed, without what they said. */
export function unhealthyFacts(version: string, faults: readonly string[]): DiaryFacts<'updateUnhealthy'> {
  const names = faults.map((fault) => FaultName.safeParse(fault.split(' ')[0]).data ?? 'start');
  return { version: UpdateVersion.safeParse(version).data ?? null, faults: names.slice(0, 20) };
}

/** What runs, and on what. */
export function startedFacts(version: string): DiaryFacts<'started'> {
  const { platform, arch } = process;
  return {
    version: UpdateVersion.safeParse(version).data ?? null,
    platform: platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other',
    arch: arch === 'x64' || arch === 'arm64' ? arch : 'other',
  };
}
