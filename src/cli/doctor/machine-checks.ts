/** The doctor's checks of the machine: Node, cryptography, the smart card service, readers, disk. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import process from 'node:process';
import { createFormats } from '../../contract/words/formats.ts';
import { cryptoSelfTest } from '../../signature/index.ts';
import { leastNode, nodeIsEnough } from '../node-version.ts';
import type { Ui } from '../ui.ts';
import { type Finding, fine, note, trouble, warning } from './finding.ts';

/** What these checks ask of the machine, so that tests may stage another. */
export interface MachineView {
  readonly nodeVersion: string;
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
  /** Output of a program, or null when it is not installed or failed. */
  readonly output: (program: string, args: readonly string[]) => string | null;
  readonly freeBytes: (folder: string) => Promise<number>;
  /** Names of primitives that are missing. */
  readonly missingCrypto: () => readonly string[];
}

export function thisMachine(): MachineView {
  return {
    nodeVersion: process.versions.node,
    platform: process.platform,
    exists: existsSync,
    output(program, args) {
      const ran = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] });
      return ran.status === 0 ? ran.stdout : null;
    },
    freeBytes: async (folder) => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    missingCrypto: () => {
      const test = cryptoSelfTest();
      return test.kind === 'ok' ? [] : test.primitives;
    },
  };
}

export function checkNode(view: MachineView, ui: Ui): Finding {
  const words = ui.words.doctor;
  return nodeIsEnough(view.nodeVersion)
    ? fine('node', `Node ${view.nodeVersion}`)
    : trouble('node', `Node ${view.nodeVersion}`, words.fixNode(leastNode));
}

export function checkCrypto(view: MachineView, ui: Ui): Finding {
  const missing = view.missingCrypto();
  return missing.length === 0
    ? fine('crypto', ui.words.doctor.cryptoComplete)
    : trouble('crypto', ui.words.doctor.cryptoMissing(missing.join(', ')), ui.words.doctor.fixCrypto);
}

/** PC/SC is part of Windows and macOS; on Linux it is a service that listens on a socket. */
export function checkCardService(view: MachineView, ui: Ui): Finding {
  const words = ui.words.doctor;
  if (view.platform !== 'linux') return fine('cardService', words.cardServiceBuiltIn);
  const sockets = ['/run/pcscd/pcscd.comm', '/var/run/pcscd/pcscd.comm'];
  if (sockets.some(view.exists)) return fine('cardService', words.cardServiceRuns);
  const installed = view.exists('/usr/sbin/pcscd');
  return warning('cardService', words.cardServiceSilent, installed ? words.fixCardServiceStart : words.fixCardService);
}

/** Readers, as OpenSC's own program lists them. */
export function checkReaders(view: MachineView, ui: Ui): Finding {
  const words = ui.words.doctor;
  const listed = view.output('opensc-tool', ['--list-readers']);
  if (listed === null) return note('readers', words.readersUnknown, words.fixReadersUnknown);
  // `Nr. Card Features Name` and one line a reader, which begins with its number.
  const readers = listed.split('\n').filter((line) => /^\d+\s/.test(line));
  if (readers.length === 0) return warning('readers', words.noReaders, words.fixNoReaders);
  return fine('readers', readers.map((line) => line.replaceAll(/\s+/g, ' ').trim()).join('; '));
}

const leastFreeBytes = 2_000_000_000;

export async function checkDisk(folder: string, view: MachineView, ui: Ui): Promise<Finding> {
  const words = ui.words.doctor;
  try {
    const free = await view.freeBytes(folder);
    const detail = words.diskFree(`${createFormats(ui.locale).number(Math.floor(free / 1e9))} GB`, folder);
    return free >= leastFreeBytes ? fine('disk', detail) : warning('disk', detail, words.fixDisk);
  } catch {
    return trouble('disk', words.folderMissing(folder), words.fixFolder);
  }
}
