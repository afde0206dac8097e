/** The central repository behind one inside an office, as flags and files name it. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ReceiptKey } from '../../contract/receipts.ts';
import type { OfficeSideOptions } from '../../repository/office/office.ts';
import type { ExitCode } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { readFolderKey } from './folder-key.ts';

export interface UpstreamFlags {
  readonly upstream?: string | undefined;
  readonly 'upstream-key-file'?: string | undefined;
  readonly 'upstream-pins'?: string | undefined;
  readonly announce: boolean;
  readonly dir: string;
  readonly 'folder-key-file'?: string | undefined;
}

/**
 * What the flags say of the central repository, for the one office that `offices` names; null where they name none. An exit code where
 * they cannot be used, which was then said.
 */
export async function readUpstream(
  flags: UpstreamFlags,
  offices: readonly string[],
  ui: Ui,
): Promise<OfficeSideOptions | null | ExitCode> {
  const { upstream: url, 'upstream-key-file': keyFile, 'upstream-pins': pinsFile, announce } = flags;
  const { 'folder-key-file': folderKeyFile } = flags;
  if ([url, keyFile, pinsFile, folderKeyFile].every((one) => one === undefined) && !announce) return null;
  const { repository: words } = ui.words;
  const [officeId] = offices;
  if (url === undefined || keyFile === undefined || pinsFile === undefined || !officeId || offices.length > 1) {
    return ui.misuse(words.upstreamNeeds);
  }
  const key = await readText(keyFile, ui);
  if (typeof key === 'number') return key;
  const accessKey = key.trim();
  if (accessKey.length < 16 || /\s/.test(accessKey)) return ui.misuse(words.noAccessKey(keyFile));
  const pins = await readText(pinsFile, ui);
  if (typeof pins === 'number') return pins;
  const pinnedKeys = z.array(ReceiptKey).min(1).safeParse(parse(pins));
  if (!pinnedKeys.success) return ui.misuse(words.noReceiptKeys(pinsFile));
  const folder = await readFolderKey(flags.dir, folderKeyFile, ui);
  if (typeof folder === 'number') return folder;
  ui.note(folder.told);
  return { url, accessKey, officeId, pinnedKeys: pinnedKeys.data, announce, folderKey: folder.key };
}

async function readText(path: string, ui: Ui): Promise<string | ExitCode> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
